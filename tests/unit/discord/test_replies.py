"""Replies that grow in Discord's messages."""

import asyncio
from itertools import pairwise
from typing import Any

import discord
import pytest

from acore.discord.replies import Replies, ReplyOptions, tell_privately
from acore.domain.replies import ReplyPart
from acore.errors import EngineUnavailable
from tests.unit.discord.showing import DOWN, Say, shown


@pytest.fixture
def replies(stage: Any) -> Replies:
    return Replies(stage.clock, ReplyOptions(grace_s=0))


async def test_an_answer_that_is_there_at_once_is_one_message_without_edits(
    stage: Any, say: Say, replies: Replies
) -> None:
    await shown(stage, replies, say("Hello", " there", ReplyPart()))
    (sent,) = stage.sent
    assert sent.content == "Hello there"
    assert sent.edits == []
    assert stage.place.typed == []


async def test_the_first_message_refers_to_the_question_even_if_that_was_deleted(
    stage: Any, say: Say, replies: Replies
) -> None:
    await shown(stage, replies, say("a " * 1500))
    assert [sent.reference for sent in stage.sent] == [("reference", False), None]


async def test_nothing_pings_anybody(stage: Any, say: Say, replies: Replies) -> None:
    script = ("@everyone ", 2, "<@1> " * 500, 2, "done")
    task = asyncio.create_task(shown(stage, replies, say(*script)))
    await stage.clock.advance(10)
    await task
    assert len(stage.sent) == 2
    assert stage.sent[0].edits
    assert all(sent.mentions.to_dict() == {"parse": []} for sent in stage.sent)


async def test_edits_keep_their_distance_and_the_last_state_is_shown(stage: Any, say: Say, replies: Replies) -> None:
    words = [step for n in range(50) for step in (f"word{n} ", 0.1)]
    task = asyncio.create_task(shown(stage, replies, say(*words, "end")))
    await stage.clock.advance(20)
    await task
    (sent,) = stage.sent
    times = [at for at, _ in sent.edits]
    assert len(times) >= 4
    assert all(later - earlier >= 1.1 - 1e-6 for earlier, later in pairwise(times))
    assert sent.content.endswith("word49 end")


async def test_the_first_edit_after_the_first_message_is_not_held_back_when_the_answer_is_whole(
    stage: Any, say: Say, replies: Replies
) -> None:
    task = asyncio.create_task(shown(stage, replies, say("Yes", 0.05, ReplyPart(citations=(stage.citation(),)))))
    await stage.clock.advance(0.05)
    await task
    assert [at for at, _ in stage.sent[0].edits] == [0.05]
    assert stage.sent[0].embeds[0].title == "Sources"


async def test_typing_is_shown_when_the_first_words_are_late_and_again_while_they_are(
    stage: Any, say: Say, replies: Replies
) -> None:
    task = asyncio.create_task(shown(stage, replies, say(9, "late")))
    await stage.clock.advance(0.4)
    assert stage.place.typed == []
    await stage.clock.advance(9)
    await task
    assert stage.place.typed == [0.5, 8.5]
    assert stage.sent[0].content == "late"


async def test_typing_that_is_refused_does_not_stop_the_reply(stage: Any, say: Say, replies: Replies) -> None:
    task = asyncio.create_task(shown(stage, replies, say(1, "late")))
    await stage.settle()
    stage.place.refusals.append(stage.http_error(403))
    await stage.clock.advance(1)
    await task
    assert stage.sent[0].content == "late"


async def test_a_long_answer_goes_on_in_further_messages(stage: Any, say: Say, replies: Replies) -> None:
    text = "".join(f"sentence {n}. " for n in range(350))
    await shown(stage, replies, say(text, ReplyPart(citations=(stage.citation(),))))
    assert len(stage.sent) == 3
    assert " ".join(sent.content for sent in stage.sent).split() == text.split()
    assert [bool(sent.embeds) for sent in stage.sent] == [False, False, True]


async def test_a_very_long_answer_comes_with_a_file_that_holds_all_of_it(
    stage: Any, say: Say, replies: Replies
) -> None:
    text = "word " * 2500
    await shown(stage, replies, say(text, ReplyPart(citations=(stage.citation(),))))
    *pages, last = stage.sent
    assert len(pages) == 4
    assert last.files[0].filename == "answer.md"
    assert last.file_text == text
    assert last.embeds
    assert not any(sent.files or sent.embeds for sent in pages)


async def test_where_files_are_forbidden_the_answer_says_that_it_ends_here(
    stage: Any, say: Say, replies: Replies
) -> None:
    async def refuse_the_file() -> None:
        if len(stage.sent) == 4 and not refused:
            refused.append(1)
            raise stage.http_error(403)

    refused: list[int] = []
    stage.place.before_sending = refuse_the_file
    await shown(stage, replies, say("word " * 2500))
    assert "may not attach files" in stage.sent[4].content
    assert not stage.sent[4].files


