"""The state of a connection to a voice channel: discord.py's, where that gives up too early.

Beside `wiring`, this is the only module that knows the library's private attributes.
"""

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp
import discord
import structlog
from discord.gateway import DiscordVoiceWebSocket
from discord.voice_state import ConnectionFlowState, VoiceConnectionState

_log = structlog.get_logger(__name__)

_STUMBLED_S = 0.1
_RESUME_S = 5.0
_DISCOVERY = struct.Struct(">HHI64sH")
"""Kind, length, source, address and port."""
_ANSWER = b"\x00\x02"
_ANSWER_S = 1.0
_QUESTIONS = 5
_MOST_RETIRED = 8
_NOTICED_S = 5.0
_CANCELS = 5
_CANCEL_S = 0.2


class LineState(VoiceConnectionState):
    """The library's state of a connection; it gives up less easily."""

    def __init__(self, line: discord.VoiceClient, *, hook: Callable[..., Any]) -> None:
        self.failed = 0
        """Packets that the socket did not take."""
        self.resumed = asyncio.Event()
        self.began_anew = False
        """Whether it was connected since the loop that reads it has begun."""
        self._over = False
        self._retired: list[_NoticedSocket] = []
        super().__init__(line, hook=hook)

    async def _poll_voice_ws(self, reconnect: bool) -> None:  # noqa: FBT001  the library's signature
        """Read the voice gateway, whatever a message of it breaks.

        The library's own loop ends for good where the connection breaks while it sends, where a server can not be
        reached at first, and where a message about keys does not fit; the next reading tells what has become of it.
        It waits longer each time the connection breaks, for minutes at last, though it was there for long in between:
        so the loop begins anew with each connection.
        """
        while not self._over:
            self.began_anew = False
            try:
                await super()._poll_voice_ws(reconnect)
            except _BeganAnewError:
                continue
            except (aiohttp.ClientError, discord.DiscordException, OSError, ValueError, LookupError) as error:
                _log.warning("voice_gateway_stumbled", reason=str(error) or type(error).__name__)
                await asyncio.sleep(_STUMBLED_S)
            else:
                break

    async def _inner_connect(self, reconnect: bool, self_deaf: bool, self_mute: bool, resume: bool) -> None:  # noqa: FBT001
        """Connect; a session that can be resumed is, and else all begins anew.

        The library waits for an invitation before it resumes, which nobody sends to who is in the channel; and what it
        notes when it leaves to begin anew, it takes for the end of the call when the server changes later.
        """
        if self._over:
            raise discord.ClientException("the line was hung up")
        self.began_anew = False
        if resume:
            if await self._resume():
                self.began_anew = True
                return
            await self.disconnect(cleanup=False)
        await super()._inner_connect(reconnect, self_deaf, self_mute, resume=False)
        self._disconnected.clear()
        self.began_anew = True

    async def _resume(self) -> bool:
        self.resumed.clear()
        try:
            async with asyncio.timeout(_RESUME_S):
                before = self.ws
                self.ws = await self._connect_websocket(resume=True)
                await before.close()  # or its heartbeat goes on
                self.ws.secret_key = self.secret_key
                while not self.resumed.is_set():
                    await self.ws.poll_event()
        except (aiohttp.ClientError, discord.DiscordException, OSError):
            return False
        self.state = ConnectionFlowState.connected
        return True

    async def _wait_for_state(
        self,
        state: ConnectionFlowState,
        *other_states: ConnectionFlowState,
        timeout: float | None = None,  # noqa: ASYNC109  the library's signature
    ) -> None:
        """Wait for one of these, as the library does, which misses a change at the moment that it begins to wait."""
        async with asyncio.timeout(timeout):
            while self.state not in (state, *other_states):
                await self._state_event.wait()

    async def connect(self, **how: Any) -> None:  # noqa: ANN401  the library's options
        """As the library does; a line that is over stays so, whatever news of it comes late."""
        if not self._over:
            await super().connect(**how)

    async def _connect_websocket(self, resume: bool) -> DiscordVoiceWebSocket:  # noqa: FBT001
        known = self.ws.seq_ack if self.ws else -1
        ws = await _Gateway.from_connection_state(self, resume=resume, hook=self.hook, seq_ack=known)
        self.state = ConnectionFlowState.websocket_connected
        return ws

    def send_packet(self, packet: bytes) -> None:
        """Send it; counts what fails, which the library keeps to itself."""
        try:
            super().send_packet(packet)
        except OSError:
            self.failed += 1
            raise

    def _create_socket(self) -> None:
        if self.socket:
            self.socket.close()
        if self._over:
            return
        self.socket = _NoticedSocket(self._retired)
        self.socket.settimeout(0)
        self._socket_reader.resume()

    async def settle(self) -> None:
        """End what the library does by itself: it would come back to the channel while it is being left."""
        self._over = True
        going = {task for task in (self._connector, self._runner) if task is not None and not task.done()}
        for _ in range(_CANCELS):
            for task in going:
                task.cancel()
            if going:  # a message that arrives at the same moment swallows it
                _, going = await asyncio.wait(going, timeout=_CANCEL_S)

    def release(self) -> None:
        """End what goes on for a line that is over; closed sockets go once the library's thread has noticed."""
        self._over = True
        for task in (self._connector, self._runner):
            if task is not None and task is not asyncio.current_task():
                task.cancel()
        self.voice_client.loop.run_in_executor(None, self._release)

    def _release(self) -> None:
        self._socket_reader.join(_NOTICED_S)
        _released(self._retired)


