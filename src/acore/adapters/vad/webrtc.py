"""The detector of WebRTC: a mixture of Gaussians over six bands, cheap and easily fooled."""

import asyncio
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from acore.adapters.vad.frames import FramedSettings, checked, library
from acore.interfaces import VAD, EngineContext, Extra, SpeechDetector

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    import numpy as np
    from numpy.typing import NDArray


class WebRtcSettings(FramedSettings):
    """How strict it is."""

    engine: Literal["webrtc"] = "webrtc"
    mode: int = Field(default=3, ge=0, le=3)
    """From 0, which takes most noises for speech, to 3, which takes the fewest."""


class WebRtcVAD(VAD):
    """Hears speech in most noises; as a gate before a better judge it saves work."""

    Settings = WebRtcSettings
    extra = Extra("voice", ("webrtcvad", "numpy"))

    def __init__(self, settings: WebRtcSettings, context: EngineContext) -> None:
        del context  # the library needs nothing of the house
        self._settings = settings
        self._library: ModuleType | None = None

    async def open(self) -> None:
        """Import the library; raises EngineRefused where it is missing."""
        self._library = await asyncio.to_thread(library, "webrtcvad", self._settings.engine)

    def detector(self) -> SpeechDetector:
        """A detector that says 0 or 1."""
        if self._library is None:
            raise RuntimeError("webrtc is asked before it is open")
        return _WebRtcDetector(self._settings, self._library.Vad(self._settings.mode))


class _WebRtcDetector(SpeechDetector):
    def __init__(self, settings: WebRtcSettings, vad: Any) -> None:  # noqa: ANN401  the library has no types
        self.rate, self.frame = settings.rate, settings.frame
        self._vad = vad

    def probability(self, frame: "NDArray[np.int16]") -> float:
        """1 where the library hears speech, else 0."""
        return float(self._vad.is_speech(checked(frame, self.frame).tobytes(), self.rate))
