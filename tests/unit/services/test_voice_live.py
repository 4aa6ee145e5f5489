import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.domain.audio import AudioChunk
from acore.domain.turns import Started
from acore.domain.voice_events import Answered, Heard, Interrupted, Playing, VoiceEvent
from acore.errors import EngineUnavailable, InvalidInput
from acore.services.voice_phrases import ENGLISH
from acore.testing import ManualClock, ScriptedSTT, ScriptedTTS
from tests.unit.services.voice_double import Act, Talk, kinds, other_tasks, said, seconds_of, settled, silence, speech

DOWN = EngineUnavailable("the engine is down", engine="it")
LETTER_S = 1.0


class Call:
    """A conversation whose speaker speaks when the test says so; a letter is said in a second."""

    def __init__(self, *replies: list[Act], texts: tuple[str, ...] = ("one", "two", "three"), **parts: object) -> None:
        self.clock = ManualClock()
        parts.setdefault("tts", ScriptedTTS.humming(letter_s=LETTER_S, clock=self.clock))
        self.talk = Talk(*replies, texts=texts, clock=self.clock, **parts)  # type: ignore[arg-type]
        self.events: list[VoiceEvent] = []
        self._sound: asyncio.Queue[AudioChunk | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._run())

    async def _audio(self) -> AsyncGenerator[AudioChunk, None]:
        while (chunk := await self._sound.get()) is not None:
            yield chunk

    async def _run(self) -> None:
        async with aclosing(self._audio()) as audio, aclosing(self.talk.live.converse(audio)) as events:
            async for event in events:
                self.events.append(event)

    async def speak(self, *, whole: bool = True) -> None:
        """Somebody says something; not whole is still being said."""
        self._sound.put_nowait(speech(1))
        if whole:
            self._sound.put_nowait(silence(2))
        await settled()

    async def end_of_speech(self) -> None:
        self._sound.put_nowait(silence(2))
        await settled()

    async def hang_up(self) -> None:
        """The sound ends."""
        self._sound.put_nowait(None)
        for _ in range(200):
            await self.clock.advance(1)
            if self._task.done():
                break
        await self._task

    async def cancel(self) -> None:
        self._task.cancel()
        await asyncio.wait((self._task,))

    def of(self, kind: type[VoiceEvent]) -> list[VoiceEvent]:
        return [event for event in self.events if isinstance(event, kind)]


async def test_a_turn_is_answered_and_the_conversation_goes_on() -> None:
    call = Call(["One."], ["Two."])
    await call.speak()
    await call.clock.advance(20)
    await call.speak()
    await call.hang_up()
    assert kinds(call.events) == 2 * ["Started", "Heard", "Saying", "Playing", "Answered"]
    assert call.talk.chat.amended == []
    assert not call.of(Interrupted)


async def test_sound_is_given_only_a_little_before_it_is_played() -> None:
    call = Call(["aaaa bbbb cccc dddd eeee"], lead_s=5)
    await call.speak()
    assert seconds_of(call.events) == 8, "what begins within five seconds is given"
    await call.clock.advance(4)
    assert seconds_of(call.events) == 12
    await call.hang_up()
    assert seconds_of(call.events) == 20


async def test_whoever_speaks_interrupts_it_and_only_what_was_heard_is_remembered() -> None:
    call = Call(["It is five. ", "That is late. ", "Go home."], ["All right."])
    await call.speak()
    await call.clock.advance(12)
    await call.speak(whole=False)
    assert kinds(call.events)[-2:] == ["Interrupted", "Started"]
    assert call.of(Interrupted) == [Interrupted("It is five. That")]
    assert call.talk.chat.amended == [("one", "It is five. That")]
    await call.end_of_speech()
    assert [question.text for question in call.talk.chat.questions] == ["one", "two"]
    await call.hang_up()
    assert said(call.events)[-1] == "All right."


async def test_the_model_and_the_voice_stop_when_somebody_cuts_in() -> None:
    call = Call(["It is five. And ", asyncio.Event().wait])
    await call.speak()
    assert call.talk.chat.at_work == 1
    await call.speak(whole=False)
    assert (call.talk.chat.at_work, call.talk.chat.closed, call.talk.tts.at_work) == (0, 1, 0)  # type: ignore[attr-defined]
    await call.cancel()


async def test_a_question_that_goes_on_after_a_pause_is_one_question() -> None:
    call = Call([asyncio.Event().wait], ["Yes."], texts=("what can you", "do today"))
    await call.speak()
    await call.speak()
    assert [question.text for question in call.talk.chat.questions] == ["what can you", "what can you do today"]
    assert call.of(Interrupted) == [Interrupted("")]
    assert call.talk.chat.amended == [("what can you", "")], "the half question is not remembered"
    heard = call.of(Heard)[-1]
    assert isinstance(heard, Heard)
    assert (heard.text, heard.start) == ("what can you do today", 0.0)
    await call.hang_up()


