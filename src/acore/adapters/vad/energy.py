"""Everything loud is speech: what voice bots do that have no detector, and the measure of those that are one."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from acore.adapters.vad.frames import FramedSettings, checked
from acore.interfaces import VAD, EngineContext, Extra, SpeechDetector

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    import numpy as np
    from numpy.typing import NDArray


class EnergySettings(FramedSettings):
    """How loud speech is."""

    engine: Literal["energy"] = "energy"
    threshold: float = Field(default=500, ge=0, le=32768)
    """The root mean square of a frame of 16-bit samples above which it is speech."""


class EnergyVAD(VAD):
    """Takes every noise above a threshold for speech."""

    Settings = EnergySettings
    extra = Extra("voice", ("numpy",))

    def __init__(self, settings: EnergySettings, context: EngineContext) -> None:
        del context  # a sum of squares needs nothing of the house
        self._settings = settings

    def detector(self) -> SpeechDetector:
        """A detector that says 0 or 1."""
        return _EnergyDetector(self._settings)


class _EnergyDetector(SpeechDetector):
    def __init__(self, settings: EnergySettings) -> None:
        self.rate, self.frame = settings.rate, settings.frame
        self._least = settings.threshold**2 * settings.frame

    def probability(self, frame: "NDArray[np.int16]") -> float:
        """1 where the frame is louder than the threshold, else 0."""
        samples = checked(frame, self.frame).astype("float64")
        return float(samples @ samples > self._least)
