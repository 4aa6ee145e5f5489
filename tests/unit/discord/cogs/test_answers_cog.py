"""The buttons below an answer."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from acore.domain.replies import Question, ReplyPart, TurnRecord
from acore.domain.scope import Scope
from acore.domain.triggers import Places
from tests.unit.discord.cogs.desk import Desk

Say = Callable[..., Any]
RECORD = ReplyPart(record=TurnRecord(Scope("5", "1"), "toy", None, 0, 1, 1, 1, "stop"))


def press(stage: Any, custom_id: str, message: Any = None, *, user: Any = None, manage: bool = False) -> Any:
    """A member presses a button."""
    interaction = stage.interaction()
    interaction.type = discord.InteractionType.component
    interaction.data = {"custom_id": custom_id}
    interaction.message = message or stage.message("an answer", author=stage.me)
    interaction.user = user or stage.ada
    interaction.application_id = stage.me.id
    interaction.permissions = discord.Permissions(manage_messages=manage)
    return interaction


@pytest.fixture
async def desk(stage: Any, say: Say) -> Desk:
    return await Desk(stage, say("Fine, thanks.", RECORD)).identify()


async def test_the_one_who_asked_can_stop_the_answer_and_others_can_not(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Half", 100)).identify()
    task = asyncio.create_task(desk.messages.on_message(stage.message("<@7> hi")))
    await stage.clock.advance(1)
    await desk.answers.on_interaction(press(stage, "acore:stop:101:1", user=stage.someone))
    assert stage.sent[-1].content == "Only whoever asked, or a moderator, may do that."
    assert stage.sent[-1].ephemeral
    assert not task.done()
    await desk.answers.on_interaction(press(stage, "acore:stop:101:1"))
    await stage.clock.advance(2)
    assert task.done()
    assert stage.sent[0].content.endswith("Stopped.")


async def test_who_manages_messages_can_stop_any_answer(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Half", 100)).identify()
    task = asyncio.create_task(desk.messages.on_message(stage.message("<@7> hi")))
    await stage.clock.advance(1)
    await desk.answers.on_interaction(press(stage, "acore:stop:101:1", user=stage.someone, manage=True))
    await stage.clock.advance(2)
    assert task.done()


async def test_half_an_answer_of_an_earlier_process_can_be_stopped_for_good(stage: Any, desk: Desk) -> None:
    interaction = press(stage, "acore:stop:101:1")
    await desk.answers.on_interaction(interaction)
    buttons = [item.custom_id for item in interaction.response.edited["view"].children]
    assert buttons == ["acore:again:101:1"]


async def test_stopping_what_has_just_ended_leaves_its_buttons(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("<@7> hi"))
    interaction = press(stage, "acore:stop:101:1")
    await desk.answers.on_interaction(interaction)
    buttons = [item.custom_id for item in interaction.response.edited["view"].children]
    assert buttons == ["acore:again:101:1", "acore:good:toy:", "acore:bad:toy:"]


async def test_an_answer_can_be_had_once_more_in_its_place(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("<@7> hi"))
    await stage.clock.advance(5)
    desk.chat.script = ("Better.", RECORD)
    answer = stage.answer_message(stage.sent[0], to=101)
    await desk.answers.on_interaction(press(stage, "acore:again:101:1", answer))
    assert [sent.content for sent in stage.sent] == ["Better."]
    assert [question.again for question in desk.chat.asked] == [False, True]


async def test_after_a_restart_a_message_is_asked_again_as_it_stands_in_its_channel(stage: Any, desk: Desk) -> None:
    stage.place.kept[55] = stage.message("<@7> what now?", id=55)
    old = await stage.place.send("An old answer.", allowed_mentions=None)
    await desk.answers.on_interaction(press(stage, "acore:again:55:1", stage.answer_message(old, to=55)))
    assert [(question.text, question.turn, question.again) for question in desk.chat.asked] == [
        ("what now?", "55", True)
    ]
    assert old.content == "Fine, thanks."
    assert old.buttons[0] == "again:55:1"


async def test_after_a_restart_a_command_is_asked_again_from_the_log(stage: Any, desk: Desk) -> None:
    question = Question("why?", Scope("5", "1", "9"), "Ada", remember=False, turn="66")
    await desk.log.begin(question, "")
    old = await stage.place.send("An old answer.", allowed_mentions=None)
    await desk.answers.on_interaction(press(stage, "acore:again:66:1", stage.answer_message(old, to=66)))
    assert [question.text for question in desk.chat.asked] == ["why?"]
    assert old.content == "Fine, thanks."


async def test_a_question_that_is_gone_can_not_be_asked_again(stage: Any, desk: Desk) -> None:
    stage.place.refusals.append(stage.http_error(404))
    await desk.answers.on_interaction(press(stage, "acore:again:77:1"))
    assert "no longer there" in stage.sent[0].content
    assert stage.sent[0].ephemeral


@pytest.mark.parametrize("verdict", ["good", "bad"])
async def test_a_judgement_is_counted_once_a_member_and_says_nothing_of_the_text(
    stage: Any, desk: Desk, verdict: str
) -> None:
    message = stage.message("an answer", author=stage.me)
    for user in (stage.ada, stage.ada, stage.someone):
        await desk.answers.on_interaction(press(stage, f"acore:{verdict}:toy:fast", message, user=user))
    assert desk.metrics.counted("chat.feedback", engine="toy", route="fast", verdict=verdict) == 2
    assert all(sent.ephemeral for sent in stage.sent)


@pytest.mark.parametrize("custom_id", ["other", "acore:dance:1:2", "acore:stop:1", "acore:again:x:y", ""])
async def test_buttons_of_others_are_left_alone(stage: Any, desk: Desk, custom_id: str) -> None:
    interaction = press(stage, custom_id)
    await desk.answers.on_interaction(interaction)
    assert not interaction.response.done
    assert stage.sent == []


async def test_commands_are_no_buttons(stage: Any, desk: Desk) -> None:
    interaction = press(stage, "acore:stop:101:1")
    interaction.type = discord.InteractionType.application_command
    await desk.answers.on_interaction(interaction)
    await desk.answers.on_interaction(SimpleNamespace(type=discord.InteractionType.component, data=None))  # type: ignore[arg-type]
    assert stage.sent == []


async def test_where_the_bot_may_not_talk_it_does_not_try_again(stage: Any, say: Say) -> None:
    desk = await Desk(stage, say("Yes."), places=Places(ignored={1})).identify()
    await desk.answers.on_interaction(press(stage, "acore:again:101:1"))
    assert "may not use this here" in stage.sent[0].content
    assert desk.chat.asked == []


async def test_an_answer_is_tried_again_every_three_seconds(stage: Any, desk: Desk) -> None:
    await desk.messages.on_message(stage.message("<@7> hi"))
    answer = stage.answer_message(stage.sent[0], to=101)
    for _ in range(3):
        await desk.answers.on_interaction(press(stage, "acore:again:101:1", answer))
    assert len(desk.chat.asked) == 2
    assert "again in 3 s" in stage.sent[-1].content


async def test_where_the_bot_is_no_member_the_press_itself_changes_the_answer(stage: Any, desk: Desk) -> None:
    await desk.log.begin(Question("why?", Scope("5", "1", "9"), "Ada", remember=False, turn="66"), "")
    interaction = press(stage, "acore:again:66:1")
    interaction.by_user = True
    old = await stage.place.send("An old answer.", allowed_mentions=None)

    async def original_response() -> Any:
        return old

    interaction.original_response = original_response
    await desk.answers.on_interaction(interaction)
    assert old.content == "Fine, thanks."
