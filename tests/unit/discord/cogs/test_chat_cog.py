"""The commands of a conversation, with a chat service and Discord's objects that a test makes."""

import asyncio
from collections.abc import Callable
from typing import Any

import discord
import pytest
from discord import app_commands

from acore.discord.command_pace import ServerTooBusy
from acore.domain.scope import Scope
from acore.domain.triggers import Places
from acore.errors import EngineUnavailable, InvalidInput
from tests.unit.discord.cogs.desk import Desk, filled

Say = Callable[..., Any]


@pytest.fixture
def desk(stage: Any, say: Say) -> Desk:
    return Desk(stage, say("Fine, thanks."))


async def test_chat_is_part_of_the_conversation_and_ask_is_not(stage: Any, desk: Desk) -> None:
    await desk.run("chat", stage.interaction("chat"), message="hi")
    await desk.run("ask", stage.interaction("ask"), question="why?")
    assert [(question.text, question.remember) for question in desk.chat.asked] == [("hi", True), ("why?", False)]
    assert [sent.ephemeral for sent in stage.sent] == [False, False]


async def test_a_command_outside_of_any_channel_has_a_scope_of_its_own(stage: Any, desk: Desk) -> None:
    interaction = stage.interaction()
    interaction.channel_id = interaction.guild_id = None
    await desk.run("chat", interaction, message="hi")
    assert desk.chat.asked[0].scope == Scope(channel="user-1", user="1", guild=None)


async def test_a_command_may_be_used_every_three_seconds(stage: Any, desk: Desk) -> None:
    await desk.run("ask", stage.interaction("ask"), question="why?")
    with pytest.raises(app_commands.CommandOnCooldown) as refusal:
        await desk.run("ask", stage.interaction("ask"), question="why?")
    assert refusal.value.retry_after == 3
    await desk.run("chat", stage.interaction("chat"), message="the other one is free")
    await stage.clock.advance(3)
    await desk.run("ask", stage.interaction("ask"), question="why?")
    assert len(desk.chat.asked) == 3


async def test_a_command_is_deferred_first_and_its_answer_takes_that_place(stage: Any, say: Say) -> None:
    interaction = stage.interaction()
    await Desk(stage, say("a " * 1500)).run("chat", interaction, message="hi")
    assert interaction.response.deferred is True
    assert len(stage.sent) == 2
    assert not interaction.withdrawn


async def test_a_command_whose_deferral_is_refused_asks_nothing(stage: Any, desk: Desk) -> None:
    with pytest.raises(discord.NotFound):
        await desk.run("chat", stage.interaction(refusal=stage.http_error(404)), message="hi")
    assert desk.chat.asked == []


async def test_a_command_that_fails_before_a_word_takes_its_promise_back(stage: Any, say: Say) -> None:
    interaction = stage.interaction()
    desk = Desk(stage, say(EngineUnavailable("down", engine="toy")))
    with pytest.raises(EngineUnavailable):
        await desk.run("chat", interaction, message="hi")
    assert interaction.withdrawn
    assert await desk.log.left() == ()


async def test_a_command_is_kept_until_it_has_its_answer(stage: Any, say: Say) -> None:
    desk = Desk(stage, say("Half", 100))
    task = asyncio.create_task(desk.run("ask", stage.interaction("ask"), question="why?"))
    await stage.clock.advance(1)
    (left,) = await desk.log.left()
    assert (left.question.text, left.token) == ("why?", "token")
    await desk.conversation.aclose()
    assert task.cancelled()
    assert len(await desk.log.left()) == 1, "the next process answers it"


async def test_an_answered_command_is_left_to_nobody(stage: Any, desk: Desk) -> None:
    await desk.run("ask", stage.interaction("ask"), question="why?")
    assert await desk.log.left() == ()
    assert await desk.log.find("200")


async def test_where_the_bot_may_not_talk_its_commands_are_refused(stage: Any, say: Say) -> None:
    desk = Desk(stage, say("Yes."), places=Places(blocked={stage.place.id}))
    with pytest.raises(app_commands.CheckFailure):
        await desk.run("ask", stage.interaction("ask"), question="why?")


