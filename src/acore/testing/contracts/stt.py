"""What every engine that listens must keep."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Sequence
from contextlib import aclosing

import numpy as np
import pytest

from acore.domain.audio import AudioChunk
from acore.domain.speech import Segment
from acore.interfaces import STT

_WITHIN_S = 30
"""For what may never come to an end."""


async def pieces(clip: AudioChunk, frames: int) -> AsyncGenerator[AudioChunk, None]:
    """The clip, so many frames at a time."""
    for begin in range(0, len(clip.samples), frames):
        yield AudioChunk(clip.samples[begin : begin + frames], clip.rate)


class STTContract(ABC):
    """Subclass it as Test..., give it stt() and speech(), and every promise of STT is checked."""

    words: str | None = None
    """What is said in `speech()`, where the engine is good enough to hear it."""

    @abstractmethod
    def stt(self) -> STT:
        """A new engine, not yet open."""

    @abstractmethod
    def speech(self) -> AudioChunk:
        """A second or more of sound in which the engine hears words."""

    def at_work(self, _stt: STT) -> int:
        """How many streams are being listened to now; override it where that can be seen."""
        return 0

    async def test_words_come_in_order_and_end_with_a_final_segment(self) -> None:
        clip = self.speech()
        async with self.stt() as stt:
            segments = await self._heard(stt, clip, clip.rate // 10)
        assert segments
        assert segments[-1].final
        finals = [segment for segment in segments if segment.final]
        assert [segment.start for segment in finals] == sorted(segment.start for segment in finals)
        for segment in segments:
            assert segment.text.strip()
            assert 0 <= segment.start <= segment.end <= clip.seconds + 0.5
            assert segment.confidence is None or 0 <= segment.confidence <= 1

    async def test_a_recording_is_transcribed_whole(self) -> None:
        async with self.stt() as stt:
            heard = await stt.transcribe(self.speech())
        assert heard.text
        assert heard.text == " ".join(segment.text.strip() for segment in heard.segments)
        assert all(segment.final for segment in heard.segments)
        assert self.words is None or heard.text.lower() == self.words

    async def test_it_does_not_matter_how_the_sound_is_cut(self) -> None:
        clip = self.speech()
        async with self.stt() as stt:
            texts = []
            for frames in (clip.rate // 50, 1234, len(clip.samples)):
                segments = await self._heard(stt, clip, frames)
                texts.append(" ".join(segment.text for segment in segments if segment.final))
        assert len(set(texts)) == 1

    async def test_silence_and_nothing_are_no_words(self) -> None:
        async with self.stt() as stt:
            for clip in (AudioChunk.silence(2, 48_000, 2), AudioChunk.silence(0, 16_000)):
                heard = await stt.transcribe(clip)
                assert (heard.text, heard.segments) == ("", ())
            async with aclosing(stt.stream(_nothing())) as stream:
                assert [segment async for segment in stream] == []

    @pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (22_050, 2), (48_000, 2), (44_100, 8)])
    async def test_any_rate_and_number_of_channels_is_taken(self, rate: int, channels: int) -> None:
        rng = np.random.default_rng(1)
        clip = AudioChunk(rng.integers(-300, 300, (rate, channels), np.int16), rate)
        async with self.stt() as stt:
            await stt.transcribe(clip)
            assert (await stt.transcribe(self.speech())).text

    async def test_the_source_is_left_to_who_made_it(self) -> None:
        clip = self.speech()
        source = _Watched([clip, clip])
        async with self.stt() as stt:
            async with aclosing(stt.stream(source)) as stream:
                await anext(stream)
            assert not source.closed

    async def test_what_the_source_raises_comes_through(self) -> None:
        clip = self.speech()
        async with self.stt() as stt:
            with pytest.raises(LookupError, match="microphone"):
                await self._all_of(stt, _Watched([clip], then=LookupError("the microphone is gone")))
            assert (await stt.transcribe(clip)).text

    async def test_closing_early_is_quiet_and_stops_the_work(self) -> None:
        clip = self.speech()
        async with self.stt() as stt:
            await stt.stream(_nothing()).aclose()
            async with aclosing(pieces(clip, clip.rate // 10)) as source:
                stream = stt.stream(source)
                await anext(stream)
                await stream.aclose()
            assert self.at_work(stt) == 0
            assert (await stt.transcribe(clip)).text

    async def test_cancelling_one_listener_harms_no_other(self) -> None:
        clip, begun = self.speech(), asyncio.Event()

        async def endless() -> AsyncGenerator[AudioChunk, None]:
            yield clip
            begun.set()
            await asyncio.Event().wait()

        async def listen() -> None:
            async with aclosing(endless()) as source, aclosing(stt.stream(source)) as stream:
                async for _ in stream:
                    pass

        async with self.stt() as stt:
            listening = asyncio.create_task(listen())
            async with asyncio.timeout(_WITHIN_S):
                await begun.wait()
                assert (await stt.transcribe(clip)).text
                listening.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await listening
                assert self.at_work(stt) == 0
                assert (await stt.transcribe(clip)).text

    async def test_many_are_heard_at_once(self) -> None:
        clip = self.speech()
        async with self.stt() as stt:
            heard = await asyncio.gather(*(stt.transcribe(clip) for _ in range(5)))
        assert all(one.text for one in heard)

    async def test_ping_returns_and_closing_twice_is_harmless(self) -> None:
        async with self.stt() as stt:
            await stt.ping()
            await stt.aclose()
        await self.stt().aclose()

    async def _heard(self, stt: STT, clip: AudioChunk, frames: int) -> Sequence[Segment]:
        async with aclosing(pieces(clip, frames)) as source:
            return await self._all_of(stt, source)

    async def _all_of(self, stt: STT, source: AsyncIterable[AudioChunk]) -> Sequence[Segment]:
        async with aclosing(stt.stream(source)) as stream:
            return [segment async for segment in stream]


class _Watched(AsyncIterator[AudioChunk]):
    """A source that knows whether somebody closed it, and may break."""

    def __init__(self, chunks: Sequence[AudioChunk], then: Exception | None = None) -> None:
        self._chunks = list(chunks)
        self._then = then
        self.closed = False

    async def __anext__(self) -> AudioChunk:
        if self._chunks:
            return self._chunks.pop(0)
        raise StopAsyncIteration if self._then is None else self._then

    async def aclose(self) -> None:
        self.closed = True


async def _nothing() -> AsyncGenerator[AudioChunk, None]:
    return
    yield
