"""A sentence encoder as large as MiniLM (6 layers of 384 numbers), with weights that mean nothing: it costs as much."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.trainers import BpeTrainer

from benchmarks.rag_corpus import SIZE, texts

_LAYERS, _HEADS, _INNER, _VOCABULARY = 6, 12, 4 * SIZE, 8000
_OPSET = 18


class _Graph:
    """Nodes and weights as they are made; a name for each result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._random = np.random.default_rng(0)

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401  of many kinds
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, *values: float, kind: type = np.int64) -> str:
        return self._weight(np.array(values, dtype=kind))

    def drawn(self, *shape: int) -> str:
        return self._weight(self._random.normal(scale=0.05, size=shape).astype(np.float32))

    def normalised(self, given: str) -> str:
        scale, shift = self._weight(np.ones(SIZE, np.float32)), self._weight(np.zeros(SIZE, np.float32))
        return self.node("LayerNormalization", given, scale, shift, axis=-1)

    def heads(self, given: str, *order: int) -> str:
        shape = self.constant(0, 0, _HEADS, SIZE // _HEADS)
        return self.node("Transpose", self.node("Reshape", given, shape), perm=list(order))

    def layer(self, words: str, hidden: str) -> str:
        asked, keys, values = (self.node("MatMul", words, self.drawn(SIZE, SIZE)) for _ in range(3))
        scores = self.node("MatMul", self.heads(asked, 0, 2, 1, 3), self.heads(keys, 0, 2, 3, 1))
        attention = self.node("Softmax", self.node("Add", scores, hidden), axis=-1)
        mixed = self.node("MatMul", attention, self.heads(values, 0, 2, 1, 3))
        joined = self.node("Reshape", self.node("Transpose", mixed, perm=[0, 2, 1, 3]), self.constant(0, 0, SIZE))
        words = self.normalised(self.node("Add", words, self.node("MatMul", joined, self.drawn(SIZE, SIZE))))
        wide = self.node("Relu", self.node("MatMul", words, self.drawn(SIZE, _INNER)))
        return self.normalised(self.node("Add", words, self.node("MatMul", wide, self.drawn(_INNER, SIZE))))

    def _weight(self, values: np.ndarray) -> str:
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name


@contextmanager
def encoder() -> Iterator[Path]:
    """The folder of the model, for a while."""
    with TemporaryDirectory() as folder:
        onnx.save(_model(), Path(folder) / "model.onnx")
        tokenizer = Tokenizer(BPE(unk_token="?"))
        tokenizer.pre_tokenizer = Whitespace()
        tokenizer.train_from_iterator(
            texts(500, 50), BpeTrainer(vocab_size=_VOCABULARY, special_tokens=["?"], show_progress=False)
        )
        tokenizer.save(str(Path(folder) / "tokenizer.json"))
        yield Path(folder)


def _model() -> onnx.ModelProto:
    graph = _Graph()
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    away = graph.node("Sub", graph.constant(1, kind=np.float32), mask)
    axes = graph.constant(1, 2)
    hidden = graph.node("Unsqueeze", graph.node("Mul", away, graph.constant(-10_000, kind=np.float32)), axes)
    words = graph.normalised(graph.node("Gather", graph.drawn(_VOCABULARY, SIZE), "input_ids"))
    for _ in range(_LAYERS):
        words = graph.layer(words, hidden)
    graph.nodes[-1].output[0] = "last_hidden_state"
    made = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(n, TensorProto.INT64, ["b", "t"]) for n in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["b", "t", SIZE])],
        graph.weights,
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=10)
