"""Turns of one speaker, from frames that a scripted detector judges: 100 of them are a second."""

from collections.abc import Sequence

import numpy as np
import pytest

from acore.domain.audio import AudioChunk
from acore.domain.turns import Detector, Segmenter, Started, TurnEvent, TurnRules, Utterance

RATE = 1000
FRAME = 10


class Levels:
    """A frame is as likely speech as its first sample says, in thousandths."""

    def __init__(self, rate: int = RATE, frame: int = FRAME) -> None:
        self.rate, self.frame = rate, frame
        self.judged = 0

    def probability(self, frame: np.ndarray, /) -> float:
        assert frame.shape == (self.frame,)
        self.judged += 1
        return float(frame[0]) / 1000


def sound(*parts: tuple[float, float]) -> AudioChunk:
    """Parts of so many seconds, each with one probability."""
    return AudioChunk(
        np.concatenate([np.full((round(s * RATE), 1), round(p * 1000), np.int16) for s, p in parts]), RATE
    )


def turns(chunk: AudioChunk, rules: TurnRules | None = None) -> list[TurnEvent]:
    segmenter = Segmenter(Levels(), rules)
    return [*segmenter.feed(chunk), *segmenter.finish()]


def spans(events: Sequence[TurnEvent]) -> list[tuple[float, float]]:
    return [(event.start, event.end) for event in events if isinstance(event, Utterance)]


def onsets(events: Sequence[TurnEvent]) -> list[float]:
    return [event.at for event in events if isinstance(event, Started)]


def test_a_turn_has_a_pre_roll_a_tail_and_exact_times() -> None:
    heard = sound((1, 0), (0.5, 1), (2, 0))
    events = turns(heard)
    assert onsets(events) == [1.0]
    assert spans(events) == [(0.7, 1.7)]
    assert isinstance(whole := events[1], Utterance)
    assert whole.clip.rate == RATE
    assert (whole.clip.samples == heard.samples[700:1700]).all()


def test_a_turn_is_told_when_there_is_enough_speech_and_again_when_it_is_over() -> None:
    segmenter = Segmenter(Levels())
    assert segmenter.feed(sound((1, 0), (0.14, 1))) == ()
    (started,) = segmenter.feed(sound((0.01, 1)))
    assert started == Started(1.0)
    assert segmenter.feed(sound((0.35, 1), (0.66, 0))) == ()
    (ended,) = segmenter.feed(sound((0.04, 0)))
    assert spans([ended]) == [(0.7, 1.7)]
    assert segmenter.finish() == ()


def test_a_turn_at_the_beginning_has_the_pre_roll_that_there_is() -> None:
    assert spans(turns(sound((0.1, 0), (0.5, 1), (1, 0)))) == [(0.0, 0.8)]


def test_a_turn_at_the_end_has_the_tail_that_there_is() -> None:
    assert spans(turns(sound((1, 0), (0.5, 1), (0.1, 0)))) == [(0.7, 1.6)]
    assert spans(turns(sound((1, 0), (0.503, 1)))) == [(0.7, 1.503)]


def test_too_little_speech_is_no_turn() -> None:
    clicks = [(0.14, 1.0), (0.1, 0.0)] * 30
    assert turns(sound((1, 0), *clicks)) == []
    assert turns(sound((1, 0), (0.14, 1))) == []


def test_speech_that_stutters_is_a_turn_from_its_first_sound() -> None:
    events = turns(sound((1, 0), (0.1, 1), (0.09, 0), (0.1, 1), (1, 0)))
    assert onsets(events) == [1.0]
    assert spans(events) == [(0.7, 1.49)]


def test_speech_begins_by_the_higher_threshold_and_goes_on_by_the_lower_one() -> None:
    assert turns(sound((1, 0), (2, 0.79), (1, 0))) == []
    assert spans(turns(sound((1, 0), (0.3, 0.8), (2, 0.6), (1, 0)))) == [(0.7, 3.5)]
    assert spans(turns(sound((1, 0), (0.3, 0.8), (0.01, 0.59), (2, 0.79)))) == [(0.7, 1.5)]


def test_the_pre_roll_never_holds_what_the_turn_before_it_holds() -> None:
    first, second = spans(turns(sound((1, 0), (0.3, 1), (0.71, 0), (0.3, 1), (1, 0)), TurnRules(pre_roll_s=2)))
    assert first == (0.0, 1.5)
    assert second == (1.5, 2.51)


def test_a_pause_that_is_shorter_than_the_silence_stays_in_the_turn() -> None:
    assert len(spans(turns(sound((1, 0), (0.3, 1), (0.6, 0), (0.3, 1), (2, 0))))) == 1
    assert len(spans(turns(sound((1, 0), (0.3, 1), (0.7, 0), (0.3, 1), (2, 0))))) == 2


def silence_after(*parts: tuple[float, float]) -> float:
    """How long the silence is that ends the last turn of these."""
    segmenter = Segmenter(Levels())
    segmenter.feed(sound(*parts))
    for waited in range(1, 400):
        if segmenter.feed(sound((0.01, 0))):
            return waited / 100
    raise AssertionError("the turn did not end")


