"""The corpus of noises and the arithmetic of its figures; the figures themselves are `make bench ONLY=vad`."""

from collections import Counter

import numpy as np
import pytest

from acore.domain.audio import AudioChunk
from acore.testing import ScriptedVAD
from benchmarks import vad
from benchmarks.vad_corpus import BURSTS, SNRS, Clip, corpus
from benchmarks.vad_noises import KINDS, RATE, VOICELESS


@pytest.fixture(scope="module")
def halves() -> dict[str, list[Clip]]:
    return {"tuning": list(corpus("tuning")), "test": list(corpus("test"))}


def clip(kind: str, snr: int | None, *, speech: tuple[float, float] = (0, 0)) -> Clip:
    """Four seconds; sound is where the speech is."""
    active, samples = np.zeros(400, np.bool_), np.zeros((4 * RATE, 1), np.int16)
    start, stop = speech
    active[int(start * 100) : int(stop * 100)] = True
    samples[int(start * RATE) : int(stop * RATE)] = 1000
    return Clip(f"{kind} {snr}", kind, snr, AudioChunk(samples, RATE), active)


def test_a_clip_is_in_one_half_and_every_burst_in_one_of_them(halves: dict[str, list[Clip]]) -> None:
    names = [each.name for half in halves.values() for each in half]
    assert len(names) == len(set(names))
    bursts = Counter(each.kind for half in halves.values() for each in half if each.snr is None)
    assert bursts == dict.fromkeys(KINDS, BURSTS)
    assert len(VOICELESS) == 8
    assert sum(bursts[kind] for kind in VOICELESS) >= 96


def test_both_halves_have_every_noise_and_every_loudness(halves: dict[str, list[Clip]]) -> None:
    for half in halves.values():
        assert {each.kind for each in half if each.snr is None} == set(KINDS)
        assert min(Counter(each.snr for each in half if each.snr is not None).values()) >= 25
        assert {each.snr for each in half} == {None, *SNRS}


def test_there_is_speech_where_it_is_said_to_be_and_only_there(halves: dict[str, list[Clip]]) -> None:
    for each in halves["tuning"]:
        assert each.speech.any() == (each.snr is not None)
        assert not each.speech[:95].any()
        assert not each.speech[-150:].any()
        assert each.sound.rate == RATE
        assert len(each.speech) == len(each.sound.samples) // (RATE // 100)


def test_bursts_are_as_loud_as_their_number_says(halves: dict[str, list[Clip]]) -> None:
    for each in halves["tuning"]:
        if each.snr is None and each.kind in {"hum", "fan", "hiss"}:
            level = (-40, -34, -26, -20)[int(each.name.split()[1]) % 4]
            burst = each.sound.floats()[RATE : -2 * RATE].astype(np.float64)
            assert 20 * np.log10(np.sqrt(np.mean(burst**2))) == pytest.approx(level, abs=1.5)


def test_noises_are_the_same_each_time(halves: dict[str, list[Clip]]) -> None:
    again = {each.name: each for each in corpus("test") if each.snr is None and each.kind in VOICELESS}
    before = {each.name: each for each in halves["test"] if each.name in again}
    assert len(before) == len(again) > 90
    assert all((before[name].sound.samples == again[name].sound.samples).all() for name in again)


def test_an_outcome_counts_turns_and_what_they_hold() -> None:
    spoken = clip("hum", 5, speech=(1, 2))
    heard = vad.outcome(spoken, ScriptedVAD().detector())
    assert (heard.turns, heard.held) == (1, 1)
    assert heard.noise == pytest.approx(0.5 / 3)
    deaf = vad.outcome(spoken, ScriptedVAD([]).detector())
    assert (deaf.turns, deaf.held, deaf.noise) == (0, 0, 0)
    late = vad.outcome(spoken, ScriptedVAD([0.0] * 90 + [1.0] * 10).detector())
    assert late.held == pytest.approx(0.5)
    assert vad.outcome(clip("hum", None), ScriptedVAD([]).detector()).held == 1


def test_figures_are_shares_in_percent() -> None:
    outcomes = [
        vad.Outcome(clip("hum", None), 2, 1, 0.5),
        vad.Outcome(clip("hum", None), 0, 1, 0),
        vad.Outcome(clip("babble", None), 1, 1, 0.5),
        vad.Outcome(clip("hum", 20, speech=(1, 2)), 1, 1, 0.2),
        vad.Outcome(clip("hum", 0, speech=(1, 2)), 1, 0.9, 0.2),
        vad.Outcome(clip("hum", 0, speech=(1, 3)), 1, 0.7, 0.5),
    ]
    assert vad.false_triggers(outcomes) == pytest.approx(200 / 3)
    assert vad.false_triggers(outcomes, VOICELESS) == 50
    assert vad.recall(outcomes) == pytest.approx(200 / 3)
    assert vad.recall(outcomes, [0]) == 50
    assert vad.held(outcomes) == pytest.approx(100 * 3.3 / 4)
    assert vad.noise_held(outcomes) == pytest.approx(30)


def test_the_report_names_every_kind_and_every_loudness(halves: dict[str, list[Clip]]) -> None:
    outcomes = [vad.Outcome(each, 0, 1, 0) for each in halves["tuning"]]
    report = vad.report({"nobody": outcomes})
    for label in (*KINDS, *(f"{snr} dB" for snr in SNRS), "nobody"):
        assert label in report
