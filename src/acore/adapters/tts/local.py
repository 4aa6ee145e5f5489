"""What engines share whose model speaks on this machine: a thread, and a model that is loaded once it is there."""

import asyncio
from abc import abstractmethod
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypeVar

from acore.adapters.loading import Loaded
from acore.adapters.tts.names import unknown_voice
from acore.adapters.tts.plain_text import in_pieces
from acore.domain.speech import Voice
from acore.interfaces import TTS, Models

if TYPE_CHECKING:  # numpy, which a house without a voice does not load
    from acore.domain.audio import AudioChunk

_T = TypeVar("_T")
_STOPPING_S = 0.2
"""How long who leaves waits for the model to give up."""


class Speaker(Protocol):
    """A model that is loaded; it is used by one thread at a time, but for `stop`."""

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Those that its files hold."""
        ...

    def say(self, sentence: str, voice: str, speed: float, left: Event) -> "AudioChunk | None":
        """One sentence; None where there is nothing to say in it, or nobody listens any more."""
        ...

    def stop(self, left: Event | None = None) -> None:
        """Give up the sentence that it is at, if it is said for that listener; None is whoever listens."""
        ...

    def close(self) -> None:
        """Let go of its files."""
        ...


class LocalTTS(TTS):
    """Says a sentence at a time, each a piece; who leaves stops the model within the sentence.

    `open` does not wait for files that are not there: the first use after they came loads them.
    """

    name: str
    """The engine's."""

    def __init__(self, model: str, folder: Path | None, models: Models) -> None:
        self._model = model
        self._folder = folder
        self._models = models
        self._thread: ThreadPoolExecutor | None = None
        self._speaker = Loaded(self._load)

    @abstractmethod
    def _loader(self) -> Callable[[Path], Speaker]:
        """What loads the model from its folder; imports the libraries, and raises EngineRefused without them."""

    @abstractmethod
    def _voice(self, voice: str | None) -> str:
        """The voice that is meant."""

    async def open(self) -> None:
        """See that the libraries are there; raises EngineRefused where they are not."""
        await asyncio.to_thread(self._loader)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self.name)

    async def ping(self) -> None:
        """Load the model where it is not loaded yet; raises as `stream` does."""
        await self._speaker.get()

    async def aclose(self) -> None:
        """Stop speaking, and let go of the model."""
        speaker = await self._speaker.let_go()
        thread, self._thread = self._thread, None
        if speaker is not None:
            speaker.stop()
        if thread is not None:
            await asyncio.to_thread(thread.shutdown, cancel_futures=True)
        if speaker is not None:
            speaker.close()

    async def voices(self) -> tuple[Voice, ...]:
        """Those of the model's files, the one of the settings first."""
        there_are = (await self._speaker.get()).voices
        own = self._voice(None)
        return tuple(sorted(there_are, key=lambda voice: voice.name != own))

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> "AsyncGenerator[AudioChunk, None]":
        """A piece for each sentence.

        Raises EngineUnavailable while the files of the model are being fetched, and EngineRefused where they are
        missing or broken.
        """
        speaker, meant = await self._speaker.get(), self._voice(voice)
        if meant not in (known := [one.name for one in speaker.voices]):
            raise unknown_voice(meant, known)
        for sentence in in_pieces(text):
            if (said := await self._said(speaker, sentence, meant, speed)) is not None:
                yield said

    async def _said(self, speaker: Speaker, sentence: str, voice: str, speed: float) -> "AudioChunk | None":
        left = Event()
        work = asyncio.ensure_future(self._run(partial(speaker.say, sentence, voice, speed, left)))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            left.set()
            speaker.stop(left)
            work.add_done_callback(_unheard)
            await asyncio.wait({work}, timeout=_STOPPING_S)
            raise

    async def _load(self) -> Speaker:
        if self._thread is None:
            raise RuntimeError(f"{self.name} is asked before it is open")
        folder = self._folder or await self._models.folder(self._model)
        return await self._run(partial(self._loader(), folder))

    async def _run(self, work: Callable[[], _T]) -> _T:
        assert self._thread
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _unheard(done: "asyncio.Future[AudioChunk | None]") -> None:
    """Who left is not told what it came to."""
    if not done.cancelled():
        done.exception()
