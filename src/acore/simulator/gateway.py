"""Discord's gateway: any number of connections on one route."""

import asyncio

from aiohttp import web

from acore.simulator.connection import Connection
from acore.simulator.logins import Logins

_LARGEST_REQUEST = 16 * 1024
"""Bytes that a client may send at once."""
_CLOSE_PATIENCE_S = 1


class Gateway:
    """Serves the gateway's connections, and ends them."""

    def __init__(self, logins: Logins, *, heartbeat_s: float) -> None:
        self._logins = logins
        self._heartbeat_s = heartbeat_s
        self._connections: set[Connection] = set()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(max_msg_size=_LARGEST_REQUEST, compress=False, timeout=_CLOSE_PATIENCE_S)
        await socket.prepare(request)
        connection = Connection(self._logins, request, socket)
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

    async def aclose(self) -> None:
        """Send every client away."""
        await asyncio.gather(*(connection.say_goodbye() for connection in tuple(self._connections)))
