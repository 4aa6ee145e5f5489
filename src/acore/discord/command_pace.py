"""How often commands may be used, by one member and by all of a server together."""

from collections.abc import Hashable
from typing import Any

import discord
from discord import app_commands

from acore.discord.cooldowns import Cooldown
from acore.interfaces import Clock


class ServerTooBusy(app_commands.CommandOnCooldown):
    """The members of a server used commands too often together."""


class CommandPace:
    """Each member once in `window_s`, and all of a server 60 times a minute: as often as a hosted model is asked."""

    def __init__(self, clock: Clock, window_s: float = 3) -> None:
        self._clock = clock
        self._member = Cooldown(most=1, window_s=window_s)
        self._server = Cooldown(most=60, window_s=60)

    def check(self, interaction: discord.Interaction[Any], what: str = "") -> None:
        """Count a use; `what` are uses of one member that do not count together.

        Raises CommandOnCooldown for what the member does too soon, ServerTooBusy for what the server does.
        """
        self._take(self._member, (interaction.user.id, what), app_commands.CommandOnCooldown)
        if interaction.guild_id is not None:
            self._take(self._server, interaction.guild_id, ServerTooBusy)

    def _take(self, cooldown: Cooldown, key: Hashable, refusal: type[app_commands.CommandOnCooldown]) -> None:
        if too_soon := cooldown.take(key, self._clock.monotonic()):
            raise refusal(app_commands.Cooldown(cooldown.most, cooldown.window_s), too_soon.wait_s)
