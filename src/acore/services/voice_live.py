"""A conversation by voice as it happens: whoever speaks while it speaks interrupts it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from typing import Generic, Protocol, TypeVar

import structlog

from acore.domain.audio import AudioChunk
from acore.domain.replies import Question
from acore.domain.said_words import SaidWords
from acore.domain.turns import Started
from acore.domain.voice_events import Interrupted, NotUnderstood, Playing, Saying, VoiceEvent
from acore.errors import EngineError
from acore.interfaces import Clock, MetricsSink
from acore.services.prefetching import prefetch
from acore.services.voice_hearing import Outcome, Understood, together
from acore.services.voice_session import VoiceSession

_log = structlog.get_logger(__name__)
T = TypeVar("T")
_LEAD_S = 5.0
"""Seconds of sound that are given before they are to be played."""
_HEARD_AHEAD = 8


class Amending(Protocol):
    """Who remembers what was said: `ChatService`."""

    async def amend(self, question: Question, said: str) -> None:
        """As `ChatService.amend`."""


class LiveVoice:
    """Holds one session's conversation while its sound comes in, as from a microphone.

    Sound is given a few seconds ahead, and is taken to be played from when it is given on: so it is known what was
    heard when somebody cuts in, which is what is remembered.
    """

    def __init__(
        self, *, session: VoiceSession, memory: Amending, clock: Clock, metrics: MetricsSink, lead_s: float = _LEAD_S
    ) -> None:
        self._session = session
        self._memory = memory
        self._clock = clock
        self._metrics = metrics
        self._lead_s = lead_s
        self._reply: _Reply | None = None
        """What is said now, or was said last."""
        self._unanswered: Understood | None = None
        """What was asked and interrupted before any of the reply was heard: a pause for thought."""

    async def converse(self, audio: AsyncIterable[AudioChunk]) -> AsyncGenerator[VoiceEvent, None]:
        """Answer every turn until the sound ends and the last one is answered; `audio` is closed by who made it.

        Events are to be taken at once and played beside: what waits to be played is thrown away by `Interrupted`.
        Raises and closes as `VoiceSession`.
        """
        outcomes = prefetch(self._session.outcomes(audio), _HEARD_AHEAD)
        heard, said = _Next(outcomes), _Next[VoiceEvent](None)
        try:
            while await _any_of(heard, said):
                if heard.is_there:
                    if (outcome := heard.take()) is not None:
                        for event in await self._hear(outcome, said):
                            yield event
                elif (step := said.take()) is not None:
                    yield step
        finally:
            await said.aclose()
            await heard.aclose()

    async def _hear(self, outcome: Outcome, said: "_Next[VoiceEvent]") -> list[VoiceEvent]:
        """What follows at once; what follows later is begun."""
        if isinstance(outcome, Started):
            return [*await self._interrupted(said), outcome]
        found, asked = outcome, self._unanswered
        if asked is not None and isinstance(outcome, Understood):
            found = together(asked, outcome)
        elif asked is not None and isinstance(outcome, NotUnderstood):
            found = asked
        self._unanswered = None
        await said.aclose()
        said.follow(self._responding(found))
        return []

    async def _interrupted(self, said: "_Next[VoiceEvent]") -> list[VoiceEvent]:
        """Stop what is being said; the memory holds of it what was heard."""
        reply, self._reply = self._reply, None
        if said.is_idle and not (reply is not None and reply.is_playing):
            return []
        words = reply.heard_until_now() if reply is not None else ""
        await said.aclose()
        self._metrics.count("voice.interrupted")
        if reply is not None:
            await self._amend(reply, words)
        return [Interrupted(words)]

    async def _amend(self, reply: "_Reply", words: str) -> None:
        """Remember what was heard of the reply; where it was nothing, the question is still to be answered."""
        self._unanswered = None if words else reply.turn
        try:
            await self._memory.amend(reply.question, words)
        except EngineError as error:
            _log.warning("voice_not_amended", engine=error.engine, reason=str(error))

    async def _responding(self, outcome: Outcome) -> AsyncGenerator[VoiceEvent, None]:
        """The session's events, with the sound a little ahead of when it is played."""
        reply = None
        if isinstance(outcome, Understood):
            reply = _Reply(self._session.question(outcome.heard.text), outcome, self._clock)
        self._reply = reply
        async with aclosing(self._session.respond(outcome, reply.question if reply is not None else None)) as events:
            async for event in events:
                if reply is not None:
                    if isinstance(event, Playing):
                        await self._clock.sleep(reply.lead_s - self._lead_s)
                    reply.note(event)
                yield event


class _Reply:
    """What of a reply was heard by when."""

    def __init__(self, question: Question, turn: Understood, clock: Clock) -> None:
        self.question = question
        self.turn = turn
        self._clock = clock
        self._said = SaidWords()

    @property
    def lead_s(self) -> float:
        """Seconds of sound that were given and are not played."""
        return max(self._said.until - self._clock.monotonic(), 0.0)

    @property
    def is_playing(self) -> bool:
        """Whether some of it is to be heard yet."""
        return self.lead_s > 0

    def note(self, event: VoiceEvent) -> None:
        """Take to the list what is given now."""
        if isinstance(event, Saying):
            self._said.say(event.written)
        elif isinstance(event, Playing):
            self._said.play(event.chunk.seconds, max(self._said.until, self._clock.monotonic()))

    def heard_until_now(self) -> str:
        """The words that were played."""
        return self._said.heard(self._clock.monotonic())


class _Next(Generic[T]):
    """The next item of a generator, which several such can be waited for."""

    def __init__(self, source: AsyncGenerator[T, None] | None) -> None:
        self._source: AsyncGenerator[T, None] | None = None
        self._coming: asyncio.Task[T | None] | None = None
        if source is not None:
            self.follow(source)

    @property
    def is_idle(self) -> bool:
        """Whether nothing comes any more."""
        return self._source is None

    @property
    def is_there(self) -> bool:
        """Whether the next item, or the end, is there."""
        return self._coming is not None and self._coming.done()

    @property
    def coming(self) -> "asyncio.Task[T | None] | None":
        """What is waited for; None where nothing comes."""
        if self._coming is None and self._source is not None:
            self._coming = asyncio.ensure_future(_next_of(self._source))
        return self._coming

    def follow(self, source: AsyncGenerator[T, None]) -> None:
        """Take the items of this generator from now on, which is closed with this."""
        self._source = source

    def take(self) -> T | None:
        """The item that is there; None at the end. Raises what the generator did."""
        assert self._coming is not None
        coming, self._coming = self._coming, None
        if (item := coming.result()) is None:
            self._source = None
        return item

    async def aclose(self) -> None:
        """Stop the generator, also in the middle of an item; what it made last is thrown away."""
        coming, source = self._coming, self._source
        self._coming = self._source = None
        if coming is not None:
            coming.cancel()
            await asyncio.wait((coming,))
            if not coming.cancelled():
                coming.exception()
        if source is not None:
            await source.aclose()


async def _any_of(*several: _Next[T] | _Next[VoiceEvent]) -> bool:
    """Wait until one of them has something; False where nothing comes any more."""
    coming = [one.coming for one in several if one.coming is not None]
    if coming:
        await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)
    return bool(coming)


async def _next_of(source: AsyncGenerator[T, None]) -> T | None:
    return await anext(source, None)