@pytest.mark.parametrize(
    ("refused", "shown_at_last"),
    [(1, (False, True)), (2, (True, False)), (3, (False, False))],
    ids=["embeds", "files", "both"],
)
async def test_of_a_page_with_sources_and_a_file_comes_what_is_allowed(
    stage: Any, say: Say, replies: Replies, refused: int, shown_at_last: tuple[bool, bool]
) -> None:
    async def refuse() -> None:
        if len(stage.sent) == 4 and len(refusals) < refused:
            refusals.append(1)
            raise stage.http_error(403, 50013)

    refusals: list[int] = []
    stage.place.before_sending = refuse
    await shown(stage, replies, say("word " * 2500, ReplyPart(citations=(stage.citation(),))))
    assert len(stage.sent) == 5
    assert (bool(stage.sent[4].embeds), bool(stage.sent[4].files)) == shown_at_last


async def test_an_error_before_the_first_word_is_raised(stage: Any, say: Say, replies: Replies) -> None:
    with pytest.raises(EngineUnavailable):
        await shown(stage, replies, say(DOWN))
    assert stage.sent == []


async def test_an_answer_cut_off_by_an_error_stays_and_says_so(stage: Any, say: Say, replies: Replies) -> None:
    await shown(stage, replies, say("Here is ```py\nx = 1", DOWN))
    (sent,) = stage.sent
    assert sent.content.startswith("Here is ```py\nx = 1\n```\n\n")
    assert "Cut off here. toy can not answer just now" in sent.content


async def test_an_answer_whose_engine_was_stopped_says_so(stage: Any, say: Say, replies: Replies) -> None:
    stopped: Any = asyncio.CancelledError()
    await shown(stage, replies, say("Half", stopped))
    assert stage.sent[0].content.startswith("Half\n\n-# ⚠️ Cut off here. I am being stopped")


async def test_an_empty_answer_gets_words(stage: Any, say: Say, replies: Replies) -> None:
    await shown(stage, replies, say("  \n", ReplyPart()))
    assert stage.sent[0].content.startswith("I have nothing to say")


async def test_a_state_that_discord_could_not_take_is_made_good_by_the_next(
    stage: Any, say: Say, replies: Replies
) -> None:
    task = asyncio.create_task(shown(stage, replies, say("one", 1.2, " two", 2, " three")))
    await stage.settle()
    stage.sent[0].refusals.append(stage.http_error(500))
    await stage.clock.advance(6)
    await task
    assert stage.sent[0].content == "one two three"


@pytest.mark.parametrize("status", [404, 403])
async def test_a_message_deleted_or_closed_to_us_in_the_middle_ends_the_reply_and_its_source(
    stage: Any, say: Say, replies: Replies, status: int
) -> None:
    chat = say("one", 2, " two", 100, " three")
    task = asyncio.create_task(shown(stage, replies, chat))
    await stage.settle()
    stage.sent[0].refusals.append(stage.http_error(status))
    await stage.clock.advance(4)
    await task
    assert chat.closed == 1
    assert len(stage.sent) == 1


async def test_a_last_state_that_discord_does_not_take_is_raised(stage: Any, say: Say, replies: Replies) -> None:
    stage.place.refusals.append(stage.http_error(400))
    with pytest.raises(discord.HTTPException):
        await shown(stage, replies, say("Hello"))


async def test_cancelling_stops_the_source_and_marks_what_is_shown(stage: Any, say: Say, replies: Replies) -> None:
    chat = say("Half of", 0.2, " it", 100)
    task = asyncio.create_task(shown(stage, replies, chat))
    await stage.clock.advance(0.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert chat.closed == 1
    assert stage.sent[0].content.startswith("Half of it\n\n-# ⚠️ Cut off here. I am being stopped")


async def test_closing_stops_every_reply_that_is_being_written(stage: Any, say: Say, replies: Replies) -> None:
    tasks = [asyncio.create_task(shown(stage, replies, say(f"{n} half", 100))) for n in range(3)]
    await stage.clock.advance(0.1)
    await replies.aclose()
    assert all(task.cancelled() for task in tasks)
    assert sorted(sent.content[:6] for sent in stage.sent) == ["0 half", "1 half", "2 half"]
    assert all("Cut off" in sent.content for sent in stage.sent)


async def test_closing_does_not_wait_for_a_discord_that_hangs(
    stage: Any, say: Say, replies: Replies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acore.discord.replies._LEAVE_S", 0.01)
    stage.place.before_sending = asyncio.Event().wait
    task = asyncio.create_task(shown(stage, replies, say("Half", 100)))
    await stage.clock.advance(0.1)
    async with asyncio.timeout(5):
        await replies.aclose()
    await asyncio.wait((task,), timeout=5)  # a busy machine may end it a moment behind the closing
    assert task.cancelled()
    assert stage.sent == []


async def test_private_words_are_for_the_member_alone_however_long(stage: Any) -> None:
    await tell_privately(stage.interaction(), "line of help\n" * 300)
    assert len(stage.sent) == 2
    assert all(sent.ephemeral for sent in stage.sent)
