"""The finding of speech, with a decoder that only counts."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.stt.sphinx_ears import Ears
from acore.domain.audio import Samples
from benchmarks.espeak import spoken

RATE = 16_000


class CountingDecoder:
    """Hears a word for each second of a piece."""

    def __init__(self) -> None:
        self.open = False
        self.samples = 0
        self.pieces: list[Any] = []

    def start_utt(self) -> None:
        assert not self.open
        self.open, self.samples = True, 0
        self.pieces.append(np.empty(0, np.int16))

    def process_raw(self, pcm: bytes) -> None:
        assert self.open
        self.samples += len(pcm) // 2
        self.pieces[-1] = np.concatenate([self.pieces[-1], np.frombuffer(pcm, np.int16)])

    def end_utt(self) -> None:
        assert self.open
        self.open = False

    def hyp(self) -> Any:
        words = ["word"] * max(round(self.samples / RATE), 1)
        return SimpleNamespace(hypstr=" ".join(words))

    def seg(self) -> Any:
        return [SimpleNamespace(word="<s>", prob=1.0), SimpleNamespace(word="word", prob=0.25),
                SimpleNamespace(word="word", prob=1.0)]  # fmt: skip


def said(times: int = 1) -> Samples:
    whole = np.concatenate([spoken("The harbour opens at nine in the morning.", "en-us", RATE)] * times)
    return (whole * 20_000).astype(np.int16)


def quiet(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.int16)


def heard(samples: Samples, decoder: Any, sizes: tuple[int, ...] = (1600,)) -> list[Any]:
    ears, found, at, turn = Ears(decoder), [], 0, 0
    while at < len(samples):
        size = sizes[turn % len(sizes)]
        found += ears.hear(samples[at : at + size].tobytes())
        at, turn = at + size, turn + 1
    return found + ears.finish()


def test_pauses_part_what_is_said_and_times_are_those_of_the_stream() -> None:
    decoder = CountingDecoder()
    one = said()
    length = len(one) / RATE
    found = heard(np.concatenate([quiet(1), one, quiet(1), one, quiet(1)]), decoder)
    finals = [(segment["start"], segment["end"]) for segment in found if segment["final"]]
    assert len(finals) == len(decoder.pieces) == 2
    assert finals[0] == (pytest.approx(1, abs=0.35), pytest.approx(1 + length, abs=0.3))
    assert finals[1] == (pytest.approx(2 + length, abs=0.35), pytest.approx(2 + 2 * length, abs=0.3))
    assert not decoder.open


def test_guesses_come_before_the_end_and_only_when_they_are_new() -> None:
    found = heard(np.concatenate([said(2), quiet(1)]), CountingDecoder())
    guesses = [segment["text"] for segment in found if not segment["final"]]
    assert len(guesses) >= 2
    assert len(set(guesses)) == len(guesses)
    assert found[-1]["final"]
    assert found[-1]["confidence"] == pytest.approx(0.5)


def test_speech_without_a_pause_is_cut_at_twenty_seconds_at_the_latest() -> None:
    decoder = CountingDecoder()
    voiced = said()[3000:9000]
    heard(np.tile(voiced, 200), decoder)
    assert len(decoder.pieces) >= 3
    assert max(map(len, decoder.pieces)) <= 20.5 * RATE


@pytest.mark.parametrize("gain", [1.0, 0.1, 0.02])
def test_quiet_and_loud_voices_are_brought_to_one_level_and_silence_is_never_perfect(gain: float) -> None:
    decoder = CountingDecoder()
    heard(np.concatenate([np.rint(said() * gain).astype(np.int16), quiet(0.3)]), decoder)
    assert len(decoder.pieces) == 1
    piece = decoder.pieces[0].astype(float)
    assert 700 < np.sqrt((piece**2).mean()) < 2500
    assert 40 < piece[-2000:].std() < 80


@pytest.mark.parametrize("sound", ["silence", "hum", "clicks", "hiss", "a chord"])
def test_what_is_no_speech_gives_no_words(sound: str) -> None:
    rng, times = np.random.default_rng(5), np.arange(6 * RATE) / RATE
    sounds = {
        "silence": 0 * times,
        "hum": 1500 * np.sin(2 * np.pi * 120 * times),
        "clicks": np.where(rng.random(len(times)) < 0.0005, 12_000.0, 0.0),
        "hiss": rng.normal(0, 100, len(times)),
        "a chord": sum(800 * np.sin(2 * np.pi * hertz * times) for hertz in (220, 277, 330, 440)),
    }
    one_word = CountingDecoder()
    one_word.hyp = lambda: SimpleNamespace(hypstr="if")  # type: ignore[method-assign]
    assert [one for one in heard(np.rint(sounds[sound]).astype(np.int16), one_word) if one["final"]] == []


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=6))
def test_how_the_sound_is_cut_changes_nothing(sizes: list[int]) -> None:
    sound = np.concatenate([quiet(0.4), said(), quiet(0.7), said(), quiet(0.2)])
    assert heard(sound, CountingDecoder(), tuple(sizes)) == heard(sound, CountingDecoder())
