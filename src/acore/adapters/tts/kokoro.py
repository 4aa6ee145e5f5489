"""Kokoro: a natural voice on this machine, through kokoro-onnx; its model is fetched once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import Field

from acore.adapters.tts.local import LocalTTS, Speaker
from acore.errors import EngineRefused
from acore.interfaces import EngineContext, EngineSettings, Extra

ENGINE = "kokoro"


class KokoroSettings(EngineSettings):
    """How Kokoro speaks."""

    engine: Literal["kokoro"] = "kokoro"
    voice: str = Field(default="af_heart", min_length=1)
    """One of `acore voices`; its first letter is the language: a and b are English, e Spanish, f French, h Hindi, i
    Italian, j Japanese, p Portuguese, z Chinese."""
    folder: Path | None = None
    """A folder with kokoro-v1.0.onnx and voices-v1.0.bin; not set is what `acore models get kokoro` fetched."""
    threads: int = Field(default=2, ge=1, le=64)
    """How many cores it may use."""

    def needs_model(self) -> str | None:
        """Its own, unless the files are somewhere else."""
        return None if self.folder else ENGINE


class KokoroTTS(LocalTTS):
    """24 kHz and one channel, a piece for each sentence."""

    Settings = KokoroSettings
    extra = Extra("kokoro", ("kokoro_onnx",))
    name = ENGINE

    def __init__(self, settings: KokoroSettings, context: EngineContext) -> None:
        super().__init__(ENGINE, settings.folder, context.models)
        self._settings = settings

    def _voice(self, voice: str | None) -> str:
        return voice or self._settings.voice

    def _loader(self) -> Callable[[Path], Speaker]:
        try:
            from acore.adapters.tts.kokoro_model import KokoroSpeaker  # noqa: PLC0415  its libraries are an extra
        except ImportError as error:
            told = f'kokoro can not be loaded ({error}): pip install "acore[voice,kokoro]".'
            raise EngineRefused(told, engine=ENGINE) from error
        return partial(KokoroSpeaker, threads=self._settings.threads)
