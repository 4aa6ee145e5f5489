"""WebSockets for the web server: uvicorn brings the request, this turns it into ASGI's messages.

uvicorn needs a library of its own for it, which the core does without: no extensions, no subprotocols,
and messages of a bounded size are all that a page of this machine uses.
"""

import asyncio
import base64
import binascii
import hashlib
from collections import deque
from typing import Any
from urllib.parse import unquote

import structlog
from starlette.types import Message as Event
from uvicorn.config import Config
from uvicorn.server import ServerState

from acore.web.frames import NO_CODE, BrokenFrame, FrameReader, Message, Opcode, closing, frame

LARGEST_MESSAGE = 256_000
"""Bytes."""
_WAITING = 64
"""Messages that wait for the app before the browser has to."""
_GOODBYE_S = 2.0
"""How long the browser may take to answer a close."""
_LOST, _GOING_AWAY, _RESTART, _FAILED = 1006, 1001, 1012, 1011
_ACCEPTED_BY = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""What RFC 6455 has the server mix with the browser's key."""
_KEY_BYTES = 16

_log = structlog.get_logger(__name__)


class Disconnected(OSError):
    """The app sends to a browser that is gone."""


class WebSocketProtocol(asyncio.Protocol):
    """One connection from its handshake to its end, as `uvicorn.Config(ws=...)` takes it."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._app = config.loaded_app
        self._state = server_state
        self._app_state = app_state
        self._reader = FrameReader(LARGEST_MESSAGE)
        self._events: deque[Event] = deque()
        self._arrived = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._transport: asyncio.Transport | None = None
        self._accepting: bytes | None = None
        """The answer to the browser's key; None until the request is read."""
        self._is_open = False
        self._is_over = False
        """Whether nothing more is sent."""
        self._goodbye: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection was an HTTP one until now."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        # uvicorn shuts down whatever is in this set, whichever protocol it speaks.
        self._state.connections.add(self)  # type: ignore[arg-type]

    def connection_lost(self, exc: Exception | None) -> None:
        """The browser is gone."""
        del exc  # how it went makes no difference
        self._state.connections.discard(self)
        self._over(_LOST)
        if self._goodbye is not None:
            self._goodbye.cancel()
        self._writable.set()

    def pause_writing(self) -> None:
        """The browser takes less than it is sent."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """It has caught up."""
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        """First the request, then frames."""
        if self._accepting is None:
            self._request(data)
            return
        try:
            for message in self._reader.feed(data):
                self._take(message)
        except BrokenFrame as error:
            self._close(error.code, str(error))
            self._over(error.code)

    def shutdown(self) -> None:
        """The server stops: say so, and end."""
        self._close(_RESTART)
        self._over(_GOING_AWAY)

    def _request(self, data: bytes) -> None:
        """Hand the request to the app, or refuse what is no handshake."""
        first, *lines = data.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in lines)]
        method, target, _ = first.split(b" ", 2)
        given = dict(headers)
        key = given.get(b"sec-websocket-key", b"")
        self._accepting = base64.b64encode(hashlib.sha1(key + _ACCEPTED_BY, usedforsecurity=False).digest())
        if method != b"GET" or given.get(b"sec-websocket-version") != b"13" or not _is_key(key):
            self._refuse("400 Bad Request")
            return
        self._events.append({"type": "websocket.connect"})
        self._arrived.set()
        task = asyncio.get_running_loop().create_task(self._run(_scope(target, headers, self._app_state)))
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)

    async def _run(self, scope: dict[str, Any]) -> None:
        """The app's work, to its end."""
        code = 1000
        try:
            await self._app(scope, self._receive, self._send)
        except Disconnected:
            code = _GOING_AWAY
        except Exception:  # noqa: BLE001  the server goes on, as it does with a request that fails
            _log.exception("websocket_failed", path=scope["path"])
            code = _FAILED
        if self._is_open:
            self._close(code)
        else:
            self._refuse("403 Forbidden" if code != _FAILED else "500 Internal Server Error")

    def _take(self, message: Message) -> None:
        if message.opcode is Opcode.TEXT:
            self._put({"type": "websocket.receive", "text": message.text})
        elif message.opcode is Opcode.BINARY:
            self._put({"type": "websocket.receive", "bytes": message.payload})
        elif message.opcode is Opcode.PING:
            self._write(frame(Opcode.PONG, message.payload))
        elif message.opcode is Opcode.CLOSE:
            code = message.code
            self._close(1000 if code == NO_CODE else code)
            self._over(code)
            self._end()

    def _put(self, event: Event) -> None:
        self._events.append(event)
        self._arrived.set()
        if len(self._events) >= _WAITING and self._transport is not None:
            self._transport.pause_reading()

    def _over(self, code: int) -> None:
        """Tell the app, once."""
        if not self._is_over:
            self._is_over = True
            self._put({"type": "websocket.disconnect", "code": code})

    async def _receive(self) -> Event:
        while not self._events:
            self._arrived.clear()
            await self._arrived.wait()
        event = self._events.popleft()
        if len(self._events) < _WAITING and self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()
        return event

    async def _send(self, event: Event) -> None:
        await self._writable.wait()
        if self._is_over:
            raise Disconnected("the browser is gone")
        if event["type"] == "websocket.accept":
            head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            self._write(head + b"Sec-WebSocket-Accept: " + (self._accepting or b"") + b"\r\n\r\n")
            self._is_open = True
        elif event["type"] == "websocket.close" and self._is_open:
            self._close(event.get("code", 1000), event.get("reason") or "")
        elif event["type"] == "websocket.close":
            self._refuse("403 Forbidden")
        elif event.get("bytes") is not None:
            self._write(frame(Opcode.BINARY, event["bytes"]))
        else:
            self._write(frame(Opcode.TEXT, event["text"].encode()))

    def _close(self, code: int, reason: str = "") -> None:
        """Say goodbye once, and end when the browser has answered, or after a while."""
        if self._is_open and self._goodbye is None and self._transport is not None:
            self._write(closing(code, reason))
            self._goodbye = asyncio.get_running_loop().call_later(_GOODBYE_S, self._end)

    def _refuse(self, status: str) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            self._end()

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _end(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _is_key(key: bytes) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == _KEY_BYTES
    except binascii.Error:
        return False


def _scope(target: bytes, headers: list[tuple[bytes, bytes]], state: dict[str, Any]) -> dict[str, Any]:
    path, _, query = target.partition(b"?")
    return {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "subprotocols": [],
        "state": state.copy(),
    }
