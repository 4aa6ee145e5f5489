"""Conversation in messages, with a chat service and Discord's objects that a test makes."""

import asyncio
from collections.abc import Callable
from copy import copy
from datetime import timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from structlog.testing import capture_logs

from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.domain.triggers import Places
from acore.errors import EngineUnavailable
from tests.unit.discord.cogs.desk import Desk

Say = Callable[..., Any]
_SECONDS = count(1)


@pytest.fixture
async def desk(stage: Any, say: Say) -> Desk:
    return await Desk(stage, say("Fine, thanks.")).identify()


def edit(message: Any, text: str) -> Any:
    """The event that comes when the author changes the text."""
    changed = copy(message)
    changed.content, changed.edited_at = text, message.created_at + timedelta(seconds=next(_SECONDS))
    return SimpleNamespace(message=changed, message_id=message.id)


def deletion(*messages: Any) -> Any:
    ids = {message.id for message in messages}
    return SimpleNamespace(message_id=messages[0].id, message_ids=ids, channel_id=5, guild_id=9)


async def test_a_mention_is_answered_with_the_question_behind_it(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("<@7> how are you?"))
    asked = Question("how are you?", Scope(channel="5", user="1", guild="9"), "Ada", turn="101")
    assert desk.chat.asked == [asked]
    assert [sent.content for sent in stage.sent] == ["Fine, thanks."]


async def test_a_message_that_comes_twice_is_answered_once(stage: Any, desk: Desk) -> None:
    message = stage.message("<@7> how are you?")
    await asyncio.gather(desk.messages.on_message(message), desk.messages.on_message(message))
    await desk.messages.on_message(message)
    assert len(stage.sent) == 1


async def test_a_reply_to_the_bot_is_answered_even_without_a_ping(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("and now?", reference=stage.answer_to(stage.me)))
    assert len(stage.sent) == 1


async def test_the_name_of_the_bot_calls_it(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("what do you think, Acore?"))
    await desk.messages.on_message(stage.message("acorexyz", author=stage.someone))
    stage.nick = "Robbie"
    await desk.messages.on_message(stage.message("robbie?", author=stage.someone))
    assert [question.text for question in desk.chat.asked] == ["what do you think, Acore?", "robbie?"]


