"""The sockets of a line, whatever the library's thread does with them."""

import asyncio
import socket
import warnings
from collections.abc import AsyncGenerator

import pytest

from tests.unit.discord.voice.call_packets import KEY, MODE
from tests.unit.discord.voice.call_wired import Wired

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    from discord.voice_state import ConnectionFlowState


@pytest.fixture
async def wired() -> AsyncGenerator[Wired]:
    wired = Wired()
    yield wired
    await wired.aclose()


async def test_a_packet_that_the_socket_does_not_take_is_counted(wired: Wired) -> None:
    wired.state.mode, wired.state.secret_key, wired.state.ssrc = MODE, [*KEY], 3
    wired.state._create_socket()
    wired.line.send_audio_packet(b"frame", encode=False)
    assert wired.listener.told == [("left", False)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        wired.state.socket.connect(server.getsockname())
        wired.line.send_audio_packet(b"frame", encode=False)
        assert wired.listener.told[1:] == [("left", True)]
        assert server.recv(100)[:2] == b"\x80\x78"
        wired.line.keep_alive(b"12345678")
        wired.state.state = ConnectionFlowState.connected
        wired.line.keep_alive(b"12345678")
        assert server.recv(100) == b"12345678"
    wired.state.socket.close()
    wired.line.keep_alive(b"12345678")


async def test_a_reader_of_a_closed_socket_reads_the_next_one(wired: Wired) -> None:
    """Whichever moment the socket is closed in."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        for number in range(20):
            wired.state._create_socket()
            wired.state.socket.connect(server.getsockname())
            server.sendto(b"%d" % number, wired.state.socket.getsockname())
            async with asyncio.timeout(5):
                while ("came", b"%d" % number) not in wired.listener.told:
                    await asyncio.sleep(0.001)
            wired.state._socket_reader.pause()
            wired.state.socket.close()
