"""Serves an ASGI app on a loopback port, inside the event loop of the house."""

import asyncio
import errno
import socket
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec

import uvicorn
from starlette.types import ASGIApp

from acore.errors import SettingsError

_PORTS_TRIED = 20
_PATIENCE_S = 3
"""How long open requests may go on after the server was told to stop."""
_LARGEST_MESSAGE = 256_000
"""Bytes of one message of a WebSocket."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or on the next free one; port 0 is any free one.

    Raises SettingsError where the host is not this machine's or no port is free.
    """
    for candidate in [port] if port == 0 else range(port, min(port + _PORTS_TRIED, 65536)):
        try:
            return _bound(host, candidate)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise SettingsError(
                    f"web.host {host!r} can not be listened on: {error.strerror or error}. Set it to 127.0.0.1."
                ) from error
    raise SettingsError(
        f"web.port: none of {port} to {port + _PORTS_TRIED - 1} is free on {host}. "
        "Set another one, or 0 for any free one: ACORE_WEB__PORT=0"
    )


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
        listening.setblocking(False)  # noqa: FBT003  the socket library's own signature
    except OSError:
        listening.close()
        raise
    return listening


class _Server(uvicorn.Server):
    """Leaves signals to the house, which stops the parts in their order."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture none."""
        yield


class WebServer:
    """One ASGI app on one port. `start` returns when it serves; `aclose` ends it within seconds."""

    def __init__(self, app: ASGIApp, *, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._serving: asyncio.Task[None] | None = None
        self._server: _Server | None = None
        self.address = ""
        """``http://HOST:PORT`` once started."""

    async def start(self) -> None:
        """Listen and serve; raises SettingsError where no port can be had."""
        listening = listen(self._host, self._port)
        port = listening.getsockname()[1]
        self.address = f"http://[{self._host}]:{port}" if ":" in self._host else f"http://{self._host}:{port}"
        self._server = _Server(
            uvicorn.Config(
                self._app,
                lifespan="off",
                log_config=None,
                access_log=False,
                ws="websockets-sansio" if find_spec("websockets") else "none",  # the voice brings that library
                ws_max_size=_LARGEST_MESSAGE,
                server_header=False,
                timeout_graceful_shutdown=_PATIENCE_S,
            )
        )
        self._serving = asyncio.create_task(self._server.serve([listening]), name="web")
        while not self._server.started:
            if self._serving.done():
                await self._serving
                raise SettingsError(f"The web server on {self.address} ended at once; its log says why.")
            await asyncio.sleep(0.005)

    async def aclose(self) -> None:
        """Stop taking requests, give open ones a moment, and end."""
        if self._server is None or self._serving is None:
            return
        self._server.should_exit = True
        await self._serving
        self._serving = None
