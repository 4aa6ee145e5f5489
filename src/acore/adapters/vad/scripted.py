"""A detector that says what it is told to: for tests."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from acore.adapters.vad.frames import checked
from acore.interfaces import VAD, SpeechDetector

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    import numpy as np
    from numpy.typing import NDArray


class ScriptedVAD(VAD):
    """Each of its detectors says the probabilities in order and then 0; without any, all but digital silence is 1."""

    def __init__(self, probabilities: Sequence[float] | None = None, *, rate: int = 16000, frame: int = 320) -> None:
        self._probabilities = None if probabilities is None else tuple(probabilities)
        self._rate = rate
        self._frame = frame

    def detector(self) -> SpeechDetector:
        """One that begins with the first probability."""
        return _ScriptedDetector(self._probabilities, self._rate, self._frame)


class _ScriptedDetector(SpeechDetector):
    def __init__(self, probabilities: tuple[float, ...] | None, rate: int, frame: int) -> None:
        self.rate, self.frame = rate, frame
        self._left = None if probabilities is None else iter(probabilities)

    def probability(self, frame: "NDArray[np.int16]") -> float:
        """The next of the script."""
        heard = float(checked(frame, self.frame).any())
        return heard if self._left is None else next(self._left, 0.0)
