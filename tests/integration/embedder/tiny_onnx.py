"""A real model of a few kilobytes: a table of vectors for words, and their tokenizer."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

WORDS = ("[UNK]", "car", "automobile", "stands", "parked", "behind", "the", "barn", "soup", "noon", "bees", "clover")
SIZE = 16
_SAME = {"automobile": "car", "parked": "stands"}


def write(folder: Path, *, pooled: bool = False, inputs: tuple[str, ...] = ("input_ids", "attention_mask")) -> Path:
    """The model's files; words of one meaning have one vector. `pooled`: it gives a vector a text, not a word."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.random.default_rng(0).normal(size=(len(WORDS), SIZE)).astype(np.float32)
    for word, meaning in _SAME.items():
        table[WORDS.index(word)] = table[WORDS.index(meaning)]
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["words"])]
    if pooled:
        nodes.append(helper.make_node("ReduceMean", ["words", "axes"], ["output"], keepdims=0))
    else:
        nodes.append(helper.make_node("Identity", ["words"], ["output"]))
    shape: list[str | int | None] = ["texts", SIZE] if pooled else ["texts", "length", SIZE]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "length"]) for name in inputs],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1], dtype=np.int64), "axes")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.save(model, folder / "model.onnx")
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
