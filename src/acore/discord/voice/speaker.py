"""One speaker's packets, from the moment that they can be read: into order, decoded, and mended."""

from collections import Counter, deque

import numpy as np

from acore.discord.voice.intake import Admission
from acore.domain.audio import AudioChunk, Samples
from acore.domain.concealment import Concealment
from acore.domain.deafness import Deafness
from acore.domain.jitter import UNREADABLE, Gap, JitterBuffer, Slot
from acore.errors import InvalidInput
from acore.interfaces.call import HEARD_RATE
from acore.interfaces.opus import SILENT_PACKET, Opus

_REMEMBERED = 64
"""Packets, more than a second: a network that gives one twice does so within that."""
UNDECODED = "Their packets hold nothing that can be decoded."


class Speaker:
    """Built and used by the thread that hears. `counts` are those of the call."""

    def __init__(self, admission: Admission, source: int, opus: Opus, counts: Counter[str]) -> None:
        self.admission = admission
        self.source = source
        self._decoder = opus.decoder()
        self._jitter = JitterBuffer()
        self._concealment = Concealment()
        self._deafness = Deafness()
        self._counts = counts
        self._came: deque[int] = deque(maxlen=_REMEMBERED)

    @property
    def idle(self) -> bool:
        """Whether nothing is to be heard before another packet comes."""
        return self._jitter.idle

    def came_before(self, sequence: int) -> bool:
        """Whether the packet of this number, which comes now, came already a moment ago."""
        if sequence in self._came:
            return True
        self._came.append(sequence)
        return False

    def put(self, sequence: int, packet: bytes, now: float) -> None:
        """Take a packet that can be read."""
        self._jitter.put(sequence, packet, now)

    def put_unreadable(self, sequence: int, why: str, now: float) -> None:
        """A packet came that can not be read."""
        self._jitter.put(sequence, UNREADABLE, now)
        self._deafness.failed(why, now)

    def deaf(self, now: float) -> str | None:
        """Why nothing of this speaker is understood, if so."""
        return self._deafness.why(now)

    def sound(self, now: float) -> AudioChunk | None:
        """What is to be heard since the last time."""
        pieces = [self._heard(slot, round(seconds * HEARD_RATE), now) for slot, seconds in self._jitter.due(now)]
        late, lost = self._jitter.counted()
        self._counts["late"] += late
        self._counts["lost"] += lost
        if not pieces:
            return None
        return AudioChunk(pieces[0] if len(pieces) == 1 else np.concatenate(pieces), HEARD_RATE)

    def _heard(self, slot: Slot, frames: int, now: float) -> Samples:
        if slot is Gap.CONCEALED:
            return self._concealment.repeat(frames)
        if isinstance(slot, Gap) or slot == SILENT_PACKET:  # the decoder need not be asked
            self._concealment.quiet()
            return np.zeros((frames, 1), np.int16)
        try:
            samples = self._decoder.decode(slot).samples
        except InvalidInput:
            self._counts["opus_failed"] += 1
            self._deafness.failed(UNDECODED, now)
            return self._concealment.repeat(frames)
        self._counts["heard"] += 1
        self._deafness.understood()
        self._concealment.heard(samples)
        return samples
