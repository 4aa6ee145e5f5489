import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.domain.audio import AudioChunk
from acore.domain.replies import Question, ReplyPart
from acore.domain.speech import Segment
from acore.domain.turns import Started, TurnRules
from acore.domain.voice_events import Answered, Failed, FellBack, Heard, NotUnderstood, Playing, Saying
from acore.errors import EngineRefused, EngineUnavailable, InvalidInput, NotFound
from acore.interfaces import STT, TTS
from acore.services.voice_phrases import ENGLISH, GERMAN, JAPANESE, OwnWords
from acore.services.voice_reply import Manner
from acore.services.voice_session import VoiceOptions
from acore.testing import ManualClock, ScriptedSTT, ScriptedTTS
from tests.unit.services.voice_double import (
    Talk,
    Upside,
    kinds,
    other_tasks,
    quick,
    said,
    said_twice,
    seconds_of,
    settled,
    silence,
    sound,
    speech,
)

DOWN = EngineUnavailable("the engine is down: start it", engine="it")


class Silent(TTS):
    """Begins, and never goes on."""

    closed = 0

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        try:
            await asyncio.Event().wait()
            yield speech(1)
        finally:
            self.closed += 1

    async def voices(self) -> tuple[()]:
        return ()


class Deaf(STT):
    """Never comes back."""

    async def stream(
        self, audio: AsyncIterable[AudioChunk], *, language: str | None = None
    ) -> AsyncGenerator[Segment, None]:
        await asyncio.Event().wait()
        yield Segment("", 0, 0)


@pytest.mark.parametrize("words", [GERMAN, JAPANESE])
async def test_what_fails_is_said_in_the_language_that_is_spoken(words: OwnWords) -> None:
    down = EngineUnavailable("down", engine="it")
    language = "de-at" if words is GERMAN else "ja"
    talk = Talk([down], options=replace(quick(), language=language))
    assert said(await talk.about(sound(speech(1), silence(2)))) == [words.sorry]
    talk = Talk([InvalidInput("Too long.")], options=replace(quick(), language=language))
    assert said(await talk.about(sound(speech(1), silence(2)))) == [words.sorry], "its words are English"
    talk = Talk([InvalidInput("Too long.")], options=quick())
    assert said(await talk.about(sound(speech(1), silence(2)))) == ["Too long."]


async def test_a_turn_is_heard_answered_and_said() -> None:
    talk = Talk(["It is **fi", "ve**. ", "Bye [1]!"], texts=["what time is it"])
    events = await talk.about(sound(silence(0.5), speech(1), silence(2)))
    assert kinds(events) == ["Started", "Heard", "Saying", "Playing", "Saying", "Playing", "Answered"]
    assert events[0] == Started(0.5)
    assert isinstance(events[1], Heard)
    assert (events[1].text, events[1].start, events[1].confidence) == ("what time is it", 0.2, 1.0)
    assert events[1].end == pytest.approx(1.7)
    assert [event for event in events if isinstance(event, Saying)] == [
        Saying("It is **five**.", "It is five."),
        Saying("Bye [1]!", "Bye!"),
    ]
    assert seconds_of(events) == pytest.approx(0.06 * len("ItisfiveBye"))
    answered = events[-1]
    assert isinstance(answered, Answered)
    assert answered.reply == "It is **five**. Bye [1]!"
    [question] = talk.chat.questions
    assert (question.text, question.author, question.scope.user, question.remember) == (
        "what time is it",
        "Ada",
        "ada",
        True,
    )
    assert question.turn
    assert question.aloud


async def test_several_turns_are_answered_one_after_the_other() -> None:
    talk = Talk(["One."], ["Two."], texts=["first", "second"])
    events = await talk.about(said_twice())
    assert [event.text for event in events if isinstance(event, Heard)] == ["first", "second"]
    assert [event.reply for event in events if isinstance(event, Answered)] == ["One.", "Two."]
    assert len({question.turn for question in talk.chat.questions}) == 2
    assert talk.metrics.counted("voice.turns") == 2


async def test_silence_is_no_turn() -> None:
    assert await Talk().about(sound(silence(3))) == []
    assert await Talk().about(sound()) == []


