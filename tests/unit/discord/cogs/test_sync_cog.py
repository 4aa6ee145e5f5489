"""/sync."""

from types import SimpleNamespace
from typing import Any

import pytest
from discord import app_commands

from acore.discord.cogs.sync import SyncCog


def client(owner: Any) -> Any:
    async def is_owner(user: Any) -> bool:
        return user is owner

    async def sync_commands() -> int:
        return 9

    return SimpleNamespace(is_owner=is_owner, sync_commands=sync_commands)


async def test_the_person_who_runs_the_bot_can_tell_its_commands_anew(stage: Any) -> None:
    interaction = stage.interaction("sync")
    interaction.client = client(stage.ada)
    cog: Any = SyncCog()
    await cog.sync.callback(cog, interaction)
    assert [(sent.content[:28], sent.ephemeral) for sent in stage.sent] == [("Discord knows my 9 commands ", True)]


async def test_nobody_else_can(stage: Any) -> None:
    interaction = stage.interaction("sync")
    interaction.client = client(stage.someone)
    cog: Any = SyncCog()
    with pytest.raises(app_commands.CheckFailure):
        await cog.sync.callback(cog, interaction)
    assert stage.sent == []
