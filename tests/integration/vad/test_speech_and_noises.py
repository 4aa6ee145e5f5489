"""The default detector on noises, and on people who speak at the same time."""

from collections.abc import AsyncIterator
from random import Random

import numpy as np
import pytest

from acore.adapters.vad.silero import SileroSettings, SileroVAD
from acore.domain.audio import AudioChunk
from acore.domain.turns import Segmenter, Started, TurnEvent, Utterance
from acore.interfaces import VAD
from acore.testing import engine_context
from benchmarks.espeak import spoken
from benchmarks.vad_corpus import Clip, corpus
from benchmarks.vad_noises import RATE, VOICELESS, fan

SENTENCES = {
    "en-us": "Remind me to call my sister at half past seven.",
    "de+f3": "Erzähl mir bitte, wann der Laden am Samstag öffnet.",
}


@pytest.fixture
async def silero() -> AsyncIterator[VAD]:
    async with SileroVAD(SileroSettings(), engine_context()) as vad:
        yield vad


@pytest.fixture(scope="module")
def bursts() -> list[Clip]:
    return [clip for clip in corpus("tuning") if clip.snr is None]


@pytest.mark.parametrize("kind", VOICELESS)
def test_no_noise_begins_a_turn(kind: str, silero: VAD, bursts: list[Clip]) -> None:
    heard = [clip for clip in bursts if clip.kind == kind]
    assert len(heard) >= 10
    for clip in heard:
        segmenter = Segmenter(silero.detector())
        assert (*segmenter.feed(clip.sound), *segmenter.finish()) == ()


def said(text: str, voice: str, before_s: float) -> np.ndarray:
    """A sentence between silences, six seconds in all."""
    sound = np.zeros(6 * RATE)
    words, at = spoken(text, voice, RATE) / 3, int(before_s * RATE)
    sound[at : at + len(words)] = words
    return sound


def test_two_speakers_at_once_have_a_turn_each(silero: VAD) -> None:
    room = np.random.default_rng(0)
    sounds = {
        voice: AudioChunk.of_floats(said(text, voice, before) + room.normal(0, 0.0005, 6 * RATE), RATE)
        for (voice, text), before in zip(SENTENCES.items(), (0.8, 1.1), strict=True)
    }
    segmenters = {voice: Segmenter(silero.detector()) for voice in sounds}
    found: dict[str, list[TurnEvent]] = {voice: [] for voice in sounds}
    for at in range(0, 6 * RATE, RATE // 50):
        for voice, sound in sounds.items():
            found[voice] += segmenters[voice].feed(AudioChunk(sound.samples[at : at + RATE // 50], RATE))
    for voice, sound in sounds.items():
        started, turn = found[voice]
        assert isinstance(started, Started)
        assert isinstance(turn, Utterance)
        assert (turn.clip.samples == sound.samples[round(turn.start * RATE) : round(turn.end * RATE)]).all()
        assert len(turn.clip.samples) < 4.5 * RATE
        outside = sound.floats().copy()
        outside[round(turn.start * RATE) : round(turn.end * RATE)] = 0
        assert np.abs(outside).max() < 0.02


def test_a_sentence_in_the_wind_of_a_fan_is_one_turn(silero: VAD) -> None:
    noise = fan(np.random.default_rng(3), 6 * RATE)
    words = said(SENTENCES["en-us"], "en-us", 1.5)
    sound = AudioChunk.of_floats(words + noise / np.sqrt(np.mean(noise**2)) * 0.01, RATE)
    segmenter = Segmenter(silero.detector())
    chances, events, at = Random(0), list[TurnEvent](), 0
    while at < len(sound.samples):
        piece = chances.randrange(1, 4000)
        events += segmenter.feed(AudioChunk(sound.samples[at : at + piece], RATE))
        at += piece
    (started, turn) = (*events, *segmenter.finish())
    assert isinstance(started, Started)
    assert 1.4 < started.at < 1.8
    assert isinstance(turn, Utterance)
    assert 1 < turn.start < 1.5
    assert turn.end < 5
