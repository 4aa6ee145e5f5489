"""End-pointing: where in a speaker's sound the turns begin and end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from acore.domain.audio import AudioChunk, Samples
from acore.domain.tape import Tape

_LONG_SPEECH_S = 4.0
"""Speech of this length has said what it wants to: the silence behind it may be the shortest."""
_PAUSE_MARGIN = 1.5
"""A silence ends a turn once it is that much longer than the speaker's pauses."""
_PAUSE_MEMORY = 0.8
"""What is left of the longest pause with every turn."""
_SEARCHED = 1 / 3
"""A turn that is too long is cut somewhere in this last part of it."""


class Detector(Protocol):
    """Tells speech from noise for one speaker, a frame at a time; `acore.interfaces.SpeechDetector` is one."""

    rate: int
    frame: int

    def probability(self, frame: NDArray[np.int16], /) -> float:
        """How likely `frame` samples of one channel are speech, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class TurnRules:
    """When a turn begins and ends; raises ValueError for rules that contradict each other."""

    begin: float = 0.8
    """The probability from which a frame is speech after silence."""
    keep: float = 0.6
    """The probability from which it is speech after speech."""
    least_speech_s: float = 0.15
    """Less speech than this is no turn."""
    stutter_s: float = 0.1
    """Before there is that much, a silence of this length forgets it."""
    pre_roll_s: float = 0.3
    """What a turn holds of the sound before its first speech; never what the turn before it holds."""
    tail_s: float = 0.2
    """What it holds of the silence after its last speech."""
    silence_s: float = 0.7
    """A silence of this length ends a turn of a speaker who is not known yet."""
    shortest_silence_s: float = 0.45
    """The same after long and clear speech."""
    longest_silence_s: float = 1.4
    """The same for a speaker who makes long pauses."""
    longest_s: float = 30.0
    """A longer turn is cut where it is softest."""

    def __post_init__(self) -> None:
        if not 0 < self.keep <= self.begin <= 1:
            raise ValueError(f"0 < keep <= begin <= 1 does not hold: keep is {self.keep}, begin is {self.begin}")
        if not 0 < self.shortest_silence_s <= self.silence_s <= self.longest_silence_s:
            raise ValueError("a silence is above 0, the shortest at most the usual one, and that at most the longest")
        if not 0 <= self.tail_s <= self.shortest_silence_s:
            raise ValueError(f"tail_s is from 0 to shortest_silence_s, not {self.tail_s}")
        if min(self.pre_roll_s, self.least_speech_s, self.stutter_s) < 0:
            raise ValueError("pre_roll_s, least_speech_s and stutter_s are not below 0")
        if self.longest_s <= self.pre_roll_s + self.least_speech_s + self.longest_silence_s:
            raise ValueError(f"longest_s is above what else a turn needs, not {self.longest_s}")


@dataclass(frozen=True, slots=True)
class Started:
    """Somebody began to speak: exactly one comes before each Utterance."""

    at: float
    """When the first speech was heard, in seconds from the beginning of the sound; some of it may be past."""


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """A whole turn, ready to be written down."""

    clip: AudioChunk
    """One channel at the detector's rate, the pre-roll and the tail included."""
    start: float
    """Where the clip begins, in seconds from the beginning of the sound."""
    end: float
    """Where it ends."""


TurnEvent = Started | Utterance


