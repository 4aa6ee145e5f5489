"""The chat cog, with a chat service and Discord's objects that a test makes."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands
from structlog.testing import capture_logs

from acore.discord.cogs.chat import ChatCog
from acore.discord.replies import Replies, ReplyOptions
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import EngineUnavailable

Say = Callable[..., Any]


class Desk:
    """A cog that has learned who the bot is, and the service behind it."""

    def __init__(self, stage: Any, chat: Any) -> None:
        self.chat = chat
        replies = Replies(stage.clock, ReplyOptions(grace_s=0))
        self.cog = ChatCog(chat=chat, replies=replies, clock=stage.clock, followup_s=60)

    async def run(self, command: str, interaction: Any, **options: str) -> None:
        """Run a command as the library does: its checks, then its body."""
        assert await self.cog.interaction_check(interaction)
        await getattr(self.cog, command).callback(self.cog, interaction, **options)


@pytest.fixture
async def desk(stage: Any, say: Say) -> Desk:
    desk = Desk(stage, say("Fine, thanks."))
    await desk.cog.on_identified(stage.me)
    return desk


async def test_a_mention_is_answered_with_the_question_behind_it(stage: Any, desk: Desk) -> None:
    await desk.cog.on_message(stage.message("<@7> how are you?"))
    assert desk.chat.asked == [Question("how are you?", Scope(channel="5", user="1", guild="9"), "Ada")]
    assert [sent.content for sent in stage.sent] == ["Fine, thanks."]


async def test_a_reply_to_the_bot_is_answered_even_without_a_ping(stage: Any, desk: Desk) -> None:
    await desk.cog.on_message(stage.message("and now?", reference=stage.answer_to(stage.me)))
    assert len(stage.sent) == 1


async def test_a_direct_message_is_answered_outside_of_any_guild(stage: Any, desk: Desk) -> None:
    await desk.cog.on_message(stage.message("hi", private=True))
    assert desk.chat.asked[0].scope == Scope(channel="5", user="1", guild=None)


async def test_after_an_answer_the_member_may_go_on(stage: Any, desk: Desk) -> None:
    await desk.cog.on_message(stage.message("<@7> hi"))
    await desk.cog.on_message(stage.message("and you?"))
    assert [question.text for question in desk.chat.asked] == ["hi", "and you?"]


async def test_what_is_not_meant_for_the_bot_is_left_alone(stage: Any, desk: Desk) -> None:
    await desk.cog.on_message(stage.message("hi all"))
    await desk.cog.on_message(stage.message("<@7> hi", webhook_id=3))
    stage.ada.bot = True
    await desk.cog.on_message(stage.message("<@7> hi"))
    assert desk.chat.asked == []
    assert stage.sent == []


async def test_a_reply_to_a_deleted_message_is_left_alone(stage: Any, desk: Desk) -> None:
    deleted = SimpleNamespace(
        resolved=discord.DeletedReferencedMessage(discord.MessageReference(message_id=1, channel_id=5))
    )
    await desk.cog.on_message(stage.message("gone?", reference=deleted))
    await desk.cog.on_message(stage.message("gone?", reference=SimpleNamespace(resolved=None)))
    assert desk.chat.asked == []


async def test_the_text_of_a_message_never_reaches_the_log(stage: Any, say: Say) -> None:
    desk = Desk(stage, say("Half", EngineUnavailable("down", engine="toy")))
    with capture_logs() as logs:
        await desk.cog.on_message(stage.message("a private matter", private=True))
        await desk.cog.on_message(stage.message("a private matter"))
    assert logs
    assert "private matter" not in str(logs)


async def test_the_seventh_message_in_twenty_seconds_is_put_off_and_told_so_once(stage: Any, desk: Desk) -> None:
    for _ in range(9):
        await desk.cog.on_message(stage.message("<@7> hi"))
    assert len(desk.chat.asked) == 6
    assert [sent.content for sent in stage.sent[6:]] == ["You are quick! Ask me again in 20 seconds, please."]
    await stage.clock.advance(20)
    await desk.cog.on_message(stage.message("<@7> hi"))
    assert len(desk.chat.asked) == 7


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


async def test_unloading_stops_the_replies_that_are_being_written(stage: Any, say: Say) -> None:
    desk = Desk(stage, say("Half", 100))
    task = asyncio.create_task(desk.cog.on_message(stage.message("hi", private=True)))
    await stage.clock.advance(1)
    await desk.cog.cog_unload()
    assert task.cancelled()
    assert "Cut off" in stage.sent[0].content
