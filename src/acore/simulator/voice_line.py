"""The voice of the simulator, started where somebody needs it: its libraries are an extra, and cost a second."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from acore.errors import SettingsError
from acore.interfaces import Clock
from acore.simulator.calling import CallChange
from acore.simulator.world import World

if TYPE_CHECKING:  # libraries of an extra
    from acore.simulator.voice.server import VoiceServer

_log = structlog.get_logger(__name__)


class VoiceLine:
    """Starts the voice server when the bot comes into a voice channel, or somebody asks for it.

    `started` is told of it before anybody is invited, so that clients can be made to trust its certificate.
    """

    def __init__(self, world: World, clock: Clock, *, encrypted: bool, seed: int) -> None:
        self.started: Callable[[VoiceServer], None] | None = None
        self._world = world
        self._clock = clock
        self._encrypted = encrypted
        self._seed = seed
        self._lock = asyncio.Lock()
        self._server: VoiceServer | None = None
        self._starting: asyncio.Task[None] | None = None
        self._unwatch: Callable[[], None] | None = None

    def open(self) -> None:
        """Look out for the bot from now on."""
        self._unwatch = self._world.watch_calls(self._watch)

    async def server(self) -> "VoiceServer":
        """The voice server, running; raises SettingsError where the extra `testing` is not installed."""
        async with self._lock:
            if self._server is None:
                self._server = await self._start()
            return self._server

    async def aclose(self) -> None:
        """Stop it; calling it twice, or without `open`, is harmless."""
        if self._unwatch is not None:
            self._unwatch()
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if self._server is not None:
            await self._server.aclose()
        self._unwatch = self._starting = self._server = None

    async def _start(self) -> "VoiceServer":
        try:
            from acore.simulator.voice.server import VoiceServer  # noqa: PLC0415  its libraries are an extra
        except ImportError as error:
            raise SettingsError(
                f'Voice on the loopback Discord needs libraries ({error}): pip install "acore[testing]".'
            ) from error
        server = VoiceServer(self._world, self._clock, encrypted=self._encrypted, seed=self._seed)
        if self.started is not None:
            self.started(server)
        await server.start()
        return server

    def _watch(self, change: CallChange) -> None:
        if change.user == self._world.bot and self._server is None and self._starting is None:
            self._starting = asyncio.create_task(self._start_for_bot(), name="simulator-voice-start")

    async def _start_for_bot(self) -> None:
        """The bot asked at the gateway, which has no answer for a voice server that can not be had."""
        try:
            await self.server()
        except SettingsError as error:
            _log.error("simulator_voice_unavailable", why=str(error))
        finally:
            self._starting = None
