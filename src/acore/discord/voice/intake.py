"""What happens on the socket's thread: nobody's packets pass who did not agree, and the others wait in a queue."""

from collections import deque
from collections.abc import Callable

from acore.discord.voice.rtp import is_sound, source_of

_MOST_WAITING = 2000
"""Packets, 5 s of eight speakers."""


class Admission:
    """That a user is heard, from one `admit` to the next `exclude`: what came before `since` is not opened."""

    def __init__(self, user: str, since: float) -> None:
        self.user = user
        self.since = since


Waiting = tuple[float, int, bytes]
"""When a packet came, the number of its source, and the packet."""


class Intake:
    """Takes what comes in from the socket. Called on the socket's thread; read on another; changed on the loop's.

    A packet passes if its source is of somebody who was admitted, or of nobody known yet: Discord tells whose a
    source is some moments later at times.
    """

    def __init__(self, wake: Callable[[], None], now: Callable[[], float]) -> None:
        self.received = self.without_consent = self.overrun = 0
        self.waiting: deque[Waiting] = deque()
        self._wake = wake
        self._now = now
        # Both are replaced, never changed: the other threads see the one or the other.
        self._admitted: dict[str, Admission] = {}
        self._speakers: dict[int, str] = {}

    def __call__(self, data: bytes) -> None:
        """A packet came in."""
        if not is_sound(data):
            return
        self.received += 1
        source = source_of(data)
        user = self._speakers.get(source)
        if user is not None and user not in self._admitted:
            self.without_consent += 1
        elif len(self.waiting) >= _MOST_WAITING:
            self.overrun += 1
        else:
            self.waiting.append((self._now(), source, data))
            self._wake()

    def admit(self, user: str) -> None:
        """Let this user's packets pass."""
        if user not in self._admitted:
            self._admitted = {**self._admitted, user: Admission(user, self._now())}

    def exclude(self, user: str) -> None:
        """Let them pass no more; the ear is woken, to forget them."""
        self._admitted = {one: admission for one, admission in self._admitted.items() if one != user}
        self._wake()

    def renew(self, user: str) -> None:
        """Let them pass as before, but as somebody new: what they said before counts for nothing after."""
        if user in self._admitted:
            self._admitted = {**self._admitted, user: Admission(user, self._now())}
        self._wake()

    def admission(self, user: str) -> Admission | None:
        """By which this user is heard, if so."""
        return self._admitted.get(user)

    def speaker(self, source: int) -> str | None:
        """Whose source it is, if that is known."""
        return self._speakers.get(source)

    def tell(self, source: int, user: str) -> None:
        """A source is this user's, and no other is any more."""
        others = {one: whose for one, whose in self._speakers.items() if whose != user}
        self._speakers = {**others, source: user}

    def forget(self, user: str) -> None:
        """This user's source is nobody's."""
        self._speakers = {source: whose for source, whose in self._speakers.items() if whose != user}

    def forget_all(self) -> None:
        """The sources of another voice server are others."""
        self._speakers = {}
