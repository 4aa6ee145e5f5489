"""Who may use a command now: only where the bot talks, and once in a while."""

from typing import Any

import discord
from discord import app_commands

from acore.discord.cooldowns import Cooldown
from acore.domain.triggers import Places
from acore.interfaces import Clock


class Admission:
    """Lets each member use each command once in `window_s` seconds, where the bot talks."""

    def __init__(self, clock: Clock, places: Places, window_s: float) -> None:
        self._clock = clock
        self._places = places
        self._cooldown = Cooldown(most=1, window_s=window_s)

    def check(self, interaction: discord.Interaction[Any]) -> None:
        """Raise CheckFailure in another place, CommandOnCooldown where it is too soon."""
        self._check_place(interaction)
        self._check_pace(interaction)

    def _check_place(self, interaction: discord.Interaction[Any]) -> None:
        channel, direct = interaction.channel, interaction.guild_id is None
        parent = getattr(channel, "parent_id", None)
        if not self._places.welcome(interaction.user.id, interaction.channel_id or 0, parent, direct=direct):
            raise app_commands.CheckFailure

    def _check_pace(self, interaction: discord.Interaction[Any]) -> None:
        key = (interaction.user.id, interaction.command and interaction.command.qualified_name)
        if too_soon := self._cooldown.take(key, self._clock.monotonic()):
            rate = app_commands.Cooldown(self._cooldown.most, self._cooldown.window_s)
            raise app_commands.CommandOnCooldown(rate, too_soon.wait_s)
