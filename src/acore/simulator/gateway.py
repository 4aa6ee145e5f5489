"""Discord's gateway: any number of connections on one route."""

import asyncio

from aiohttp import web

from acore.interfaces import Clock
from acore.simulator.close_codes import GatewayClose
from acore.simulator.connection import Connection
from acore.simulator.logins import Logins

_LARGEST_REQUEST = 16 * 1024
"""Bytes that a client may send at once."""
_CLOSE_PATIENCE_S = 1


class Gateway:
    """Serves the gateway's connections; its other methods do to all that are open what Discord does to one."""

    def __init__(self, logins: Logins, *, clock: Clock, heartbeat_s: float, most_sends: int | None = None) -> None:
        self._logins = logins
        self._clock = clock
        self._heartbeat_s = heartbeat_s
        self._most_sends = most_sends
        self._connections: set[Connection] = set()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(max_msg_size=_LARGEST_REQUEST, compress=False, timeout=_CLOSE_PATIENCE_S)
        await socket.prepare(request)
        connection = Connection(self._logins, request, socket, self._clock, self._most_sends)
        self._connections.add(connection)
        try:
            await connection.serve(self._heartbeat_s)
        finally:
            self._connections.discard(connection)
        return socket

    def drop(self) -> None:
        """Cut every connection without a word, as a network does; the sessions can be resumed."""
        for connection in tuple(self._connections):
            connection.cut()

    def freeze(self) -> None:
        """Let every connection that is open fall silent without closing."""
        for connection in self._connections:
            connection.freeze()

    def thaw(self) -> None:
        """Let the silent connections go on."""
        for connection in self._connections:
            connection.thaw()

    async def reconnect(self) -> None:
        """Ask every client to reconnect and resume."""
        await asyncio.gather(*(connection.reconnect() for connection in tuple(self._connections)))

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell every client that its session is invalid, and whether it can be resumed."""
        await asyncio.gather(*(connection.invalidate(resumable=resumable) for connection in tuple(self._connections)))

    async def close(self, code: int) -> None:
        """Close every connection with the code; raises InvalidInput for one that Discord does not have."""
        close = GatewayClose(code)
        await asyncio.gather(*(connection.close(close) for connection in tuple(self._connections)))

    async def aclose(self) -> None:
        """Send every client away."""
        await self.close(1001)
