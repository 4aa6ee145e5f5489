"""One connection to the gateway: the protocol between HELLO and the close code."""

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from acore.simulator.logins import GatewayClose, Logins
from acore.simulator.model import Payload
from acore.simulator.session import Behind, Session

_HEARTBEAT, _IDENTIFY, _PRESENCE, _VOICE, _RESUME, _MEMBERS = 1, 2, 3, 4, 6, 8
_INVALID_SESSION, _HELLO, _HEARTBEAT_ACK = 9, 10, 11
_VERSION = "10"
_LATE = 1.5
"""Heartbeats may be late by half an interval."""


class Connection:
    """Serves one socket; `cut` and `say_goodbye` end it from outside."""

    def __init__(self, logins: Logins, request: web.Request, socket: web.WebSocketResponse) -> None:
        self._logins = logins
        self._request = request
        self._socket = socket
        self._session: Session | None = None
        self._pump: asyncio.Task[None] | None = None

    async def serve(self, heartbeat_s: float) -> None:
        """Speak with the client until it leaves, is late, or breaks the protocol."""
        try:
            self._check_version()
            await self._send({"op": _HELLO, "d": {"heartbeat_interval": int(heartbeat_s * 1000)}})
            while (text := await self._receive(heartbeat_s * _LATE)) is not None:
                await self._take(_parsed(text))
        except GatewayClose as close:
            await self._socket.close(code=close.code, message=str(close).encode())
        except ConnectionResetError:
            self.cut()
        finally:
            await self._release()

    def cut(self) -> None:
        """Break the connection without a close frame."""
        if self._request.transport:
            self._request.transport.abort()

    async def say_goodbye(self) -> None:
        """Close the connection because the server ends."""
        await self._socket.close(code=1001, message=b"The simulator ends.")

    def _check_version(self) -> None:
        if self._request.query.get("v", _VERSION) != _VERSION:
            raise GatewayClose(4012, "Invalid API version")

    async def _receive(self, patience_s: float) -> str | None:
        """The next text frame; None once the client is gone."""
        try:
            frame = await self._socket.receive(timeout=patience_s)
        except TimeoutError as error:
            raise GatewayClose(4009, "Session timed out") from error
        if frame.type is WSMsgType.BINARY:
            raise GatewayClose(4002, "Error while decoding payload.")
        return str(frame.data) if frame.type is WSMsgType.TEXT else None

    async def _take(self, payload: Mapping[str, Any]) -> None:
        op, data = payload.get("op"), payload.get("d")
        if op == _HEARTBEAT:
            await self._send({"op": _HEARTBEAT_ACK})
        elif op in (_IDENTIFY, _RESUME):
            await self._log_in(op, data)
        elif self._session is None:
            raise GatewayClose(4003, "Not authenticated.")
        elif op == _MEMBERS and isinstance(data, dict):
            self._logins.members(self._session, data)
        elif op not in (_PRESENCE, _VOICE):
            raise GatewayClose(4001, "Unknown opcode.")

    async def _log_in(self, op: object, data: object) -> None:
        if self._session is not None:
            raise GatewayClose(4005, "Already authenticated.")
        if not isinstance(data, dict):
            raise GatewayClose(4002, "Error while decoding payload.")
        if op == _IDENTIFY:
            self._attach(self._logins.identify(data), 0)
        elif (resumed := self._logins.resume(data)) is None:
            await self._send({"op": _INVALID_SESSION, "d": False})
        else:
            self._attach(*resumed)

    def _attach(self, session: Session, after: int) -> None:
        self._session = session
        session.holder = self
        self._pump = asyncio.create_task(self._send_events(session, after), name="simulator-gateway")

    async def _send_events(self, session: Session, after: int) -> None:
        """Text frames, although the client offers compression: it takes both, and they can be read on the wire."""
        try:
            while True:
                after, frames = await session.frames(after)
                if session.holder is not self:
                    self.cut()
                    return
                for frame in frames:
                    await self._socket.send_str(frame)
        except Behind:
            await self._socket.close(code=4009, message=b"Session timed out")
        except ConnectionResetError:
            self.cut()

    async def _release(self) -> None:
        if self._session is not None and self._session.holder is self:
            self._session.holder = None
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)

    async def _send(self, payload: Payload) -> None:
        await self._socket.send_str(orjson.dumps({"t": None, "s": None} | payload).decode())


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        payload = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise GatewayClose(4002, "Error while decoding payload.") from error
    if not isinstance(payload, dict):
        raise GatewayClose(4002, "Error while decoding payload.")
    return payload