async def test_a_turn_without_words_is_not_answered() -> None:
    talk = Talk(texts=["…"])
    events = await talk.about(sound(speech(1), silence(2)))
    assert kinds(events) == ["Started", "NotUnderstood"]
    assert isinstance(events[1], NotUnderstood)
    assert not talk.chat.questions


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (48000, 2), (44100, 8), (192_000, 1)])
async def test_sound_of_any_kind_is_heard(rate: int, channels: int) -> None:
    talk = Talk()
    events = await talk.about(sound(speech(1, rate, channels), silence(2, rate, channels)))
    assert kinds(events)[:2] == ["Started", "Heard"]


async def test_the_pieces_that_a_sound_comes_in_change_nothing() -> None:
    whole = await Talk().about(sound(silence(0.5), speech(1), silence(2)))
    tiny = [AudioChunk(chunk.samples[n : n + 77], 16000) for chunk in (silence(0.5), speech(1), silence(2))
            for n in range(0, len(chunk.samples), 77)]  # fmt: skip
    pieces = await Talk().about(sound(*tiny))
    assert [event for event in whole if isinstance(event, Heard | Started)] == [
        event for event in pieces if isinstance(event, Heard | Started)
    ]


async def test_the_first_sentence_is_said_while_the_second_is_written() -> None:
    go_on = asyncio.Event()
    talk = Talk(["First. Second ", go_on.wait, "one."])
    async with aclosing(talk.session.answer_all(sound(speech(1), silence(2)))) as events:
        seen = []
        async for event in events:
            seen.append(event)
            if isinstance(event, Playing):
                break
        assert said(seen) == ["First."]
        assert talk.chat.at_work == 1
        go_on.set()
        seen += [event async for event in events]
    assert said(seen) == ["First.", "Second one."]


async def test_the_second_sentence_is_spoken_while_the_first_is_converted() -> None:
    rvc = Upside()
    talk = Talk(["One. Two. Three."], rvc=rvc)
    async with aclosing(talk.session.answer_all(sound(speech(1), silence(2)))) as events:
        async for event in events:
            if isinstance(event, Playing):
                break
        await settled()
        assert [text for text, *_ in talk.tts.said] == ["One.", "Two.", "Three."]  # type: ignore[attr-defined]


async def test_a_model_is_not_kept_waiting_by_who_listens() -> None:
    talk = Talk([f"Sentence number {n}. " for n in range(200)])
    async with aclosing(talk.session.answer_all(sound(speech(1), silence(2)))) as events:
        async for event in events:
            if isinstance(event, Playing):
                break
        await settled()
        await settled()
        assert talk.chat.at_work == 0, "all was written"
        assert len(talk.tts.said) < 20, "and little was made of it"  # type: ignore[attr-defined]


async def test_the_next_turn_is_written_down_while_this_one_is_answered() -> None:
    stay = asyncio.Event()
    talk = Talk([stay.wait, "One."], ["Two."], texts=["first", "second"])
    async with aclosing(talk.session.answer_all(said_twice())) as events:
        async for event in events:
            if isinstance(event, Heard):
                break
        coming = asyncio.ensure_future(anext(events))
        await settled()
        heard = len(talk.stt.heard_s)  # type: ignore[attr-defined]
        stay.set()
        await coming
    assert heard == 2


async def test_a_clip_is_a_turn_by_itself() -> None:
    talk = Talk()
    async with aclosing(talk.session.answer(speech(0.05, 48000, 2))) as events:
        assert kinds([event async for event in events]) == ["Heard", "Saying", "Playing", "Answered"]


async def test_voice_and_speed_are_the_sessions() -> None:
    talk = Talk(options=VoiceOptions(manner=Manner(voice="high", speed=2, pause_s=0)))
    events = await talk.about(sound(speech(1), silence(2)))
    assert [tuple(one) for one in talk.tts.said] == [("It is five.", "high", 2)]  # type: ignore[attr-defined]
    assert seconds_of(events) == pytest.approx(0.03 * 8)


@pytest.mark.parametrize("rvc", [None, Upside()])
async def test_behind_every_sentence_is_a_pause(rvc: Upside | None) -> None:
    talk = Talk(["One. Two."], rvc=rvc, options=VoiceOptions(manner=Manner(pause_s=0.5)))
    events = await talk.about(sound(speech(1), silence(2)))
    assert seconds_of(events) == pytest.approx(0.06 * len("OneTwo") + 2 * 0.5)
    last = [event.chunk.samples for event in events if isinstance(event, Playing)][-1]
    assert not last[-8000:].any()
    assert last[:-8000].any() == (rvc is not None), "the converter has the whole of it"