async def test_names_that_are_given_are_the_only_ones(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Yes."), names=("Rex",)).identify()
    await desk.messages.on_message(stage.message("acore?"))
    await desk.messages.on_message(stage.message("rex?"))
    assert [question.text for question in desk.chat.asked] == ["rex?"]


async def test_where_the_bot_may_not_talk_it_does_not(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Yes."), places=Places(blocked={stage.place.id})).identify()
    await desk.messages.on_message(stage.message("<@7> hi"))
    await desk.messages.on_message(stage.message("hi", private=True))
    assert [question.scope.guild for question in desk.chat.asked] == [None]


async def test_a_direct_message_is_answered_outside_of_any_guild(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("hi", private=True))
    assert desk.chat.asked[0].scope == Scope(channel="5", user="1", guild=None)
    assert await desk.log.direct_channels() == (5,)


async def test_after_an_answer_the_member_may_go_on(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("<@7> hi"))
    await desk.messages.on_message(stage.message("and you?"))
    assert [question.text for question in desk.chat.asked] == ["hi", "and you?"]


async def test_what_is_not_meant_for_the_bot_is_left_alone(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("hi all"))
    await desk.messages.on_message(stage.message("<@7> hi", webhook_id=3))
    stage.ada.bot = True
    await desk.messages.on_message(stage.message("<@7> hi"))
    assert desk.chat.asked == []
    assert stage.sent == []


async def test_a_reply_to_a_deleted_message_is_left_alone(stage: Any, desk: Desk) -> None:
    deleted = SimpleNamespace(
        resolved=discord.DeletedReferencedMessage(discord.MessageReference(message_id=1, channel_id=5))
    )
    await desk.messages.on_message(stage.message("gone?", reference=deleted))
    await desk.messages.on_message(stage.message("gone?", reference=SimpleNamespace(resolved=None)))
    assert desk.chat.asked == []


async def test_the_text_of_a_message_never_reaches_the_log(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Half", EngineUnavailable("down", engine="toy"))).identify()
    with capture_logs() as logs:
        await desk.messages.on_message(stage.message("a private matter", private=True))
        await desk.messages.on_message(stage.message("a private matter"))
    assert logs
    assert "private matter" not in str(logs)


async def test_the_seventh_message_in_twenty_seconds_is_put_off_and_told_so_once(stage: Any, desk: Desk) -> None:
    for _ in range(9):
        await desk.messages.on_message(stage.message("<@7> hi"))
    assert len(desk.chat.asked) == 6
    assert [sent.content for sent in stage.sent[6:]] == ["You are quick! Ask me again in 20 seconds, please."]
    await stage.clock.advance(20)
    await desk.messages.on_message(stage.message("<@7> hi"))
    assert len(desk.chat.asked) == 7


async def test_an_edited_question_is_answered_anew_in_the_place_of_its_answer(stage: Any, desk: Desk) -> None:
    message = stage.message("<@7> how are yuo?")
    await desk.messages.on_message(message)
    await stage.clock.advance(60)
    desk.chat.script = ("Better now.",)
    await desk.messages.on_raw_message_edit(edit(message, "<@7> how are you?"))
    assert [(question.text, question.again) for question in desk.chat.asked] == [
        ("how are yuo?", False),
        ("how are you?", True),
    ]
    assert [sent.content for sent in stage.sent] == ["Better now."]


async def test_a_question_that_is_edited_while_its_answer_is_written_gets_one_answer(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Half", 100)).identify()
    message = stage.message("<@7> one")
    first = asyncio.create_task(desk.messages.on_message(message))
    await stage.clock.advance(2)
    desk.chat.script = ("Whole.",)
    second = asyncio.create_task(desk.messages.on_raw_message_edit(edit(message, "<@7> two")))
    await stage.clock.advance(5)
    await asyncio.gather(first, second)
    assert [sent.content for sent in stage.sent] == ["Whole."]
    assert desk.chat.closed == 2


async def test_of_nine_quick_edits_the_last_words_are_answered_once_the_member_may_ask_again(
    stage: Any, desk: Desk
) -> None:
    message = stage.message("<@7> version 0")
    await desk.messages.on_message(message)
    edits = []
    for number in range(1, 10):
        await stage.clock.advance(1)
        edits.append(asyncio.create_task(desk.messages.on_raw_message_edit(edit(message, f"<@7> version {number}"))))
    await stage.clock.advance(1)
    assert [question.text for question in desk.chat.asked][-1] == "version 5"
    await stage.clock.advance(20)
    await asyncio.gather(*edits)
    assert [question.text for question in desk.chat.asked][-2:] == ["version 5", "version 9"]
    assert len(stage.sent) == 1, "nobody is told to ask again"


async def test_a_failure_is_said_where_the_answer_will_be(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say(EngineUnavailable("down", engine="toy"))).identify()
    message = stage.message("<@7> hi")
    await desk.messages.on_message(message)
    assert "toy can not answer" in stage.sent[0].content
    desk.chat.script = ("Hello.",)
    await stage.clock.advance(5)
    await desk.messages.on_raw_message_edit(edit(message, "<@7> hello"))
    assert [sent.content for sent in stage.sent] == ["Hello."]
    assert [question.text for question in desk.chat.asked] == ["hi", "hello"]


async def test_an_update_that_changes_no_word_asks_nothing(stage: Any, desk: Desk) -> None:
    message = stage.message("<@7> see https://example.com")
    await desk.messages.on_message(message)
    unfurled: Any = SimpleNamespace(message=message, message_id=message.id)
    await desk.messages.on_raw_message_edit(unfurled)
    await desk.messages.on_raw_message_edit(edit(message, "<@7>  see https://example.com"))
    assert len(desk.chat.asked) == 1


async def test_a_message_that_an_edit_makes_a_question_is_answered(stage: Any, desk: Desk) -> None:
    message = stage.message("how are you?")
    await desk.messages.on_message(message)
    message.mentions = [stage.me]
    await desk.messages.on_raw_message_edit(edit(message, "<@7> how are you?"))
    assert len(stage.sent) == 1


async def test_the_bots_own_edits_are_nothing_to_it(stage: Any, desk: Desk) -> None:
    await desk.messages.on_raw_message_edit(edit(stage.message("acore", author=stage.me), "acore!"))
    assert desk.chat.asked == []


async def test_a_deleted_question_takes_its_answer_along_and_is_forgotten(stage: Any, desk: Desk) -> None:
    one, two = stage.message("<@7> one"), stage.message("<@7> two")
    await desk.messages.on_message(one)
    await desk.messages.on_message(two)
    await desk.messages.on_raw_message_delete(deletion(one))
    assert [sent.deleted for sent in stage.sent] == [True, False]
    await desk.messages.on_raw_bulk_message_delete(deletion(one, two))
    assert [sent.deleted for sent in stage.sent] == [True, True]
    assert desk.chat.retracted == [str(one.id), str(one.id), str(two.id)]


async def test_a_question_that_is_deleted_while_its_answer_is_written_ends_it(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Half", 100)).identify()
    message = stage.message("<@7> one")
    task = asyncio.create_task(desk.messages.on_message(message))
    await stage.clock.advance(2)
    await desk.messages.on_raw_message_delete(deletion(message))
    await stage.clock.advance(1)
    assert task.done()
    assert desk.chat.closed == 1
    assert stage.sent[0].deleted


async def test_what_the_message_replies_to_is_what_it_is_about(stage: Any, desk: Desk) -> None:
    first = stage.message("The server is at 10.0.0.1.", author=stage.someone)
    second = stage.replying(first, "Or was it 10.0.0.2?", author=stage.someone)
    await desk.messages.on_message(stage.replying(second, "<@7> which one?"))
    (asked,) = desk.chat.asked
    assert [passage.text for passage in asked.material] == ["The server is at 10.0.0.1.", "Or was it 10.0.0.2?"]
    assert asked.material[0].source.title == "Bob wrote"


async def test_leaving_a_guild_frees_all_that_was_going_on_there(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Half", 100)).identify()
    task = asyncio.create_task(desk.messages.on_message(stage.message("<@7> one")))
    await stage.clock.advance(2)
    guild: Any = SimpleNamespace(id=9, channels=[stage.place], threads=[])
    await desk.messages.on_guild_remove(guild)
    await stage.clock.advance(1)
    assert task.done()
    assert desk.conversation.known("101") is None
    assert desk.chat.left == ["9"]
    await desk.messages.on_message(stage.message("and you?"))
    assert len(desk.chat.asked) == 1, "no follow-up is open"


async def test_nobody_begins_once_the_bot_closes(stage: Any, desk: Desk) -> None:
    await desk.messages.cog_unload()
    task = asyncio.create_task(desk.messages.on_message(stage.message("hi", private=True)))
    await asyncio.wait((task,), timeout=5)
    assert task.cancelled()
    await desk.presence.cog_unload()
    assert (desk.chat.asked, stage.sent) == ([], [])
    assert await desk.log.heard_up_to() == 100, "the question is to be heard again"


async def test_unloading_stops_the_replies_that_are_being_written(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Half", 100)).identify()
    task = asyncio.create_task(desk.messages.on_message(stage.message("hi", private=True)))
    await stage.clock.advance(1)
    await desk.messages.cog_unload()
    await desk.presence.cog_unload()
    assert task.cancelled()
    assert "Cut off" in stage.sent[0].content
    assert await desk.log.heard_up_to() == 100, "the question is to be heard again"
