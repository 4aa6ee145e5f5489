"""Another voice by arithmetic alone: pitch and formants are moved, at once and without a download."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from acore.adapters.rvc.presets import PRESETS, Preset
from acore.adapters.tts.names import unknown_voice
from acore.domain.speech import Voice
from acore.errors import EngineRefused
from acore.interfaces import EngineContext, EngineSettings, Extra, VoiceConverter

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.adapters.rvc.shifting import Shifter
    from acore.domain.audio import AudioChunk, Samples

_AT_ONCE = 2**16
"""Samples that the thread works on before others have their turn: a second or three."""


class ShiftSettings(EngineSettings):
    """Which voice is heard, and voices of your own."""

    engine: Literal["shift"] = "shift"
    voice: str = Field(default="deep", min_length=1)
    """Who is heard: deep, bright, child, giant, monster, robot, whisper, radio, echo, or one of your own."""
    presets: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")], Preset] = Field(default_factory=dict)
    """Voices of your own by name; one with the name of a voice that is there takes its place."""

    @property
    def voices(self) -> dict[str, Preset]:
        """All there are, by name."""
        return {**PRESETS, **self.presets}

    @model_validator(mode="after")
    def _voice_is_there(self) -> Self:
        if self.voice not in self.voices:
            raise ValueError(f"voice is {self.voice!r}, which is none; there are {', '.join(self.voices)}")
        return self


class ShiftConverter(VoiceConverter):
    """Works on a thread of its own, one channel at the rate of the clip; what comes out is as long, to the sample.

    Several clips take turns, a piece at a time. Beside the clips and what they become it needs some megabytes,
    however long they are. A pitch beyond two octaves is two octaves.
    """

    Settings = ShiftSettings
    extra = Extra("voice", ("numpy",))

    def __init__(self, settings: ShiftSettings, context: EngineContext) -> None:
        del context  # nothing of the house is needed
        self._settings = settings
        self._thread: ThreadPoolExecutor | None = None

    async def open(self) -> None:
        """Load numpy; raises EngineRefused where it is missing."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shift")
        await asyncio.get_running_loop().run_in_executor(self._thread, _load)

    async def aclose(self) -> None:
        """End the thread, after the piece that it works on."""
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.to_thread(thread.shutdown, cancel_futures=True)

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the settings and those that are always there, the one in use first."""
        there_are = self._settings.voices
        names = dict.fromkeys((self._settings.voice, *self._settings.presets, *there_are))
        return tuple(Voice(name, None, there_are[name].description) for name in names)

    async def convert(self, clip: "AudioChunk", *, voice: str | None = None, pitch: float = 0.0) -> "AudioChunk":
        """The clip in the voice, of one channel."""
        import numpy as np  # noqa: PLC0415  an extra

        from acore.adapters.rvc.shifting import Shifter  # noqa: PLC0415
        from acore.domain.audio import AudioChunk  # noqa: PLC0415

        if (thread := self._thread) is None:
            raise RuntimeError("shift is asked before it is open")
        presets, name = self._settings.voices, voice or self._settings.voice
        if name not in presets:
            raise unknown_voice(name, presets)
        if not len(clip.samples):
            return clip
        loop, shifter = asyncio.get_running_loop(), Shifter(presets[name], clip.rate, pitch)
        made, at = np.empty((len(clip.samples), 1), np.int16), 0
        for piece in (*_pieces(clip), None):
            part = await loop.run_in_executor(thread, _fed, shifter, piece)
            made[at : at + len(part)] = part
            at += len(part)
        return AudioChunk(made, clip.rate)


def _load() -> None:
    try:
        import acore.adapters.rvc.shifting  # noqa: F401, PLC0415  numpy is an extra
    except ImportError as error:
        raise EngineRefused(
            f'shift can not be loaded ({error}): pip install "acore[voice]".', engine="shift"
        ) from error


def _pieces(clip: "AudioChunk") -> "Iterator[AudioChunk]":
    from acore.domain.audio import AudioChunk  # noqa: PLC0415  numpy

    for begin in range(0, len(clip.samples), _AT_ONCE):
        yield AudioChunk(clip.samples[begin : begin + _AT_ONCE], clip.rate)


def _fed(shifter: "Shifter", piece: "AudioChunk | None") -> "Samples":
    """What is ready once the piece is there; the rest, where there is none any more."""
    from acore.domain.audio import AudioChunk  # noqa: PLC0415  numpy

    ready = shifter.finish() if piece is None else shifter.feed(piece.floats().astype("float64"))
    return AudioChunk.of_floats(ready, 1).samples
