from contextlib import aclosing

import pytest

from acore.errors import EngineUnavailable
from acore.interfaces import TTS
from acore.testing import ManualClock, ScriptedTTS, TTSContract


class TestScripted(TTSContract):
    def tts(self) -> TTS:
        return ScriptedTTS.humming()

    def at_work(self, tts: TTS) -> int:
        assert isinstance(tts, ScriptedTTS)
        return tts.at_work


async def test_a_word_is_hummed_as_long_as_its_letters_take() -> None:
    tts = ScriptedTTS.humming(clock=ManualClock(), letter_s=0.1, rate=8000)
    async with aclosing(tts.stream("one three", voice="high", speed=2)) as stream:
        pieces = [(piece.seconds, piece.rate) async for piece in stream]
    assert pieces == [(0.15, 8000), (0.25, 8000)]
    assert tts.said[0] == ("one three", "high", 2)


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_it_fails_where_it_is_told_to(after: int) -> None:
    tts = ScriptedTTS.humming(clock=ManualClock())
    tts.fails, tts.fails_after = EngineUnavailable("hoarse", engine="scripted"), after
    heard = 0
    with pytest.raises(EngineUnavailable, match="hoarse"):
        async with aclosing(tts.stream("one two")) as stream:
            async for _ in stream:
                heard += 1
    assert (heard, tts.at_work, tts.closed) == (after, 0, 0)


async def test_it_refuses_to_open_where_it_is_told_to() -> None:
    tts = ScriptedTTS.humming()
    tts.refuses = EngineUnavailable("asleep", engine="scripted")
    with pytest.raises(EngineUnavailable, match="asleep"):
        await tts.open()
