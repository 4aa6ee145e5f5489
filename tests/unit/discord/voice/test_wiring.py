"""What this house uses of the inside of discord.py is there, as it was when it was written.

Where a test of this file fails, discord.py has changed: read `acore.discord.voice.wiring` and `line_state` against it.
"""

import asyncio
import inspect
import socket
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from acore.interfaces.opus import SILENT_PACKET
from tests.unit.discord.voice.call_packets import KEY, MODE, header, sealed
from tests.unit.discord.voice.call_wired import Wired

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord.gateway import DiscordVoiceWebSocket
    from discord.player import AudioPlayer
    from discord.voice_state import ConnectionFlowState, SocketReader, VoiceConnectionState

    from acore.discord.voice.line_state import LineState, _address, _NoticedSocket
    from acore.discord.voice.rtp import header_of

PARAMETERS = {
    VoiceConnectionState._poll_voice_ws: ["self", "reconnect"],
    VoiceConnectionState._inner_connect: ["self", "reconnect", "self_deaf", "self_mute", "resume"],
    VoiceConnectionState._wait_for_state: ["self", "state", "other_states", "timeout"],
    VoiceConnectionState._connect_websocket: ["self", "resume"],
    VoiceConnectionState._create_socket: ["self"],
    VoiceConnectionState.send_packet: ["self", "packet"],
    VoiceConnectionState.add_socket_listener: ["self", "callback"],
    VoiceConnectionState.remove_socket_listener: ["self", "callback"],
    VoiceConnectionState.disconnect: ["self", "force", "cleanup", "wait"],
    SocketReader.resume: ["self", "force"],
    DiscordVoiceWebSocket.discover_ip: ["self"],
    DiscordVoiceWebSocket.poll_event: ["self"],
    DiscordVoiceWebSocket.close: ["self", "code"],
    discord.VoiceClient.create_connection_state: ["self"],
    discord.VoiceClient.on_voice_state_update: ["self", "data"],
    discord.VoiceClient.send_audio_packet: ["self", "data", "encode"],
    discord.VoiceClient.disconnect: ["self", "force"],
    discord.VoiceClient.cleanup: ["self"],
    AudioPlayer._call_after: ["self"],
}
PATIENCE_S = 5
OPERATIONS = {"READY": 2, "SPEAKING": 5, "RESUMED": 9, "CLIENT_CONNECT": 12, "CLIENT_DISCONNECT": 13}


@pytest.fixture
async def wired() -> Any:
    wired = Wired()
    yield wired
    await wired.aclose()


@pytest.mark.parametrize("method", PARAMETERS, ids=lambda method: method.__qualname__)
def test_what_is_called_and_overridden_takes_what_it_took(method: Any) -> None:
    assert [*inspect.signature(method).parameters] == PARAMETERS[method]


def test_the_operations_have_their_numbers() -> None:
    assert {name: getattr(DiscordVoiceWebSocket, name) for name in OPERATIONS} == OPERATIONS


def test_the_library_still_has_what_is_worked_around() -> None:
    """Its reader waits 30 s, its loop knows two errors and never forgets a break, it asks for its address once."""
    reading = inspect.getsource(SocketReader._do_run)
    assert "select.select([self.state.socket], [], [], 30)" in reading
    assert "self.state.socket.recv(2048)" in reading
    polling = inspect.getsource(VoiceConnectionState._poll_voice_ws)
    assert "except (ConnectionClosed, asyncio.TimeoutError) as exc" in polling
    assert polling.index("backoff = ExponentialBackoff()") < polling.index("while True:")
    assert "sane_wait_for([self._state_event.wait()]" in inspect.getsource(VoiceConnectionState._wait_for_state)
    assert "_expecting_disconnect" in inspect.getsource(VoiceConnectionState.voice_state_update)
    assert "if self._disconnected.is_set():" in polling
    assert "await self._hook(self, msg)" in inspect.getsource(DiscordVoiceWebSocket.received_message)
    assert "discover_ip" in inspect.getsource(DiscordVoiceWebSocket.initial_connection)


async def test_the_state_has_what_is_read_of_it(wired: Wired) -> None:
    state = wired.state
    assert isinstance(state, LineState)
    assert (state.hook, state.dave_session, state.dave_protocol_version) == (wired.line._told, None, 0)
    assert not state.secret_key
    assert not state.socket
    assert not state.ws
    assert not state._expecting_disconnect
    assert (state._connector, state._runner) == (None, None)
    assert not state._disconnected.is_set()
    assert state.state is ConnectionFlowState.disconnected
    assert wired.listener.packet_came in state._socket_reader._callbacks


