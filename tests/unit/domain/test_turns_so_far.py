"""A turn that is not over: what was said of it, and how long it is waited for."""

from acore.domain.turns import Segmenter, TurnEvent, Utterance
from tests.unit.domain.test_turns import Levels, sound, spans


def test_a_turn_that_may_be_over_is_given_as_it_will_be() -> None:
    segmenter = Segmenter(Levels())
    assert segmenter.so_far() is None
    assert segmenter.silent_s == 0
    segmenter.feed(sound((1, 0), (0.5, 1), (0.3, 0)))
    draft = segmenter.so_far()
    assert draft is not None
    assert segmenter.silent_s == 0.3
    events = segmenter.feed(sound((2, 0)))
    assert isinstance(whole := events[0], Utterance)
    assert (draft.start, draft.end) == (whole.start, whole.end) == (0.7, 1.7)
    assert (draft.clip.samples == whole.clip.samples).all()
    assert segmenter.so_far() is None
    assert segmenter.silent_s == 0


def test_the_draft_of_a_turn_changes_nothing_of_it() -> None:
    heard = sound((1, 0), (0.5, 1), (0.2, 0), (0.5, 1), (2, 0))
    segmenter, other = Segmenter(Levels()), Segmenter(Levels())
    found: list[TurnEvent] = []
    for begin in range(0, len(heard.samples), 50):
        piece = type(heard)(heard.samples[begin : begin + 50], heard.rate)
        found += segmenter.feed(piece)
        segmenter.so_far()
    assert spans(found) == spans(other.feed(heard))


def test_a_turn_ends_sooner_or_later_where_its_words_say_so() -> None:
    segmenter = Segmenter(Levels())
    segmenter.feed(sound((0.5, 1), (0.2, 0)))
    segmenter.wait(0.3)
    assert spans(segmenter.feed(sound((0.1, 0)))) == [(0.0, 0.7)]
    segmenter.feed(sound((0.5, 1), (0.2, 0)))
    segmenter.wait(1.2)
    assert spans(segmenter.feed(sound((0.99, 0)))) == []
    assert len(spans(segmenter.feed(sound((0.01, 0))))) == 1


def test_what_was_to_be_waited_for_is_forgotten_when_speech_goes_on() -> None:
    segmenter = Segmenter(Levels())
    segmenter.feed(sound((0.5, 1), (0.2, 0)))
    segmenter.wait(0.3)
    assert spans(segmenter.feed(sound((0.05, 0), (0.3, 1), (0.4, 0)))) == []
    assert len(spans(segmenter.feed(sound((0.6, 0))))) == 1
