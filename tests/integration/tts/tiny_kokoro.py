"""A model of Kokoro that hums: its inputs and outputs are the real one's, and the sound is as long as the tokens."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper

FRAMES = 900
"""Of sound, for a token at the speed 1."""
VOICES = ("af_heart", "bm_daniel", "ef_dora")


def node(operator: str, inputs: list[str], output: str, **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(operator, inputs, [output], **attributes)


def constant(name: str, value: Any, kind: int = TensorProto.FLOAT) -> onnx.TensorProto:
    shape = [] if np.ndim(value) == 0 else [len(value)]
    return helper.make_tensor(name, kind, shape, np.ravel(value))


def saved(file: Path, nodes: list[onnx.NodeProto], inputs: Any, outputs: Any, constants: Any) -> None:
    graph = helper.make_graph(
        nodes,
        file.stem,
        [helper.make_tensor_value_info(*one) for one in inputs],
        [helper.make_tensor_value_info(*one) for one in outputs],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    file.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(file))


def tiny_kokoro(folder: Path, *, turns: int = 1, tokens: str = "tokens") -> Path:
    """Write it; with many `turns` it is as slow as a real one."""
    body = helper.make_graph(
        [node("Identity", ["keep"], "kept"), node("Sin", ["sound"], "again"), node("Asin", ["again"], "turned")],
        "turn",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("keep", TensorProto.BOOL, []),
            helper.make_tensor_value_info("sound", TensorProto.FLOAT, ["frames"]),
        ],
        [
            helper.make_tensor_value_info("kept", TensorProto.BOOL, []),
            helper.make_tensor_value_info("turned", TensorProto.FLOAT, ["frames"]),
        ],
    )
    nodes = [
        node("Shape", [tokens], "shape"),
        node("Slice", ["shape", "one", "two"], "count"),
        node("Cast", ["count"], "many", to=TensorProto.FLOAT),
        node("Mul", ["many", "each"], "long"),
        node("Div", ["long", "speed"], "paced"),
        node("Squeeze", ["paced"], "frames"),
        node("ReduceMean", ["style"], "pitch", keepdims=0),
        node("Range", ["zero", "frames", "step"], "time"),
        node("Mul", ["time", "pitch"], "phase"),
        node("Sin", ["phase"], "wave"),
        node("Mul", ["wave", "half"], "quiet"),
        node("Loop", ["turns", "", "quiet"], "audio", body=body),
    ]
    inputs = [
        (tokens, TensorProto.INT64, [1, "tokens"]),
        ("style", TensorProto.FLOAT, [1, 256]),
        ("speed", TensorProto.FLOAT, [1]),
    ]
    constants = [
        constant("one", [1], TensorProto.INT64),
        constant("two", [2], TensorProto.INT64),
        constant("turns", turns, TensorProto.INT64),
        constant("each", [float(FRAMES)]),
        constant("zero", 0.0),
        constant("step", 1.0),
        constant("half", 0.3),
    ]
    saved(folder / "kokoro-v1.0.onnx", nodes, inputs, [("audio", TensorProto.FLOAT, ["frames"])], constants)
    styles: dict[str, Any] = {name: np.full((510, 1, 256), 0.02 * (n + 2), np.float32) for n, name in enumerate(VOICES)}
    with (folder / "voices-v1.0.bin").open("wb") as file:
        np.savez(file, **styles)
    return folder