async def test_a_change_of_the_state_is_noticed_whenever_it_comes(wired: Wired) -> None:
    for moments in range(4):
        wired.state.state = ConnectionFlowState.connected
        wanted = ConnectionFlowState.got_voice_server_update, ConnectionFlowState.disconnected
        waiting = asyncio.create_task(wired.state._wait_for_state(*wanted, timeout=PATIENCE_S))
        for _ in range(moments):
            await asyncio.sleep(0)
        wired.state.state = ConnectionFlowState.got_voice_server_update
        await waiting
    with pytest.raises(TimeoutError):
        await wired.state._wait_for_state(ConnectionFlowState.connected, timeout=0)


async def test_the_voice_gateway_tells_whose_a_source_is(wired: Wired) -> None:
    await wired.operation(2)
    await wired.operation(5, ssrc=11, user_id="7", speaking=1)
    await wired.operation(12, audio_ssrc=12, user_id="8", video_ssrc=13)
    await wired.operation(12, audio_ssrc=0, user_id="9")
    await wired.operation(5, speaking=1)
    await wired.operation(13, user_id="7")
    await wired.operation(18, user_id="7", flags=2)
    assert wired.listener.told == [("server",), ("speaker", 11, "7"), ("speaker", 12, "8"), ("gone", "7")]
    assert not wired.state.resumed.is_set()
    await wired.operation(9)
    assert wired.state.resumed.is_set()


async def test_there_are_no_keys_before_a_server_gave_one(wired: Wired) -> None:
    assert wired.line.keys() is None
    wired.state.mode, wired.state.secret_key = MODE, [*KEY]
    keys = wired.line.keys()
    assert keys is not None
    assert keys is wired.line.keys()
    data = sealed(header(1, 2), b"sound")
    assert keys.transport(header_of(data), data) == b"sound"
    wired.state.secret_key = [*bytes(32)]
    assert wired.line.keys() is not keys


async def test_a_server_that_encrypts_in_a_way_that_is_not_known_gives_no_keys(wired: Wired) -> None:
    wired.state.mode, wired.state.secret_key = "xsalsa20_poly1305", [*KEY]
    assert wired.line.keys() is None
    assert wired.line.keys() is None
    wired.state.mode = MODE
    assert wired.line.keys() is not None


class Session:
    """An end-to-end session that knows one user."""

    def decrypt(self, user: int, kind: Any, packet: bytes) -> bytes:
        if user != 7:
            raise ValueError("NoDecryptorForUser")
        return b"plain:" + packet


async def test_what_is_encrypted_end_to_end_is_decrypted_and_silence_never_is(wired: Wired) -> None:
    wired.state.mode, wired.state.secret_key = MODE, [*KEY]
    keys = wired.line.keys()
    assert keys is not None
    decrypted = keys.end_to_end
    frame = b"frame\xfa\xfa"
    assert decrypted("7", frame) == frame
    wired.state.dave_session = Session()
    assert decrypted("7", frame) == b"plain:" + frame
    assert decrypted("7", b"frame") == b"frame"
    wired.state.dave_protocol_version = 1
    assert decrypted("7", b"frame") == b"plain:frame"
    assert decrypted("8", SILENT_PACKET) == SILENT_PACKET
    with pytest.raises(ValueError, match="NoDecryptor"):
        decrypted("8", frame)


async def test_being_moved_and_being_taken_out_are_told(wired: Wired) -> None:
    await wired.line.on_voice_state_update({"channel_id": "6", "session_id": "s"})
    wired.state._expecting_disconnect = True
    await wired.line.on_voice_state_update({"channel_id": None})
    wired.line.cleanup()
    wired.line.cleanup()
    assert wired.listener.told == [("channel", 6), ("ended", False)]
    assert wired.state._socket_reader._callbacks == []


def test_closed_sockets_do_not_pile_up() -> None:
    retired: list[Any] = []
    sockets = [_NoticedSocket(retired) for _ in range(12)]
    for one in sockets:
        one.close()
        one.close()
    assert len(retired) == 8
    assert [one.fileno() == -1 for one in sockets] == [True] * 4 + [False] * 8
    for one in sockets:
        socket.socket.close(one)


def test_the_answer_about_the_address_is_read() -> None:
    answer = b"\0\2\0F\0\0\0\7" + b"203.0.113.9".ljust(64, b"\0") + (50_000).to_bytes(2, "big")
    assert _address(answer) == ("203.0.113.9", 50_000)


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() <= before + 1  # the pool of to_thread
