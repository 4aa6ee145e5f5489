"""What Discord's developer portal holds about the bot."""

import secrets

from acore.errors import InvalidInput
from acore.simulator.session import Intents


class Application:
    """The token, the privileged intents that are switched on, and how many shards the bot needs."""

    def __init__(self, token: str, *, allowed_intents: int, shards: int = 1) -> None:
        if shards < 1:
            raise InvalidInput(f"A bot can not have {shards} shards; use 1 or more.")
        self.token = token
        self.allowed_intents = allowed_intents
        self.shards = shards

    def reset_token(self) -> None:
        """Make a new token; the old one opens nothing any more."""
        self.token = secrets.token_hex(16)

    @property
    def flags(self) -> int:
        """What the application object says about privileged intents: the switches of a bot on few guilds."""
        switches = {Intents.GUILD_PRESENCES: 13, Intents.GUILD_MEMBERS: 15, Intents.MESSAGE_CONTENT: 19}
        return sum(1 << bit for intent, bit in switches.items() if self.allowed_intents & intent)
