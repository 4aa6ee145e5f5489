"""A converter that turns sound upside down, which nobody hears: for tests."""

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from acore.adapters.clock.system import SystemClock
from acore.adapters.tts.names import unknown_voice
from acore.domain.speech import Voice
from acore.errors import EngineError
from acore.interfaces import Clock, VoiceConverter

if TYPE_CHECKING:  # numpy
    from acore.domain.audio import AudioChunk


class Converted(NamedTuple):
    """What it was asked to convert, and how."""

    seconds: float
    voice: str | None
    pitch: float


class ScriptedConverter(VoiceConverter):
    """Gives every sample the other sign; its voices are ``upside_down`` and ``plain``, which changes nothing.

    `converted` are the last hundred clips, and `at_work` is how many it is working on. While `fails` is set it raises
    that, and while `refuses` is set `open` raises that.
    """

    def __init__(self, *, pace_s: float = 0, clock: Clock | None = None) -> None:
        self._pace_s = pace_s
        self._clock = clock or SystemClock()
        self.converted: deque[Converted] = deque(maxlen=100)
        self.at_work = 0
        self.fails: EngineError | None = None
        self.refuses: EngineError | None = None

    async def open(self) -> None:
        """Raise what is set, if anything is."""
        if self.refuses is not None:
            raise self.refuses

    async def voices(self) -> tuple[Voice, ...]:
        """Both."""
        return Voice("upside_down"), Voice("plain")

    async def convert(self, clip: "AudioChunk", *, voice: str | None = None, pitch: float = 0.0) -> "AudioChunk":
        """The clip upside down, after `pace_s`; the pitch stays."""
        from acore.domain.audio import AudioChunk  # noqa: PLC0415  numpy

        self.converted.append(Converted(clip.seconds, voice, pitch))
        names = [one.name for one in await self.voices()]
        if voice is not None and voice not in names:
            raise unknown_voice(voice, names)
        self.at_work += 1
        try:
            if self._pace_s:
                await self._clock.sleep(self._pace_s)
            if self.fails is not None:
                raise self.fails
            return clip if voice == "plain" else AudioChunk(~clip.samples, clip.rate)
        finally:
            self.at_work -= 1
