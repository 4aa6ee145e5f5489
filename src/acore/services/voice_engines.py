"""The engines of the voice, opened when somebody first speaks: a house where nobody does never loads them."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import structlog

from acore.errors import EngineTimeout, EngineUnavailable
from acore.interfaces import STT, TTS, VAD, Engine, Sound, VoiceConverter

_log = structlog.get_logger(__name__)
_OPEN_S = 60
"""Seconds that all of them may take to open."""
_ANY_RATE = 16_000


@dataclass(frozen=True, slots=True)
class Voice:
    """The engines, open."""

    vad: VAD
    stt: STT
    tts: TTS
    rvc: VoiceConverter | None
    """None where the voice stays the plain one."""
    sound: Sound
    why_plain: str = ""
    """Why it is, where the settings name a converter."""


class VoiceEngines:
    """Builds and opens all that a conversation by voice needs, once; what builds them is called when they open."""

    def __init__(  # noqa: PLR0913  one parameter an engine
        self,
        *,
        vad: Callable[[], VAD],
        stt: Callable[[], STT],
        tts: Callable[[], TTS],
        rvc: Callable[[], VoiceConverter | None],
        sound: Callable[[], Sound],
        open_s: float = _OPEN_S,
    ) -> None:
        self._vad, self._stt, self._tts, self._rvc, self._sound = vad, stt, tts, rvc, sound
        self._open_s = open_s
        self._stack = AsyncExitStack()
        self._opening: asyncio.Task[Voice] | None = None
        self._closed = False

    async def ready(self) -> Voice:
        """The engines, open; whoever comes while they open waits for the same ones.

        Raises EngineUnavailable where one does not open now or all are closed, and EngineRefused where one never will;
        then none stays open, and the next call tries again. Cancelling who waits stops nothing.
        """
        if self._closed:
            raise _stopping()
        if self._opening is None or _failed(self._opening):
            self._opening = asyncio.create_task(self._open(), name="opening the voice")
        try:
            return await asyncio.shield(self._opening)
        except asyncio.CancelledError:
            if self._opening.cancelled():  # by the closing: whoever waits was not cancelled
                raise _stopping() from None
            raise

    async def aclose(self) -> None:
        """Close what is open; calling it twice, or where nothing was opened, is harmless."""
        self._closed = True
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.wait((self._opening,))
            _failed(self._opening)
        await self._stack.aclose()

    async def _open(self) -> Voice:
        try:
            async with asyncio.timeout(self._open_s):
                voice = Voice(self._vad(), self._stt(), self._tts(), self._rvc(), self._sound())
                for engine in (voice.vad, voice.stt, voice.tts):
                    await self._enter(engine)
                await asyncio.to_thread(voice.sound.resampler, _ANY_RATE)  # the first one loads a large library
                return await self._converting(voice)
        except BaseException as error:
            await self._stack.aclose()
            if isinstance(error, TimeoutError):
                told = f"The voice did not open within {self._open_s:g} s; try again, or another engine."
                raise EngineTimeout(told, engine="voice") from error
            raise

    async def _converting(self, voice: Voice) -> Voice:
        """The same, without a converter that is not there now."""
        if voice.rvc is None:
            return voice
        try:
            await self._enter(voice.rvc)
        except EngineUnavailable as error:
            _log.warning("voice_without_converter", engine=error.engine, reason=str(error))
            return replace(voice, rvc=None, why_plain=str(error))
        return voice

    async def _enter(self, engine: Engine) -> None:
        self._stack.push_async_callback(engine.aclose)
        await engine.open()


def _stopping() -> EngineUnavailable:
    return EngineUnavailable("The voice is closed: acore is stopping.", engine="voice")


def _failed(opening: asyncio.Task[Voice]) -> bool:
    return opening.done() and (opening.cancelled() or opening.exception() is not None)
