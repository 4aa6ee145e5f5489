"""Silero's network behind WebRTC's detector: what is plainly no speech never reaches the network."""

import asyncio
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from acore.adapters.vad.frames import library
from acore.interfaces import VAD, EngineContext, EngineSettings, Extra, SpeechDetector

if TYPE_CHECKING:  # its libraries are an extra
    from acore.adapters.vad.silero_model import SileroModel


class SileroSettings(EngineSettings):
    """What the network hears of."""

    engine: Literal["silero"] = "silero"
    gate_mode: int = Field(default=1, ge=0, le=3)
    """How strict the gate is: at 0 nearly every sound reaches the network, at 3 some quiet speech does not."""


class SileroVAD(VAD):
    """Tells speech from noises, music and breath. The network runs on one core and is shared by all speakers."""

    Settings = SileroSettings
    extra = Extra("voice", ("onnxruntime", "faster_whisper", "webrtcvad"))

    def __init__(self, settings: SileroSettings, context: EngineContext) -> None:
        del context  # the model lies in a library
        self._settings = settings
        self._model: SileroModel | None = None

    async def open(self) -> None:
        """Load the network; raises EngineRefused where it or a library is missing, or is another one."""
        self._model = await asyncio.to_thread(_loaded, self._settings)

    async def aclose(self) -> None:
        """Let go of the network; detectors keep it as long as they live."""
        self._model = None

    def detector(self) -> SpeechDetector:
        """A detector with a memory of its own."""
        if self._model is None:
            raise RuntimeError("silero is asked before it is open")
        return self._model.detector()


def _loaded(settings: SileroSettings) -> "SileroModel":
    for name in ("numpy", "onnxruntime", "webrtcvad"):
        library(name, settings.engine)
    from acore.adapters.vad.silero_model import SileroModel, model_file  # noqa: PLC0415  its libraries are an extra

    return SileroModel(model_file(), settings.gate_mode)
