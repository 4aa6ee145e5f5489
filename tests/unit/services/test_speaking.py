from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from acore.adapters.tts.policies.fallback import FallbackTTS
from acore.domain.audio import AudioChunk, joined
from acore.errors import EngineUnavailable, NotFound
from acore.interfaces import TTS, Resampler, Sound
from acore.services.speaking import SpeakingService, spoken
from acore.testing import ManualClock, ScriptedTTS

from .voice_double import Upside


class Halving(Resampler):
    """Leaves out every other sample, and holds back the last one."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.held = np.zeros((0, 1), np.int16)

    def feed(self, chunk: AudioChunk) -> AudioChunk:
        samples = np.concatenate([self.held, chunk.samples[::2]])
        self.held = samples[-1:]
        return AudioChunk(samples[:-1], self.rate)

    def finish(self) -> AudioChunk:
        return AudioChunk(self.held, self.rate)


class PlainSound(Sound):
    def __init__(self) -> None:
        self.made: list[tuple[int, int]] = []

    def read(self, source: Path | bytes) -> AsyncGenerator[AudioChunk, None]:
        raise NotImplementedError

    def resampler(self, rate: int, channels: int = 1) -> Resampler:
        self.made.append((rate, channels))
        return Halving(rate)


async def coming(*pieces: str) -> AsyncIterator[str]:
    for piece in pieces:
        yield piece


async def whole(tts: TTS, *pieces: str, sound: Sound | None = None, **how: Any) -> AudioChunk:
    said = SpeakingService(tts, sound or PlainSound()).say(coming(*pieces), **how)
    async with aclosing(said) as chunks:
        return joined([chunk async for chunk in chunks])


async def test_sentences_are_said_one_after_the_other_without_their_marks() -> None:
    tts = ScriptedTTS.humming(letter_s=0.1)
    pieces = ("**Hel", "lo** there. Loo", "k at [this](https://a.b/c)! ", "`…` ", "🎉")
    clip = await whole(tts, *pieces, voice="high", speed=2)
    assert [said.text for said in tts.said] == ["Hello there.", "Look at this!", "party popper"]
    assert {(said.voice, said.speed) for said in tts.said} == {("high", 2)}
    assert clip.seconds == pytest.approx((10 + 10 + 11) * 0.05)


async def test_a_sentence_is_said_before_the_next_one_is_written() -> None:
    tts = ScriptedTTS.humming()
    written = []

    async def text() -> AsyncIterator[str]:
        for piece in ("One. ", "Two. ", "Three"):
            written.append(piece)
            yield piece

    async with aclosing(SpeakingService(tts, PlainSound()).say(text())) as chunks:
        await anext(chunks)
        assert (written, [said.text for said in tts.said]) == (["One. ", "Two. "], ["One."])


async def test_code_and_tables_are_said_as_a_listener_needs_them() -> None:
    text = "Look:\n\n```py\nx = 1\ny = 2\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. First\n2. Second"
    said = [sentence async for sentence in spoken(coming(*text))]
    assert said == ["Look:", "code", "a, b", "1, 2", "1. First", "2. Second"]


async def test_without_anything_to_say_nothing_is_asked() -> None:
    tts = ScriptedTTS.humming()
    said = SpeakingService(tts, PlainSound()).say(coming(" ", "…\n", "|---|\n"))
    assert [chunk async for chunk in said] == []
    assert not tts.said


async def test_a_sentence_of_another_engine_gets_the_rate_of_the_first() -> None:
    class Failing(ScriptedTTS):
        """Can not say "two"."""

        async def stream(
            self, text: str, *, voice: str | None = None, speed: float = 1.0
        ) -> AsyncGenerator[AudioChunk, None]:
            if "Two" in text:
                raise EngineUnavailable("it is down", engine="one")
            async with aclosing(super().stream(text, voice=voice, speed=speed)) as pieces:
                async for piece in pieces:
                    yield piece

    sound = PlainSound()
    tts = FallbackTTS({"one": Failing.humming(rate=8000), "other": ScriptedTTS.humming(rate=16000)}, ManualClock())
    clip = await whole(tts, "One. Two two. Three. Two.", sound=sound)
    assert (clip.rate, sound.made) == (8000, [(8000, 1), (8000, 1)])
    assert clip.seconds == pytest.approx((3 + 6 + 5 + 3) * 0.06)


async def test_a_sentence_is_converted_as_a_whole_and_a_long_one_in_clips() -> None:
    rvc = Upside()
    said = SpeakingService(ScriptedTTS.humming(letter_s=0.5), PlainSound(), rvc).say(coming("One. " + "long " * 20))
    async with aclosing(said) as chunks:
        clip = joined([chunk async for chunk in chunks])
    plain = await whole(ScriptedTTS.humming(letter_s=0.5), "One. " + "long " * 20)
    assert rvc.clips == [1.5, 30.0, 10.0]
    assert np.array_equal(clip.samples, -plain.samples)


async def test_an_unknown_voice_is_told() -> None:
    with pytest.raises(NotFound, match="no voice lo"):
        await whole(ScriptedTTS.humming(), "Hello.", voice="lo")


async def test_leaving_stops_the_engine() -> None:
    tts = ScriptedTTS.humming()
    async with aclosing(SpeakingService(tts, PlainSound()).say(coming("One two three. Four."))) as chunks:
        await anext(chunks)
    assert (tts.at_work, tts.closed, len(tts.said)) == (0, 1, 1)
