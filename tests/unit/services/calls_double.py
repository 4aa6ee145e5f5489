"""A registry of calls on doubles, for the tests of services."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from acore.adapters.consent.memory import MemoryConsent
from acore.domain.calls import CallEvent, CallPlace, Participant
from acore.domain.consent import Station, Terms
from acore.interfaces import Call
from acore.services.call_consent import CallConsent
from acore.services.call_manners import CallManners
from acore.services.call_owner import CallOwner
from acore.services.call_telling import CallStatistics
from acore.services.calls import CallRegistry, RegistryOptions
from acore.services.voice_phrases import own_words
from acore.testing import ManualClock, MemoryManners, MemoryMetrics, ScriptedCall, ScriptedCalls

PLACE = CallPlace("9", "5")
LOCAL = Terms((Station("ear"),), (Station("mind"),), (Station("mouth"),))
FAR = Terms((Station("ear", "far.example"),), (Station("mind"),), (Station("mouth"),))


class Chat:
    """The text chat of the calls, as a list."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def announce(self, place: CallPlace, terms: Terms) -> None:
        self.told.append(f"announced in {place.channel}: {terms.sound_to[0].host or 'here'}")

    async def greet(self, place: CallPlace, who: Participant, terms: Terms) -> None:
        self.told.append(f"greeted {who.user}")

    async def deaf(self, place: CallPlace, why: str) -> None:
        self.told.append(f"deaf: {why}")

    async def hears_again(self, place: CallPlace) -> None:
        self.told.append("hears again")

    async def muted(self, place: CallPlace, why: str) -> None:
        self.told.append(f"muted: {why}")

    async def failed(self, place: CallPlace, error: Exception) -> None:
        self.told.append(f"failed: {error}")

    async def ended(self, place: CallPlace, why: str) -> None:
        self.told.append(f"ended in {place.channel}: {why}")


class Talk:
    """A conversation that notes what it is told of, and ends with the call or as a test says."""

    def __init__(self, call: Call, owner: CallOwner) -> None:
        self.call = call
        self.owner = owner
        self.listens: list[str] = []
        self.withdrawn: list[tuple[str, bool]] = []
        self.said: list[tuple[str, str | None]] = []
        self.statistics = CallStatistics(answered=3)
        self.events: list[CallEvent] = []
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.admitted_at: list[frozenset[str]] = []
        self.running = False
        self.goes: asyncio.Event | None = None
        """What it waits for before it ends, if anything."""

    async def run(self) -> None:
        self.running = True
        listening = asyncio.create_task(self._listen())
        try:
            await asyncio.wait((listening, self.over), return_when=asyncio.FIRST_COMPLETED)
            if self.over.done():
                self.over.result()
        finally:
            if self.goes is not None:
                await self.goes.wait()
            self.running = False
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    def listen(self, user: str) -> None:
        self.listens.append(user)

    def withdraw(self, user: str, *, forget: bool) -> None:
        self.withdrawn.append((user, forget))

    def say(self, text: str, *, voice: str | None = None) -> bool:
        self.said.append((text, voice))
        return bool(text.strip())

    async def _listen(self) -> None:
        async for event in self.call.events():
            self.events.append(event)


class Desk:
    """A registry on doubles."""

    def __init__(self, *, volume: float = 1.0, language: str | None = None, **options: object) -> None:
        self.clock = ManualClock()
        self.terms = LOCAL
        self.calls = ScriptedCalls(self.clock)
        self.chat = Chat()
        self.talks: list[Talk] = []
        self.metrics = MemoryMetrics()
        self.store = MemoryConsent()
        self.manners = MemoryManners()
        self.not_ready: Exception | None = None
        self.missing: str | None = None
        self.watching: list[Callable[[], None]] = []
        self.consent = CallConsent(
            store=self.store, terms=lambda: self.terms, watch=self.watching.append, clock=self.clock
        )
        self.registry = CallRegistry(
            calls=self.dial,
            consent=self.consent,
            manners=CallManners(self.manners, volume),
            conversing=lambda: self.talk,
            notices=self.chat,
            ready=self.ready,
            clock=self.clock,
            metrics=self.metrics,
            options=replace(RegistryOptions(), **options),  # type: ignore[arg-type]
            words=lambda _guild: own_words(language),
        )

    def talk(self, call: Call, owner: CallOwner) -> Talk:
        self.talks.append(Talk(call, owner))
        return self.talks[-1]

    def dial(self) -> ScriptedCalls:
        if self.missing is not None:
            raise ImportError(name=self.missing)
        return self.calls

    async def ready(self) -> None:
        if self.not_ready is not None:
            raise self.not_ready

    async def join(self, *people: str, place: CallPlace = PLACE) -> ScriptedCall:
        await self.registry.join(place)
        call = self.calls.joined[place.guild]
        for user in people:
            call.come(user)
        await self.settle()
        return call

    def switch(self, terms: Terms) -> None:
        """Other terms hold."""
        self.terms = terms
        for told in self.watching:
            told()

    async def settle(self) -> None:
        await self.clock.advance(0)

    async def agree(self, user: str) -> bool:
        return await self.consent.grant("9", user, self.terms.version)


@asynccontextmanager
async def at_the_desk(*, volume: float = 1.0, language: str | None = None, **options: object) -> AsyncGenerator[Desk]:
    desk = Desk(volume=volume, language=language, **options)
    try:
        yield desk
    finally:
        await desk.registry.aclose()
