"""One voice server: a WebSocket over TLS and a UDP port, both on the loopback."""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any, cast

from aiohttp import web
from aiohttp.typedefs import Handler

from acore.simulator.voice.certificate import NAME, Certificate

HOST = "127.0.0.1"
_SHUTDOWN_S = 1
_DISCOVERY = struct.Struct(">HHI64sH")
_ASKED, _ANSWERED, _LENGTH = 1, 2, 70
_KEEPALIVE_BYTES = 8

Arrived = Callable[[bytes, tuple[str, int]], None]


class Node:
    """Answers discovery and keep-alives itself; everything else that comes by UDP goes to `arrived`."""

    def __init__(self, handler: Handler, arrived: Arrived) -> None:
        self.endpoint = ""
        """``localhost:PORT`` once started, as VOICE_SERVER_UPDATE names it."""
        self.udp_port = 0
        self._handler = handler
        self._arrived = arrived
        self._runner: web.AppRunner | None = None
        self._udp: asyncio.DatagramTransport | None = None

    async def start(self, certificate: Certificate) -> None:
        """Listen on free ports."""
        app = web.Application()
        app.add_routes([web.get("/", self._handler)])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        listening = socket.create_server((HOST, 0))
        listening.setblocking(False)  # noqa: FBT003  the socket library's own signature
        await web.SockSite(self._runner, listening, ssl_context=certificate.server_context()).start()
        self.endpoint = f"{NAME}:{listening.getsockname()[1]}"
        loop = asyncio.get_running_loop()
        self._udp, _ = await loop.create_datagram_endpoint(lambda: _Datagrams(self._take), local_addr=(HOST, 0))
        self.udp_port = int(self._udp.get_extra_info("sockname")[1])

    def send(self, data: bytes, address: tuple[str, int]) -> None:
        """Send a datagram; a node that was closed sends nothing."""
        if self._udp is not None and not self._udp.is_closing():
            self._udp.sendto(data, address)

    async def aclose(self) -> None:
        """Free the ports."""
        if self._udp is not None:
            self._udp.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._udp = self._runner = None

    def _take(self, data: bytes, address: tuple[str, int]) -> None:
        if len(data) == _DISCOVERY.size and data.startswith(_ASKED.to_bytes(2, "big")):
            ssrc = int(_DISCOVERY.unpack(data)[2])
            self.send(_DISCOVERY.pack(_ANSWERED, _LENGTH, ssrc, address[0].encode(), address[1]), address)
        elif len(data) == _KEEPALIVE_BYTES:
            self.send(data, address)
        else:
            self._arrived(data, address)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, take: Arrived) -> None:
        self._take = take

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self._take(data, cast("tuple[str, int]", addr[:2]))