def test_long_and_clear_speech_ends_sooner() -> None:
    brief, long, longer = (silence_after((seconds, 1)) for seconds in (0.2, 4, 9))
    assert 0.65 < brief <= 0.7
    assert long == longer == 0.45
    assert long < silence_after((4, 0.8)) < brief


def test_a_speaker_who_pauses_is_waited_for() -> None:
    assert silence_after((0.3, 1), (0.6, 0), (0.3, 1)) == pytest.approx(0.9)
    assert silence_after((4, 1), (0.4, 0), (0.3, 1)) == pytest.approx(0.6)


def test_a_speaker_who_was_cut_off_is_waited_for_the_next_time() -> None:
    cut_off = [(0.3, 1.0), (0.8, 0.0), (0.3, 1.0)]
    assert silence_after(*cut_off) == pytest.approx(1.2)
    later = [(0.3, 1.0), (1.6, 0.0), (0.3, 1.0)]
    assert 0.6 < silence_after(*later) <= 0.7


def test_the_wait_has_an_end_and_is_forgotten_again() -> None:
    parts = [(0.3, 1.0), (0.65, 0.0), (0.3, 1.0), (0.95, 0.0), (0.3, 1.0)]
    assert silence_after(*parts) == 1.4
    assert silence_after(*parts, *[(2.0, 0.0), (0.3, 1.0)] * 4) < 0.8


def test_a_turn_that_is_too_long_is_cut_where_it_is_softest_and_goes_on() -> None:
    heard = sound((1, 0), (25, 1), (0.3, 0.6), (14.7, 1), (2, 0))
    events = turns(heard)
    assert spans(events)[0][0] == 0.7
    cut = spans(events)[0][1]
    assert 26 < cut < 26.3
    assert onsets(events) == [1.0, cut]
    assert spans(events)[1] == (cut, 41.2)


def test_a_long_turn_that_was_over_at_the_cut_does_not_go_on() -> None:
    rules = TurnRules(longest_s=3, shortest_silence_s=1.4, silence_s=1.4)
    events = turns(sound((1.8, 1), (2, 0), (0.3, 1)), rules)
    assert spans(events) == [(0.0, 2.99), (3.5, 4.1)]
    assert onsets(events) == [0.0, 3.8]


def test_a_turn_without_any_softer_place_is_cut_at_the_longest() -> None:
    events = turns(sound((0.3, 0), (8, 1)), TurnRules(longest_s=3))
    lengths = [round(end - start, 3) for start, end in spans(events)]
    assert lengths == [2.99, 2.99, 2.32]
    assert len(onsets(events)) == 3


def test_silence_of_hours_is_not_held() -> None:
    segmenter = Segmenter(Levels())
    for _ in range(200):
        assert segmenter.feed(sound((10, 0))) == ()
    assert len(segmenter._tape._frames) <= 31


def test_a_long_piece_is_not_kept_alive_by_its_end() -> None:
    segmenter = Segmenter(Levels())
    segmenter.feed(sound((60.005, 0)))
    held = [segmenter._rest, *(frame for _, frame in segmenter._tape._frames)]
    assert sum(len(each) for each in held) == 305
    assert all(each.base is None or each.base.size <= FRAME for each in held)


def test_speech_that_begins_very_slowly_is_cut_as_well() -> None:
    rules = TurnRules(stutter_s=0.5, longest_s=1.9)
    found = spans(turns(sound(*[(0.01, 1.0), (0.4, 0.0)] * 15, (3, 0)), rules))
    assert len(found) > 3
    assert max(end - start for start, end in found) < 1.9001


def test_channels_are_mixed_and_the_piece_may_be_used_again() -> None:
    samples = np.full((2000, 2), (2000, 0), np.int16)
    segmenter = Segmenter(Levels())
    segmenter.feed(AudioChunk(samples, RATE))
    samples[:] = 0
    (ended,) = segmenter.finish()
    assert isinstance(ended, Utterance)
    assert ended.clip.channels == 1
    assert (ended.clip.samples == 1000).all()


def test_sound_of_another_rate_is_refused() -> None:
    segmenter = Segmenter(Levels())
    with pytest.raises(ValueError, match="1000 frames a second, not 16000"):
        segmenter.feed(AudioChunk.silence(1, 16000))


def test_nothing_is_fed_after_the_end() -> None:
    segmenter = Segmenter(Levels())
    assert segmenter.finish() == ()
    with pytest.raises(RuntimeError, match="after its sound was finished"):
        segmenter.feed(sound((1, 0)))


def test_no_sound_is_no_turn() -> None:
    assert turns(AudioChunk(np.zeros((0, 1), np.int16), RATE)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"begin": 0.5},
        {"begin": 1.1},
        {"keep": 0},
        {"silence_s": 0.4},
        {"silence_s": 1.5},
        {"shortest_silence_s": 0, "tail_s": 0},
        {"tail_s": 0.5},
        {"tail_s": -0.1},
        {"pre_roll_s": -0.1},
        {"least_speech_s": -0.1},
        {"stutter_s": -0.1},
        {"longest_s": 1.8},
    ],
)
def test_rules_that_contradict_each_other_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"\bis\b|not below|hold"):
        TurnRules(**wrong)


def test_the_double_is_a_detector() -> None:
    detector: Detector = Levels()
    assert detector.rate == RATE
