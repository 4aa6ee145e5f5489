"""PocketSphinx, whose small English model comes with its package: it hears without a download, and modestly.

Of speech that is read clearly it takes about one word in three wrongly, and more of other voices; within a
grammar of commands it is nearly always right. For dictation, ``acore use stt/whisper`` is the way on.
"""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from acore.adapters.stt.sphinx_pool import WorkerPool
from acore.adapters.stt.sphinx_process import ENGINE, Worker
from acore.adapters.stt.sphinx_wire import RATE, Heard
from acore.domain.speech import Segment
from acore.errors import EngineRefused
from acore.interfaces import STT, EngineContext, EngineSettings, Extra

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

_LANGUAGE = "en"
_NEEDED = ("pocketsphinx", "numpy", "av")


class PocketSphinxSettings(EngineSettings):
    """How PocketSphinx listens."""

    engine: Literal["pocketsphinx"] = "pocketsphinx"
    grammar: Path | None = None
    """A file with the only phrases that are heard, one a line, or a JSGF grammar; not set is dictation."""
    documents: Path | None = None
    """A text file, or a folder of them, in whose sentences people speak: they are listened for beside everything else.
    It helps a little where the words are in the dictionary, and takes a fourth more work. A grammar goes before."""
    workers: int = Field(default=2, ge=1, le=16)
    """How many streams are heard at once, each in a process of 130 MB; one more than are needed is kept warm."""
    timeout: float = Field(default=10, gt=0, le=600)
    """Seconds that it may take for the next half second of sound; then its process is started anew."""


class PocketSphinxSTT(STT):
    """Hears English, while it comes; processes of its own do the work, and a stream that is left ends its process."""

    Settings = PocketSphinxSettings
    extra = Extra("voice", ("pocketsphinx", "av", "numpy"))

    def __init__(self, settings: PocketSphinxSettings, context: EngineContext) -> None:
        self._settings = settings
        self._folder = context.data_dir / "pocketsphinx"
        self._pool: WorkerPool | None = None

    async def open(self) -> None:
        """Start the processes, and wait for the first.

        Raises EngineRefused where the library is missing, or the grammar can not be used.
        """
        if missing := [name for name in _NEEDED if find_spec(name) is None]:
            raise EngineRefused(
                f'pocketsphinx can not listen without {" and ".join(missing)}: pip install "acore[voice]".',
                engine=ENGINE,
            )
        self._pool = WorkerPool(self._started, self._settings.workers)
        await self._pool.warm()

    async def aclose(self) -> None:
        """End the processes."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.aclose()

    async def stream(
        self, audio: "AsyncIterable[AudioChunk]", *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """What is heard, with a guess twice a second, and a final segment at each pause, or after 20 s without one.

        Raises EngineRefused for a language other than English.
        """
        from acore.adapters.sound.pieces import resampled  # noqa: PLC0415  numpy and PyAV

        if (pool := self._pool) is None:
            raise RuntimeError("pocketsphinx is asked before it is open")
        if language is not None and language.partition("-")[0].lower() != _LANGUAGE:
            raise EngineRefused(
                f"pocketsphinx understands English alone, not {language}. For other languages: acore use stt/whisper",
                engine=ENGINE,
            )
        async with pool.worker() as worker, aclosing(resampled(audio, RATE)) as pieces:
            async for piece in pieces:
                for heard in await worker.hear(piece.samples.astype("<i2", copy=False).tobytes()):
                    yield _segment(heard)
            for heard in await worker.finish():
                yield _segment(heard)

    async def _started(self) -> Worker:
        settings, folder = self._settings, str(self._folder.absolute())
        given = [str(file.absolute()) if file else "" for file in (settings.grammar, settings.documents)]
        return await Worker.start((*given, folder), settings.timeout)


def _segment(heard: Heard) -> Segment:
    return Segment(
        heard["text"], heard["start"], heard["end"], heard["confidence"], language=_LANGUAGE, final=heard["final"]
    )
