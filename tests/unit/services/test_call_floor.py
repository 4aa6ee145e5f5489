import asyncio

import pytest

from acore.domain.spoken_commands import Command, Spoken
from acore.errors import EngineUnavailable
from acore.testing import ScriptedTTS
from tests.unit.services.call_double import Channel


async def test_who_takes_the_floor_stops_it_at_once_and_only_what_was_heard_is_kept() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."], ["All right."]) as channel:
        await channel.said("ada", "what can you do there", then_s=2)
        assert 0.8 < channel.played_s < 1.7
        before = channel.played_s
        channel.speak("ada", "tell me the time please", 1.0)
        await channel.wait(1.0)
        assert channel.played_s - before <= 0.2, "it stopped within two tenths of a second"
        await channel.wait(1.0)
        assert channel.chat.amended == [("what can you do there", "Aaaa bbbb cccc dddd")]
        assert channel.asked == ["what can you do there", "tell me the time please"]
        await channel.wait(2)
        assert channel.board.shown == ["Aaaa bbbb cccc dddd …", "All right."]
        assert channel.conversation.statistics.interrupted == 1


@pytest.mark.parametrize("text", ["mhm", "yeah okay", "", "うん"])
async def test_it_goes_on_where_it_stopped_when_that_was_nothing(text: str) -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."]) as channel:
        await channel.said("ada", "what can you do there", then_s=1.5)
        channel.speak("ada", text, 0.4)
        await channel.wait(0.3)
        stopped = channel.played_s
        await channel.wait(0.2)
        assert channel.played_s == stopped
        await channel.wait(4)
        assert channel.played_s == pytest.approx(2.4)
        assert channel.chat.amended == []
        assert len(channel.asked) == 1
        stats = channel.conversation.statistics
        assert (stats.stops, stats.resumed, stats.interrupted) == (1, 1, 0)


async def test_a_hum_does_not_stop_it() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."]) as channel:
        await channel.said("ada", "what can you do there", then_s=1.5)
        channel.speak("ada", "mhm", 0.6, hum=True)
        await channel.wait(4)
        assert channel.played_s == pytest.approx(2.4)
        assert channel.conversation.statistics.stops == 0


async def test_a_question_that_goes_on_before_its_answer_is_heard_is_one_question() -> None:
    slow = ScriptedTTS.humming(letter_s=0.1)
    async with Channel([asyncio.Event().wait], ["Yes."], tts=slow) as channel:
        await channel.said("ada", "tell me about all of it", 1.0, then_s=1.0)
        assert channel.asked == ["tell me about all of it"]
        await channel.said("ada", "that happened in the war", then_s=1.5)
        assert channel.asked[-1] == "tell me about all of it that happened in the war"
        assert channel.chat.amended == [("tell me about all of it", "")]


async def test_a_cough_before_the_answer_does_not_lose_the_question() -> None:
    thought = asyncio.Event()
    async with Channel([thought.wait, "It is five."]) as channel:
        await channel.said("ada", "what is the time now", then_s=0.8)
        channel.speak("ada", "", 0.3)
        await channel.wait(0.2)
        thought.set()
        await channel.wait(0.2)
        assert channel.played_s == 0, "it does not begin while somebody makes a sound"
        await channel.wait(4)
        assert channel.asked == ["what is the time now"]
        assert channel.played_s == pytest.approx(0.8)


async def test_what_others_say_to_each_other_stops_it_and_it_goes_on_behind_them() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.5)
        channel.speak("bob", "did you see that cat there", 1.0)
        await channel.wait(1.0)
        stopped = channel.played_s
        assert stopped < 2
        await channel.wait(4)
        assert channel.played_s == pytest.approx(2.4)
        assert channel.asked == ["what can you do"]


async def test_somebody_else_who_cuts_in_before_anything_was_heard_does_not_take_the_answer() -> None:
    async with Channel(["Aaaa."], ["Bbbb."], people=("ada", "bob")) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        await channel.wait(0.6)
        channel.speak("bob", "acore, what is the time", 1.2)
        await channel.wait(5)
        assert [q.scope.user for q in channel.chat.questions] == ["ada", "bob"]
        assert channel.board.shown == ["Aaaa.", "Bbbb."]


async def test_stop_is_obeyed_without_the_model() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.5)
        await channel.said("bob", "stop", 0.4, then_s=1)
        assert channel.call.player.queued_s == 0
        assert len(channel.asked) == 1
        assert channel.owner.told == []
        assert channel.chat.amended[0][1].startswith("Aaaa")
        await channel.wait(3)
        assert channel.conversation.statistics.commands == 1


async def test_other_commands_are_for_the_owner_and_the_answer_goes_on() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."]) as channel:
        channel.owner.says = "Louder now."
        await channel.said("ada", "what can you do there", then_s=1.5)
        await channel.said("ada", "louder please", 0.6, then_s=1)
        assert channel.owner.told == [Spoken(Command.LOUDER, "ada")]
        await channel.wait(5)
        assert channel.played_s == pytest.approx(2.4 + 0.9)
        assert channel.board.shown == ["Aaaa bbbb cccc dddd eeee ffff.", "Louder now."]


async def test_a_command_that_is_not_for_it_is_none() -> None:
    async with Channel(people=("ada", "bob")) as channel:
        await channel.said("ada", "leave us", then_s=2)
        assert channel.owner.told == []


async def test_its_own_echo_is_not_answered_and_does_not_stop_it_twice() -> None:
    reply = "The harbour opens at nine in the morning and closes when the last boat is in."
    async with Channel([reply], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, when does it open", then_s=1.5)
        await channel.said("bob", "harbour opens at nine", 1.2, then_s=1)
        await channel.said("bob", "nine in the morning and closes", 1.0, then_s=1)
        await channel.wait(8)
        assert len(channel.asked) == 1
        assert channel.conversation.statistics.stops == 1
        assert channel.metrics.counted("call.echoes") == 2


async def test_what_was_stopped_for_long_is_given_up() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.5)
        channel.speak("bob", "and then he went away", 10.0)
        await channel.wait(9)
        assert channel.conversation.statistics.interrupted == 1
        assert [said for _, said in channel.chat.amended] == ["Aaaa bbbb cccc"]
        assert channel.call.player.queued_s == 0
        await channel.wait(5)
        assert channel.board.shown == ["Aaaa bbbb cccc …"]


@pytest.mark.parametrize(("seconds", "given_up"), [(0.4, 0), (1.5, 1)])
async def test_words_that_can_not_be_written_down_take_the_floor_where_they_are_long(
    seconds: float, given_up: int
) -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.2)
        channel.stt.fails = EngineUnavailable("the engine is down", engine="it")
        channel.speak("bob", "anything", seconds)
        await channel.wait(seconds + 4)
        assert channel.conversation.statistics.interrupted == given_up


async def test_who_cuts_in_on_the_first_word_waits_until_the_other_was_answered() -> None:
    async with Channel(["Aaaa."], ["Bbbb."], ["Cccc."], people=("ada", "bob"), letter_s=0.5) as channel:
        await channel.said("ada", "acore, what can you do", then_s=0.48)
        assert 0 < channel.played_s < 0.2
        channel.speak("bob", "acore, what is the time", 1.0)
        await channel.wait(8)
        assert [q.scope.user for q in channel.chat.questions] == ["ada", "ada", "bob"]
        assert channel.chat.amended == [("what can you do", "")]
        assert channel.board.shown == ["…", "Bbbb.", "Cccc."]
