"""What the bot was told is kept for when it resumes, by numbers that wrap around."""

import asyncio

import pytest

from acore.simulator.places import VoiceState
from acore.simulator.voice.ciphers import CIPHERS
from acore.simulator.voice.ops import Op, VoiceClose
from acore.simulator.voice.rtp import Packet
from acore.simulator.voice.sessions import BotSession

MODE = "aead_aes256_gcm_rtpsize"


@pytest.fixture
def wire() -> list[tuple[bytes, tuple[str, int]]]:
    return []


@pytest.fixture
def session(wire: list[tuple[bytes, tuple[str, int]]]) -> BotSession:
    return BotSession("1", VoiceState("2", "3", "four"), 7, lambda data, address: wire.append((data, address)))


async def test_messages_are_numbered_from_0_whatever_their_form(session: BotSession) -> None:
    session.send(Op.SPEAKING, {"ssrc": 1})
    session.send_binary(Op.WELCOME, b"hello")
    place, messages = await session.messages(0)
    assert place == 2
    assert messages == ['{"op":5,"d":{"ssrc":1},"seq":0}', b"\x00\x01\x1ehello"]


async def test_numbers_wrap_around_and_can_still_be_resumed(session: BotSession) -> None:
    for _ in range(65_540):
        session.send_binary(Op.WELCOME, b"")
    assert session.after(65_535) == 65_536
    assert session.after(2) == 65_539
    assert session.after(3) == 65_540
    _, messages = await session.messages(session.after(65_535))
    assert [bytes(message)[:2].hex() for message in messages if isinstance(message, bytes)] == [
        "0000",
        "0001",
        "0002",
        "0003",
    ]


async def test_what_is_kept_no_more_can_not_be_resumed(session: BotSession) -> None:
    assert session.after(-1) == 0
    for _ in range(1_001):
        session.send(Op.SPEAKING, {})
    for number in (-1, 1_001 + 10):
        with pytest.raises(VoiceClose, match="no longer valid"):
            session.after(number)
    with pytest.raises(VoiceClose, match="timeout"):
        await session.messages(0)


async def test_who_waits_is_told_of_the_end(session: BotSession) -> None:
    waiting = asyncio.create_task(session.messages(0))
    await asyncio.sleep(0)
    session.end(VoiceClose(4014))
    with pytest.raises(VoiceClose, match="Disconnected"):
        await waiting


async def test_who_waits_until_all_is_sent_is_let_go(session: BotSession) -> None:
    session.send(Op.SPEAKING, {})
    waiting = asyncio.create_task(session.sent())
    await asyncio.sleep(0)
    assert not waiting.done()
    session.note_read(1)
    await waiting


def test_packets_are_sent_once_it_is_known_where_to(
    session: BotSession, wire: list[tuple[bytes, tuple[str, int]]]
) -> None:
    sound = Packet(120, 1, 2, 3, b"sound")
    session.forward(sound, "5")
    session.choose(MODE)
    session.forward(sound, "5")
    session.address = ("127.0.0.1", 9)
    session.forward(sound, "5")
    [(data, address)] = wire
    assert address == ("127.0.0.1", 9)
    assert CIPHERS[MODE](session.key).open(data, 12) == b"sound"


def test_a_way_that_there_is_not_is_refused(session: BotSession) -> None:
    with pytest.raises(VoiceClose, match="Unknown encryption mode"):
        session.choose("xsalsa20_poly1305")


async def test_one_message_can_be_spoiled(session: BotSession) -> None:
    session.spoiled.add(Op.WELCOME)
    for _ in range(2):
        session.send_binary(Op.WELCOME, b"hello")
    _, messages = await session.messages(0)
    assert [bytes(message)[3:] for message in messages if isinstance(message, bytes)] == [b"helln", b"hello"]