async def test_a_cough_before_the_answer_does_not_lose_the_question() -> None:
    call = Call([asyncio.Event().wait], ["Yes."], texts=("what can you do", "…", "bye"))
    await call.speak()
    await call.speak()
    assert [question.text for question in call.talk.chat.questions] == 2 * ["what can you do"]
    await call.hang_up()
    assert said(call.events) == ["Yes."]


async def test_a_cough_without_a_question_is_nothing() -> None:
    call = Call(texts=("…",))
    await call.speak()
    await call.hang_up()
    assert kinds(call.events) == ["Started", "NotUnderstood"]


async def test_who_speaks_after_the_end_of_the_reply_interrupts_nothing() -> None:
    call = Call(["One."])
    await call.speak()
    await call.clock.advance(3.5)
    await call.speak()
    assert not call.of(Interrupted)
    await call.hang_up()


async def test_who_speaks_while_the_last_sound_is_played_interrupts_it() -> None:
    call = Call(["One two."], lead_s=60)
    await call.speak()
    assert call.of(Answered)
    await call.clock.advance(4)
    await call.speak(whole=False)
    assert call.of(Interrupted) == [Interrupted("One")]
    await call.cancel()


async def test_an_apology_can_be_interrupted_too() -> None:
    stt = ScriptedSTT.hearing("one")
    stt.fails = DOWN
    call = Call(stt=stt)
    stt._clock = call.clock
    call.talk.tts.fails = None  # type: ignore[attr-defined]
    tts = ScriptedTTS.humming(clock=call.clock, pace_s=5)
    call.talk.tts = tts
    await call.speak()
    assert tts.at_work == 1
    await call.speak(whole=False)
    assert (tts.at_work, tts.closed) == (0, 1)
    assert call.of(Interrupted) == [Interrupted("")]
    assert said(call.events) == [ENGLISH.sorry_deaf.split(". ")[0] + "."]
    await call.cancel()


async def test_a_memory_that_fails_ends_nothing() -> None:
    call = Call(["One two three."], ["Four."])
    call.talk.chat.forgets = DOWN
    await call.speak()
    await call.clock.advance(4)
    await call.speak()
    await call.hang_up()
    assert said(call.events)[-1] == "Four."


async def test_what_is_said_while_a_turn_is_written_down_is_heard() -> None:
    clock = ManualClock()
    call = Call(["One."], ["Two."], stt=ScriptedSTT.hearing("first", "second", clock=clock, pace_s=3))
    await call.speak()
    await call.speak()
    await clock.advance(10)
    assert [question.text for question in call.talk.chat.questions][-1] == "first second"
    await call.hang_up()


async def test_an_error_of_the_source_is_raised_and_leaves_nothing_behind() -> None:
    async def broken() -> AsyncGenerator[AudioChunk, None]:
        yield speech(1)
        raise InvalidInput("the microphone is gone")

    talk = Talk()
    with pytest.raises(InvalidInput, match="is gone"):
        async for _ in talk.live.converse(broken()):
            pass
    assert not other_tasks()


@pytest.mark.parametrize("stops_at", [Started, Heard, Playing, Interrupted, Answered])
async def test_leaving_stops_everything(stops_at: Callable[..., VoiceEvent]) -> None:
    talk = Talk(["One. Two. "], lead_s=0.1)

    async def audio() -> AsyncGenerator[AudioChunk, None]:
        for _ in range(9):
            yield speech(1)
            yield silence(2)

    async with aclosing(talk.live.converse(audio())) as events:
        async for event in events:
            if isinstance(event, stops_at):  # type: ignore[arg-type]
                break
            await talk.clock.advance(0.2)  # type: ignore[attr-defined]
    assert not other_tasks()
    assert (talk.chat.at_work, talk.tts.at_work, talk.stt.at_work) == (0, 0, 0)  # type: ignore[attr-defined]


@settings(deadline=None, max_examples=60)
@given(rounds=st.integers(0, 150), turns=st.integers(1, 3))
def test_cancelling_at_any_moment_leaves_nothing_behind(rounds: int, turns: int) -> None:
    async def run() -> None:
        call = Call(["One. Two words. ", "Three."])
        for _ in range(turns):
            call._sound.put_nowait(speech(1))
            call._sound.put_nowait(silence(2))
        for _ in range(rounds):
            await asyncio.sleep(0)
        await call.cancel()
        await call.talk.engines.aclose()
        assert not other_tasks()
        talk = call.talk
        assert (talk.chat.at_work, talk.tts.at_work, talk.stt.at_work) == (0, 0, 0)  # type: ignore[attr-defined]

    asyncio.run(run())
