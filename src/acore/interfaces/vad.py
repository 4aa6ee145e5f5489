"""The contract of voice activity detection."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from acore.interfaces.engine import Engine

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    import numpy as np
    from numpy.typing import NDArray


class SpeechDetector(ABC):
    """Listens to one speaker; it may remember what came before, so it is never shared."""

    rate: int
    """Frames a second of the sound that it wants."""
    frame: int
    """How many samples it wants at a time; 10 to 32 ms."""

    @abstractmethod
    def probability(self, frame: "NDArray[np.int16]") -> float:
        """How likely this is speech, from 0 to 1; exactly `frame` samples of one channel, shape (frame,).

        Quick enough for the event loop: well under a millisecond. Raises ValueError for another shape.
        """


class VAD(Engine):
    """Tells speech from noise."""

    @abstractmethod
    def detector(self) -> SpeechDetector:
        """A new detector, which knows nothing yet; one for each speaker. It needs no closing."""
