"""The model itself: files in, vectors out. Importing it loads ONNX Runtime and numpy."""

from array import array
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as faults
from tokenizers import Tokenizer

from acore.domain.encoding import encodable
from acore.domain.knowledge import Vector
from acore.errors import EngineRefused, SettingsError

_FILES = ("model.onnx", "onnx/model.onnx")
_TOKENIZER = "tokenizer.json"
_KNOWN = ("input_ids", "attention_mask", "token_type_ids")
_BROKEN = (
    faults.Fail,
    faults.InvalidArgument,
    faults.InvalidGraph,
    faults.InvalidProtobuf,
    faults.NoSuchFile,
    faults.NotImplemented,
    faults.RuntimeException,
)
_NOTHING = 0
"""What stands for a text of which nothing is left."""
_QUIET = 3
"""ONNX Runtime's level for errors."""


class Model:
    """A sentence encoder on one core, used by one thread."""

    def __init__(self, folder: Path, max_tokens: int, pooling: Literal["mean", "cls"]) -> None:
        file = next((folder / name for name in _FILES if (folder / name).is_file()), None)
        if file is None or not (folder / _TOKENIZER).is_file():
            raise SettingsError(
                f"{folder.absolute()} holds no model: {_TOKENIZER} and {_FILES[0]} (or {_FILES[1]}) should be there. "
                "Download them, and set embedder.engines.onnx.folder to their folder."
            )
        self.fingerprint = _fingerprint(file, folder / _TOKENIZER)
        self._pooling = pooling
        self._tokenizer = _tokenizer(folder / _TOKENIZER, max_tokens)
        self._session = _session(file)
        self._inputs = [one.name for one in self._session.get_inputs()]
        self._output = self._session.get_outputs()[0].name
        if unknown := set(self._inputs) - set(_KNOWN):
            raise SettingsError(f"{file} wants {', '.join(sorted(unknown))}; acore gives a model {', '.join(_KNOWN)}")

    def encode(self, texts: Sequence[str]) -> list[Vector]:
        """A vector of length 1 for each text; raises EngineRefused where the model can not read them."""
        told = [self._tokenizer.encode(encodable(text)).ids or [_NOTHING] for text in texts]
        ids, mask = (np.zeros((len(told), max(map(len, told))), dtype=np.int64) for _ in range(2))
        for row, one in enumerate(told):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            (found,) = self._session.run([self._output], {name: given[name] for name in self._inputs})
        except _BROKEN as error:
            raise EngineRefused(f"onnx can not read the texts ({error}); try another model", engine="onnx") from error
        pooled = self._pooled(np.asarray(found, dtype=np.float32), mask)
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        if not (np.isfinite(lengths) & (lengths > 0)).all():
            raise EngineRefused("onnx gave a vector without a direction; try another model", engine="onnx")
        return [array("f", row.tobytes()) for row in (pooled / lengths).astype(np.float32)]

    def _pooled(self, found: Any, mask: Any) -> Any:  # noqa: ANN401  arrays: (texts, words, numbers) or (texts, numbers)
        if found.ndim == 2:  # noqa: PLR2004  the model did it itself
            return found
        if self._pooling == "cls":
            return found[:, 0]
        counted = mask[:, :, None].astype(np.float32)
        return (found * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)


def _tokenizer(file: Path, max_tokens: int) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing more precise
        raise SettingsError(f"{file} is no tokenizer ({error}); download it again") from error
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    return tokenizer


def _session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except _BROKEN as error:
        raise SettingsError(f"{file} can not be loaded ({error}); download it again") from error


def _fingerprint(*files: Path) -> str:
    """Of the files' bytes, and of the weights that stand beside a large model."""
    digest = blake2b(digest_size=8)
    for file in files:
        for part in sorted(file.parent.glob(f"{file.name}*")):
            with part.open("rb") as stream:
                while block := stream.read(2**20):
                    digest.update(block)
    return digest.hexdigest()
