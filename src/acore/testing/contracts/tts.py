"""What every engine of speech must keep."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import aclosing

import pytest

from acore.domain.audio import AudioChunk
from acore.errors import NotFound
from acore.interfaces import TTS

SENTENCE = "The harbour opens at nine in the morning."
_NOTHING = ("", "   ", "\n\t\n", "…", "?!", "\0")
_ODD = (
    "😀 👩‍👩‍👧 🏳️‍🌈",
    "Grüße aus 東京, これは文です。",
    "مرحبا بالعالم",
    "half \ud83d pair",
    "a\0b \x01 50S c",
    "<speak>2 < 3</speak> & [[h@l'oU]] {x}",
    "x" * 3000,
    "word, " * 500,
    "e\u0301\u200d\ufeff",
    "`code` **bold** snake_case 2*3=6",
)
_LOUD = 300
"""Of 32768: a voice is louder."""


class TTSContract(ABC):
    """Subclass it as Test..., give it tts(), and every promise of TTS is checked."""

    @abstractmethod
    def tts(self) -> TTS:
        """A new engine, not yet open, that speaks English."""

    def at_work(self, _tts: TTS) -> int:
        """How many texts are being said now; override it where that can be seen."""
        return 0

    async def test_a_sentence_is_heard_in_pieces_of_one_rate_and_number_of_channels(self) -> None:
        async with self.tts() as tts, aclosing(tts.stream(SENTENCE)) as stream:
            pieces = [piece async for piece in stream]
            assert len({(piece.rate, piece.channels) for piece in pieces}) == 1
            assert all(len(piece.samples) for piece in pieces)
            assert max(abs(int(piece.samples.min())) for piece in pieces) > _LOUD
            assert 0.3 < sum(piece.seconds for piece in pieces) < 20

    async def test_the_whole_is_what_the_pieces_are(self) -> None:
        async with self.tts() as tts:
            whole = await tts.synthesize(SENTENCE)
            async with aclosing(tts.stream(SENTENCE)) as stream:
                seconds = sum([piece.seconds async for piece in stream])
            assert whole is not None
            assert whole.seconds == pytest.approx(seconds, rel=0.1)

    async def test_more_words_take_longer(self) -> None:
        async with self.tts() as tts:
            assert await self._seconds(tts, f"{SENTENCE} {SENTENCE}") > 1.3 * await self._seconds(tts, SENTENCE)

    async def test_a_higher_speed_takes_less_time(self) -> None:
        async with self.tts() as tts:
            slow, usual, fast = [await self._seconds(tts, SENTENCE, speed=speed) for speed in (0.5, 1.0, 2.0)]
            assert slow > 1.3 * usual
            assert usual > 1.3 * fast

    @pytest.mark.parametrize("text", _NOTHING)
    async def test_without_anything_to_say_there_is_no_piece(self, text: str) -> None:
        async with self.tts() as tts:
            assert await tts.synthesize(text) is None

    @pytest.mark.parametrize("text", _ODD, ids=lambda text: text[:12].encode("ascii", "replace").decode())
    async def test_any_text_can_be_said(self, text: str) -> None:
        async with self.tts() as tts:
            said = await tts.synthesize(text)
            assert said is None or said.seconds > 0
            assert await tts.synthesize(SENTENCE) is not None

    async def test_every_voice_speaks_and_has_a_name_of_its_own(self) -> None:
        async with self.tts() as tts:
            voices = await tts.voices()
            assert voices
            assert len({voice.name for voice in voices}) == len(voices)
            for voice in (*voices[:3], voices[-1]):
                assert await tts.synthesize("One, two, three.", voice=voice.name) is not None

    async def test_a_voice_that_is_not_there_is_not_found_and_the_near_one_is_named(self) -> None:
        async with self.tts() as tts:
            name = (await tts.voices())[0].name
            with pytest.raises(NotFound, match=name):
                await tts.synthesize(SENTENCE, voice=f"{name}x")
            assert await tts.synthesize(SENTENCE, voice=name) is not None

    async def test_closing_early_is_quiet_and_stops_the_work(self) -> None:
        async with self.tts() as tts:
            before = asyncio.all_tasks()
            await tts.stream(SENTENCE).aclose()
            stream = tts.stream(SENTENCE * 20)
            await anext(stream)
            await stream.aclose()
            assert (self.at_work(tts), asyncio.all_tasks()) == (0, before)
            assert await tts.synthesize(SENTENCE) is not None

    async def test_cancelling_one_listener_stops_its_work_and_harms_no_other(self) -> None:
        async with self.tts() as tts:
            begun = asyncio.Event()

            async def stall() -> None:
                async with aclosing(tts.stream(SENTENCE * 20)) as pieces:
                    await anext(pieces)
                    begun.set()
                    await asyncio.Event().wait()

            before = asyncio.all_tasks()
            stalled = asyncio.create_task(stall())
            await begun.wait()
            assert await tts.synthesize(SENTENCE) is not None
            stalled.cancel()
            with pytest.raises(asyncio.CancelledError):
                await stalled
            assert (self.at_work(tts), asyncio.all_tasks()) == (0, before)
            assert await tts.synthesize(SENTENCE) is not None

    async def test_many_are_said_at_once(self) -> None:
        async with self.tts() as tts:
            said = await asyncio.gather(*(tts.synthesize(f"This is number {number}.") for number in range(10)))
            assert all(isinstance(clip, AudioChunk) for clip in said)

    async def test_ping_returns_and_closing_twice_is_harmless(self) -> None:
        async with self.tts() as tts:
            await tts.ping()
            await tts.aclose()
        await self.tts().aclose()

    async def _seconds(self, tts: TTS, text: str, *, speed: float = 1.0) -> float:
        said = await tts.synthesize(text, speed=speed)
        assert said is not None
        return said.seconds
