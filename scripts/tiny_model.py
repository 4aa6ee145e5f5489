"""Makes a language model that knows nothing, small enough for a test: `python scripts/tiny_model.py tiny.gguf`.

Its weights are random, its words are real; a real server loads it in a moment and answers with nonsense. It needs
the packages `gguf` and `numpy`, which `make peers` installs beside the server.
"""

# ruff: noqa: INP001  a program, not a package

import sys
from pathlib import Path

import gguf
import numpy as np

_WIDTH, _HEADS, _INNER, _LAYERS, _CONTEXT = 64, 4, 128, 2, 32_768
_WORDS = (
    "the a moon sea tide is far near and of to in it we you I say see go come light night day star wave boat".split()
)
_MARKS = [",", ".", "!", "?"]
_LOUD = 4.0
"""How much likelier words are than bytes, which would rarely make a character together."""


def main(path: Path) -> None:
    """Write the model."""
    writer = gguf.GGUFWriter(str(path), "llama")
    tokens = _vocabulary(writer)
    _shape(writer, len(tokens))
    random = np.random.default_rng(7)
    for name, size in _tensors(len(tokens)):
        writer.add_tensor(name, _weights(random, name, size))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _vocabulary(writer: "gguf.GGUFWriter") -> list[str]:
    control = ["<unk>", "<s>", "</s>"]
    octets = [f"<0x{n:02X}>" for n in range(256)]
    words = [*(f"\u2581{word}" for word in _WORDS), *_MARKS, "\u2581"]
    tokens = [*control, *octets, *words]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * len(octets) + [gguf.TokenType.NORMAL] * len(words)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * (len(control) + len(octets)) + [-float(n) for n in range(len(words))])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    return tokens


def _shape(writer: "gguf.GGUFWriter", vocabulary: int) -> None:
    writer.add_name("tiny")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_vocab_size(vocabulary)


def _tensors(vocabulary: int) -> list[tuple[str, tuple[int, ...]]]:
    square, wide, narrow = (_WIDTH, _WIDTH), (_INNER, _WIDTH), (_WIDTH, _INNER)
    layers = [
        (f"blk.{n}.{name}.weight", size)
        for n in range(_LAYERS)
        for name, size in (
            ("attn_norm", (_WIDTH,)), ("attn_q", square), ("attn_k", square), ("attn_v", square),
            ("attn_output", square), ("ffn_norm", (_WIDTH,)), ("ffn_gate", wide), ("ffn_up", wide),
            ("ffn_down", narrow),
        )
    ]  # fmt: skip
    ends = [("token_embd.weight", (vocabulary, _WIDTH)), ("output.weight", (vocabulary, _WIDTH))]
    return [*ends, ("output_norm.weight", (_WIDTH,)), *layers]


def _weights(random: "np.random.Generator", name: str, size: tuple[int, ...]) -> "np.ndarray":
    if "norm" in name:
        return np.ones(size, np.float32)
    weights = random.normal(0, 1 / np.sqrt(_WIDTH), size).astype(np.float32)
    if name == "output.weight":
        weights[:259] = 0
        weights[259:] *= _LOUD
    return weights


if __name__ == "__main__":
    main(Path(sys.argv[1]))
