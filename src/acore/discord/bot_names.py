"""What the bot is called by."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acore.discord.bot import Bot


class BotNames:
    """The names that the settings give, or else the bot's own: of its account, the one that is shown, its nickname."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._given = tuple(names)
        self._bot: Bot | None = None

    def serve(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._bot = bot

    def __call__(self, guild: str) -> tuple[str, ...]:
        """The names on that server; none where nobody knows yet."""
        if self._given or self._bot is None or (me := self._bot.user) is None:
            return self._given
        here = self._bot.get_guild(int(guild))
        nick = here.me.nick if here is not None and here.me is not None else None
        return tuple(dict.fromkeys((me.name, me.display_name, *((nick,) if nick else ()))))
