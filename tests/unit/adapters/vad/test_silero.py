import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from acore.adapters.vad import silero_model
from acore.adapters.vad.silero import SileroSettings, SileroVAD
from acore.errors import EngineRefused
from acore.interfaces import VAD
from acore.testing import VADContract, engine_context


class TestSilero(VADContract):
    def vad(self) -> VAD:
        return SileroVAD(SileroSettings(), engine_context())


class TestSileroWithTheWidestGate(VADContract):
    def vad(self) -> VAD:
        return SileroVAD(SileroSettings(gate_mode=0), engine_context())


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path | None) -> None:
    """Make faster-whisper a package in that folder, or none."""
    spec = None if folder is None else ModuleSpec("faster_whisper", None, is_package=True)
    if spec is not None:
        spec.submodule_search_locations = [str(folder)]
    monkeypatch.setattr(silero_model, "find_spec", lambda name: spec)


def network(folder: Path, **inputs: list[int]) -> None:
    """A network that says what it hears, with these inputs."""
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()]
    first, shape = next(iter(inputs.items()))
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, shape)
    graph = helper.make_graph([helper.make_node("Identity", [first], ["out"])], "net", given, [out])
    (folder / "assets").mkdir()
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "assets" / "silero_vad_v6.onnx"))


async def refusal() -> str:
    vad = SileroVAD(SileroSettings(), engine_context())
    with pytest.raises(EngineRefused) as refused:
        await vad.open()
    assert refused.value.engine == "silero"
    return str(refused.value)


@pytest.mark.parametrize("missing", ["onnxruntime", "webrtcvad", "numpy"])
async def test_without_a_library_it_is_refused_with_the_command(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    said = await refusal()
    assert missing in said
    assert 'pip install "acore[voice]"' in said


@pytest.mark.parametrize("folder", [".", None])
async def test_without_the_network_it_is_refused_with_the_command(
    folder: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, None if folder is None else tmp_path / folder)
    said = await refusal()
    assert "faster-whisper" in said
    assert 'pip install --upgrade "acore[voice]"' in said


async def test_a_broken_network_is_refused_with_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "silero_vad_v6.onnx").write_bytes(b"not a network")
    assert str(tmp_path / "assets" / "silero_vad_v6.onnx") in await refusal()


@pytest.mark.parametrize(
    "inputs",
    [
        {"input": [1, 512], "h": [1, 1, 128], "c": [1, 1, 128]},
        {"input": [1, 576], "state": [2, 1, 128], "sr": [1]},
    ],
)
async def test_another_network_is_refused_with_what_it_wants(
    inputs: dict[str, list[int]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path)
    network(tmp_path, **inputs)
    said = await refusal()
    assert all(name in said for name in inputs)
    assert "or choose the vad webrtc" in said


def test_asking_it_before_it_is_open_is_an_error_of_the_program() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        SileroVAD(SileroSettings(), engine_context()).detector()


async def test_a_closed_gate_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    async with SileroVAD(SileroSettings(), engine_context()) as vad:
        detector = vad.detector()
        monkeypatch.setattr(detector, "_session", None)
        assert {detector.probability(np.zeros(512, np.int16)) for _ in range(100)} == {0.0}


async def test_detectors_share_one_network() -> None:
    async with SileroVAD(SileroSettings(), engine_context()) as vad:
        sessions = {id(getattr(vad.detector(), "_session")) for _ in range(5)}  # noqa: B009
        assert len(sessions) == 1


async def test_a_network_that_answers_otherwise_is_refused_when_it_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path)
    network(tmp_path, input=[576], h=[1, 1, 128], c=[1, 1, 128])
    noise = np.random.default_rng(7).normal(0, 6000, (20, 512)).astype(np.int16)
    async with SileroVAD(SileroSettings(gate_mode=0), engine_context()) as vad:
        detector = vad.detector()
        with pytest.raises(EngineRefused, match=r"can not judge sound.*vad webrtc"):
            for frame in noise:
                detector.probability(frame)
