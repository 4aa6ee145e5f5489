"""Silero's network and its gate. Importing it loads ONNX Runtime, numpy and WebRTC's detector."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
import webrtcvad
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as faults

from acore.adapters.vad.frames import checked
from acore.errors import EngineRefused
from acore.interfaces import SpeechDetector

_RATE = 16000
_FRAME = 512
_PAST = 64
"""Samples of the frame before, which the network hears again."""
_STATE = (1, 1, 128)
_INPUTS = {"input": [_PAST + _FRAME], "h": list(_STATE), "c": list(_STATE)}
"""What it wants, and how long that is where the model says it."""
_GATE_FRAME = 160
_OPEN_FRAMES = 12
"""How long the gate stays open after the last frame that it let through: the network hears words to their end."""
_SCALE = np.float32(1 / 32768)
_QUIET = 3
"""ONNX Runtime's level for errors."""
_BROKEN = (
    faults.Fail,
    faults.InvalidArgument,
    faults.InvalidGraph,
    faults.InvalidProtobuf,
    faults.NoSuchFile,
    faults.NotImplemented,
    faults.RuntimeException,
)
_WAY_OUT = 'pip install --upgrade "acore[voice]"'


def model_file() -> Path:
    """The network that comes with faster-whisper, which is not imported; raises EngineRefused where there is none."""
    spec = find_spec("faster_whisper")
    places = spec.submodule_search_locations if spec else None
    found = [file for place in places or () for file in Path(place).glob("assets/silero_vad_v6*.onnx")]
    if not found:
        raise EngineRefused(
            f"silero's network is not here: it comes with faster-whisper, version 1.2 or later: {_WAY_OUT}",
            engine="silero",
        )
    return max(found)


class SileroModel:
    """The network, which any number of detectors share."""

    def __init__(self, file: Path, gate_mode: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = _QUIET
        try:
            self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        except _BROKEN as error:
            raise EngineRefused(f"{file} can not be loaded ({error}): {_WAY_OUT}", engine="silero") from error
        wanted = {one.name: [size for size in one.shape if isinstance(size, int)] for one in self._session.get_inputs()}
        if wanted.keys() != _INPUTS.keys() or any(not _ends(_INPUTS[name], wanted[name]) for name in wanted):
            raise EngineRefused(
                f"{file} wants {wanted}, acore gives {_INPUTS}: {_WAY_OUT}, or choose the vad webrtc", engine="silero"
            )
        self._gate_mode = gate_mode

    def detector(self) -> SpeechDetector:
        """A new one, with its own memory and gate."""
        return _SileroDetector(self._session, webrtcvad.Vad(self._gate_mode))


def _ends(given: list[int], wanted: list[int]) -> bool:
    """Sizes that the model leaves open are not told."""
    return given[len(given) - len(wanted) :] == wanted


class _SileroDetector(SpeechDetector):
    rate = _RATE
    frame = _FRAME

    def __init__(self, session: onnxruntime.InferenceSession, gate: "webrtcvad.Vad") -> None:
        self._session = session
        self._gate = gate
        self._ungated: NDArray[np.int16] = np.zeros(0, np.int16)
        self._open = 0
        self._sound = np.zeros((1, _PAST + _FRAME), np.float32)
        self._h = self._c = np.zeros(_STATE, np.float32)

    def probability(self, frame: NDArray[np.int16]) -> float:
        """What the network says, and 0 where the gate does not ask it; raises EngineRefused where it can not say it."""
        self._sound[0, :_PAST] = self._sound[0, -_PAST:]
        np.multiply(checked(frame, _FRAME), _SCALE, out=self._sound[0, _PAST:])
        self._open = _OPEN_FRAMES if self._let_through(frame) else self._open - 1
        if self._open <= 0:
            self._h = self._c = np.zeros(_STATE, np.float32)
            return 0.0
        given = {"input": self._sound, "h": self._h, "c": self._c}
        try:
            likely, self._h, self._c = self._session.run(None, given)
            return float(likely.item())
        except (*_BROKEN, ValueError) as error:  # another version's, which has other outputs
            told = f"silero's network can not judge sound ({error}): {_WAY_OUT}, or choose the vad webrtc"
            raise EngineRefused(told, engine="silero") from error

    def _let_through(self, frame: NDArray[np.int16]) -> bool:
        """Whether the gate hears speech in any of the frame; it hears every sample, in frames of its own."""
        sound = np.concatenate((self._ungated, frame))
        whole = len(sound) - len(sound) % _GATE_FRAME
        self._ungated = sound[whole:]
        parts = [sound[at : at + _GATE_FRAME].tobytes() for at in range(0, whole, _GATE_FRAME)]
        return any([self._gate.is_speech(part, _RATE) for part in parts])  # noqa: C419  it learns from each
