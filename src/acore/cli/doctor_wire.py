"""A call without Discord: packets encrypted as a member's client does, and heard as the bot hears them.

Importing it loads the libraries of the voice.
"""

from collections.abc import Callable
from dataclasses import dataclass

import davey
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt

from acore.discord.voice.ear import Ear, Keys
from acore.discord.voice.intake import Intake
from acore.discord.voice.transport import opener
from acore.domain.audio import AudioChunk, joined
from acore.errors import EngineRefused
from acore.interfaces import Opus
from acore.interfaces.call import HEARD_RATE
from acore.interfaces.opus import SILENT_PACKET

MODE = "aead_xchacha20_poly1305_rtpsize"
_KEY = bytes(range(32))
_CHANNEL, _SPEAKER, _BOT = 5, 1, 2
_SOURCE = 77
_FRAME = 960
_TICK_S = 0.02
_BEHIND = 5
"""Packets of silence behind the words, as clients send them."""
_MISSING = 25
"""One packet in so many never comes."""


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """The two sides of end-to-end encryption."""

    encrypt: Callable[[bytes], bytes]
    decrypt: Callable[[bytes], bytes]


PLAIN = EndToEnd(lambda packet: packet, lambda packet: packet)
"""None."""


def group_of_two() -> EndToEnd:
    """A member and the bot in a group of DAVE, with real keys.

    Raises EngineRefused where what plays Discord in it is not installed, or the library can not do its part.
    """
    try:
        from acore.simulator.voice.mls import ExternalSender, read_commit, welcome_for  # noqa: PLC0415  another extra
        from acore.simulator.voice.presentation import Malformed, vector  # noqa: PLC0415
    except ImportError as error:
        raise EngineRefused(f'pip install "acore[testing]" ({error.name} is not here)', engine="dave") from error
    sender, group = ExternalSender(), _CHANNEL.to_bytes(8, "big")
    speaker, bot = (davey.DaveSession(1, who, _CHANNEL) for who in (_SPEAKER, _BOT))
    try:
        for session in (speaker, bot):
            session.set_external_sender(sender.package)
        package = bot.get_serialized_key_package()
        proposal = sender.add(group, 0, package).message
        made = speaker.process_proposals(davey.ProposalsOperationType.append, vector(proposal), [_SPEAKER, _BOT])
        assert made is not None
        commit = read_commit(made.commit + (made.welcome or b""))
        speaker.process_commit(commit.data)
        bot.process_welcome(welcome_for(commit.welcome, package) or b"")
    except (ValueError, Malformed) as error:
        raise EngineRefused(f"davey: {error}", engine="dave") from error
    return EndToEnd(speaker.encrypt_opus, lambda packet: bytes(bot.decrypt(_SPEAKER, davey.MediaType.audio, packet)))


def sent(sound: AudioChunk, opus: Opus, end_to_end: EndToEnd) -> list[bytes]:
    """The sound as packets of a member's client, 20 ms each, encrypted twice."""
    encoder = opus.encoder()
    frames = [end_to_end.encrypt(one.packet) for one in (*encoder.encode(sound), *encoder.finish())]
    return [_sealed(number, frame) for number, frame in enumerate([*frames, *[SILENT_PACKET] * _BEHIND])]


def heard(packets: list[bytes], opus: Opus, end_to_end: EndToEnd) -> tuple[AudioChunk, dict[str, int]]:
    """What the bot hears of them, out of order and with gaps as a network makes them; and what became of them."""
    now = 0.0
    intake = Intake(lambda: None, lambda: now)
    intake.tell(_SOURCE, str(_SPEAKER))
    intake.admit(str(_SPEAKER))
    keys = Keys(opener(MODE, _KEY), lambda _user, packet: _opened(packet, end_to_end))
    ear = Ear(intake, lambda: keys, opus)
    pieces = [AudioChunk.silence(0, HEARD_RATE)]
    for packet in _shaken(packets):
        if packet is not None:
            intake(packet)
        pieces += [one.chunk for one in ear.listen(now)]
        now += _TICK_S
    while ear.busy:
        pieces += [one.chunk for one in ear.listen(now)]
        now += _TICK_S
    return joined(pieces), dict(ear.counts)


def _opened(packet: bytes, end_to_end: EndToEnd) -> bytes:
    return packet if packet == SILENT_PACKET else end_to_end.decrypt(packet)


def _shaken(packets: list[bytes]) -> list[bytes | None]:
    """Every tenth comes behind the next one, and a few never come."""
    shaken: list[bytes | None] = [None if number % _MISSING == _MISSING - 1 else p for number, p in enumerate(packets)]
    for number in range(10, len(shaken) - 1, 10):
        shaken[number], shaken[number + 1] = shaken[number + 1], shaken[number]
    return shaken


def _sealed(number: int, frame: bytes) -> bytes:
    header = bytes((0x80, 0x78)) + number.to_bytes(2, "big") + (number * _FRAME).to_bytes(4, "big")
    header += _SOURCE.to_bytes(4, "big")
    nonce = number.to_bytes(4, "big")
    return header + crypto_aead_xchacha20poly1305_ietf_encrypt(frame, header, nonce + bytes(20), _KEY) + nonce
