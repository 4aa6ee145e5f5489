"""One connection to the gateway: the protocol between HELLO and the close code."""

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import WSMessage, WSMsgType, web

from acore.interfaces import Clock
from acore.simulator.close_codes import LEAVING, GatewayClose
from acore.simulator.logins import Logins
from acore.simulator.model import Payload
from acore.simulator.session import Session

_HEARTBEAT, _IDENTIFY, _PRESENCE, _VOICE, _RESUME, _MEMBERS = 1, 2, 3, 4, 6, 8
_RECONNECT, _INVALID_SESSION, _HELLO, _HEARTBEAT_ACK = 7, 9, 10, 11
_VERSION = "10"
_LATE = 1.5
"""Heartbeats may be late by half an interval."""
_MINUTE_S = 60.0
_PATIENCE_S = 1.0
"""How long a client may take to read what ends its session."""


class Connection:
    """Serves one socket; its other methods are the hand of the server on it.

    `most_sends` is how many payloads a client may send in a minute, None as many as it likes.
    """

    def __init__(
        self, logins: Logins, request: web.Request, socket: web.WebSocketResponse, clock: Clock, most_sends: int | None
    ) -> None:
        self._logins = logins
        self._request = request
        self._socket = socket
        self._clock = clock
        self._most_sends = most_sends
        self._sends: deque[float] = deque(maxlen=most_sends)
        self._session: Session | None = None
        self._pump: asyncio.Task[None] | None = None
        self._flowing = asyncio.Event()
        self._flowing.set()

    async def serve(self, heartbeat_s: float) -> None:
        """Speak with the client until it leaves, is late, or breaks the protocol."""
        try:
            self._check_version()
            await self._send({"op": _HELLO, "d": {"heartbeat_interval": int(heartbeat_s * 1000)}})
            while (text := await self._receive(heartbeat_s * _LATE)) is not None:
                self._check_pace()
                if self._flowing.is_set():
                    await self._take(_parsed(text))
        except GatewayClose as close:
            await self.close(close)
        except ConnectionResetError:
            self.cut()
        finally:
            await self._detach()

    def cut(self) -> None:
        """Break the connection without a close frame."""
        if self._request.transport:
            self._request.transport.abort()

    def freeze(self) -> None:
        """Be dead without a sign: nothing is sent any more, and nothing that comes is heard."""
        self._flowing.clear()

    def thaw(self) -> None:
        """Go on where it stood, with the events since; what the client sent meanwhile is lost."""
        self._flowing.set()

    async def close(self, close: GatewayClose) -> None:
        """End the connection with a close code, and the session where the code means that."""
        if close.ends_session:
            self._forget()
        await self._socket.close(code=close.code, message=str(close).encode())

    async def reconnect(self) -> None:
        """Ask the client to reconnect and resume."""
        await self._tell({"op": _RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell the client that its session ends here, and whether it can be resumed; nothing is sent after that."""
        if self._session is None:
            return
        if not resumable:
            self._forget()
        await self._detach()
        await self._tell({"op": _INVALID_SESSION, "d": resumable})

    def _check_version(self) -> None:
        if self._request.query.get("v", _VERSION) != _VERSION:
            raise GatewayClose(4012)

    def _check_pace(self) -> None:
        now = self._clock.monotonic()
        if len(self._sends) == self._most_sends and now - self._sends[0] < _MINUTE_S:
            raise GatewayClose(4008)
        if self._most_sends is not None:
            self._sends.append(now)

    async def _receive(self, patience_s: float) -> str | None:
        """The next text frame; None once the client is gone."""
        try:
            frame: WSMessage = await self._socket.receive(timeout=patience_s)
        except TimeoutError as error:
            raise GatewayClose(4009) from error
        if frame.type is WSMsgType.BINARY:
            raise GatewayClose(4002)
        if frame.type is WSMsgType.CLOSE and frame.data in LEAVING:
            self._forget()
        return str(frame.data) if frame.type is WSMsgType.TEXT else None

    async def _take(self, payload: Mapping[str, Any]) -> None:
        op, data = payload.get("op"), payload.get("d")
        if op == _HEARTBEAT:
            await self._send({"op": _HEARTBEAT_ACK})
        elif op in (_IDENTIFY, _RESUME):
            await self._log_in(op, data)
        elif self._session is None:
            raise GatewayClose(4003)
        elif op == _MEMBERS and isinstance(data, dict):
            self._logins.members(self._session, data)
        elif op == _VOICE and isinstance(data, dict):
            self._logins.voice(data)
        elif op != _PRESENCE:
            raise GatewayClose(4001)

    async def _log_in(self, op: object, data: object) -> None:
        if self._session is not None:
            raise GatewayClose(4005)
        if not isinstance(data, dict):
            raise GatewayClose(4002)
        started = self._identified(data) if op == _IDENTIFY else self._logins.resume(data)
        if started is None:
            await self._send({"op": _INVALID_SESSION, "d": False})
        else:
            self._attach(*started)

    def _identified(self, data: Mapping[str, Any]) -> tuple[Session, int] | None:
        session = self._logins.identify(data)
        return None if session is None else (session, 0)

    def _attach(self, session: Session, after: int) -> None:
        self._session = session
        session.holder = self
        self._pump = asyncio.create_task(self._send_events(session, after), name="simulator-gateway")

    async def _send_events(self, session: Session, after: int) -> None:
        """Text frames, although the client offers compression: it takes both, and they can be read on the wire."""
        try:
            while True:
                after, frames = await session.frames(after)
                for frame in frames:
                    await self._flowing.wait()
                    if session.holder is not self:
                        self.cut()
                        return
                    await self._socket.send_str(frame)
        except GatewayClose as close:
            await self.close(close)
        except ConnectionResetError:
            self.cut()

    async def _detach(self) -> None:
        """Send nothing more of the session, which another connection may take up."""
        session, pump = self._session, self._pump
        self._session = self._pump = None
        if session is not None and session.holder is self:
            session.holder = None
        if pump is not None:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)

    def _forget(self) -> None:
        """End the session, unless another connection has taken it up."""
        if self._session is not None and self._session.holder is self:
            self._logins.forget(self._session)

    async def _tell(self, payload: Payload) -> None:
        """Send from outside; who does not read it in time, or is gone, is cut off."""
        if not self._flowing.is_set():
            return
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._send(payload)
        except (TimeoutError, ConnectionResetError):
            self.cut()

    async def _send(self, payload: Payload) -> None:
        await self._socket.send_str(orjson.dumps({"t": None, "s": None} | payload).decode())


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        payload = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise GatewayClose(4002) from error
    if not isinstance(payload, dict):
        raise GatewayClose(4002)
    return payload
