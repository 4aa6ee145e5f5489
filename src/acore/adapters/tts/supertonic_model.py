"""The four models of Supertonic: a sentence in, sound out. Importing it loads ONNX Runtime and numpy.

How they work together is documented by the makers' own examples (github.com/supertone-inc/supertonic): one tells how
long the sentence takes, one reads it, one makes sound out of noise step by step, and one writes the samples.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from threading import Event
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from acore.adapters.tts.onnx_session import BROKEN, Listener, StoppableSession, again, present, session
from acore.adapters.tts.supertonic_text import Signs
from acore.domain.audio import AudioChunk
from acore.domain.speech import Voice
from acore.errors import EngineRefused, EngineUnavailable

_MODELS: Final = {
    "duration_predictor": ("text_ids", "style_dp", "text_mask"),
    "text_encoder": ("text_ids", "style_ttl", "text_mask"),
    "vector_estimator": (
        "noisy_latent", "text_emb", "style_ttl", "text_mask", "latent_mask", "current_step", "total_step",
    ),
    "vocoder": ("latent",),
}  # fmt: skip
"""Each model with its inputs."""
_TOLD, _SIGNS = "onnx/tts.json", "onnx/unicode_indexer.json"
_LONGEST: Final = {"ko": 120, "ja": 120}
_USUAL = 300
"""Characters that the models say at once."""
_LONGEST_S = 120.0
_SEXES: Final = {"F": "female", "M": "male"}

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Manner:
    """How it speaks."""

    language: str
    steps: int
    threads: int
    seed: int
    """Of the noise that the sound is made of."""


@dataclass(frozen=True, slots=True)
class _Style:
    """A voice: how it sounds, shape (1, …), and how fast it speaks."""

    sound: Floats
    pace: Floats


@dataclass(frozen=True, slots=True)
class _Form:
    """What the models say of their sound."""

    rate: int
    frames: int
    """Of sound, in one column of what it is made of."""
    rows: int


class SupertonicSpeaker:
    """The models and voices of a folder; raises EngineRefused where files are missing, or are others."""

    def __init__(self, folder: Path, manner: Manner) -> None:
        present(folder, (_TOLD, _SIGNS, *(f"onnx/{name}.onnx" for name in _MODELS)), "supertonic")
        self._manner = manner
        self._listener = Listener()
        self._form = _form(folder / _TOLD)
        self._signs = Signs(_read(folder / _SIGNS))
        self._styles = {file.stem: _style(file) for file in sorted((folder / "voice_styles").glob("*.json"))}
        if not self._styles:
            present(folder, ("voice_styles/F1.json",), "supertonic")
        self._models = {
            name: session(folder / f"onnx/{name}.onnx", manner.threads, "supertonic", self._listener, frozenset(wants))
            for name, wants in _MODELS.items()
        }
        self._noise = np.random.default_rng(manner.seed)
        self.voices = tuple(Voice(name, None, _SEXES.get(name[:1], "")) for name in self._styles)

    def say(self, sentence: str, voice: str, speed: float, left: Event) -> AudioChunk | None:
        """One sentence, in the language of the settings."""
        self._listener.left = left
        language, said = self._manner.language, []
        for part in wrap(sentence, _LONGEST.get(language, _USUAL)):
            if left.is_set():
                return None
            if (ids := self._signs.ids(part, language)) is None:
                continue
            try:
                said.append(self._sound(ids, self._styles[voice], speed))
            except BROKEN as error:
                if left.is_set():
                    return None
                told = f"supertonic could not say a sentence ({error})."
                raise EngineUnavailable(told, engine="supertonic") from error
        return AudioChunk.of_floats(np.concatenate(said), self._form.rate) if said else None

    def stop(self, left: Event | None = None) -> None:
        """End what the models compute for that listener, or for anybody."""
        self._listener.stop(left)

    def close(self) -> None:
        """Nothing is open."""

    def _sound(self, ids: list[int], style: _Style, speed: float) -> Floats:
        text: dict[str, Any] = {
            "text_ids": np.array([ids], np.int64),
            "text_mask": np.ones((1, 1, len(ids)), np.float32),
        }
        seconds = float(_first(self._models["duration_predictor"], {**text, "style_dp": style.pace}).flat[0]) / speed
        if not 0 < seconds < _LONGEST_S:
            raise EngineUnavailable(f"supertonic takes {seconds:g} s for a sentence.", engine="supertonic")
        meaning = _first(self._models["text_encoder"], {**text, "style_ttl": style.sound})
        frames = int(seconds * self._form.rate)
        columns = -(-frames // self._form.frames) or 1
        made = self._noise.standard_normal((1, self._form.rows, columns), np.float32)
        fixed = {
            "text_emb": meaning,
            "style_ttl": style.sound,
            "text_mask": text["text_mask"],
            "latent_mask": np.ones((1, 1, columns), np.float32),
            "total_step": np.array([self._manner.steps], np.float32),
        }
        for step in range(self._manner.steps):
            now = {"noisy_latent": made, "current_step": np.array([step], np.float32)}
            made = _first(self._models["vector_estimator"], {**fixed, **now})
        return _first(self._models["vocoder"], {"latent": made}).reshape(-1)[:frames]


def _first(model: StoppableSession, given: dict[str, Any]) -> Floats:
    found: Floats = np.asarray(model.run(None, given)[0], np.float32)
    return found


def _form(file: Path) -> _Form:
    told = _read(file)
    try:
        rate, base = int(told["ae"]["sample_rate"]), int(told["ae"]["base_chunk_size"])
        factor, rows = int(told["ttl"]["chunk_compress_factor"]), int(told["ttl"]["latent_dim"])
    except (KeyError, TypeError, ValueError) as error:
        raise _other(file, error) from error
    if min(rate, base, factor, rows) <= 0:
        raise _other(file, "its numbers are not above 0")
    return _Form(rate, base * factor, rows * factor)


def _style(file: Path) -> _Style:
    told = _read(file)
    try:
        return _Style(*(_array(told[name]) for name in ("style_ttl", "style_dp")))
    except (KeyError, TypeError, ValueError) as error:
        raise _other(file, error) from error


def _array(told: Any) -> Floats:  # noqa: ANN401  JSON
    rows, columns = (int(size) for size in told["dims"][1:])
    return np.array(told["data"], np.float32).reshape(1, rows, columns)


def _read(file: Path) -> Any:  # noqa: ANN401  JSON
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise _other(file, error) from error


def _other(file: Path, why: object) -> EngineRefused:
    return EngineRefused(f"{file} is not of Supertonic ({why}); {again('supertonic')}", engine="supertonic")
