"""What is made in the silence in which somebody may go on."""

import asyncio

import pytest

from acore.services.call_options import CallOptions
from acore.testing import ScriptedTTS
from tests.unit.services.call_double import Channel

AHEAD = CallOptions(speculation="first sentence")


async def test_the_answer_is_there_when_the_turn_is_over() -> None:
    async with Channel(["One. Two."], options=AHEAD, stt_s=0.1) as channel:
        channel.speak("ada", "what can you do there", 1.0)
        await channel.wait(1.3)
        assert channel.asked == ["what can you do there"], "in the silence behind it"
        assert channel.tts.said, "and the first sentence has a sound"
        assert channel.played_s == 0
        assert channel.board.shown == []
        assert channel.metrics.counted("voice.turns") == 0
        await channel.wait(0.4)
        assert channel.played_s > 0
        await channel.wait(2)
        assert len(channel.asked) == 1, "asked once"
        assert len(channel.stt.heard) == 1, "written down once"
        assert channel.metrics.counted("voice.turns") == 1
        assert channel.board.shown == ["One. Two."]


async def test_it_is_as_if_it_had_not_been_made_where_the_speaker_goes_on() -> None:
    async with Channel(["One. Two."], ["Three."], options=AHEAD) as channel:
        sound = channel.stt.tone("what can you do there today", 1.0)
        channel.call.send("ada", sound, pause_s=0.2)
        await channel.wait(0.2)
        assert channel.chat.at_work == 1
        channel.call.send("ada", channel.stt.tone("what can you do there today", 0.5))
        await channel.wait(0.1)
        assert (channel.chat.at_work, channel.chat.closed) == (0, 1)
        assert channel.chat.amended == [("what can you do there today", "")], "it is not remembered"
        channel.call.send("ada", type(sound).silence(2, 16000))
        await channel.wait(2)
        assert channel.metrics.counted("voice.turns") == 1
        assert channel.board.shown == ["Three."]
        assert channel.conversation.statistics.answered == 1


async def test_no_more_than_the_first_sentence_is_asked_of_the_model() -> None:
    more = asyncio.Event()

    async def reached() -> None:
        more.set()

    async with Channel(["One two three four. ", "And ", reached, "more."], options=AHEAD) as channel:
        channel.speak("ada", "what can you do there", 1.0)
        await channel.wait(1.3)
        assert channel.tts.said[0].text == "One two three four."
        assert not more.is_set()
        await channel.wait(1)
        assert more.is_set()


async def test_with_nothing_ahead_nothing_is_done_before_the_turn_is_over() -> None:
    async with Channel(options=CallOptions(speculation="nothing")) as channel:
        channel.speak("ada", "what can you do there", 1.0)
        await channel.wait(1.3)
        assert channel.stt.heard == []
        await channel.wait(2)
        assert channel.asked == ["what can you do there"]


async def test_with_words_ahead_the_model_waits_for_the_end_of_the_turn() -> None:
    async with Channel(options=CallOptions(speculation="words")) as channel:
        channel.speak("ada", "what can you do there", 1.0)
        await channel.wait(1.3)
        assert channel.stt.heard == ["what can you do there"]
        assert channel.asked == []
        await channel.wait(2)
        assert channel.stt.heard == ["what can you do there"]
        assert channel.asked == ["what can you do there"]


@pytest.mark.parametrize(
    ("text", "silence_s"), [("what can you do there", 0.45), ("tell me about the", 1.6), ("stop", 0.3)]
)
async def test_its_words_tell_how_long_the_end_of_a_turn_is_waited_for(text: str, silence_s: float) -> None:
    async with Channel() as channel:
        channel.speak("ada", text, 1.0)
        await channel.wait(1.0 + silence_s - 0.08)
        assert channel.conversation.statistics.heard == 0
        await channel.wait(0.16)
        assert channel.conversation.statistics.heard == 1


async def test_the_next_answer_is_begun_while_this_one_is_played() -> None:
    async with Channel(["Aaaa bbbb cccc."], ["Two. Three."], people=("ada", "bob"), options=AHEAD) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        await channel.wait(0.4)
        channel.speak("bob", "acore, what is the time", 1.0)
        await channel.wait(2.3)
        assert channel.asked == ["what can you do", "what is the time"]
        assert channel.conversation.statistics.answered == 0
        assert channel.board.shown == ["Aaaa bbbb cccc."]
        await channel.wait(4)
        assert channel.board.shown == ["Aaaa bbbb cccc.", "Two. Three."]
        assert len(channel.asked) == 2


async def test_who_interrupts_is_answered_with_what_was_made_while_they_were_silent() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee."], ["Two."], options=AHEAD) as channel:
        await channel.said("ada", "what can you do there", then_s=1)
        channel.speak("ada", "what is the time now", 1.0)
        await channel.wait(1.3)
        assert channel.asked[-1] == "what is the time now"
        assert channel.chat.amended == []
        await channel.wait(2)
        assert [said for _, said in channel.chat.amended] == ["Aaaa"]
        assert len(channel.asked) == 2
        assert channel.board.shown[-1] == "Two."


async def test_an_answer_without_a_sound_does_not_hold_up_the_next() -> None:
    async with Channel(["..."], ["Two."], options=AHEAD, tts=ScriptedTTS.humming()) as channel:
        await channel.said("ada", "what can you do there", then_s=2)
        await channel.said("ada", "what is the time now", then_s=2)
        assert channel.board.shown[-1] == "Two."
