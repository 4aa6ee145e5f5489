"""The loopback Discord as a server: REST, gateway and files on one port of its own."""

import asyncio
import socket
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

import structlog
from aiohttp import web

from acore.errors import SettingsError
from acore.interfaces import Clock
from acore.simulator.application import Application
from acore.simulator.edge import Edge
from acore.simulator.faults import Faults
from acore.simulator.gateway import Gateway
from acore.simulator.logins import Logins
from acore.simulator.model import Dispatch
from acore.simulator.posting import Posting
from acore.simulator.rate_limits import Limits
from acore.simulator.rest import LARGEST_REQUEST, PREFIX, Rest, authorised, guard
from acore.simulator.rest_account import AccountRoutes
from acore.simulator.rest_commands import CommandRoutes
from acore.simulator.rest_interactions import InteractionRoutes
from acore.simulator.rest_messages import MessageRoutes
from acore.simulator.session import PRIVILEGED
from acore.simulator.session_starts import SessionStarts
from acore.simulator.voice_line import VoiceLine
from acore.simulator.world import World

if TYPE_CHECKING:  # libraries of an extra
    from acore.simulator.voice.server import VoiceServer

_log = structlog.get_logger(__name__)
_SHUTDOWN_S = 1
_FILES = "/attachments"
_HEARTBEAT_S = 41.25
_IDENTIFY_EVERY_S = 5.0


