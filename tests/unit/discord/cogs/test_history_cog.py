"""What is remembered, in the hands of the members."""

from typing import Any

import discord
import pytest
from discord import app_commands

from acore.adapters.turn_log.memory import MemoryTurnLog
from acore.discord.cogs.history import HistoryCog
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import InvalidInput


class Remembering:
    """A chat service that remembers two messages of every channel."""

    def __init__(self) -> None:
        self.forgotten: list[Scope] = []

    async def forget(self, scope: Scope) -> int:
        self.forgotten.append(scope)
        return 2

    async def remember(self, scope: Scope, data: bytes) -> tuple[int, int]:
        self.given = (scope, data)
        return 3, 1

    async def export(self, scope: Scope, most: int) -> bytes:
        assert most == 8 * 1024 * 1024
        return f'{{"messages": [], "channel": "{scope.channel}"}}'.encode()


@pytest.fixture
def cog(stage: Any) -> Any:
    chat: Any = Remembering()
    return HistoryCog(chat=chat, log=MemoryTurnLog(stage.clock))


def may(interaction: Any, *, manage: bool) -> Any:
    interaction.permissions = discord.Permissions(manage_messages=manage)
    return interaction


async def test_who_manages_a_channel_can_have_it_forgotten(stage: Any, cog: Any) -> None:
    await cog._log.begin(Question("why?", Scope("5", "1", "9"), "Ada", turn="1"), "token")
    await cog.clear_history.callback(cog, may(stage.interaction("clear_history"), manage=True))
    assert await cog._log.find("1") is None
    assert cog._chat.forgotten == [Scope(channel="5", user="1", guild="9")]
    assert [(sent.content, sent.ephemeral) for sent in stage.sent] == [
        ("I have forgotten 2 messages of this channel.", True)
    ]


async def test_others_can_not_whatever_the_server_has_allowed(stage: Any, cog: Any) -> None:
    with pytest.raises(app_commands.MissingPermissions):
        await cog.clear_history.callback(cog, may(stage.interaction("clear_history"), manage=False))
    assert cog._chat.forgotten == []


async def test_in_private_everybody_can(stage: Any, cog: Any) -> None:
    interaction = may(stage.interaction("clear_history"), manage=False)
    interaction.guild_id = None
    interaction.context.dm_channel = True
    await cog.clear_history.callback(cog, interaction)
    assert cog._chat.forgotten == [Scope(channel="5", user="1", guild=None)]


async def test_in_a_group_of_people_nobody_can(stage: Any, cog: Any) -> None:
    interaction = may(stage.interaction("clear_history"), manage=True)
    interaction.guild_id = None
    with pytest.raises(app_commands.MissingPermissions):
        await cog.clear_history.callback(cog, interaction)


async def test_the_export_is_a_file_for_the_member_alone(stage: Any, cog: Any) -> None:
    interaction = stage.interaction("export_chat")
    await cog.export_chat.callback(cog, interaction)
    (sent,) = stage.sent
    assert interaction.response.deferred
    assert sent.ephemeral
    assert (sent.file_text, sent.files[0].filename) == ('{"messages": [], "channel": "5"}', "chat.json")


async def test_who_may_not_read_the_channel_gets_no_export(stage: Any, cog: Any) -> None:
    interaction = stage.interaction("export_chat")
    interaction.permissions = discord.Permissions.none()
    with pytest.raises(app_commands.MissingPermissions):
        await cog.export_chat.callback(cog, interaction)


async def test_privacy_is_told_to_the_member_alone(stage: Any, cog: Any) -> None:
    await cog.privacy.callback(cog, stage.interaction("privacy"))
    assert [sent.ephemeral for sent in stage.sent] == [True]
    assert "`/clear_history` deletes it" in stage.sent[0].content


class File:
    """An attachment of a command."""

    def __init__(self, data: bytes, size: int | None = None) -> None:
        self._data = data
        self.size = len(data) if size is None else size

    async def read(self) -> bytes:
        return self._data


async def test_a_conversation_can_be_brought_in_by_who_manages_the_channel(stage: Any, cog: Any) -> None:
    await cog.import_chat.callback(cog, may(stage.interaction("import_chat"), manage=True), File(b"{}"))
    assert cog._chat.given == (Scope(channel="5", user="1", guild="9"), b"{}")
    assert stage.sent[0].content.startswith("I remember 3 messages")
    assert "1 were no words" in stage.sent[0].content
    with pytest.raises(app_commands.MissingPermissions):
        await cog.import_chat.callback(cog, may(stage.interaction("import_chat"), manage=False), File(b"{}"))


async def test_a_file_that_is_too_large_is_not_fetched(stage: Any, cog: Any) -> None:
    with pytest.raises(InvalidInput, match="9,000,000 bytes"):
        await cog.import_chat.callback(cog, may(stage.interaction(), manage=True), File(b"", 9_000_000))


async def test_privacy_is_told_in_the_language_of_the_member(stage: Any, cog: Any) -> None:
    interaction = stage.interaction("privacy")
    interaction.locale = discord.Locale.german
    await cog.privacy.callback(cog, interaction)
    assert stage.sent[0].content.startswith("**Was ich behalte**")
