"""People of a simulated call: what they say, in voices of their own, and ears that know which words lie in a clip."""

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from acore.domain.audio import AudioChunk, Samples
from acore.domain.speech import Segment
from acore.interfaces import STT, Clock
from benchmarks.espeak import spoken
from benchmarks.vad_noises import RATE, Chances, Sound

VOICES = {"ada": "en-us+f2", "bob": "en-us+m3", "eve": "en-us+f4", "max": "en-us"}
"""Who is there, and how they sound."""
NAME = "acore"
_LEVEL, _HISS = -24, -70
_ACTIVE = -30
_WINDOW = RATE // 100
_MARK = 64
"""Samples by which a word is found again in a clip; the hiss makes them unlike any others."""
_REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it lies in a sound."""

    text: str
    mark: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Something that somebody says or does, from its first to its last audible moment in seconds."""

    sound: AudioChunk
    words: tuple[Word, ...]
    begins: float
    ends: float


def said(chances: Chances, user: str, pieces: Sequence[tuple[str, float]]) -> Said:
    """A sentence in pieces, each with the pause behind it."""
    sounds: list[Sound] = []
    spans: list[tuple[str, int, int]] = []
    at = 0
    for text, pause_s in pieces:
        voice = _voice(text, VOICES[user])
        spans.append((text, at, at + len(voice)))
        sounds += [voice, np.zeros(round(pause_s * RATE))]
        at += len(voice) + round(pause_s * RATE)
    pcm = _recorded(chances, np.concatenate(sounds))
    words = [word for text, begin, end in spans for word in _words(pcm, text, begin, end)]
    return _heard(pcm, words, np.concatenate(sounds))


def noise(chances: Chances, sound: Sound, heard_as: str) -> Said:
    """Something that is no speech, and what dictation makes of it."""
    levelled = sound * (10 ** (_LEVEL / 20) / np.sqrt(np.mean(sound**2)))
    pcm = _recorded(chances, levelled)
    return _heard(pcm, list(_words(pcm, heard_as, 0, len(pcm))), levelled)


class KnowingEars(STT):
    """Hears the words that lie in a clip; after as long as a small model on a processor takes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._said: deque[Said] = deque(maxlen=_REMEMBERED)
        self.took: deque[tuple[str, float]] = deque(maxlen=_REMEMBERED)
        """The words of the last clips, and how long they took."""

    def expect(self, what: Said) -> None:
        """This will be heard."""
        self._said.append(what)

    async def stream(
        self, audio: AsyncIterable[AudioChunk], *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        """All words at once."""
        pieces = [chunk async for chunk in audio]
        clip = np.concatenate([piece.mono() for piece in pieces])
        data, seconds = clip.tobytes(), len(clip) / RATE
        words = [word.text for what in self._said for word in what.words if word.mark in data]
        took_s = 0.2 + 0.1 * seconds
        await self._clock.sleep(took_s)
        if words:
            text = " ".join(words)
            self.took.append((text, took_s))
            unsure = text in {"the", "a"}
            yield Segment(text, 0, seconds, 0.3 if unsure else 0.9, language)


def _words(pcm: Samples, text: str, begin: int, end: int) -> list[Word]:
    """The words, spread by their letters over what is to be heard of them."""
    audible = np.flatnonzero(np.abs(pcm[begin:end, 0]) > 200)
    if not text or not len(audible):
        return []
    first, last = begin + int(audible[0]), begin + int(audible[-1])
    letters = np.cumsum([0, *(len(word) + 1 for word in text.split())])
    words = []
    for word, (since, until) in zip(text.split(), pairwise(letters), strict=True):
        middle = first + round((last - first) * (since + until) / 2 / letters[-1])
        words.append(Word(word, pcm[middle : middle + _MARK, 0].tobytes()))
    return words


def _heard(pcm: Samples, words: list[Word], clean: Sound) -> Said:
    power = np.mean(clean[: len(clean) // _WINDOW * _WINDOW].reshape(-1, _WINDOW) ** 2, axis=1)
    active = np.flatnonzero(power > np.mean(power[power > 0]) * 10 ** (_ACTIVE / 10)) * _WINDOW / RATE
    return Said(AudioChunk(pcm, RATE), tuple(words), float(active[0]), float(active[-1]) + _WINDOW / RATE)


def _recorded(chances: Chances, sound: Sound) -> Samples:
    hissing = sound + chances.normal(size=len(sound)) * 10 ** (_HISS / 20)
    return AudioChunk.of_floats(hissing, RATE).samples


@cache
def _voice(text: str, voice: str) -> Sound:
    sound = np.trim_zeros(spoken(text, voice, RATE))
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    sound = sound[loud[0] : loud[-1] + 1]
    voiced: Sound = sound * (10 ** (_LEVEL / 20) / np.sqrt(np.mean(sound**2)))
    return voiced
