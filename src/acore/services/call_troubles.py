"""What keeps the people of a call and the bot from hearing each other, as it is told in the text chat."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from acore.domain.calls import CallPlace
from acore.interfaces import Clock

_EVERY_S = 60.0
"""So often each of them is told at most."""

Notice = Callable[[], Coroutine[Any, Any, None]]
"""Shows something."""


class TroubleNotices(Protocol):
    """Where it is shown."""

    async def deaf(self, place: CallPlace, why: str) -> None:
        """Nothing is understood just now; what works is to send recordings."""

    async def hears_again(self, place: CallPlace) -> None:
        """What `deaf` told of is over."""

    async def muted(self, place: CallPlace, why: str) -> None:
        """Nobody hears the bot; it writes."""


class CallTroubles:
    """Tells of each once; where it comes back soon, only when a minute has gone by and it is still there.

    `show` has a notice shown soon.
    """

    def __init__(
        self, notices: TroubleNotices, show: Callable[[Notice], None], place: Callable[[], CallPlace], clock: Clock
    ) -> None:
        self.deaf = ""
        """Why nothing is understood just now; empty where all is well."""
        self._notices = notices
        self._show = show
        self._place = place
        self._clock = clock
        self._deaf_at: float | None = None
        self._muted_at: float | None = None
        self._knows_deaf = False
        """Whether the channel was told that nothing is understood just now."""

    def deafen(self, why: str) -> None:
        """Nothing is understood from now on."""
        self.deaf = why
        self.look()

    def hear(self) -> None:
        """All is understood again."""
        place = self._place()
        if self._knows_deaf:
            self._show(lambda: self._notices.hears_again(place))
        self.deaf, self._knows_deaf = "", False

    def mute(self, why: str) -> None:
        """Nobody hears the bot from now on."""
        place = self._place()
        if self._is_time(self._muted_at):
            self._muted_at = self._clock.monotonic()
            self._show(lambda: self._notices.muted(place, why))

    def look(self) -> None:
        """Say that nothing is understood, unless that is known or was said a moment ago; then it is said later."""
        place, why = self._place(), self.deaf
        if why and not self._knows_deaf and self._is_time(self._deaf_at):
            self._deaf_at, self._knows_deaf = self._clock.monotonic(), True
            self._show(lambda: self._notices.deaf(place, why))

    def _is_time(self, told_at: float | None) -> bool:
        return told_at is None or self._clock.monotonic() - told_at >= _EVERY_S