async def test_what_is_written_down_has_silence_around_it() -> None:
    talk = Talk()
    await talk.about(sound(silence(2), speech(1), silence(2)))
    assert list(talk.stt.heard_s) == [pytest.approx(0.3 + 1 + 0.2 + 2 * 0.2)]  # type: ignore[attr-defined]


async def test_stages_are_timed_on_the_clock() -> None:
    clock = ManualClock()
    stt, tts = ScriptedSTT.hearing("hi", clock=clock, pace_s=2), ScriptedTTS.humming(clock=clock, pace_s=0.5)

    class Slow(Upside):
        async def convert(self, clip: AudioChunk, *, voice: str | None = None, pitch: float = 0.0) -> AudioChunk:
            await clock.sleep(4)
            return clip

    talk = Talk(
        [lambda: clock.sleep(1), "Hello Ada. And ", lambda: clock.sleep(9), "bye."],
        clock=clock,
        stt=stt,
        tts=tts,
        rvc=Slow(),
    )
    running = asyncio.ensure_future(talk.about(sound(speech(1), silence(2))))
    for _ in range(300):
        await clock.advance(0.1)
    answered = (await running)[-1]
    assert isinstance(answered, Answered)
    timing = answered.timing
    assert timing.vad == 0
    assert (timing.stt, timing.chat, timing.tts, timing.rvc) == pytest.approx((2000, 1000, 1000, 4000), rel=0.2)
    assert timing.first_audio == pytest.approx(8000, rel=0.1)
    assert talk.metrics.measured("voice.stage_ms", stage="first_audio").count == 1


async def test_ears_that_fail_are_told_and_apologised_for_and_the_next_turn_is_answered() -> None:
    stt = ScriptedSTT.hearing("hi")
    stt.fails = DOWN
    talk = Talk(["Hello."], stt=stt)
    async with aclosing(talk.session.answer_all(said_twice())) as events:
        seen = []
        async for event in events:
            seen.append(event)
            if isinstance(event, Started) and event.at < 1:
                await settled()
            if isinstance(event, Failed):
                stt.fails = None
    assert Failed("stt", str(DOWN)) in seen
    assert said(seen)[0] == ENGLISH.sorry_deaf.split(". ")[0] + "."
    assert talk.metrics.counted("voice.failures", stage="stt") >= 1


async def test_ears_that_hang_are_given_up() -> None:
    talk = Talk(stt=Deaf(), options=quick(stt_s=0.01))
    events = await talk.about(said_twice())
    assert [event.stage for event in events if isinstance(event, Failed)] == ["stt", "stt"]
    assert said(events) == 2 * ["Sorry, I could not listen just now.", "Please say that again."]
    assert all(not event.written for event in events if isinstance(event, Saying))


async def test_a_model_that_fails_is_told_and_apologised_for() -> None:
    talk = Talk(["Once upon a", DOWN], ["Two."])
    events = await talk.about(said_twice())
    assert said(events) == ["Once upon a", ENGLISH.sorry, "Two."]
    assert [event for event in events if isinstance(event, Failed)] == [Failed("chat", str(DOWN))]
    first = next(event for event in events if isinstance(event, Answered))
    assert first.reply == "Once upon a"


async def test_what_people_can_be_told_is_said() -> None:
    talk = Talk([InvalidInput("That was too long. Shorten it.")])
    events = await talk.about(sound(speech(1), silence(2)))
    assert said(events) == ["That was too long. Shorten it."]


async def test_a_model_that_hangs_is_given_up() -> None:
    talk = Talk(["One. ", asyncio.Event().wait], options=quick(chat_s=0.01))
    events = await talk.about(sound(speech(1), silence(2)))
    assert said(events) == ["One.", ENGLISH.sorry]
    assert talk.chat.closed == 1


@pytest.mark.parametrize("error", [DOWN, NotFound("there is no such voice")])
async def test_a_voice_that_fails_is_told_once_and_the_reply_is_there_to_read(error: Exception) -> None:
    tts = ScriptedTTS.humming()
    tts.fails = error  # type: ignore[assignment]
    talk = Talk(["One. Two. Three."], ["Four."], tts=tts)
    events = await talk.about(said_twice())
    assert [event for event in events if isinstance(event, Failed)] == 2 * [Failed("tts", str(error))]
    assert [event.reply for event in events if isinstance(event, Answered)] == ["One. Two. Three.", "Four."]
    assert [text for text, *_ in tts.said] == ["One.", "Four."], "it was not asked again for the same reply"