class Segmenter:
    """Finds the turns of one speaker; pieces of any length give the same turns.

    No sample is in two turns, and turns come in their order. What it holds is bounded by the longest turn,
    whatever the pieces. It takes the detector for its own.
    """

    def __init__(self, detector: Detector, rules: TurnRules | None = None) -> None:
        self._detector = detector
        self._rules = rules or TurnRules()
        self._patience = _Patience(self._rules)
        self._tape = Tape()
        self._rest: Samples = np.zeros(0, np.int16)
        self._heard = 0
        self._voiced = False
        self._speech: _Speech | None = None
        self._start: int | None = None
        self._said_until = 0
        self._spoke_until: int | None = None
        self._wait_s: float | None = None
        self._finished = False

    @property
    def silent_s(self) -> float:
        """Seconds of silence behind the last speech of a turn that is not over; 0 where there is no such turn."""
        if self._speech is None or self._start is None:
            return 0.0
        return self._seconds(self._heard - self._speech.until)

    def so_far(self) -> Utterance | None:
        """The turn that is not over as if it ended here, with no more than the usual tail; None where there is none."""
        if self._speech is None or self._start is None:
            return None
        return self._clip(self._start, min(self._speech.until + self._samples(self._rules.tail_s), self._heard))

    def wait(self, silence_s: float) -> None:
        """Have a silence of that length end the turn that is not over, whatever the rules say, until speech goes on."""
        self._wait_s = silence_s

    def feed(self, chunk: AudioChunk) -> tuple[TurnEvent, ...]:
        """What the next piece of the sound decides, in order; raises ValueError for another rate than the detector's.

        Detectors take well under a millisecond for a frame, so pieces of up to a second suit an event loop.
        """
        if self._finished:
            raise RuntimeError("a segmenter is fed after its sound was finished")
        if chunk.rate != self._detector.rate:
            raise ValueError(f"the detector hears {self._detector.rate} frames a second, not {chunk.rate}: resample")
        samples, size = np.concatenate((self._rest, chunk.mono())), self._detector.frame
        whole = len(samples) - len(samples) % size
        self._rest = samples[whole:].copy()
        return tuple(
            event for at in range(0, whole, size) for event in self._judged(samples[at : at + size].copy(), size)
        )

    def finish(self) -> tuple[TurnEvent, ...]:
        """The turn that the end of the sound cuts off, if there is one. Nothing is fed after it."""
        self._finished = True
        events: list[TurnEvent] = []
        if count := len(self._rest):
            events += self._judged(np.pad(self._rest, (0, self._detector.frame - count)), count)
            self._rest = self._rest[:0]
        if self._speech is not None and self._start is not None:
            events.append(self._ended(self._speech, self._start))
        return tuple(events)

    def _judged(self, frame: Samples, count: int) -> Iterator[TurnEvent]:
        """One frame, of which `count` samples are of the sound."""
        likely = self._detector.probability(frame)
        at, self._heard = self._heard, self._heard + count
        self._tape.append(frame[:count])
        self._voiced = likely >= (self._rules.keep if self._voiced else self._rules.begin)
        if self._voiced:
            if self._speech is None:
                self._speech = _Speech(at, at)
            self._patience.paused(self._seconds(at - self._speech.until))
            self._wait_s = None
            self._speech.hear(count, likely, self._heard)
        if self._speech is None:
            self._tape.drop_before(max(self._heard - self._samples(self._rules.pre_roll_s), self._said_until))
        elif self._start is None:
            yield from self._waiting(self._speech)
        else:
            yield from self._listening(self._speech, self._start)

    def _waiting(self, speech: "_Speech") -> Iterator[TurnEvent]:
        if speech.voiced >= self._samples(self._rules.least_speech_s):
            self._start = max(speech.onset - self._samples(self._rules.pre_roll_s), self._said_until, 0)
            if self._spoke_until is not None:
                self._patience.resumed(self._seconds(speech.onset - self._spoke_until))
            yield Started(self._seconds(speech.onset))
        elif self._heard - speech.until >= self._samples(self._rules.stutter_s):
            self._speech = None

    def _listening(self, speech: "_Speech", start: int) -> Iterator[TurnEvent]:
        silence = self._wait_s or self._patience.silence(self._seconds(speech.voiced), speech.clarity)
        if self._heard - speech.until >= self._samples(silence):
            yield self._ended(speech, start)
        elif self._heard - start >= self._samples(self._rules.longest_s):
            yield from self._split(speech, start)

    def _ended(self, speech: "_Speech", start: int) -> Utterance:
        stop = min(speech.until + self._samples(self._rules.tail_s), self._heard)
        self._patience.ended()
        self._wait_s = None
        self._spoke_until, self._speech, self._start = speech.until, None, None
        return self._uttered(start, stop)

    def _split(self, speech: "_Speech", start: int) -> Iterator[TurnEvent]:
        """A turn goes on as the next one, unless the last speech lies before the cut."""
        longest = self._samples(self._rules.longest_s)
        cut = self._tape.softest(start + round(longest * (1 - _SEARCHED)), start + longest)
        yield self._uttered(start, cut)
        if speech.until <= cut:
            self._spoke_until, self._speech, self._start = speech.until, None, None
            return
        self._speech, self._start = speech.since(cut), cut
        yield Started(self._seconds(cut))

    def _uttered(self, start: int, stop: int) -> Utterance:
        uttered = self._clip(start, stop)
        self._said_until = stop
        self._tape.drop_before(stop)
        return uttered

    def _clip(self, start: int, stop: int) -> Utterance:
        clip = AudioChunk(self._tape.cut(start, stop).reshape(-1, 1), self._detector.rate)
        return Utterance(clip, self._seconds(start), self._seconds(stop))

    def _samples(self, seconds: float) -> int:
        return round(seconds * self._detector.rate)

    def _seconds(self, samples: int) -> float:
        return samples / self._detector.rate


@dataclass(slots=True)
class _Speech:
    """What was heard of a turn; times are counted in samples."""

    onset: int
    until: int
    """The end of the last speech."""
    voiced: int = 0
    sureness: float = 0.0

    @property
    def clarity(self) -> float:
        """How likely its speech was, on the whole."""
        return self.sureness / self.voiced if self.voiced else 0.0

    def hear(self, count: int, likely: float, until: int) -> None:
        self.voiced += count
        self.sureness += count * likely
        self.until = until

    def since(self, cut: int) -> "_Speech":
        """As if it had begun there, and been as clear."""
        left = min(self.voiced, self.until - cut)
        return _Speech(cut, self.until, left, left * self.clarity)


class _Patience:
    """How long one speaker may be silent."""

    def __init__(self, rules: TurnRules) -> None:
        self._rules = rules
        self._pause = 0.0

    def paused(self, seconds: float) -> None:
        """The speaker went on after that much silence."""
        self._pause = max(self._pause, seconds)

    def resumed(self, seconds: float) -> None:
        """The speaker began again that long after the last turn: it was a pause, if no silence may be longer."""
        if seconds <= self._rules.longest_silence_s:
            self.paused(seconds)

    def ended(self) -> None:
        """A turn is over."""
        self._pause *= _PAUSE_MEMORY

    def silence(self, speech_s: float, clarity: float) -> float:
        """The silence that ends a turn with so much speech, in seconds."""
        rules = self._rules
        settled = min(speech_s / _LONG_SPEECH_S, 1) * clarity
        usual = rules.silence_s - (rules.silence_s - rules.shortest_silence_s) * settled
        return min(max(usual, self._pause * _PAUSE_MARGIN), rules.longest_silence_s)
