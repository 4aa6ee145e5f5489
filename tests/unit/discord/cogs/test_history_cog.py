"""What is remembered, in the hands of the members."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands

from acore.discord.cogs.history import HistoryCog
from acore.domain.scope import Scope


class Remembering:
    """A chat service that remembers two messages of every channel."""

    def __init__(self) -> None:
        self.forgotten: list[Scope] = []

    async def forget(self, scope: Scope) -> int:
        self.forgotten.append(scope)
        return 2

    async def export(self, scope: Scope) -> bytes:
        return f'{{"messages": [], "channel": "{scope.channel}"}}'.encode()


@pytest.fixture
def cog() -> Any:
    chat: Any = Remembering()
    return HistoryCog(chat=chat)


def may(interaction: Any, *, manage: bool) -> Any:
    interaction.permissions = discord.Permissions(manage_messages=manage)
    return interaction


async def test_who_manages_a_channel_can_have_it_forgotten(stage: Any, cog: Any) -> None:
    await cog.clear_history.callback(cog, may(stage.interaction("clear_history"), manage=True))
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
    await cog.clear_history.callback(cog, interaction)
    assert cog._chat.forgotten == [Scope(channel="5", user="1", guild=None)]


async def test_the_export_is_a_file_for_the_member_alone(stage: Any, cog: Any) -> None:
    given: list[dict[str, Any]] = []

    async def send_message(**about: Any) -> None:
        given.append(about)

    interaction = stage.interaction("export_chat")
    interaction.response = SimpleNamespace(send_message=send_message)
    await cog.export_chat.callback(cog, interaction)
    assert given[0]["ephemeral"] is True
    assert given[0]["file"].filename == "chat.json"
    assert given[0]["file"].fp.read() == b'{"messages": [], "channel": "5"}'


async def test_privacy_is_told_to_the_member_alone(stage: Any, cog: Any) -> None:
    await cog.privacy.callback(cog, stage.interaction("privacy"))
    assert [sent.ephemeral for sent in stage.sent] == [True]
    assert "`/clear_history` deletes it" in stage.sent[0].content
