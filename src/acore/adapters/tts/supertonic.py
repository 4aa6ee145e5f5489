"""Supertonic 3: a quick and natural voice on this machine, in 31 languages; its model is fetched once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from pydantic import Field

from acore.adapters.tts.local import LocalTTS, Speaker
from acore.errors import EngineRefused
from acore.interfaces import EngineContext, EngineSettings, Extra

ENGINE = "supertonic"

Language = Literal[
    "en", "ko", "ja", "ar", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hi", "hr", "hu",
    "id", "it", "lt", "lv", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "vi", "na",
]  # fmt: skip


class SupertonicSettings(EngineSettings):
    """How Supertonic speaks."""

    engine: Literal["supertonic"] = "supertonic"
    voice: str = Field(default="F1", min_length=1)
    """F1 to F5 are women, M1 to M5 men; each speaks every language."""
    language: Language = "en"
    """What is spoken; na is for what is in none of the others."""
    steps: int = Field(default=8, ge=1, le=50)
    """How often the sound is made finer: more takes longer and sounds better."""
    folder: Path | None = None
    """A folder with the files of the model; not set is what `acore models get supertonic` fetched."""
    threads: int = Field(default=2, ge=1, le=64)
    """How many cores it may use."""

    def needs_model(self) -> str | None:
        """Its own, unless the files are somewhere else."""
        return None if self.folder else ENGINE


class SupertonicTTS(LocalTTS):
    """44.1 kHz and one channel, a piece for each sentence."""

    Settings = SupertonicSettings
    extra = Extra("voice", ("onnxruntime", "numpy"))
    name = ENGINE

    def __init__(self, settings: SupertonicSettings, context: EngineContext) -> None:
        super().__init__(ENGINE, settings.folder, context.models)
        self._settings = settings
        self._random = context.random

    def _voice(self, voice: str | None) -> str:
        return voice or self._settings.voice

    def _loader(self) -> Callable[[Path], Speaker]:
        try:
            from acore.adapters.tts.supertonic_model import Manner, SupertonicSpeaker  # noqa: PLC0415  an extra
        except ImportError as error:
            told = f'supertonic can not be loaded ({error}): pip install "acore[voice]".'
            raise EngineRefused(told, engine=ENGINE) from error
        settings = self._settings
        manner = Manner(settings.language, settings.steps, settings.threads, self._random.getrandbits(64))
        return partial(SupertonicSpeaker, manner=manner)