class _BeganAnewError(Exception):
    """Ends the library's loop: there is a new connection to read."""


class _Gateway(DiscordVoiceWebSocket):
    """The library's voice gateway, which finds its own address however the network is."""

    async def poll_event(self) -> None:
        """Read a message, as the library does; raises what ends its loop where it is to begin anew."""
        state = self._connection
        if isinstance(state, LineState) and state.began_anew:
            raise _BeganAnewError
        await super().poll_event()

    async def discover_ip(self) -> tuple[str, int]:
        """Ask the voice server how it sees this machine; again, where the question or the answer was lost.

        The library listens for the answer behind asking: where others listen to the socket as well, it may have been
        read by then.
        """
        answer: asyncio.Future[bytes] = self.loop.create_future()

        def came(data: bytes) -> None:
            if len(data) == _DISCOVERY.size and data[:2] == _ANSWER:
                self.loop.call_soon_threadsafe(_settle, answer, data)

        self._connection.add_socket_listener(came)
        try:
            return _address(await self._asked(answer))
        finally:
            self._connection.remove_socket_listener(came)

    async def _asked(self, answer: "asyncio.Future[bytes]") -> bytes:
        question = _DISCOVERY.pack(1, _DISCOVERY.size - 4, self._connection.ssrc, b"", 0)
        for _ in range(_QUESTIONS):
            await self.loop.sock_sendall(self._connection.socket, question)
            await asyncio.wait((answer,), timeout=_ANSWER_S)
            if answer.done():
                return answer.result()
        raise TimeoutError("the voice server does not answer at its port for sound")


def _settle(answer: "asyncio.Future[bytes]", data: bytes) -> None:
    if not answer.done():
        answer.set_result(data)


def _address(answer: bytes) -> tuple[str, int]:
    _, _, _, address, port = _DISCOVERY.unpack(answer)
    return address.partition(b"\0")[0].decode("ascii"), port


class _NoticedSocket(socket.socket):
    """A socket whose closing is noticed by the library's thread, which waits for a packet on it for up to 30 s.

    Where another socket gets the number of a closed one, the thread waits on for a packet on neither: so the number is
    kept until the thread has read from a later one.
    """

    def __init__(self, retired: list["_NoticedSocket"]) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_DGRAM)
        self._retired = retired

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        data = super().recv(bufsize, flags)
        if self._retired and self not in self._retired:
            _released(self._retired)
        return data

    def close(self) -> None:
        if self.fileno() == -1 or self in self._retired:
            return
        with suppress(OSError):
            self.shutdown(socket.SHUT_RDWR)
        self._retired.append(self)
        if len(self._retired) > _MOST_RETIRED:
            socket.socket.close(self._retired.pop(0))


def _released(retired: list[_NoticedSocket]) -> None:
    while retired:
        socket.socket.close(retired.pop())
