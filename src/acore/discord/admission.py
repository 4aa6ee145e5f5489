"""Who may use a command now: only where the bot talks, and once in a while."""

from typing import Any

import discord
from discord import app_commands

from acore.discord.command_pace import CommandPace
from acore.domain.triggers import Places
from acore.interfaces import Clock


class Admission:
    """Lets members use commands where the bot talks, each of them once in `window_s` seconds."""

    def __init__(self, clock: Clock, places: Places, window_s: float) -> None:
        self._places = places
        self._pace = CommandPace(clock, window_s)

    def check(self, interaction: discord.Interaction[Any]) -> None:
        """Raise CheckFailure in another place, CommandOnCooldown where it is too soon."""
        self._check_place(interaction)
        self._pace.check(interaction, interaction.command.qualified_name if interaction.command else "")

    def _check_place(self, interaction: discord.Interaction[Any]) -> None:
        channel, direct = interaction.channel, interaction.guild_id is None
        parent = getattr(channel, "parent_id", None)
        if not self._places.welcome(interaction.user.id, interaction.channel_id or 0, parent, direct=direct):
            raise app_commands.CheckFailure
