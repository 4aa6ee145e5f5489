"""The jitter buffer: puts the packets of one speaker into their order and their time again.

Packets come late, twice, in another order, or never. The buffer holds the first packet of a spurt of speech back for a
moment, and hands the others on one after the other, so that most of what comes late comes in time. Who listens is a
machine: what has piled up is handed on at once, rather than dropped.
"""

from dataclasses import dataclass
from enum import Enum, auto

SILENT_PACKET = b"\xf8\xff\xfe"
"""The packet of Opus that a sender ends a spurt of speech with."""
UNREADABLE = b""
"""Put in place of a packet that came and could not be read, so that it does not count as lost."""
_USUAL_S = 0.02
_SEQUENCES = 0x10000
_EPSILON_S = 1e-6
_SECONDS = 3 * (0.01, 0.02, 0.04, 0.06) + 2 * (0.01, 0.02) + 4 * (0.0025, 0.005, 0.01, 0.02)
"""Of one frame, by the configuration of a packet of Opus (RFC 6716, section 3.1)."""
_COUNTED = 3
"""The code of a packet that says in its second byte how many frames it has."""
_LONGEST_S = 0.12


class Gap(Enum):
    """A moment without a packet."""

    CONCEALED = auto()
    """A packet is missing in the middle of speech: what came before is to be drawn out."""
    QUIET = auto()
    """Nobody speaks."""


Slot = bytes | Gap
"""What is to be heard next: a packet, or nothing for 20 ms."""


@dataclass(frozen=True, slots=True)
class JitterRules:
    """In seconds, but for the numbers of packets."""

    delay_s: float = 0.07
    """How long the first packet of a spurt is held back."""
    dry_s: float = 0.2
    """Without any packet for so long, a spurt has ended."""
    pause_s: float = 2.0
    """How much silence is handed on behind a spurt."""
    most_held: int = 10
    """Packets that wait for their time; beyond, what is next is handed on at once."""
    most_ahead: int = 150
    """How far ahead a packet may be; one further away begins anew."""
    most_back: int = 16
    """How far the first packets of a spurt may be out of order."""


class JitterBuffer:
    """One speaker's packets. It knows no clock: every call says what time it is, and time never runs backwards."""

    def __init__(self, rules: JitterRules | None = None) -> None:
        self._late = self._lost = 0
        self._rules = rules or JitterRules()
        self._held: dict[int, bytes] = {}
        self._next = _SEQUENCES
        self._highest = _SEQUENCES
        self._at = 0.0
        """When the next slot is due."""
        self._from = 0.0
        """When the first packet of the spurt is."""
        self._speaking = self._begun = False
        self._quiet_s = self._rules.pause_s
        """How much of the silence behind a spurt was handed on."""
        self._dry_s = 0.0
        self._silent = False
        """Whether the packet before was the silent one."""

    @property
    def idle(self) -> bool:
        """Whether nothing is due before another packet comes."""
        return not self._speaking and self._quiet_s >= self._rules.pause_s

    def put(self, sequence: int, packet: bytes, now: float) -> None:
        """Take a packet that came now; `sequence` has 16 bits, and begins at 0 again behind 65,535."""
        ahead = (sequence - self._next + _SEQUENCES // 2) % _SEQUENCES - _SEQUENCES // 2
        if not self._speaking:
            known = not self.idle and -self._rules.most_ahead < ahead < 0
            if packet and not known:
                self._begin(sequence, packet, now)
            self._late += known
        elif abs(ahead) > self._rules.most_ahead:
            if packet:
                self._begin(sequence, packet, now)
        elif (number := self._next + ahead) in self._held or (ahead < 0 and not self._early(ahead)):
            self._late += 1
        else:
            self._next = min(self._next, number)
            self._highest = max(self._highest, number)
            self._held[number] = packet

    def due(self, now: float) -> list[tuple[Slot, float]]:
        """What is to be heard since the last call, each with its seconds; at most some seconds of it."""
        slots = []
        while not self.idle:
            early = self._at > now + _EPSILON_S
            if early and not (self._speaking and self._highest - self._next >= self._rules.most_held):
                break
            if early:
                self._from = self._at  # waiting has an end
            slot, seconds = self._slot()
            slots.append((slot, seconds))
            if not early:
                self._at += seconds
        return slots

    def counted(self) -> tuple[int, int]:
        """How many came too late or twice, and how many never came and were concealed, since this was asked last."""
        counts = self._late, self._lost
        self._late = self._lost = 0
        return counts

    def _early(self, ahead: int) -> bool:
        """Whether a packet from before the first one is still in time."""
        return not self._begun and ahead >= -self._rules.most_back

    def _begin(self, sequence: int, packet: bytes, now: float) -> None:
        self._from = now + self._rules.delay_s
        if self.idle:
            self._at = self._from
        self._next = self._highest = sequence + _SEQUENCES
        self._held = {self._next: packet}
        self._speaking, self._begun = True, False
        self._dry_s, self._silent = 0.0, False

    def _slot(self) -> tuple[Slot, float]:
        if not self._speaking:
            return self._quiet()
        if not self._begun and self._at < self._from - _EPSILON_S:
            return Gap.QUIET, _USUAL_S
        self._begun = True
        packet = self._held.pop(self._next, None)
        if packet is None and not self._held:
            return self._dry()
        self._next += 1
        self._dry_s = 0.0
        if not packet:
            self._lost += packet is None
            return Gap.CONCEALED, _USUAL_S
        self._silent = packet == SILENT_PACKET
        return packet, seconds_of(packet)

    def _dry(self) -> tuple[Slot, float]:
        """Nothing is there: the spurt is over, or the next packet is late."""
        if self._silent or self._dry_s >= self._rules.dry_s - _EPSILON_S:
            self._speaking, self._quiet_s = False, self._dry_s
            return self._quiet()
        self._dry_s += _USUAL_S
        return Gap.CONCEALED, _USUAL_S

    def _quiet(self) -> tuple[Slot, float]:
        self._quiet_s += _USUAL_S
        return Gap.QUIET, _USUAL_S


def seconds_of(packet: bytes) -> float:
    """How long a packet of Opus is heard, as its first bytes tell; 20 ms for what is none."""
    if not packet:
        return _USUAL_S
    code = packet[0] & 3
    number = 1 if code == 0 else 2
    if code == _COUNTED:
        number = packet[1] & 0x3F if len(packet) > 1 else 0
    seconds = number * _SECONDS[packet[0] >> 3]
    return seconds if 0 < seconds <= _LONGEST_S + _EPSILON_S else _USUAL_S
