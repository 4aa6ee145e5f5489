"""espeak-ng (GPLv3), which comes with the package: it speaks 130 languages at once and without a download."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from threading import Event
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from acore.adapters.tts.plain_text import in_pieces
from acore.domain.speech import Voice
from acore.errors import EngineRefused, NotFound, SettingsError
from acore.interfaces import TTS, EngineContext, EngineSettings, Extra

if TYPE_CHECKING:  # an extra, and numpy: loaded in open()
    import numpy as np
    from numpy.typing import NDArray

    from acore.adapters.tts.espeak_library import Espeak, Manner
    from acore.adapters.tts.espeak_voices import EspeakVoices
    from acore.domain.audio import AudioChunk

_SLOWEST, _FASTEST = 80, 450


class EspeakSettings(EngineSettings):
    """How espeak speaks."""

    engine: Literal["espeak"] = "espeak"
    language: str = Field(default="en-us", min_length=1)
    """What it speaks where no voice is named, such as de, fr-ch or ja."""
    voice: str | None = Field(default=None, min_length=1)
    """One of `acore voices`, such as en-gb or en-us+f3; not set is the language's own."""
    words_per_minute: int = Field(default=175, ge=_SLOWEST, le=_FASTEST)
    """The pace at the speed 1."""
    pitch: int = Field(default=50, ge=0, le=99)
    """How high the voice is; 50 is its own."""


class EspeakTTS(TTS):
    """Speaks on a thread of its own, a sentence at a time, 22.05 kHz and one channel.

    The pace is from 80 to 450 words a minute, whatever the speed.
    """

    Settings = EspeakSettings
    extra = Extra("voice", ("espeakng_loader", "numpy"))

    def __init__(self, settings: EspeakSettings, context: EngineContext) -> None:
        del context  # nothing of the house is needed to speak
        self._settings = settings
        self._thread: ThreadPoolExecutor | None = None
        self._library: Espeak | None = None
        self._voices: EspeakVoices | None = None

    async def open(self) -> None:
        """Load the library; raises EngineRefused where it is missing or broken, SettingsError for an unknown voice."""
        try:
            from acore.adapters.tts.espeak_library import library  # noqa: PLC0415  its libraries are an extra
            from acore.adapters.tts.espeak_voices import EspeakVoices  # noqa: PLC0415
        except ImportError as error:
            told = f'espeak can not be loaded ({error}): pip install "acore[voice]".'
            raise EngineRefused(told, engine="espeak") from error
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="espeak")
        self._library = await asyncio.get_running_loop().run_in_executor(self._thread, library)
        default = self._settings.voice or self._settings.language
        try:
            self._voices = EspeakVoices(self._library.voices, self._library.variants, default)
        except NotFound as error:
            raise SettingsError(f"tts.engines.espeak: {error}") from error

    async def aclose(self) -> None:
        """End the thread, after the sentence that it says now; the library stays in memory, as it has to."""
        thread, self._thread, self._library, self._voices = self._thread, None, None, None
        if thread is not None:
            await asyncio.to_thread(thread.shutdown, cancel_futures=True)

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the language in use, with their variants, and then one for each other language."""
        return self._open[1].all

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """The sound in pieces of 100 ms; the thread is free for others between two sentences.

        Sentences in which nothing can be said are left out.
        """
        library, voices = self._open
        manner = voices.manner(voice, self._pace(speed), self._settings.pitch)
        for sentence in in_pieces(text):
            silence: list[AudioChunk] | None = []
            async with aclosing(self._said(library, sentence, manner)) as pieces:
                async for piece in pieces:
                    if silence is None:
                        yield piece
                        continue
                    silence.append(piece)
                    if piece.samples.any():
                        for held in silence:
                            yield held
                        silence = None

    async def _said(self, library: "Espeak", text: str, manner: "Manner") -> "AsyncGenerator[AudioChunk, None]":
        """One sentence; one in which nothing can be said is silence."""
        from acore.domain.audio import AudioChunk  # noqa: PLC0415  numpy

        assert self._thread
        loop, left, heard = asyncio.get_running_loop(), Event(), asyncio.Queue["NDArray[np.int16] | None"]()

        def take(piece: "NDArray[np.int16]") -> bool:
            if not left.is_set():
                loop.call_soon_threadsafe(heard.put_nowait, piece)
            return not left.is_set()

        def say() -> None:
            if not left.is_set():
                library.say(text, manner, take)

        def ended(done: asyncio.Future[None]) -> None:
            if not done.cancelled():
                done.exception()  # nobody may be left who would look at it
            heard.put_nowait(None)

        saying = loop.run_in_executor(self._thread, say)
        saying.add_done_callback(ended)
        try:
            while (piece := await heard.get()) is not None:
                yield AudioChunk(piece.reshape(-1, 1), library.rate)
            await saying
        finally:
            left.set()

    def _pace(self, speed: float) -> int:
        return min(max(round(self._settings.words_per_minute * speed), _SLOWEST), _FASTEST)

    @property
    def _open(self) -> "tuple[Espeak, EspeakVoices]":
        if self._library is None or self._voices is None:
            raise RuntimeError("espeak is asked before it is open")
        return self._library, self._voices
