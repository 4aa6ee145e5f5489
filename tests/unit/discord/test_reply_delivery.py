"""Replies that are stopped, left, delivered late, or go on from an earlier process."""

import asyncio
from itertools import pairwise
from typing import Any

import discord
import pytest

from acore.discord.replies import Replies, ReplyOptions
from acore.discord.targets import MessageTarget
from acore.domain.replies import ReplyPart, TurnRecord
from acore.domain.scope import Scope
from tests.unit.discord.showing import DOWN, OFFER, Say, shown


@pytest.fixture
def replies(stage: Any) -> Replies:
    return Replies(stage.clock, ReplyOptions(grace_s=0))


RECORD = TurnRecord(Scope("5", "1"), "toy", None, 0, 1, 1, 1, "stop")


async def test_a_reply_can_be_stopped_while_it_is_written_and_then_asked_for_again_and_judged(
    stage: Any, say: Say, replies: Replies
) -> None:
    task = asyncio.create_task(shown(stage, replies, say("Half ", 2, "whole", ReplyPart(record=RECORD))))
    await stage.clock.advance(1)
    assert stage.sent[0].buttons == ["stop:101:1"]
    await stage.clock.advance(3)
    await task
    assert stage.sent[0].buttons == ["again:101:1", "good:toy:", "bad:toy:"]


async def test_the_buttons_are_below_the_last_message(stage: Any, say: Say, replies: Replies) -> None:
    task = asyncio.create_task(
        shown(stage, replies, say("word ", 2, "word " * 500, 5, "end", ReplyPart(record=RECORD)))
    )
    await stage.clock.advance(5)
    assert [sent.buttons for sent in stage.sent] == [[], ["stop:101:1"]]
    await stage.clock.advance(10)
    await task
    assert [sent.buttons[:1] for sent in stage.sent] == [[], ["again:101:1"]]


async def test_stopping_keeps_what_was_said_and_says_so(stage: Any, say: Say, replies: Replies) -> None:
    chat = say("Half", 100, " more")
    task = asyncio.create_task(shown(stage, replies, chat))
    await stage.clock.advance(1)
    assert replies.stop("101")
    await stage.clock.advance(2)
    await task
    assert stage.sent[0].content == "Half\n\n-# ⏹️ Stopped."
    assert stage.sent[0].buttons == ["again:101:1"]
    assert chat.closed == 1
    assert not replies.stop("101")


async def test_what_is_abandoned_is_shown_no_further(stage: Any, say: Say, replies: Replies) -> None:
    task = asyncio.create_task(shown(stage, replies, say("Half", 100)))
    await stage.clock.advance(1)
    abandoning = asyncio.create_task(replies.abandon("101"))
    await stage.clock.advance(2)
    await abandoning
    assert task.done()
    assert stage.sent[0].content == "Half"
    await replies.abandon("unknown")


async def test_an_answer_that_discord_is_too_broken_to_take_is_brought_later_and_once(
    stage: Any, say: Say, replies: Replies
) -> None:
    stage.place.refusals += [stage.http_error(503) for _ in range(5)]
    task = asyncio.create_task(shown(stage, replies, say("Hello", ReplyPart())))
    await stage.clock.advance(60)
    await task
    assert [(sent.content, sent.nonce) for sent in stage.sent] == [("Hello", "101-0")]


async def test_a_ban_of_some_seconds_in_the_middle_of_an_answer_does_not_end_it(
    stage: Any, say: Say, replies: Replies
) -> None:
    task = asyncio.create_task(shown(stage, replies, say("Half", 3, " of it", 10, ReplyPart())))
    await stage.clock.advance(1)
    stage.sent[0].refusals += [stage.http_error(429) for _ in range(2)]
    await stage.clock.advance(30)
    await task
    assert [sent.content for sent in stage.sent] == ["Half of it"]


async def test_while_cloudflare_bans_the_bot_the_answer_waits(stage: Any, say: Say, replies: Replies) -> None:
    stage.place.refusals += [stage.http_error(429) for _ in range(3)]
    task = asyncio.create_task(shown(stage, replies, say("Hello", ReplyPart())))
    await stage.clock.advance(30)
    await task
    assert [sent.content for sent in stage.sent] == ["Hello"]


async def test_an_answer_that_nobody_takes_for_very_long_is_given_up(stage: Any, say: Say, replies: Replies) -> None:
    stage.place.refusals += [stage.http_error(503) for _ in range(1000)]
    task = asyncio.create_task(shown(stage, replies, say("Hello", ReplyPart())))
    await stage.clock.advance(2000)
    with pytest.raises(discord.DiscordServerError):
        await task
    assert len(stage.place.refusals) > 900


async def test_cancelling_twice_leaves_the_last_words_all_the_same(stage: Any, say: Say, replies: Replies) -> None:
    task = asyncio.create_task(shown(stage, replies, say("Half", 100)))
    await stage.clock.advance(0.1)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait((task,))
    assert task.cancelled()
    assert "Cut off here" in stage.sent[0].content


async def test_closing_leaves_the_button_by_which_the_next_process_knows_half_an_answer(
    stage: Any, say: Say, replies: Replies
) -> None:
    task = asyncio.create_task(shown(stage, replies, say("Half", 100)))
    await stage.clock.advance(0.1)
    await replies.aclose()
    assert task.cancelled()
    assert stage.sent[0].buttons == ["stop:101:1"]


async def test_half_an_answer_of_an_earlier_process_is_written_over_whatever_comes(
    stage: Any, say: Say, replies: Replies
) -> None:
    old = await stage.place.send("Ha", allowed_mentions=None)
    older = await stage.place.send("lf", allowed_mentions=None)
    board = replies.board(MessageTarget(stage.message()), (old, older), half=True)
    await replies.write(board, say("Whole", ReplyPart()).parts(), OFFER)
    assert (old.content, older.deleted, len(stage.sent)) == ("Whole", True, 2)
    board = replies.board(MessageTarget(stage.message()), (old,), half=True)
    task = asyncio.create_task(replies.write(board, say(DOWN).parts(), OFFER))
    await stage.clock.advance(5)
    await task
    assert "toy can not answer" in old.content


async def test_many_replies_in_one_channel_share_its_edits(stage: Any, say: Say, replies: Replies) -> None:
    words = [step for n in range(20) for step in (f"word{n} ", 0.3)]
    tasks = [asyncio.create_task(shown(stage, replies, say(*words, "end", ReplyPart()))) for _ in range(5)]
    await stage.clock.advance(60)
    await asyncio.gather(*tasks)
    times = sorted(at for sent in stage.sent for at, _ in sent.edits)
    assert all(later - earlier >= 1.1 - 1e-6 for earlier, later in pairwise(times))
    assert all(sent.content.endswith("word19 end") for sent in stage.sent)
