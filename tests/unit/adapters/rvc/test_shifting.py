import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.rvc.envelopes import Envelopes, moved
from acore.adapters.rvc.framing import Geometry
from acore.adapters.rvc.presets import PRESETS, Preset
from tests.unit.adapters.rvc.voices import (
    RATE,
    A,
    decibels,
    highest_hz,
    middle,
    pitches,
    resonance,
    shifted,
    tone,
    vowel,
)

PITCHES = (-12, -7, -4, -0.5, 0, 3, 7, 12)


@pytest.mark.parametrize("hz", [110, 440, 1000, 2500])
@pytest.mark.parametrize("pitch", PITCHES)
def test_a_tone_is_as_high_as_asked_and_as_loud_as_before(hz: float, pitch: float) -> None:
    before = tone(hz)
    after = shifted(before, Preset(pitch=pitch))
    assert highest_hz(after) == pytest.approx(hz * 2 ** (pitch / 12), rel=0.005)
    assert decibels(after) == pytest.approx(decibels(before), abs=1.5)


@pytest.mark.parametrize("rate", [8000, 16000, 24000, 48000])
def test_the_pitch_holds_at_every_rate(rate: int) -> None:
    after = shifted(tone(300, rate=rate), Preset(pitch=4), rate=rate)
    assert highest_hz(after, rate) == pytest.approx(300 * 2 ** (4 / 12), rel=0.005)


def test_the_pitch_that_is_asked_for_comes_on_top_of_that_of_the_voice() -> None:
    assert highest_hz(shifted(tone(400), Preset(pitch=-5), 12)) == pytest.approx(400 * 2 ** (7 / 12), rel=0.005)


@pytest.mark.parametrize(("pitch", "ratio"), [(30, 4), (-90, 0.25)])
def test_more_than_two_octaves_are_two(pitch: float, ratio: float) -> None:
    assert highest_hz(shifted(tone(500), Preset(), pitch)) == pytest.approx(500 * ratio, rel=0.005)


def test_what_is_not_changed_comes_out_as_it_came_in() -> None:
    before = vowel()
    assert np.abs(middle(shifted(before, Preset())) - middle(before)).max() < 1e-6


@pytest.mark.parametrize("pitch", [-5, 5])
def test_the_formants_stay_where_they_are_when_the_pitch_moves(pitch: float) -> None:
    before, after = vowel(), shifted(vowel(), Preset(pitch=pitch))
    assert float(np.median(pitches(after)[0])) == pytest.approx(120 * 2 ** (pitch / 12), rel=0.02)
    for low, high in ((300, 1600), (1900, 3000)):
        assert resonance(after, low, high) == pytest.approx(resonance(before, low, high), rel=0.06)


@pytest.mark.parametrize("formant", [0.8, 1.25])
def test_the_formants_move_while_the_pitch_stays(formant: float) -> None:
    there = vowel(formants=tuple((hz * formant, width * formant) for hz, width in A))
    after = shifted(vowel(), Preset(formant=formant))
    assert float(np.median(pitches(after)[0])) == pytest.approx(120, rel=0.01)
    assert resonance(after, 300, 1800) == pytest.approx(resonance(there, 300, 1800), rel=0.08)


def test_a_robot_stays_on_one_note_whatever_the_voice_sings() -> None:
    rising = np.concatenate([vowel(hz, 0.5) for hz in (90, 120, 160, 200)])
    found, strict = pitches(shifted(rising, "robot"))
    assert np.mean(np.abs(found / 110 - 1) < 0.01) > 0.9
    assert np.median(strict) > 0.8
    assert float(np.median(pitches(shifted(rising, "robot", 12))[0])) == pytest.approx(220, rel=0.01)


def test_a_hiss_stays_a_hiss_when_a_robot_says_it() -> None:
    hiss = np.diff(np.random.default_rng(1).normal(0, 0.05, RATE))
    assert np.median(pitches(shifted(hiss, "robot"))[1]) < 0.4


