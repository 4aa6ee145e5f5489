"""The model itself: sound in, segments out. Importing it loads faster-whisper and numpy."""

import math
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

from faster_whisper import WhisperModel

from acore.adapters.stt.whisper import ENGINE, WhisperSettings
from acore.domain.audio import AudioChunk
from acore.domain.speech import Segment
from acore.errors import EngineRefused, EngineUnavailable

_FILES = (("model.bin",), ("config.json",), ("tokenizer.json",), ("vocabulary.json", "vocabulary.txt"))
"""Without any of them the library would look for it on the network."""


class Model:
    """A Whisper model, used by one thread; raises EngineRefused where its folder lacks a file or holds a broken one."""

    def __init__(self, folder: Path, settings: WhisperSettings) -> None:
        lacking = [files[0] for files in _FILES if not any((folder / file).is_file() for file in files)]
        if lacking:
            told = f"whisper has no model in {folder.absolute()}: {', '.join(lacking)} should be there"
            raise EngineRefused(f"{told}; {_way_out(settings)}", engine=ENGINE)
        try:
            self._model = WhisperModel(
                str(folder), device=settings.device, compute_type=settings.compute_type, cpu_threads=settings.threads,
                local_files_only=True,
            )  # fmt: skip
        except Exception as error:  # its tokenizers raise nothing more precise
            told = f"whisper can not load the model in {folder.absolute()} ({error}); {_way_out(settings)}"
            raise EngineRefused(told, engine=ENGINE) from error
        self._beam = settings.beam

    def language(self, hint: str | None) -> str | None:
        """The hint as the model writes it; raises EngineRefused for a language that it does not know."""
        if hint is None:
            return None
        known = self._model.supported_languages
        if (told := hint.replace("_", "-").partition("-")[0].lower()) not in known:
            raise EngineRefused(
                f"this whisper model does not know the language {hint}; it knows {', '.join(known)}", engine=ENGINE
            )
        return told

    def segments(self, block: AudioChunk, begin: float, language: str | None, left: Event) -> Iterator[Segment]:
        """What is said in a block of 16 kHz that begins at a second, until somebody has `left`.

        What a detector of voices finds no voice in is not listened to: the model would imagine words.
        """
        try:
            found, told = self._model.transcribe(
                block.floats(), language=language, beam_size=self._beam, vad_filter=True,
                condition_on_previous_text=False,
            )  # fmt: skip
            for one in found:
                if left.is_set():
                    return
                if text := one.text.strip():
                    end = min(one.end, block.seconds)
                    start = min(one.start, end)
                    yield Segment(text, begin + start, begin + end, _confidence(one), told.language)
        except (RuntimeError, ValueError) as error:
            raise EngineUnavailable(f"whisper failed ({error}); ask again", engine=ENGINE) from error


def _way_out(settings: WhisperSettings) -> str:
    """Whose files they are decides how they come back."""
    name = f"{ENGINE}-{settings.model}"
    if settings.folder is None:
        return f"fetch it again: acore models remove {name}, acore models get {name}."
    return f"put them there, or unset stt.engines.whisper.folder: acore models get {name}."


def _confidence(segment: Any) -> float:  # noqa: ANN401  a segment as the library has it
    """The mean probability of its tokens, and that it is speech at all."""
    sure: float = math.exp(min(segment.avg_logprob, 0.0)) * (1 - segment.no_speech_prob)
    return round(min(max(sure, 0.0), 1.0), 4)
