"""A call that several work with: each is told of everything that happens."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING

from acore.domain.calls import CallCounters, CallEvent, CallPlace, Ended, Joined, Participant
from acore.interfaces import Call

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

_MOST_WAITING = 1000
"""Events that wait for one who listens; beyond, the oldest are lost."""


class _Listener:
    """What one of them was not told yet."""

    def __init__(self, events: list[CallEvent]) -> None:
        self.waiting: deque[CallEvent] = deque(events, maxlen=_MOST_WAITING)
        self.come = asyncio.Event()


class SharedCall(Call):
    """The same call, with as many generators of `events` as are wanted; they come from whoever calls `tell`."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.player = call.player
        self.admitting: Callable[[str], None] | None = None
        """Who is told of each that is heard from now on."""
        self.excluding: Callable[[str], None] | None = None
        """Who is told of each that is not heard any more."""
        self._listeners: list[_Listener] = []
        self._ended: Ended | None = None

    @property
    def place(self) -> CallPlace:
        """Where it is now."""
        return self._call.place

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The people in the channel."""
        return self._call.participants

    def is_of(self, call: Call) -> bool:
        """Whether it shares this one."""
        return self._call is call

    def admit(self, user: str) -> None:
        """As the contract says."""
        self._call.admit(user)
        if self.admitting is not None:
            self.admitting(user)

    def exclude(self, user: str) -> None:
        """As the contract says."""
        self._call.exclude(user)
        if self.excluding is not None:
            self.excluding(user)

    def hear(self, user: str) -> "AsyncGenerator[AudioChunk, None]":
        """As the contract says; one generator a user."""
        return self._call.hear(user)

    async def events(self) -> AsyncGenerator[CallEvent, None]:
        """As the contract says, for each who asks."""
        past: list[CallEvent] = [Joined(who) for who in self._call.participants]
        listener = _Listener([*past, self._ended] if self._ended is not None else past)
        self._listeners.append(listener)
        try:
            while True:
                while listener.waiting:
                    yield (event := listener.waiting.popleft())
                    if isinstance(event, Ended):
                        return
                listener.come.clear()
                await listener.come.wait()
        finally:
            self._listeners.remove(listener)

    def source(self) -> AsyncGenerator[CallEvent, None]:
        """The events of the call itself, for the one who hands them on by `tell`."""
        return self._call.events()

    def counters(self) -> CallCounters:
        """What became of the packets."""
        return self._call.counters()

    async def leave(self) -> None:
        """As the contract says."""
        await self._call.leave()

    def tell(self, event: CallEvent) -> None:
        """Something happened in the call."""
        if isinstance(event, Ended):
            self._ended = event
        for listener in self._listeners:
            listener.waiting.append(event)
            listener.come.set()
