"""A turn log that lives as long as the process."""

from dataclasses import replace
from datetime import timedelta

from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.interfaces import Clock, LeftTurn, TurnLog

KEPT = timedelta(days=1)
MOST = 10_000
"""Questions that are kept at most."""
MOST_DIRECT = 100
"""Private channels that are kept at most."""


class MemoryTurnLog(TurnLog):
    """Everything in memory: for tests, and for whoever wants no file."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turns: dict[str, LeftTurn] = {}
        self._heard: int | None = None
        self._direct: list[int] = []

    async def begin(self, question: Question, token: str) -> None:
        """Keep the question."""
        now = self._clock.now()
        self._turns = {name: turn for name, turn in self._turns.items() if turn.begun > now - KEPT}
        while len(self._turns) >= MOST:
            del self._turns[next(iter(self._turns))]
        self._turns[str(question.turn)] = LeftTurn(question, token, now)

    async def end(self, turn: str) -> None:
        """Forget the token."""
        if turn in self._turns:
            self._turns[turn] = replace(self._turns[turn], token="")

    async def left(self) -> tuple[LeftTurn, ...]:
        """Those that have a token."""
        return tuple(turn for turn in self._turns.values() if turn.token)

    async def find(self, turn: str) -> Question | None:
        """The question, if it is not too old."""
        known = self._turns.get(turn)
        return known.question if known and known.begun > self._clock.now() - KEPT else None

    async def forget(self, scope: Scope) -> None:
        """Forget the channel, or the guild."""
        self._turns = {name: turn for name, turn in self._turns.items() if not _within(turn.question.scope, scope)}

    async def note_direct(self, channel: int) -> None:
        """Put the channel first."""
        self._direct = [channel, *(other for other in self._direct if other != channel)][:MOST_DIRECT]

    async def direct_channels(self) -> tuple[int, ...]:
        """The channels."""
        return tuple(self._direct)

    async def hear_up_to(self, message: int) -> None:
        """Note the message."""
        self._heard = message

    async def heard_up_to(self) -> int | None:
        """What was noted."""
        return self._heard


def _within(scope: Scope, place: Scope) -> bool:
    return scope.guild == place.guild and place.channel in ("", scope.channel)
