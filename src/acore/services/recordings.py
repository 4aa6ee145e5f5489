"""Understands recordings that members send in place of words; nothing of them is kept."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from acore.errors import EngineRefused, EngineTimeout, InvalidInput
from acore.interfaces import Clock, MetricsSink

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.interfaces import Sound
    from acore.services.voice_engines import Voice

_log = structlog.get_logger(__name__)
_AT_ONCE = 2
"""Recordings that are written down at the same time; the others wait."""
_MOST_WAITING = 16
_TOO_LONG = "That recording is longer than {minutes} minutes. Send a shorter one, or several."
_TOO_LARGE = "{name} is larger than {megabytes} MB. Send a shorter recording, or a smaller file of it."
_NO_EARS = "I can not listen to recordings here: {why}"
_BUSY = "I am listening to other recordings just now, and others wait for that. Send yours again in a moment."
_WORDLESS = "I could not make out a word in that recording. Speak close to the microphone, or write it to me."


Fetch = Callable[[], Awaitable[bytes]]
"""Gives the bytes of a recording, within a time of its own."""


@dataclass(frozen=True, slots=True)
class RecordingOptions:
    """What of a recording is listened to."""

    longest_s: float = 300.0
    """Seconds that it may have."""
    largest: int = 25_000_000
    """Bytes that it may have."""
    patience_s: float = 120.0
    """Seconds that it waits for its turn, and those that it may take from then on until it is written down."""
    language: str | None = None
    """What is expected to be spoken, such as ``de``; None leaves it to the engine."""


class RecordingService:
    """Writes recordings down, a few at a time; `ready` gives the engines, open."""

    def __init__(
        self,
        *,
        ready: "Callable[[], Awaitable[Voice]]",
        clock: Clock,
        metrics: MetricsSink,
        options: RecordingOptions,
    ) -> None:
        self._ready = ready
        self._clock = clock
        self._metrics = metrics
        self._options = options
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    def check(self, name: str, size: int, seconds: float | None = None) -> None:
        """Raise InvalidInput for what is larger or longer than may be, by what is told of it before it is fetched."""
        if size > self._options.largest:
            raise InvalidInput(_TOO_LARGE, name=name, megabytes=self._options.largest // 1_000_000)
        if seconds is not None and seconds > self._options.longest_s:
            raise self._too_long()

    async def heard(self, fetch: Fetch) -> str:
        """The words of a recording of nearly any kind, which is fetched when it is its turn: what waits takes no room.

        Raises InvalidInput for what is none, is too long, or has no words in it, where the engines never open, and
        where too many others wait; EngineUnavailable or EngineRefused where nobody can listen; and as `fetch` does.
        Cancelling it stops the engine.
        """
        try:
            voice = await self._ready()
        except EngineRefused as error:
            _log.warning("recordings_not_heard", engine=error.engine, reason=str(error))
            raise InvalidInput(_NO_EARS, why=str(error)) from error
        async with self._turn():
            data = await fetch()
            began = self._clock.monotonic()
            try:
                async with asyncio.timeout(self._options.patience_s):
                    text = await self._written_down(voice, data)
            except TimeoutError as error:
                told = f"a recording was not written down within {self._options.patience_s:g} s"
                raise EngineTimeout(told, engine="stt") from error
        self._metrics.count("voice.recordings", understood=str(bool(text)).lower())
        self._metrics.observe("voice.recording_ms", (self._clock.monotonic() - began) * 1000)
        if not any(map(str.isalnum, text)):
            raise InvalidInput(_WORDLESS)
        return text

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._waiting >= _MOST_WAITING:
            raise InvalidInput(_BUSY)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._options.patience_s):
                await self._turns.acquire()
        except TimeoutError as error:
            raise InvalidInput(_BUSY) from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turns.release()

    async def _written_down(self, voice: "Voice", data: bytes) -> str:
        await self._measure(voice.sound, data)
        async with (
            aclosing(voice.sound.read(data)) as sound,
            aclosing(voice.stt.stream(sound, language=self._options.language)) as segments,
        ):
            found = [segment.text.strip() async for segment in segments if segment.final]
        return " ".join(found).strip()

    async def _measure(self, sound: "Sound", data: bytes) -> None:
        """Decode it once more for its length: that is quick, and listening in vain is not."""
        seconds = 0.0
        async with aclosing(sound.read(data)) as pieces:
            async for piece in pieces:
                seconds += piece.seconds
                if seconds > self._options.longest_s:
                    raise self._too_long()

    def _too_long(self) -> InvalidInput:
        return InvalidInput(_TOO_LONG, minutes=round(self._options.longest_s / 60))
