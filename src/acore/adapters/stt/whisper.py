"""Whisper through faster-whisper: it hears a hundred languages, with a model that is fetched once."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

import structlog
from pydantic import Field

from acore.adapters.loading import Loaded
from acore.domain.speech import Segment
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable, NotFound
from acore.interfaces import STT, EngineContext, EngineSettings, Extra

if TYPE_CHECKING:  # numpy and the library, which a house without a voice does not load
    from acore.adapters.stt.whisper_model import Model
    from acore.domain.audio import AudioChunk

_log = structlog.get_logger(__name__)
ENGINE = "whisper"
_RATE = 16_000
_BLOCK_S, _SEARCH_S = 28.0, 8.0
"""The model hears half a minute at a time, whatever is in it."""


class WhisperSettings(EngineSettings):
    """Which model listens, and on what."""

    engine: Literal["whisper"] = "whisper"
    model: str = Field(default="base", pattern=r"^[a-z0-9][a-z0-9._-]*$")
    """The model's name, such as tiny, base, small, medium or large-v3; names that end in .en know English alone."""
    folder: Path | None = None
    """The folder with a model's files, as CTranslate2 has them; not set is what `acore models get` fetched."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """What it computes on."""
    compute_type: Literal["default", "auto", "int8", "int8_float16", "int8_float32", "float16", "float32"] = "int8"
    """How exactly it computes: int8 is fastest on a processor."""
    threads: int = Field(default=0, ge=0, le=256)
    """How many cores it uses; 0 is up to four."""
    beam: int = Field(default=5, ge=1, le=20)
    """How many wordings it weighs against each other; 1 is fastest."""
    timeout: float = Field(default=120, gt=0, le=3600)
    """Seconds that it may take for half a minute of sound."""

    def needs_model(self) -> str | None:
        """The one that is named, unless its files are somewhere else."""
        return None if self.folder else f"{ENGINE}-{self.model}"


class WhisperSTT(STT):
    """Listens on a thread of its own, to half a minute at a time; leaving a stream stops it after its segment."""

    Settings = WhisperSettings
    extra = Extra("voice", ("faster_whisper", "av", "numpy"))

    def __init__(self, settings: WhisperSettings, context: EngineContext) -> None:
        self._settings = settings
        self._models = context.models
        self._thread: ThreadPoolExecutor | None = None
        self._model = Loaded(self._load)

    async def open(self) -> None:
        """Load the model; while its files are still being fetched, the first use after that loads it.

        Raises EngineRefused where they are missing and nobody fetches them, where they are broken, and where the
        library is missing.
        """
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="whisper")
        try:
            await self._model.get()
        except EngineUnavailable as error:
            _log.info("whisper_waits_for_its_model", reason=str(error))

    async def ping(self) -> None:
        """Load the model where it is not loaded yet; raises as `open`, and EngineUnavailable while it is fetched."""
        await self._model.get()

    async def aclose(self) -> None:
        """Let go of the model, after the segment that it hears now."""
        await self._model.let_go()
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.to_thread(thread.shutdown, cancel_futures=True)

    async def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """Final segments, after the end of the sound or of each half minute of it.

        Without a `language` the one of the first block with words is taken for all. Raises EngineRefused for one
        that the model does not know, EngineUnavailable while it is being fetched, and EngineTimeout.
        """
        from acore.adapters.sound.pieces import blocks, resampled  # noqa: PLC0415  numpy and PyAV

        model = await self._model.get()
        spoken = model.language(language)
        async with aclosing(resampled(audio, _RATE)) as pieces, aclosing(blocks(pieces, _BLOCK_S, _SEARCH_S)) as cut:
            async for begin, block in cut:
                async with aclosing(self._heard(model, block, begin, spoken)) as segments:
                    async for segment in segments:
                        spoken = spoken or segment.language
                        yield segment

    async def _load(self) -> "Model":
        if self._thread is None:
            raise RuntimeError("whisper is asked before it is open")
        loop = asyncio.get_running_loop()
        model = await loop.run_in_executor(self._thread, _library)  # before its files: they may have to be fetched
        return await loop.run_in_executor(self._thread, model, await self._folder(), self._settings)

    async def _folder(self) -> Path:
        if self._settings.folder is not None:
            return self._settings.folder
        try:
            return await self._models.folder(f"{ENGINE}-{self._settings.model}")
        except NotFound as error:
            told = f"{error} For another one, set stt.engines.whisper.folder to where its files are."
            raise EngineRefused(told, engine=ENGINE) from error

    async def _heard(
        self, model: "Model", block: "AudioChunk", begin: float, language: str | None
    ) -> AsyncGenerator[Segment, None]:
        assert self._thread
        loop, left, heard = asyncio.get_running_loop(), Event(), asyncio.Queue[Segment | None]()

        def listen() -> None:
            for segment in model.segments(block, begin, language, left):
                loop.call_soon_threadsafe(heard.put_nowait, segment)

        def ended(done: asyncio.Future[None]) -> None:
            if not done.cancelled():
                done.exception()  # nobody may be left who would look at it
            heard.put_nowait(None)

        listening = loop.run_in_executor(self._thread, listen)
        listening.add_done_callback(ended)
        limit = self._settings.timeout
        try:
            async with asyncio.timeout(limit) as deadline:
                while (segment := await heard.get()) is not None:
                    deadline.reschedule(None)  # whoever takes the words may take their time
                    yield segment
                    deadline.reschedule(loop.time() + limit)
                await listening
        except TimeoutError as error:
            raise EngineTimeout(
                f"whisper did not hear half a minute within {limit:g} s; a smaller model is quicker", engine=ENGINE
            ) from error
        finally:
            left.set()
            listening.cancel()


def _library() -> "type[Model]":
    """In a thread: it takes a second to load."""
    try:
        from acore.adapters.stt.whisper_model import Model  # noqa: PLC0415  its libraries are an extra
    except ImportError as error:
        told = f'whisper can not be loaded ({error}): pip install "acore[voice]".'
        raise EngineRefused(told, engine=ENGINE) from error
    return Model
