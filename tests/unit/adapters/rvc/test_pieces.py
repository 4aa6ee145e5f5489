from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.rvc.pieces import Rejoined, pieces_of, split
from acore.domain.audio import AudioChunk
from tests.unit.adapters.rvc.voices import tone

RATE = 8000


def clip_of(*parts: tuple[float, float]) -> AudioChunk:
    """Tones of so many seconds and that level."""
    return AudioChunk.of_floats(np.concatenate([tone(220, seconds, RATE, level) for seconds, level in parts]), RATE)


def test_what_is_short_is_one_piece() -> None:
    clip = clip_of((29.9, 0.3))
    (piece,) = pieces_of(clip)
    assert (piece.first, piece.begin, piece.end) == (0, 0, len(clip.samples))


def test_long_sound_is_cut_in_its_pauses() -> None:
    clip = clip_of((20, 0.3), (0.3, 0), (21, 0.3), (0.3, 0.001), (22, 0.3))
    firsts = [piece.first / RATE for piece in pieces_of(clip)]
    assert len(firsts) == 3
    assert 20 < firsts[1] < 20.3
    assert 41.3 < firsts[2] < 41.6


@given(seconds=st.floats(0.001, 200), longest=st.floats(1, 40), rate=st.integers(1, 400), seed=st.integers(0, 9))
def test_pieces_cover_all_and_none_is_too_long(seconds: float, longest: float, rate: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(-9999, 9999, (max(round(seconds * rate), 1), 1)).astype(np.int16)
    clip = AudioChunk(noise, rate)
    pieces = pieces_of(clip, longest)
    assert pieces[0].begin == pieces[0].first == 0
    assert pieces[-1].end == len(noise)
    for before, after in pairwise(pieces):
        assert before.first < after.first
        assert after.begin <= after.first <= before.end
    assert all(piece.end - piece.begin <= max(longest * rate, 2) + 2 for piece in pieces)


@given(seconds=st.floats(0.01, 20), out=st.sampled_from((4000, 8000, 11025)), seed=st.integers(0, 9))
def test_what_is_cut_and_joined_is_as_long_and_as_it_was(seconds: float, out: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(-9999, 9999, (round(seconds * 400), 1)).astype(np.int16)
    clip, rejoined = AudioChunk(noise, 400), Rejoined(AudioChunk(noise, 400))
    for piece, sound in split(clip, 2):
        assert (sound.samples == noise[piece.begin : piece.end]).all()
        length = round(len(sound.samples) * out / 400)
        rejoined.add(piece, AudioChunk(sound.samples[np.arange(length) * 400 // out], out))
    whole = rejoined.whole()
    assert (whole.rate, len(whole.samples)) == (out, round(len(noise) * out / 400))
    if out == 8000:
        assert (whole.samples[:, 0] == np.repeat(noise[:, 0], 20)).all()


@pytest.mark.parametrize("off", [-0.08, -0.01, 0.01, 0.08])
def test_a_little_more_or_less_is_made_to_fit(off: float) -> None:
    clip = clip_of((1, 0.3))
    (piece,) = pieces_of(clip)
    sent = np.resize(clip.samples, (round((1 + off) * RATE), 1))
    whole = Rejoined(clip).add(piece, AudioChunk(sent, RATE)).whole()
    assert len(whole.samples) == len(clip.samples)
    assert np.abs(np.diff(whole.samples[:, 0].astype(int))).max() <= 1.2 * np.abs(np.diff(sent[:, 0].astype(int))).max()


@pytest.mark.parametrize(("seconds", "rate"), [(0.5, RATE), (2, RATE), (1, 2 * RATE)])
def test_much_more_or_less_is_no_answer(seconds: float, rate: int) -> None:
    clip = clip_of((1, 0.3))
    (piece,) = pieces_of(clip)
    wrong = AudioChunk(np.zeros((round(seconds * RATE), 1), np.int16), rate)
    with pytest.raises(ValueError, match="wrong rate"):
        Rejoined(clip).add(piece, wrong)


def test_pieces_of_other_rates_do_not_fit_together() -> None:
    clip = clip_of((40, 0.3))
    first, second = pieces_of(clip)
    rejoined = Rejoined(clip).add(first, AudioChunk.silence((first.end - first.begin) / RATE, RATE))
    with pytest.raises(ValueError, match="8000 Hz and the next one 16000"):
        rejoined.add(second, AudioChunk.silence((second.end - second.begin) / RATE, 16000))


def test_where_two_pieces_meet_nothing_jumps_even_if_the_engine_changes_its_mind() -> None:
    clip = clip_of((40, 0.3))
    rejoined = Rejoined(clip)
    for number, (piece, sound) in enumerate(split(clip)):
        rejoined.add(piece, AudioChunk(sound.samples if number else ~sound.samples, RATE))
    inside = np.abs(np.diff(clip.samples[:, 0].astype(int))).max()
    assert np.abs(np.diff(rejoined.whole().samples[:, 0].astype(int))).max() <= 1.05 * inside
