"""The four models of Supertonic, tiny: their inputs and outputs are the real ones', and a sign takes 50 ms."""

import json
from pathlib import Path

from onnx import TensorProto

from tests.integration.tts.tiny_kokoro import constant, node, saved

RATE, BASE, FACTOR, ROWS = 8000, 40, 4, 40
"""As many rows and columns together as samples: what is made is read off as sound."""
VOICES = ("F1", "M1")
F, L = TensorProto.FLOAT, TensorProto.INT64


def tiny_supertonic(folder: Path) -> Path:
    onnx = folder / "onnx"
    text = [("text_ids", L, [1, "signs"]), ("text_mask", F, [1, 1, "signs"])]
    sound, pace = ("style_ttl", F, [1, 5, 4]), ("style_dp", F, [1, 2, 3])
    saved(
        onnx / "duration_predictor.onnx",
        [
            node("Shape", ["text_ids"], "shape"),
            node("Slice", ["shape", "one", "two"], "signs"),
            node("Cast", ["signs"], "many", to=F),
            node("Mul", ["many", "each"], "duration"),
        ],
        [*text, pace],
        [("duration", F, [1])],
        [constant("one", [1], L), constant("two", [2], L), constant("each", [0.05])],
    )
    saved(
        onnx / "text_encoder.onnx",
        [node("Identity", ["style_ttl"], "text_emb")],
        [*text, sound],
        [("text_emb", F, [1, 5, 4])],
        [],
    )
    noise = ("noisy_latent", F, [1, ROWS * FACTOR, "columns"])
    saved(
        onnx / "vector_estimator.onnx",
        [node("Mul", ["noisy_latent", "latent_mask"], "denoised_latent")],
        [
            noise,
            ("text_emb", F, [1, 5, 4]),
            sound,
            text[1],
            ("latent_mask", F, [1, 1, "columns"]),
            ("current_step", F, [1]),
            ("total_step", F, [1]),
        ],
        [("denoised_latent", F, [1, ROWS * FACTOR, "columns"])],
        [],
    )
    saved(
        onnx / "vocoder.onnx",
        [node("Tanh", ["latent"], "loud"), node("Reshape", ["loud", "flat"], "wav_tts")],
        [("latent", F, [1, ROWS * FACTOR, "columns"])],
        [("wav_tts", F, [1, "frames"])],
        [constant("flat", [1, -1], L)],
    )
    told = {
        "ae": {"sample_rate": RATE, "base_chunk_size": BASE},
        "ttl": {"chunk_compress_factor": FACTOR, "latent_dim": ROWS},
    }
    (onnx / "tts.json").write_text(json.dumps(told))
    known = {ord(sign): number for number, sign in enumerate(" !'(),-./0123456789:;<>?")}
    numbers = [known.get(place, place if chr(place).isalpha() else -1) for place in range(0x3100)]
    (onnx / "unicode_indexer.json").write_text(json.dumps(numbers))
    (folder / "voice_styles").mkdir(exist_ok=True)
    for name in VOICES:
        style = {
            "style_ttl": {"dims": [1, 5, 4], "data": [[[0.1] * 4] * 5], "type": "float32"},
            "style_dp": {"dims": [1, 2, 3], "data": [[[0.1] * 3] * 2], "type": "float32"},
        }
        (folder / "voice_styles" / f"{name}.json").write_text(json.dumps(style))
    return folder
