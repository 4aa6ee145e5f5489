"""What the detectors share: frames of sound, and libraries that are an extra."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from acore.errors import EngineRefused
from acore.interfaces import EngineSettings

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    import numpy as np
    from numpy.typing import NDArray

_MS = 1000


def _number(value: object) -> object:
    """Environment variables are text, which a Literal of numbers would not take."""
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else value


class FramedSettings(EngineSettings):
    """The sound that a detector hears; acore resamples to it."""

    rate: Annotated[Literal[8000, 16000, 32000, 48000], BeforeValidator(_number)] = 16000
    """Frames a second of the sound that is judged, and of what is then written down."""
    frame_ms: Annotated[Literal[10, 20, 30], BeforeValidator(_number)] = 20
    """How much sound is judged at a time, in milliseconds."""

    @property
    def frame(self) -> int:
        """The same in samples."""
        return self.rate * self.frame_ms // _MS


def checked(frame: "NDArray[np.int16]", size: int) -> "NDArray[np.int16]":
    """The frame itself; raises ValueError where it is not `size` samples of one channel."""
    if frame.dtype != "int16" or frame.shape != (size,):
        raise ValueError(f"a frame is int16 of shape ({size},), not {frame.dtype} of shape {frame.shape}")
    return frame


def library(name: str, engine: str) -> ModuleType:
    """A module of the extra `voice`; raises EngineRefused where it can not be imported. It may take a second."""
    try:
        return import_module(name)
    except ImportError as error:
        raise EngineRefused(
            f'the vad {engine} can not be loaded ({error}): pip install "acore[voice]"', engine=engine
        ) from error