async def test_explaining_gives_the_message_as_material(stage: Any, desk: Desk) -> None:
    message = stage.message("E = mc²", author=stage.someone)
    await desk.commands.explain(stage.interaction("Explain"), message)
    (asked,) = desk.chat.asked
    assert [passage.text for passage in asked.material] == ["E = mc²"]
    assert "E = mc²" not in asked.text
    assert not asked.remember


async def test_there_is_nothing_to_explain_in_a_message_without_text(stage: Any, desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="no text"):
        await desk.commands.explain(stage.interaction("Explain"), stage.message(""))


async def test_asking_about_a_message_opens_a_form_whose_answer_knows_the_message(stage: Any, desk: Desk) -> None:
    await desk.commands.on_interaction(await filled(stage, desk, stage.message("E = mc²", author=stage.someone)))
    (asked,) = desk.chat.asked
    assert (asked.text, [passage.text for passage in asked.material]) == ("Who said so?", ["E = mc²"])


async def test_after_a_restart_a_form_finds_its_message_again(stage: Any, desk: Desk, say: Say) -> None:
    message = stage.message("E = mc²", author=stage.someone)
    interaction = await filled(stage, desk, message)
    stage.place.kept[message.id] = message
    desk = Desk(stage, say("Einstein."))
    await desk.commands.on_interaction(interaction)
    (asked,) = desk.chat.asked
    assert (asked.text, [passage.text for passage in asked.material]) == ("Who said so?", ["E = mc²"])
    assert interaction.response.deferred


async def test_where_the_message_of_a_form_is_gone_the_member_has_their_words_back(
    stage: Any, desk: Desk, say: Say
) -> None:
    interaction = await filled(stage, desk, stage.message("E = mc²"), "Who said so?\nAnd when?")
    stage.place.refusals.append(stage.http_error(404))
    await Desk(stage, say("never")).commands.on_interaction(interaction)
    (told,) = stage.sent
    assert told.content.endswith("You asked:\n> Who said so?\n> And when?")
    assert told.ephemeral
    assert interaction.withdrawn


@pytest.mark.parametrize("custom_id", ["", "other", "acore:about:5", "acore:about:5:x", "acore:stop:5:6"])
async def test_forms_of_others_are_left_alone(stage: Any, desk: Desk, custom_id: str) -> None:
    interaction = await filled(stage, desk, stage.message("E = mc²"))
    interaction.data["custom_id"] = custom_id
    await desk.commands.on_interaction(interaction)
    interaction.data = None
    await desk.commands.on_interaction(interaction)
    assert (desk.chat.asked, stage.sent, interaction.response.done) == ([], [], False)


async def test_beyond_two_hundred_open_forms_the_oldest_asks_discord_for_its_message(stage: Any, desk: Desk) -> None:
    first = stage.message("the first")
    stage.place.kept[first.id] = first
    interaction = await filled(stage, desk, first)
    for _ in range(200):
        desk.commands._forms.about(stage.message("another"), title="t", label="l")
    await desk.commands.on_interaction(interaction)
    assert interaction.response.deferred
    assert [passage.text for passage in desk.chat.asked[0].material] == ["the first"]


async def test_a_server_may_use_commands_so_often_in_a_minute(stage: Any, desk: Desk) -> None:
    async def ask(member: int, guild: int | None = 9) -> None:
        interaction = stage.interaction("ask")
        interaction.user.id, interaction.guild_id = member, guild
        await desk.run("ask", interaction, question="why?")

    for member in range(60):
        await ask(member)
    with pytest.raises(ServerTooBusy) as refusal:
        await ask(60)
    assert refusal.value.retry_after == 60
    await ask(61, guild=10)
    await ask(62, guild=None)
    await stage.clock.advance(60)
    await ask(60)
    assert len(desk.chat.asked) == 63