async def test_a_sentence_that_is_refused_is_left_out() -> None:
    class Picky(ScriptedTTS):
        async def stream(
            self, text: str, *, voice: str | None = None, speed: float = 1.0
        ) -> AsyncGenerator[AudioChunk, None]:
            if text in ("Two.", "Three."):
                raise EngineRefused("not that", engine="picky")
            async with aclosing(super().stream(text)) as pieces:
                async for piece in pieces:
                    yield piece

    talk = Talk(["One. Two. Three. Four."], tts=Picky.humming())
    events = await talk.about(sound(speech(1), silence(2)))
    assert seconds_of(events) == pytest.approx(0.06 * len("OneFour"))
    assert len([event for event in events if isinstance(event, Failed)]) == 1, "told once"


async def test_a_voice_that_hangs_is_given_up() -> None:
    tts = Silent()
    events = await Talk(["One. Two."], tts=tts, options=quick(tts_s=0.01)).about(sound(speech(1), silence(2)))
    assert kinds(events) == ["Started", "Heard", "Saying", "Failed", "Answered"]
    assert tts.closed == 1


async def test_sound_goes_through_the_converter() -> None:
    rvc = Upside()
    talk = Talk(["One two. Three."], rvc=rvc)
    events = await talk.about(sound(speech(1), silence(2)))
    plain = await Talk(["One two. Three."]).about(sound(speech(1), silence(2)))
    assert rvc.clips == pytest.approx([0.36, 0.3]), "sentence by sentence"
    ours, theirs = (
        [event.chunk.samples.sum() for event in run if isinstance(event, Playing)] for run in (events, plain)
    )
    assert sum(ours) == -sum(theirs)


@pytest.mark.parametrize("how", ["fails", "hangs"])
async def test_a_converter_that_dies_is_told_once_and_the_plain_voice_goes_on(how: str) -> None:
    rvc = Upside()
    rvc.fails, rvc.hangs = (DOWN, False) if how == "fails" else (None, True)
    talk = Talk(["One. Two."], ["Three."], rvc=rvc, options=quick(rvc_s=0.01))
    events = await talk.about(said_twice())
    assert len([event for event in events if isinstance(event, FellBack)]) == 1
    assert seconds_of(events) == pytest.approx(0.06 * len("OneTwoThree"))
    assert len(rvc.clips) == 2, "once for each reply"
    assert not [event for event in events if isinstance(event, Failed)]


async def test_a_converter_that_comes_back_is_used_again() -> None:
    rvc = Upside()
    rvc.fails = DOWN
    talk = Talk(["One."], rvc=rvc)
    for fails in (DOWN, None, DOWN):
        rvc.fails = fails
        events = await talk.about(sound(speech(1), silence(2)))
        assert [isinstance(event, FellBack) for event in events].count(True) == (fails is not None)


async def test_a_converter_that_gives_the_plain_voice_back_says_so_itself() -> None:
    class Noticing(Upside):
        def notice(self) -> str | None:
            return "the plain one for now" if len(self.clips) < 3 else None

    events = await Talk(["One. Two. Three."], rvc=Noticing()).about(sound(speech(1), silence(2)))
    assert [event for event in events if isinstance(event, FellBack)] == [FellBack("the plain one for now")]
    assert kinds(events)[:4] == ["Started", "Heard", "Saying", "FellBack"]


async def test_a_converter_that_does_not_open_is_told_once() -> None:
    rvc = Upside()
    rvc.refuses = DOWN
    talk = Talk(["One."], rvc=rvc)
    events = await talk.about(said_twice())
    assert [event for event in events if isinstance(event, FellBack)] == [FellBack(str(DOWN))]
    assert seconds_of(events) > 0
    assert not rvc.clips


async def test_long_sound_is_converted_in_pieces() -> None:
    rvc = Upside()
    talk = Talk(["a " * 100 + "end."], tts=ScriptedTTS.humming(letter_s=1), rvc=rvc)
    events = await talk.about(sound(speech(1), silence(2)))
    assert max(rvc.clips) <= 31
    assert seconds_of(events) == pytest.approx(103)


