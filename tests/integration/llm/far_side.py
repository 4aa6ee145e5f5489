"""A server on loopback that answers as a script says, byte by byte; it keeps what it was asked."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.integration.listening import listening


@dataclass
class Asked:
    """One request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


class Line:
    """One connection, as a script of the far side uses it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.dropped = asyncio.Event()
        """Set when the asking side has gone."""

    async def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            await asyncio.sleep(0)

    async def head(self, media_type: str, status: int = 200, **headers: str) -> None:
        told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        kind = f"Content-Type: {media_type}\r\n" if media_type else ""
        await self.send(f"HTTP/1.1 {status} Told\r\n{kind}{told}Connection: close\r\n\r\n".encode())

    async def answer(self, media_type: str, body: bytes, status: int = 200, **headers: str) -> None:
        await self.head(media_type, status, Content_Length=str(len(body)), **headers)
        await self.send(body)

    async def json(self, told: object, status: int = 200, **headers: str) -> None:
        await self.answer("application/json", orjson.dumps(told), status, **headers)

    async def until_dropped(self) -> None:
        while await self._reader.read(4096):
            pass
        self.dropped.set()

    def reset(self) -> None:
        """End the connection as a crash does."""
        raw: socket.socket = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


Script = Callable[[Asked, Line], Awaitable[None]]


@dataclass
class FarSideServer:
    """What was asked of it, and how many are asking now."""

    address: str
    asked: list[Asked] = field(default_factory=list)
    open: int = 0


@asynccontextmanager
async def far_side(script: Script, *, tls: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[FarSideServer]:
    """Serve until the block ends; every connection is given to the script once its request is whole."""
    served = FarSideServer("")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.open += 1
        try:
            if asked := await _read(reader):
                served.asked.append(asked)
                await script(asked, Line(reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            served.open -= 1
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    async with listening(serve, port=port, tls=tls) as at:
        served.address = f"{'https' if tls else 'http'}://127.0.0.1:{at}"
        yield served


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    method, path, _ = head[0].split()
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    if body and headers.get("content-type", "").startswith("multipart/"):
        return Asked(method, path, headers, body)
    return Asked(method, path, headers, orjson.loads(body) if body else None)