class Simulator:
    """A Discord of its own on a loopback port; point discord.py's ``Route.BASE`` at `api_base_url`.

    `start` returns when it serves, `aclose` sends every client away and frees the port; both may be
    left to ``async with``. `allowed_intents` are the privileged intents that the bot may ask for,
    `interaction_deadline` the seconds in which an interaction must be acknowledged. `limits` are those
    on requests: ``Limits()`` is what Discord takes, None is none. `faults` is what goes wrong on purpose.

    `shards` is how many the bot needs at least. A login within `identify_every_s` of the last one of
    the same ``shard_id % max_concurrency`` is an invalid session; None is Discord's 5 seconds where
    `limits` are given, and no pause where there are none. After `session_starts` logins in a day the bot
    loses its sessions and its token.

    `encrypted_voice` False is a Discord whose calls are not encrypted end to end; what goes wrong in them by chance is
    drawn from `voice_seed`.
    """

    def __init__(  # noqa: PLR0913  a public shape
        self,
        world: World | None = None,
        *,
        clock: Clock,
        token: str = "simulated",  # noqa: S107  opens nothing but this simulator
        host: str = "127.0.0.1",
        port: int = 0,
        allowed_intents: int = PRIVILEGED,
        interaction_deadline: float = 3.0,
        heartbeat_s: float = _HEARTBEAT_S,
        limits: Limits | None = None,
        shards: int = 1,
        max_concurrency: int = 1,
        session_starts: int = 1000,
        identify_every_s: float | None = None,
        encrypted_voice: bool = True,
        voice_seed: int = 0,
    ) -> None:
        self.world = world or World(clock)
        self.faults = Faults()
        self.ready = asyncio.Event()
        """Set once a bot has logged in at the gateway."""
        self.api_base_url = ""
        """``http://HOST:PORT/api/v10`` once started."""
        self.gateway_url = ""
        """``ws://HOST:PORT/gateway`` once started; discord.py asks for it only where it logs in for the first time."""
        self._clock = clock
        self._host = host
        self._port = port
        self._deadline = interaction_deadline
        self._heartbeat_s = heartbeat_s
        self._limits = limits
        self._application = Application(token, allowed_intents=allowed_intents, shards=shards)
        every_s = (_IDENTIFY_EVERY_S if limits else 0.0) if identify_every_s is None else identify_every_s
        self._starts = SessionStarts(clock, total=session_starts, max_concurrency=max_concurrency, every_s=every_s)
        self._files = self.world.files
        self._edge = Edge(clock, self.faults, limits=limits, authorised=self._authorised)
        self.voice_line = VoiceLine(self.world, clock, encrypted=encrypted_voice, seed=voice_seed)
        self._gateway: Gateway | None = None
        self._runner: web.AppRunner | None = None
        self._detach: list[Callable[[], None]] = []
        self._timers: set[asyncio.Task[None]] = set()

    @property
    def token(self) -> str:
        """The bot's token; it is a new one once the bot has used up its logins."""
        return self._application.token

    @property
    def refused_429(self) -> int:
        """How many requests were answered with 429 so far: 0 for a bot that keeps every limit."""
        return self._edge.refused_429

    async def start(self) -> None:
        """Listen and serve; raises SettingsError where the port can not be had."""
        listening = _listen(self._host, self._port)
        address = f"{self._host}:{listening.getsockname()[1]}"
        self.api_base_url = f"http://{address}{PREFIX}"
        self.gateway_url = f"ws://{address}/gateway"
        logins = Logins(self.world, self._application, self._starts, url=self.gateway_url, logged_in=self.ready.set)
        most_sends = self._limits.gateway_sends if self._limits else None
        self._gateway = Gateway(logins, clock=self._clock, heartbeat_s=self._heartbeat_s, most_sends=most_sends)
        self._detach = [self.world.attach(logins.offer), self.world.attach(self._watch)]
        app = web.Application(middlewares=[self._edge.handle, guard(self._authorised)], client_max_size=LARGEST_REQUEST)
        app.add_routes(
            [web.get("/gateway", self._gateway.handle), web.get(_FILES + "/{channel}/{id}/{name}", self._files.serve)]
        )
        app.add_routes(self._rest(f"http://{address}"))
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_SHUTDOWN_S)
        self.voice_line.open()
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        _log.info("simulator_started", address=address)

    async def aclose(self) -> None:
        """Send every client away, free the port; calling it twice, or without `start`, is harmless."""
        for detach in self._detach:
            detach()
        self._detach = []
        for timer in tuple(self._timers):
            timer.cancel()
        await asyncio.gather(*self._timers, return_exceptions=True)
        await self.voice_line.aclose()
        if self._gateway:
            await self._gateway.aclose()
        if self._runner:
            await self._runner.cleanup()
        self._gateway = self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def voice(self) -> "VoiceServer":
        """The voice server: people who speak, networks that lose packets, and what servers do to a bot in a call.

        It starts when it is first asked for, or when the bot comes into a voice channel. Raises SettingsError where
        the extra `testing` is not installed.
        """
        return await self.voice_line.server()

    def drop_connections(self) -> None:
        """Break every gateway connection without a close frame, as a network does; sessions can be resumed."""
        if self._gateway:
            self._gateway.drop()

    async def reconnect(self) -> None:
        """Ask every client of the gateway to reconnect (op 7), and return once they are told; they can resume."""
        if self._gateway:
            await self._gateway.reconnect()

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell every client that its session is invalid (op 9), and forget the sessions unless they are resumable."""
        if self._gateway:
            await self._gateway.invalidate(resumable=resumable)

    async def close_gateway(self, code: int) -> None:
        """Close every gateway connection with one of Discord's codes; some of them end the sessions.

        Raises InvalidInput, with the codes there are, for another one.
        """
        if self._gateway:
            await self._gateway.close(code)

    def freeze(self) -> None:
        """Make zombies of the gateway connections that are open: no events, no acknowledged heartbeats, no close.

        A client that notices and connects anew is served, and can resume.
        """
        if self._gateway:
            self._gateway.freeze()

    def thaw(self) -> None:
        """Let those zombies that are still there go on, with the events since; what they sent meanwhile is lost."""
        if self._gateway:
            self._gateway.thaw()

    def maintenance(self, *, on: bool) -> None:
        """Answer 503 to everything, and break the gateway's connections, until it is off; sessions can be resumed."""
        self._edge.maintained = on
        if on:
            self.drop_connections()

    def _rest(self, origin: str) -> list[web.RouteDef]:
        posting = Posting(self.world, self._files, origin + _FILES)
        rest = Rest(self.world, posting, allowed_intents=self._application.allowed_intents)
        return [
            *AccountRoutes(rest, self._application, self._starts, gateway_url=self.gateway_url).table(),
            *MessageRoutes(rest).table(),
            *CommandRoutes(rest).table(),
            *InteractionRoutes(rest).table(),
        ]

    def _authorised(self, request: web.Request) -> bool:
        return authorised(request, self.token)

    def _watch(self, event: Dispatch) -> None:
        if event.name == "INTERACTION_CREATE":
            timer = asyncio.create_task(self._expire(event.data["id"]), name="simulator-deadline")
            self._timers.add(timer)
            timer.add_done_callback(self._timers.discard)

    async def _expire(self, interaction_id: str) -> None:
        await self._clock.sleep(self._deadline)
        self.world.fail(interaction_id)


def _listen(host: str, port: int) -> socket.socket:
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise SettingsError(
            f"The simulator can not listen on {host}:{port}: {error.strerror or error}. Use port 0 for any free one."
        ) from error
    listening.setblocking(False)  # noqa: FBT003  the socket library's own signature
    return listening
