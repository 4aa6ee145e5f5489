"""A Whisper model of 3 MB for the real library: whatever it hears, it says “hello there”, in English.

Its attention is zero, so that what it says depends on the position alone: each of the first ones has a direction of
its own, along which one token lies.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import WhisperSpec
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

SAYS = "hello there"
LANGUAGES = ("en", "de", "fr")
_WIDTH = 16
_END = 50_257
_TIMES = 50_364
_SIZE = 51_865
_SURE = 12.0


def _tokens() -> list[str]:
    """As the multilingual Whisper numbers them: words, the end, the start, languages, tasks and times."""
    tokens = [f"w{number}" for number in range(_END)]
    tokens[:3], tokens[-1] = ["<unk>", "hello", "there"], ""  # the empty one tells that it knows other languages
    tokens += ["<|endoftext|>", "<|startoftranscript|>"]
    tokens += [f"<|{language}|>" for language in LANGUAGES]
    tokens += [f"<|other{number}|>" for number in range(99 - len(LANGUAGES))]
    tokens += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]
    tokens += ["<|notimestamps|>"]
    assert len(tokens) == _TIMES
    return tokens + [f"<|{number * 0.02:.2f}|>" for number in range(_SIZE - _TIMES)]


def make(folder: Path) -> Path:
    """Write the files of the model into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = _tokens()
    spec = WhisperSpec(1, 2, 1, 2)
    _fill(spec)
    number = {token: index for index, token in enumerate(tokens)}
    script = {0: "<|en|>", 2: "<|0.00|>", 3: "hello", 4: "there", 5: "<|1.00|>", 6: "<|endoftext|>"}
    places = np.zeros((448, _WIDTH), np.float32)
    places[:, 7] = 50  # later positions say nothing: the end
    logits = np.zeros((_SIZE, _WIDTH), np.float32)
    logits[number["<|endoftext|>"], 7] = _SURE
    for place, token in script.items():
        places[place] = 0
        places[place, place] = 50
        logits[number[token], place] = _SURE
    spec.decoder.position_encodings.encodings = places
    spec.decoder.projection.weight = logits
    spec.config.lang_ids = [number[f"<|{language}|>"] for language in LANGUAGES]
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [(0, 0)]
    spec.register_vocabulary(tokens)
    spec.validate()
    spec.save(str(folder))
    tokenizer = Tokenizer(WordLevel({token: index for index, token in enumerate(tokens)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": 80}))
    return folder


def _fill(spec: Any) -> None:
    encoder, decoder, d = spec.encoder, spec.decoder, _WIDTH
    rng = np.random.default_rng(0)
    _linear(encoder.conv1, rng.normal(0, 0.1, (d, 80, 3)))
    _linear(encoder.conv2, rng.normal(0, 0.1, (d, d, 3)))
    encoder.position_encodings.encodings = np.zeros((1500, d), np.float32)
    decoder.embeddings.weight = np.zeros((_SIZE, d), np.float32)
    for norm in (encoder.layer_norm, decoder.layer_norm):
        _norm(norm)
    for layer in (encoder.layer[0], decoder.layer[0]):
        _attention(layer.self_attention, (3 * d, d))
        _norm(layer.ffn.layer_norm)
        _linear(layer.ffn.linear_0, np.zeros((4 * d, d)))
        _linear(layer.ffn.linear_1, np.zeros((d, 4 * d)))
    _attention(decoder.layer[0].attention, (d, 2 * d))


def _attention(attention: Any, rows: tuple[int, int]) -> None:
    _norm(attention.layer_norm)
    shapes = [rows[0], rows[1]] if len(attention.linear) == 2 else [*rows, _WIDTH]
    for linear, outputs in zip(attention.linear, shapes, strict=True):
        _linear(linear, np.zeros((outputs, _WIDTH)))


def _linear(linear: Any, weight: Any) -> None:
    linear.weight = weight.astype(np.float32)
    linear.bias = np.zeros(weight.shape[0], np.float32)


def _norm(norm: Any) -> None:
    norm.gamma, norm.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)
