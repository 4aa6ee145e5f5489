"""Opens what the container built, in order, and closes it in reverse."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog
from pydantic import SecretStr
from starlette.types import ASGIApp

from acore import logs
from acore.adapters.llm.discovery import local_servers
from acore.adapters.running import DataDirLock, prepare_data_dir
from acore.container import Container
from acore.domain.models import LocalServer, Used
from acore.errors import EngineTimeout
from acore.interfaces import LLM, Engine
from acore.services.chat import ChatService
from acore.services.knowledge import KnowledgeService
from acore.settings import Settings
from acore.switching import choice_of, use

_log = structlog.get_logger(__name__)
_OPEN_S = 60
"""Seconds that one engine may take to open."""
_CLOSE_S = 8
"""Seconds that the whole house may take to close; a service manager waits ten."""


class Application:
    """A house that is open: an asynchronous context manager around one data directory.

    Entering it raises SettingsError, DataDirInUse or EngineError, with nothing left open.
    """

    def __init__(self, settings: Settings, container: Container | None = None, *, file: Path | None = None) -> None:
        self.settings = settings
        self._file = file
        """The settings file that was named, beside which changes are written."""
        self._changing = asyncio.Lock()
        self.container = container or Container(settings=settings)
        self._stack = AsyncExitStack()
        self._lock: DataDirLock | None = None
        self._background: set[asyncio.Task[object]] = set()

    @property
    def chat(self) -> ChatService:
        """The conversation."""
        service: ChatService = self.container.chat()
        return service

    @property
    def knowledge(self) -> KnowledgeService:
        """The documents."""
        service: KnowledgeService = self.container.knowledge()
        return service

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    @property
    def model_in_use(self) -> tuple[str, str | None]:
        """The table of the settings that answers now, and its model where it has one by name."""
        llm: LLM = self.container.llm()
        return llm.name, llm.model

    async def models(self) -> tuple[LocalServer, ...]:
        """The model servers that run on this machine now; looked for no longer than a second."""
        return await local_servers(self.container.http())

    async def use(self, choice: str, key: SecretStr | None = None) -> Used:
        """Change an engine, as in ``ollama/llama3.2``: tried, written down, and a model in use at once.

        No turn is interrupted, and no earlier answer is given again. `key` is written to secrets.toml.
        Raises SettingsError, or EngineError where the engine does not answer; then nothing has changed.
        """
        if key is not None:
            logs.redact((key.get_secret_value(),))
        async with self._changing:
            chosen, switch = choice_of(choice, self.settings), self.container.llm_in_use().switch
            used = await use(chosen, key, self._file, switch, self.container.context())
            await self.container.cache().clear()  # the engine behind a route is not in the key of its answers
            return used

    async def serve(self, page: ASGIApp | None = None) -> str:
        """Serve health, doors and the page until the house closes; returns the address."""
        token = secrets.token_urlsafe(32)
        stops = asyncio.Event()
        site = self.container.site(page=page, token=token, use=self.use, stops=stops)
        web = self.container.web(site)
        self._stack.push_async_callback(web.aclose)
        self._stack.callback(stops.set)  # before the server is closed: it waits for those that are being answered
        await web.start()
        self._announce(address=web.address, token=token)
        return str(web.address)

    async def connect(self, token: SecretStr) -> None:
        """Keep the bot on Discord until it is closed or cancelled; raises SettingsError where Discord refuses it."""
        from acore.discord.connecting import serve  # noqa: PLC0415  commands that need no Discord do not load it

        await serve(self.container.discord.bot(), token.get_secret_value())

    def in_background(self, work: Callable[[], Awaitable[object]], *, name: str) -> None:
        """Run it beside everything else; a failure is logged, and closing the house cancels it."""
        task = asyncio.create_task(_logged(work, name), name=name)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _announce(self, *, address: str | None, token: str) -> None:
        assert self._lock
        self._lock.announce(address=address, token=token)

    async def _open(self) -> None:
        self.container.check_dependencies()
        self.container.metrics().watch("cache_stats.history_cache", self.container.history().stats)
        prepare_data_dir(self.settings.data_dir)
        self._lock = self._stack.enter_context(DataDirLock(self.settings.data_dir))
        self._announce(address=None, token=secrets.token_urlsafe(32))
        for name, engine in self.container.engines().items():
            self._stack.push_async_callback(engine.aclose)
            await _opened(name, engine)
        self._stack.push_async_callback(self.knowledge.aclose)
        self._stack.push_async_callback(self.container.voice.engines().aclose)

    async def _close(self) -> None:
        for task in tuple(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        try:
            async with asyncio.timeout(_CLOSE_S):
                await self._stack.aclose()
        except TimeoutError:
            _log.error("closing_took_too_long", seconds=_CLOSE_S)


async def _opened(name: str, engine: Engine) -> None:
    try:
        async with asyncio.timeout(_OPEN_S):
            await engine.open()
    except TimeoutError as error:
        raise EngineTimeout(f"{name} did not open within {_OPEN_S} s", engine=name) from error


async def _logged(work: Callable[[], Awaitable[object]], name: str) -> object:
    try:
        return await work()
    except Exception:  # noqa: BLE001  the house goes on without it, and says so
        _log.exception("background_work_failed", work=name)
        return None
