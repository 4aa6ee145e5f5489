"""One connection to the voice gateway: the protocol between HELLO and the close code."""

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any, Protocol

import orjson
from aiohttp import WSMessage, WSMsgType, web

from acore.simulator.voice.ciphers import CIPHERS
from acore.simulator.voice.group import VERSION
from acore.simulator.voice.node import HOST
from acore.simulator.voice.ops import Op, VoiceClose
from acore.simulator.voice.presentation import Malformed
from acore.simulator.voice.room import Room
from acore.simulator.voice.sessions import BotSession

_GATEWAY_VERSION = 8
_HEARTBEAT_MS = 13_750
_LATE = 1.5
"""Heartbeats may be late by half an interval."""
_IGNORED = (Op.VIDEO, 14, 15, 16)
"""A camera, codecs, wishes for pictures, and the version of the backend: of no concern to sound."""


class Host(Protocol):
    """What a connection asks of the voice server."""

    encrypted: bool
    """Whether calls are encrypted end to end."""

    def session(self, token: str) -> BotSession:
        """The stay that the bot was invited to with that token; raises VoiceClose where there is none."""

    def room(self, channel_id: str) -> Room:
        """The call of the channel."""

    def udp_port(self, session: BotSession) -> int:
        """Where its packets go."""

    def lost(self, session: BotSession) -> None:
        """Told when its connection is gone."""


