"""Fetches models in the background, each once however many want it, and knows where they are."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import structlog
from filelock import FileLock, Timeout

from acore.adapters.models.catalogue import MODELS
from acore.adapters.models.files import ModelFiles, unwritable
from acore.domain.model_files import Kept, Model, ModelFile, in_words
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, NotFound
from acore.interfaces import Clock, Engine, Models

_log = structlog.get_logger(__name__)

_LONGEST_S = 24 * 3600
_LOOK_S: Final = 0.2
"""Between two looks at how far it is, and at whether another process still fetches it."""
_PAUSE_S = 30
"""After a failure, seconds in which a use does not begin to fetch again; who asks for the files themselves may."""


class _Flight:
    """One fetching, and how many wait for it."""

    def __init__(self, task: asyncio.Task[None], began: float, had: int) -> None:
        self.task = task
        self.began = began
        self.had = had
        self.waiting = 0
        self.house_waits = False


class ModelStore(Models, Engine):
    """The models in the folder models of `data_dir`. While it is open, a first use begins to fetch what is missing.

    `mirror` is an address below which files stand as ``NAME/FILE``; None takes them from where their makers keep them.
    """

    def __init__(self, data_dir: Path, mirror: str | None, clock: Clock, models: Sequence[Model] = MODELS) -> None:
        self._files = ModelFiles(data_dir / "models")
        self._mirror = mirror
        self._clock = clock
        self._models = {model.name: model for model in models}
        self._flights: dict[str, _Flight] = {}
        self._failures: dict[str, tuple[float, EngineError]] = {}
        self._fetches = False
        self._closed = False

    async def open(self) -> None:
        """Nothing is fetched before somebody needs it."""
        self._fetches, self._closed = True, False

    async def aclose(self) -> None:
        """Stop fetching; what has come is kept, and the next time goes on there."""
        self._fetches, self._closed = False, True
        tasks = [flight.task for flight in self._flights.values()]
        self._flights.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def named(self, name: str) -> Model:
        """The model of that name; raises NotFound with those there are."""
        if (model := self._models.get(name)) is None:
            known = ", ".join(self._models)
            raise NotFound("There is no model {name}; there are {known}.", name=name[:100], known=known)
        return model

    async def kept(self) -> tuple[Kept, ...]:
        """How much of each is here."""
        return tuple([await asyncio.to_thread(self._files.kept, model) for model in self._models.values()])

    async def folder(self, name: str) -> Path:
        """Where the files are, or why they are not; see `Models.folder`."""
        model = self.named(name)
        if await asyncio.to_thread(self._files.is_whole, model):
            return self._files.place(model)
        if not self._fetches:
            raise EngineRefused(
                f"{model.engine} needs the model {name} ({in_words(model.size)}), which is not here: "
                f"acore models get {name}",
                engine=model.engine,
            )
        flight = self._flights.get(name)
        if flight is None:
            self._raise_failure(name)
            flight = await self._flight(model)
            flight.house_waits = True  # it never leaves
        raise EngineUnavailable(await self._expected(model, flight), engine=model.engine)

    async def get(self, name: str, *, within: float | None = None) -> Path:
        """Fetch it where it is not here, and say where it is.

        Many may wait at once; it is fetched once, also by several processes. Raises EngineUnavailable, EngineRefused
        or NotFound, and EngineTimeout after `within` seconds; a later call goes on where this one ended. Whoever is
        the last one to stop waiting stops it.
        """
        try:
            async with asyncio.timeout(within), aclosing(self.steps(name)) as steps:
                async for _ in steps:
                    pass
        except TimeoutError as error:
            told = f"{name} was not fetched within {within:g} s; it goes on where it ended: acore models get {name}"
            raise EngineTimeout(told, engine="models") from error
        return self._files.place(self.named(name))

    async def steps(self, name: str) -> AsyncGenerator[Kept, None]:
        """As `get`, telling how far it is while it goes on, and at the end."""
        model = self.named(name)
        if not await asyncio.to_thread(self._files.is_whole, model):
            flight = self._flights.get(name) or await self._flight(model)
            flight.waiting += 1
            try:
                while not flight.task.done():
                    yield await asyncio.to_thread(self._files.kept, model)
                    await asyncio.wait({flight.task}, timeout=_LOOK_S)
                _raise_outcome(flight.task, model)
            finally:
                await self._leave(name, flight)
        yield Kept(model, "ready", model.size)

    async def remove(self, name: str) -> int:
        """Remove what is here of it, parts included, and tell how many bytes that was.

        Raises NotFound for a name, and EngineUnavailable while it is being fetched.
        """
        model = self.named(name)
        with suppress(Timeout), self._locked(model):
            return await asyncio.to_thread(self._files.remove, model)
        told = f"{name} is being fetched; end that first, or remove it when it is here."
        raise EngineUnavailable(told, engine="models")

    async def _flight(self, model: Model) -> _Flight:
        kept = await asyncio.to_thread(self._files.kept, model)
        if self._closed:
            raise _stopping(model)
        if (flight := self._flights.get(model.name)) is None:  # somebody may have begun since
            task = asyncio.create_task(self._bring(model), name=f"fetching {model.name}")
            flight = self._flights[model.name] = _Flight(task, self._clock.monotonic(), kept.have)
            task.add_done_callback(lambda done: self._landed(model.name, done))
        return flight

    async def _leave(self, name: str, flight: _Flight) -> None:
        flight.waiting -= 1
        if flight.waiting or flight.house_waits or flight.task.done():
            return
        if self._flights.get(name) is flight:
            del self._flights[name]
        flight.task.cancel()
        await asyncio.wait({flight.task})

    def _landed(self, name: str, done: asyncio.Task[None]) -> None:
        flight = self._flights.get(name)
        if flight is not None and flight.task is done:
            del self._flights[name]
        if done.cancelled():
            return
        error = done.exception()
        if isinstance(error, EngineError):
            self._failures[name] = (self._clock.monotonic(), error)
            if flight is None or not flight.waiting:  # nobody is told otherwise
                _log.warning("model_not_fetched", model=name, error=str(error))
        elif error is not None:
            _log.error("model_not_fetched", model=name, exc_info=error)
        else:
            self._failures.pop(name, None)
            _log.info("model_fetched", model=name)

    async def _bring(self, model: Model) -> None:
        """All of it, by whichever process is first."""
        from acore.adapters.models.fetching import Fetcher  # noqa: PLC0415  a house that fetches nothing needs no client

        fetcher = Fetcher(self._clock)
        async with asyncio.timeout(_LONGEST_S), self._alone(model):
            if await asyncio.to_thread(self._files.is_whole, model):
                return
            await asyncio.to_thread(self._files.prepare, model)
            for file in model.files:
                if not await asyncio.to_thread(self._files.has, model, file):
                    await fetcher.fetch(file, self._url(model, file), self._files.part(model, file))
                    await asyncio.to_thread(self._files.finish, model, file)
            await asyncio.to_thread(self._files.promote, model)

    def _url(self, model: Model, file: ModelFile) -> str:
        return file.url if self._mirror is None else f"{self._mirror.rstrip('/')}/{model.name}/{file.path}"

    @asynccontextmanager
    async def _alone(self, model: Model) -> AsyncIterator[None]:
        """While no other process does anything to the model."""
        while True:
            try:
                lock = self._locked(model)
            except Timeout:
                await self._clock.sleep(_LOOK_S)
                continue
            with lock:
                yield
            return

    def _locked(self, model: Model) -> AbstractContextManager[object]:
        """The lock, held until it is left; raises Timeout at once where somebody else holds it."""
        place = self._files.lock(model)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            return FileLock(place, timeout=0).acquire()
        except Timeout:
            raise
        except OSError as error:
            raise unwritable(place, error) from error

    def _raise_failure(self, name: str) -> None:
        if (failure := self._failures.get(name)) is None:
            return
        at, error = failure
        if self._clock.monotonic() - at < _PAUSE_S:
            raise error.with_traceback(None)

    async def _expected(self, model: Model, flight: _Flight) -> str:
        """What to expect, for people."""
        kept = await asyncio.to_thread(self._files.kept, model)
        came, took = kept.have - flight.had, self._clock.monotonic() - flight.began
        left = ""
        if came > 0 and took > 0:
            minutes = (model.size - kept.have) / (came / took) / 60
            left = f", about {minutes:.0f} min left" if minutes > 1 else ", less than a minute left"
        return (
            f"{model.engine} can not work yet: the model {model.name} is being fetched "
            f"({in_words(kept.have)} of {in_words(model.size)}{left}). Ask again later."
        )


def _raise_outcome(task: asyncio.Task[None], model: Model) -> None:
    """What it ended with, as it is told to each who waited."""
    if task.cancelled():
        raise _stopping(model)
    error = task.exception()
    if isinstance(error, TimeoutError):
        told = f"{model.name} was not fetched in a day; the next time goes on: acore models get {model.name}"
        raise EngineTimeout(told, engine="models") from error
    if error is not None:
        raise error


def _stopping(model: Model) -> EngineUnavailable:
    told = f"{model.name} is no longer fetched, because acore ends; the next time goes on: "
    return EngineUnavailable(f"{told}acore models get {model.name}", engine="models")
