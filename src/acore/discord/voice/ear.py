"""Hears: decrypts what the intake let pass, and gives the sound of each speaker."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

from acore.discord.voice.intake import Admission, Intake, Waiting
from acore.discord.voice.rtp import header_of, payload_of
from acore.discord.voice.speaker import Speaker
from acore.discord.voice.transport import Open
from acore.domain.audio import AudioChunk
from acore.interfaces.opus import Opus

_UNKNOWN_S = 2.0
_MOST_UNKNOWN = 300
"""Packets that wait until it is known whose they are."""
_COUNTED = (
    "without_consent",
    "unknown_speaker",
    "not_decrypted",
    "dave_failed",
    "opus_failed",
    "late",
    "lost",
    "heard",
)
"""All from the beginning: other threads read them."""
_NO_TRANSPORT = "The key of the voice server does not fit what comes in."
_NO_GROUP = "The end-to-end key does not fit what they send."


@dataclass(frozen=True, slots=True)
class Keys:
    """What a packet is opened with, now."""

    transport: Open
    end_to_end: Callable[[str, bytes], bytes]
    """The packet of Opus in what this user sent; raises ValueError where it can not be had."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Sound of somebody who is heard."""

    admission: Admission
    chunk: AudioChunk


class Ear:
    """Everything between the intake and the event loop. One thread at a time; it waits for nothing."""

    def __init__(self, intake: Intake, keys: Callable[[], Keys | None], opus: Opus) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(_COUNTED, 0))
        self._intake = intake
        self._keys = keys
        self._opus = opus
        self._speakers: dict[str, Speaker] = {}
        self._unknown: deque[Waiting] = deque()

    @property
    def busy(self) -> bool:
        """Whether something is to be done even where no packet comes."""
        return bool(self._unknown or self._intake.waiting) or not all(one.idle for one in self._speakers.values())

    def deaf(self, now: float) -> str | None:
        """Why somebody who is heard is not understood, if so. Any thread may ask."""
        heard = [one for one in tuple(self._speakers.values()) if self._is_heard(one)]
        return next((why for one in heard if (why := one.deaf(now))), None)

    def listen(self, now: float) -> list[Heard]:
        """Work on all that came in, and give what is to be heard by now."""
        keys = self._keys()
        held, self._unknown = self._unknown, deque()
        for waiting in held:
            self._take(waiting, keys, now)
        for _ in range(len(self._intake.waiting)):
            self._take(self._intake.waiting.popleft(), keys, now)
        self._forget_the_excluded()
        return [
            Heard(speaker.admission, chunk)
            for speaker in self._speakers.values()
            if not speaker.idle and (chunk := speaker.sound(now)) is not None
        ]

    def _take(self, waiting: Waiting, keys: Keys | None, now: float) -> None:
        came, source, data = waiting
        user = self._intake.speaker(source)
        if user is None:
            self._hold(waiting, now)
        elif (admission := self._intake.admission(user)) is None or came < admission.since:
            self.counts["without_consent"] += 1
        else:
            self._open(self._speaker(admission, source), keys, data, came)

    def _hold(self, waiting: Waiting, now: float) -> None:
        if now - waiting[0] > _UNKNOWN_S:
            self.counts["unknown_speaker"] += 1
            return
        self._unknown.append(waiting)
        if len(self._unknown) > _MOST_UNKNOWN:
            self._unknown.popleft()
            self.counts["unknown_speaker"] += 1

    def _open(self, speaker: Speaker, keys: Keys | None, data: bytes, came: float) -> None:
        try:
            header = header_of(data)
        except ValueError:
            self.counts["not_decrypted"] += 1
            return
        try:
            sent = payload_of(header, keys.transport(header, data)) if keys else None
        except ValueError:
            sent = None
        if keys is None or sent is None:
            self.counts["not_decrypted"] += 1
            speaker.put_unreadable(header.sequence, _NO_TRANSPORT, came)
            return
        if speaker.came_before(header.sequence):  # what is encrypted end to end is opened once only
            self.counts["late"] += 1
            return
        try:
            packet = keys.end_to_end(speaker.admission.user, sent)
        except ValueError:
            self.counts["dave_failed"] += 1
            speaker.put_unreadable(header.sequence, _NO_GROUP, came)
        else:
            speaker.put(header.sequence, packet, came)

    def _speaker(self, admission: Admission, source: int) -> Speaker:
        """Who speaks; anew where they came back or were admitted again, and with another source."""
        speaker = self._speakers.get(admission.user)
        if speaker is None or speaker.admission is not admission or speaker.source != source:
            speaker = self._speakers[admission.user] = Speaker(admission, source, self._opus, self.counts)
        return speaker

    def _forget_the_excluded(self) -> None:
        for user in [user for user, one in self._speakers.items() if not self._is_heard(one)]:
            del self._speakers[user]

    def _is_heard(self, speaker: Speaker) -> bool:
        return self._intake.admission(speaker.admission.user) is speaker.admission