async def test_all_sound_of_a_session_has_one_rate() -> None:
    class Changing(ScriptedTTS):
        async def stream(
            self, text: str, *, voice: str | None = None, speed: float = 1.0
        ) -> AsyncGenerator[AudioChunk, None]:
            rate = {"One.": 16000, "Two.": 48000, "Three.": 8000}[text]
            yield speech(1, rate, 1 + (rate == 48000))

    events = await Talk(["One. Two. "], ["Three."], tts=Changing.humming()).about(said_twice())
    chunks = [event.chunk for event in events if isinstance(event, Playing)]
    assert {(chunk.rate, chunk.channels) for chunk in chunks} == {(16000, 1)}
    assert seconds_of(events) == pytest.approx(3, abs=0.001)


@pytest.mark.parametrize("stops_at", ["Started", "Heard", "Saying", "Playing", "Answered"])
@pytest.mark.parametrize("rvc", [None, Upside()])
async def test_leaving_stops_everything(stops_at: str, rvc: Upside | None) -> None:
    talk = Talk(["One. Two. ", "Three. "], rvc=rvc)
    source = said_twice()
    async with aclosing(source), aclosing(talk.session.answer_all(source)) as events:
        async for event in events:
            if type(event).__name__ == stops_at:
                break
    assert not other_tasks()
    assert (talk.chat.at_work, talk.tts.at_work, talk.stt.at_work) == (0, 0, 0)  # type: ignore[attr-defined]


@settings(deadline=None, max_examples=60)
@given(rounds=st.integers(0, 120), converts=st.booleans())
def test_cancelling_at_any_moment_leaves_nothing_behind(rounds: int, *, converts: bool) -> None:
    async def run() -> None:
        talk = Talk(["One. Two words. ", "Three."], rvc=Upside() if converts else None)
        task = asyncio.ensure_future(talk.about(said_twice()))
        for _ in range(rounds):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait((task,))
        assert task.cancelled() or task.done()
        await talk.engines.aclose()
        assert not other_tasks()
        assert (talk.chat.at_work, talk.tts.at_work, talk.stt.at_work) == (0, 0, 0)  # type: ignore[attr-defined]

    asyncio.run(run())


async def test_an_error_of_the_source_is_raised() -> None:
    async def broken() -> AsyncGenerator[AudioChunk, None]:
        yield speech(1)
        yield silence(2)
        raise InvalidInput("it is broken in the middle")

    talk = Talk()
    seen = []
    with pytest.raises(InvalidInput, match="in the middle"):
        async for event in talk.session.answer_all(broken()):
            seen.append(event)
    assert kinds(seen)[-1] == "Answered", "what came before was answered"


async def test_long_sound_is_taken_as_fast_as_it_is_answered() -> None:
    taken = 0

    async def long() -> AsyncGenerator[AudioChunk, None]:
        nonlocal taken
        while True:
            taken += 1
            yield speech(1, 8000) if taken % 3 == 1 else silence(1, 8000)

    source = long()
    talk = Talk(["Yes."], options=VoiceOptions(rules=TurnRules(longest_s=5)))
    turns, ahead = 0, 0
    async with aclosing(source), aclosing(talk.session.answer_all(source)) as events:
        async for event in events:
            await settled()
            turns += isinstance(event, Answered)
            ahead = max(ahead, taken - 3 * turns)
            if turns == 10:
                break
    assert ahead < 30, "a few turns wait, and no more"


async def test_engines_that_can_not_be_opened_raise_and_are_tried_again() -> None:
    tts = ScriptedTTS.humming()
    tts.refuses = EngineRefused("no library: pip install it", engine="it")
    talk = Talk(["Yes."], tts=tts)
    with pytest.raises(EngineRefused, match="pip install it"):
        await talk.about(sound(speech(1), silence(2)))
    tts.refuses = None
    assert kinds(await talk.about(sound(speech(1), silence(2))))[-1] == "Answered"


async def test_what_a_screen_shows_can_stand_in_front_of_the_chat() -> None:
    shown: list[str] = []
    talk = Talk(["One. ", "Two."])

    class Showing:
        async def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
            async with aclosing(talk.chat.reply(question)) as parts:
                async for part in parts:
                    shown.append(part.text)
                    yield replace(part)

    talk.session._chat = Showing()
    await talk.about(sound(speech(1), silence(2)))
    assert shown == ["One. ", "Two."]