class VoiceConnection:
    """Serves one socket; `close` and `cut` are the hand of the server on it."""

    def __init__(self, host: Host, request: web.Request, socket: web.WebSocketResponse) -> None:
        self._host = host
        self._request = request
        self._socket = socket
        self._session: BotSession | None = None
        self._described = False
        self._pump: asyncio.Task[None] | None = None
        self._pings: deque[asyncio.Future[None]] = deque()

    async def serve(self) -> None:
        """Speak with the client until it leaves, is late, or breaks the protocol."""
        try:
            self._check_version()
            await self._send(Op.HELLO, {"v": _GATEWAY_VERSION, "heartbeat_interval": _HEARTBEAT_MS})
            while (frame := await self._receive()) is not None:
                await self._take(*frame)
        except VoiceClose as close:
            await self.close(close)
        except Malformed:
            await self.close(VoiceClose(4002))
        except ConnectionResetError:
            self.cut()
        finally:
            await self._detach()

    async def close(self, close: VoiceClose) -> None:
        """End the connection with a close code."""
        await self._socket.close(code=close.code, message=str(close).encode())

    def cut(self) -> None:
        """Break the connection without a close frame."""
        if self._request.transport:
            self._request.transport.abort()

    async def caught_up(self, channel_id: str) -> None:
        """Return once the client has read everything that it was sent about that channel's call, and acted on it.

        It answers a ping only when it reads on, so the pong tells. Who leaves meanwhile is not waited for.
        """
        if self._session is None or self._session.channel_id != channel_id:
            return
        await self._session.sent()
        pong: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pings.append(pong)
        await self._socket.ping()
        await pong

    def _check_version(self) -> None:
        if self._request.query.get("v") != str(_GATEWAY_VERSION):
            raise VoiceClose(4020)

    async def _receive(self) -> tuple[int, Any] | None:
        """The next operation with its data; None once the client is gone."""
        while (frame := await self._frame()).type in (WSMsgType.PING, WSMsgType.PONG):
            if frame.type is WSMsgType.PING:
                await self._socket.pong(frame.data)
            elif self._pings and not (pong := self._pings.popleft()).done():  # nobody may wait for it any more
                pong.set_result(None)
        if frame.type is WSMsgType.BINARY and frame.data:
            return frame.data[0], frame.data[1:]
        if frame.type is not WSMsgType.TEXT:
            return None
        try:
            payload = orjson.loads(frame.data)
        except orjson.JSONDecodeError as error:
            raise VoiceClose(4002) from error
        if not isinstance(payload, dict) or not isinstance(payload.get("op"), int):
            raise VoiceClose(4002)
        return payload["op"], payload.get("d")

    async def _frame(self) -> WSMessage:
        try:
            return await self._socket.receive(timeout=_HEARTBEAT_MS / 1000 * _LATE)
        except TimeoutError as error:
            raise VoiceClose(4009) from error

    async def _take(self, op: int, data: Any) -> None:  # noqa: ANN401  whatever a client sends
        if op == Op.HEARTBEAT:
            await self._send(Op.HEARTBEAT_ACK, {"t": data.get("t") if isinstance(data, dict) else data})
        elif op in (Op.IDENTIFY, Op.RESUME):
            await self._log_in(op, data)
        elif self._session is None:
            raise VoiceClose(4003)
        elif op == Op.SELECT_PROTOCOL:
            await self._select(self._session, data)
        elif op == Op.SPEAKING and isinstance(data, dict):
            flags = data.get("speaking")
            self._room(self._session).speaking(self._session, flags if isinstance(flags, int) else 0)
        elif not self._room(self._session).take(self._session, op, data) and op not in _IGNORED:
            raise VoiceClose(4001)

    async def _log_in(self, op: int, data: object) -> None:
        if self._session is not None:
            raise VoiceClose(4005)
        if not isinstance(data, dict):
            raise VoiceClose(4002)
        session = self._invited(data)
        if op == Op.IDENTIFY:
            await self._identify(session, data)
        else:
            await self._resume(session, data)

    def _invited(self, data: Mapping[str, Any]) -> BotSession:
        session = self._host.session(str(data.get("token")))
        if (str(data.get("server_id")), data.get("session_id")) != (session.guild_id, session.session_id):
            raise VoiceClose(4006)
        return session

    async def _identify(self, session: BotSession, data: Mapping[str, Any]) -> None:
        if str(data.get("user_id")) != session.user_id:
            raise VoiceClose(4004)
        if session.taken_up:
            raise VoiceClose(4006)
        if self._host.encrypted and data.get("max_dave_protocol_version") != VERSION:
            raise VoiceClose(4017)
        session.taken_up, session.holder, self._session = True, self, session
        about = {"ssrc": session.ssrc, "ip": HOST, "port": self._host.udp_port(session), "modes": [*CIPHERS]}
        await self._send(Op.READY, about | {"experiments": [], "streams": []})

    async def _resume(self, session: BotSession, data: Mapping[str, Any]) -> None:
        acknowledged = data.get("seq_ack", -1)
        if session.cipher is None or not isinstance(acknowledged, int):
            raise VoiceClose(4006)
        place = session.after(acknowledged)
        session.holder, self._session, self._described = self, session, True
        await self._send(Op.RESUMED, None)
        self._begin(session, place)

    async def _select(self, session: BotSession, data: object) -> None:
        if self._described:
            raise VoiceClose(4005)
        if not isinstance(data, dict) or data.get("protocol") != "udp" or not isinstance(data.get("data"), dict):
            raise VoiceClose(4012)
        chosen = data["data"]
        if not isinstance(chosen.get("port"), int):
            raise VoiceClose(4002)
        session.choose(str(chosen.get("mode")))
        session.address = (str(chosen.get("address")), chosen["port"])
        description = {"mode": chosen["mode"], "secret_key": [*session.key], "audio_codec": "opus"}
        description |= {"video_codec": "H264", "media_session_id": session.token}
        description["dave_protocol_version"] = VERSION if self._host.encrypted else 0
        await self._send(Op.SESSION_DESCRIPTION, description)
        self._described = True
        self._begin(session, session.after(-1))
        self._room(session).enter(session)

    def _begin(self, session: BotSession, place: int) -> None:
        self._pump = asyncio.create_task(self._send_messages(session, place), name="simulator-voice")

    async def _send_messages(self, session: BotSession, place: int) -> None:
        try:
            while True:
                place, messages = await session.messages(place)
                for message in messages:
                    if session.holder is not self:
                        self.cut()
                        return
                    await self._put(message)
                session.note_read(place)
        except VoiceClose as close:
            await self.close(close)
        except ConnectionResetError:
            self.cut()

    async def _detach(self) -> None:
        session, pump = self._session, self._pump
        self._session = self._pump = None
        for ping in self._pings:
            ping.cancel()
        if pump is not None:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
        if session is not None and session.holder is self:
            session.holder = None
            self._host.lost(session)

    def _room(self, session: BotSession) -> Room:
        return self._host.room(session.channel_id)

    async def _put(self, message: str | bytes) -> None:
        await (self._socket.send_str(message) if isinstance(message, str) else self._socket.send_bytes(message))

    async def _send(self, op: Op, data: Mapping[str, Any] | None) -> None:
        await self._socket.send_str(orjson.dumps({"op": op, "d": data}).decode())
