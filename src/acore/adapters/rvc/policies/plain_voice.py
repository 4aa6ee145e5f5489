"""Lets the plain voice be heard where it can not be turned into another one."""

import asyncio
from typing import TYPE_CHECKING

import structlog

from acore.adapters.rvc.policies.policy import Policy
from acore.domain.speech import Voice
from acore.errors import EngineError, EngineTimeout, EngineUnavailable
from acore.interfaces import Clock, VoiceConverter

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)
_WITHIN_S = 50
"""Less than a conversation waits for a sentence, so that an engine that hangs is known here."""
_RARELY = 10
"""Of the time of a conversation no more than that part is spent on waiting for one that hangs."""
NOTICE = "The voice can not be changed just now, so this is the plain one; it is tried again by itself."


class PlainVoice(Policy):
    """The outermost one. Where the engine fails the clip comes back as it is, so `convert` raises no EngineError.

    After a failure the engine is left alone for `rest_s`, then asked by one clip at a time while others stay plain. One
    that takes longer than `within_s` for a clip has failed, and is left alone for ten times as long.
    The event ``rvc_fell_back`` comes once, until the engine has worked again (``rvc_came_back``); as long there is a
    notice.
    """

    def __init__(
        self, inner: VoiceConverter, name: str, clock: Clock, rest_s: float, within_s: float = _WITHIN_S
    ) -> None:
        super().__init__(inner)
        self._name = name
        self._clock = clock
        self._rest_s = rest_s
        self._within_s = within_s
        self._rests_until: float | None = None
        self._opening = asyncio.Lock()
        self._is_open = False

    async def open(self) -> None:
        """Open the engine; one that is not there yet is opened later. Raises EngineRefused."""
        try:
            await self._ready()
        except EngineUnavailable as error:
            self._fall_back(error)

    async def ping(self) -> None:
        """Return if the engine can serve now."""
        await self._ready()
        await self._inner.ping()

    async def aclose(self) -> None:
        """Close the engine."""
        self._is_open = False
        await self._inner.aclose()

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the engine; raises as it does."""
        await self._ready()
        return await self._inner.voices()

    async def convert(self, clip: "AudioChunk", *, voice: str | None = None, pitch: float = 0.0) -> "AudioChunk":
        """The clip in the voice, or else the clip. Raises NotFound for a voice that is not there."""
        now = self._clock.monotonic()
        if self._rests_until is not None:
            if now < self._rests_until:
                return clip
            self._rests_until = now + self._rest_s  # the others wait for this one
        try:
            async with asyncio.timeout(self._within_s):
                await self._ready()
                converted = await self._inner.convert(clip, voice=voice, pitch=pitch)
        except EngineError as error:
            self._fall_back(error)
            return clip
        except TimeoutError:
            told = f"{self._name} did not convert a clip within {self._within_s:g} s"
            self._fall_back(EngineTimeout(told, engine=self._name), _RARELY * self._within_s)
            return clip
        self._come_back()
        return converted

    def notice(self) -> str | None:
        """That the plain voice is heard, from a failure on until the engine has worked again."""
        return super().notice() if self._rests_until is None else NOTICE

    async def _ready(self) -> None:
        async with self._opening:
            if self._is_open:
                return
            try:
                await self._inner.open()
            except BaseException:
                await self._inner.aclose()
                raise
            self._is_open = True

    def _fall_back(self, error: EngineError, rest_s: float = 0) -> None:
        if self._rests_until is None:
            _log.warning("rvc_fell_back", engine=self._name, error=type(error).__name__, why=str(error))
        self._rests_until = self._clock.monotonic() + max(self._rest_s, rest_s)

    def _come_back(self) -> None:
        if self._rests_until is not None:
            self._rests_until = None
            _log.info("rvc_came_back", engine=self._name)