def test_a_whisper_has_no_pitch() -> None:
    assert np.median(pitches(vowel())[1]) > 0.8
    assert np.percentile(pitches(shifted(vowel(), "whisper"))[1], 90) < 0.4


def test_a_radio_leaves_out_what_is_low_and_what_is_high() -> None:
    heard = shifted(tone(150) + tone(1000) + tone(6000), PRESETS["radio"].model_copy(update={"drive": 0}))
    power = np.abs(np.fft.rfft(middle(heard)))
    low, kept, high = (power[round(hz * len(middle(heard)) / RATE)] for hz in (150, 1000, 6000))
    assert max(low, high) < 0.02 * kept


def test_an_echo_comes_after_its_time_and_again_quieter() -> None:
    clap = np.zeros(RATE)
    clap[1000] = 0.5
    heard = np.abs(shifted(clap, Preset(echo_s=0.2, echo_level=0.5)))
    first, second, third = (heard[1000 + round(n * 0.2 * RATE)] for n in range(3))
    assert second == pytest.approx(first / 2, rel=0.01)
    assert third == pytest.approx(first / 4, rel=0.01)


def test_a_growl_trembles_thirty_times_a_second() -> None:
    loud = np.abs(shifted(tone(2000), Preset(growl=0.8)))
    trembling = np.abs(np.fft.rfft(middle(loud) - middle(loud).mean()))
    assert np.argmax(trembling[:500]) * RATE / len(middle(loud)) == pytest.approx(30, abs=1)


@pytest.mark.parametrize("name", PRESETS)
def test_every_voice_keeps_length_and_level_and_clips_nothing(name: str) -> None:
    before = np.concatenate([vowel(110, 0.7), np.zeros(2000), vowel(140, 0.9), np.zeros(3000)])
    after = shifted(before, name)
    assert len(after) == len(before)
    assert decibels(after) == pytest.approx(decibels(before), abs=1.5)
    assert np.abs(shifted(np.sign(before), name)).max() <= 1


@settings(deadline=None, max_examples=40)
@given(
    name=st.sampled_from(tuple(PRESETS)),
    pitch=st.floats(-30, 30),
    step=st.integers(1, 9000),
    length=st.integers(0, 9000),
    rate=st.sampled_from((1, 300, 8000, 22050)),
)
def test_pieces_leave_no_trace(name: str, pitch: float, step: int, length: int, rate: int) -> None:
    """So there is no click where they meet, and the length is the same to the sample."""
    sound = 0.2 * np.random.default_rng(length).standard_normal(length)
    step = max(step, length // 50)
    whole, joined = shifted(sound, name, pitch, rate=rate), shifted(sound, name, pitch, rate=rate, step=step)
    assert len(whole) == len(joined) == length
    assert np.abs(whole - joined).max(initial=0) < 1e-6


def test_silence_stays_silent() -> None:
    for name in PRESETS:
        assert not shifted(np.zeros(RATE // 2), name).any()


def test_an_envelope_goes_over_the_tops_of_the_harmonics_and_not_between_them() -> None:
    geometry = Geometry(RATE, 1)
    spectrum = np.fft.rfft(vowel()[: geometry.size] * np.hanning(geometry.size))[None]
    envelope = Envelopes(geometry).of(spectrum)[0]
    loud, tops = np.log(np.abs(spectrum[0])), np.round(np.arange(240, 3600, 120) * geometry.size / RATE).astype(int)
    gaps = np.round(np.arange(300, 3600, 120) * geometry.size / RATE).astype(int)
    assert abs(np.mean(envelope[tops] - loud[tops])) < 0.6
    assert np.mean(envelope[gaps] - loud[gaps]) > 1


def test_an_envelope_moves_up_by_its_factor() -> None:
    ramp = np.arange(101, dtype=float)[None]
    assert moved(ramp, 2)[0, 60] == pytest.approx(30)
    assert moved(ramp, 0.5)[0, [20, 90]] == pytest.approx([40, 100])
