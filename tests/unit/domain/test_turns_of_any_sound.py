"""What holds for the turns of any sound, in pieces of any length."""

from copy import deepcopy
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from acore.adapters.vad.energy import EnergySettings, EnergyVAD
from acore.adapters.vad.webrtc import WebRtcSettings, WebRtcVAD
from acore.domain.audio import AudioChunk
from acore.domain.turns import Segmenter, Started, TurnEvent, TurnRules, Utterance
from acore.interfaces import VAD
from acore.testing import ScriptedVAD, engine_context

RATE = 1000
FRAME = 10
LONGEST_S = 3.0


class Levels:
    """A frame is as likely speech as its loudest sample says, in thousandths."""

    rate = RATE
    frame = FRAME

    def probability(self, frame: np.ndarray, /) -> float:
        return float(frame.max()) / 1000


def voiced(heard: np.ndarray, rules: TurnRules) -> list[bool]:
    """Whether each whole frame is speech, by the two thresholds alone."""
    found: list[bool] = []
    for frame in heard[: len(heard) // FRAME * FRAME].reshape(-1, FRAME):
        found.append(frame.max() / 1000 >= (rules.keep if found and found[-1] else rules.begin))
    return found


def runs(frames: list[bool]) -> list[tuple[float, float]]:
    """Where speech goes on without a break, in seconds."""
    edges = np.flatnonzero(np.diff([False, *frames, False]))
    return [(start * FRAME / RATE, stop * FRAME / RATE) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


class AnySound(RuleBasedStateMachine):
    """Feeds sound as it comes, and compares with what the whole of it gives at once."""

    @initialize(
        pre_roll_s=st.sampled_from((0, 0.05, 0.3, 0.9)),
        least_speech_s=st.sampled_from((0.01, 0.15)),
        tail_s=st.sampled_from((0, 0.1)),
        silence_s=st.sampled_from((0.2, 0.6)),
    )
    def begin(self, pre_roll_s: float, least_speech_s: float, tail_s: float, silence_s: float) -> None:
        self.limits = TurnRules(
            begin=0.7,
            keep=0.4,
            pre_roll_s=pre_roll_s,
            least_speech_s=least_speech_s,
            stutter_s=0.05,
            tail_s=tail_s,
            shortest_silence_s=0.15,
            silence_s=silence_s,
            longest_silence_s=0.8,
            longest_s=LONGEST_S,
        )
        self.segmenter = Segmenter(Levels(), self.limits)
        self.heard = np.zeros(0, np.int16)
        self.events: list[TurnEvent] = []

    @rule(
        level=st.sampled_from((0, 300, 500, 690, 700, 1000)),
        length=st.integers(1, 900),
        pieces=st.lists(st.integers(0, 900), max_size=4),
    )
    def feed(self, level: int, length: int, pieces: list[int]) -> None:
        """A sound of its own shape, so that no two places of it are alike."""
        part = level - np.arange(length, dtype=np.int16) * level // 4000
        self.heard = np.concatenate((self.heard, part))
        for piece in np.split(part, sorted(min(at, length) for at in pieces)):
            self.events += self.segmenter.feed(AudioChunk(piece.reshape(-1, 1), RATE))

    @rule()
    def end_here(self) -> None:
        """The sound may end at any time; what began then ends, and all speech is in turns."""
        events = [*self.events, *deepcopy(self.segmenter).finish()]
        whole = self.whole()
        expected = [*whole.feed(AudioChunk(self.heard.reshape(-1, 1), RATE)), *whole.finish()]
        assert [_told(event) for event in events] == [_told(event) for event in expected]
        assert not events or isinstance(events[-1], Utterance)
        joined: list[tuple[float, float]] = []
        for turn in _utterances(events):
            follows = bool(joined) and joined[-1][1] == turn.start
            joined.append((joined.pop()[0] if follows else turn.start, turn.end))
        for start, end in runs(voiced(self.heard, self.limits)):
            if end - start >= self.limits.least_speech_s - 1e-9:
                assert any(first <= start and end <= last for first, last in joined)

    def teardown(self) -> None:
        self.end_here()

    def whole(self) -> Segmenter:
        return Segmenter(Levels(), self.limits)

    @invariant()
    def pieces_of_any_length_give_the_same_turns(self) -> None:
        expected = self.whole().feed(AudioChunk(self.heard.reshape(-1, 1), RATE))
        assert [_told(event) for event in self.events] == [_told(event) for event in expected]

    @invariant()
    def one_start_comes_before_each_turn_and_lies_in_it(self) -> None:
        for before, event in pairwise(self.events):
            assert isinstance(before, Started) == isinstance(event, Utterance)
            if isinstance(before, Started) and isinstance(event, Utterance):
                assert event.start <= before.at < event.end
        assert not self.events or isinstance(self.events[0], Started)

    @invariant()
    def turns_are_in_order_and_hold_nothing_twice(self) -> None:
        for before, after in pairwise(_utterances(self.events)):
            assert before.end <= after.start

    @invariant()
    def a_turn_is_the_sound_between_its_times(self) -> None:
        for turn in _utterances(self.events):
            start, stop = round(turn.start * RATE), round(turn.end * RATE)
            assert 0 <= start < stop <= len(self.heard)
            assert (turn.clip.mono() == self.heard[start:stop]).all()
            assert stop - start <= LONGEST_S * RATE

    @invariant()
    def little_is_held(self) -> None:
        held = sum(len(frame) for _, frame in self.segmenter._tape._frames)
        assert held <= (LONGEST_S + self.limits.pre_roll_s + 1) * RATE


def _utterances(events: list[TurnEvent]) -> list[Utterance]:
    return [event for event in events if isinstance(event, Utterance)]


def _told(event: TurnEvent) -> object:
    return event if isinstance(event, Started) else (event.start, event.end, event.clip.samples.tolist())


AnySound.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestAnySound = AnySound.TestCase


@pytest.mark.parametrize("frame_ms", [10, 20, 30])
@pytest.mark.parametrize("rate", [8000, 16000, 32000, 48000])
@pytest.mark.parametrize("engine", [EnergyVAD, WebRtcVAD])
async def test_every_rate_and_frame_has_exact_turns(engine: type[VAD], rate: int, frame_ms: int) -> None:
    table = {"rate": rate, "frame_ms": frame_ms}
    made: dict[type[VAD], VAD] = {
        EnergyVAD: EnergyVAD(EnergySettings.model_validate(table), engine_context()),
        WebRtcVAD: WebRtcVAD(WebRtcSettings.model_validate(table), engine_context()),
    }
    times = np.arange(rate) / rate
    voice = sum(np.sin(2 * np.pi * 130 * n * times) / n for n in range(1, 25)) * 6000
    heard = np.concatenate((np.zeros(int(rate * 1.2)), voice, np.zeros(2 * rate))).astype(np.int16).reshape(-1, 1)
    async with made[engine] as vad:
        segmenter = Segmenter(vad.detector())
        events = [event for at in range(0, len(heard), 777) for event in segmenter.feed(_chunk(heard, at, rate))]
        started, turn = events
        assert isinstance(started, Started)
        assert isinstance(turn, Utterance)
        assert 1.2 - frame_ms / 1000 <= started.at <= 1.3
        assert turn.start == pytest.approx(started.at - 0.3)
        assert 2.3 <= turn.end <= 2.7
        assert (turn.clip.samples == heard[round(turn.start * rate) : round(turn.end * rate)]).all()
        assert segmenter.finish() == ()


def _chunk(heard: np.ndarray, at: int, rate: int) -> AudioChunk:
    return AudioChunk(heard[at : at + 777], rate)


def test_two_speakers_at_once_give_two_clean_turns() -> None:
    vad = ScriptedVAD(rate=RATE, frame=FRAME)
    one, other = (np.zeros((4000, 1), np.int16) for _ in range(2))
    one[500:1500], other[900:1700] = 111, 222
    speakers = {name: (sound, Segmenter(vad.detector())) for name, sound in (("one", one), ("other", other))}
    found: dict[str, list[TurnEvent]] = {name: [] for name in speakers}
    for at in range(0, 4000, 20):
        for name, (sound, segmenter) in speakers.items():
            found[name] += segmenter.feed(AudioChunk(sound[at : at + 20], RATE))
    for name, level, start, end in (("one", 111, 0.2, 1.7), ("other", 222, 0.6, 1.9)):
        (_, turn) = found[name]
        assert isinstance(turn, Utterance)
        assert (turn.start, turn.end) == (start, end)
        assert set(turn.clip.samples.flat) == {0, level}
