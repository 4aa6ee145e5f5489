import pytest

from acore.services.call_options import CallOptions, speculation
from tests.unit.services.call_double import Channel


async def test_who_speaks_is_answered_aloud_and_in_writing() -> None:
    async with Channel(["It is five."]) as channel:
        await channel.said("ada", "what is the time now")
        assert channel.asked == ["what is the time now"]
        scope = channel.chat.questions[0].scope
        assert (scope.user, scope.channel, scope.guild) == ("ada", "2", "1")
        assert channel.chat.questions[0].author == "Ada"
        await channel.wait(2)
        assert channel.board.shown == ["It is five."]
        (lines,) = channel.board.lines.values()
        assert (lines[-1].final, lines[-1].to) == (True, channel.call.participants[0])
        assert channel.played_s == 0.8
        assert channel.conversation.statistics.answered == 1
        assert channel.metrics.counted("voice.turns") == 1


async def test_what_is_written_grows_with_what_is_said() -> None:
    async with Channel(["One two. Three four. Five."]) as channel:
        await channel.said("ada", "tell me something nice", then_s=5)
        (lines,) = channel.board.lines.values()
        assert [line.final for line in lines] == [False] * (len(lines) - 1) + [True]
        assert lines[-1].text == "One two. Three four. Five."


async def test_two_speakers_at_once_are_heard_apart_and_answered_in_order() -> None:
    async with Channel(["One."], ["Two."], people=("ada", "bob")) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        await channel.wait(0.2)
        channel.speak("bob", "acore, what is the time", 1.2)
        await channel.wait(5)
        assert [(q.scope.user, q.text) for q in channel.chat.questions] == [
            ("ada", "what can you do"),
            ("bob", "what is the time"),
        ]
        assert channel.board.shown == ["One.", "Two."]


async def test_people_who_talk_with_each_other_are_left_alone() -> None:
    async with Channel(people=("ada", "bob")) as channel:
        await channel.said("ada", "did you see the match", then_s=2)
        await channel.said("bob", "no what happened there", then_s=2)
        assert channel.asked == []
        assert channel.conversation.statistics.heard == 2


async def test_who_was_answered_goes_on_without_a_name() -> None:
    async with Channel(["One."], ["Two."], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=3)
        await channel.said("ada", "and what else is there", then_s=3)
        await channel.said("bob", "that is strange to me", then_s=3)
        await channel.said("ada", "yes it is strange", then_s=3)
        assert channel.asked == ["what can you do", "and what else is there"]


async def test_too_many_questions_are_told_to_be_too_many() -> None:
    people = ("ada", "bob", "eve", "fay")
    options = CallOptions(waiting=2)
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff gggg."], people=people, options=options) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.5)
        assert channel.conversation.say("One.")
        assert channel.conversation.say("Two.")
        assert channel.conversation.say("Three.")
        await channel.wait(5)
        assert channel.conversation.statistics.dropped == 1
        assert channel.metrics.counted("call.dropped", why="full") == 1
        dropped = "I do not say “One.”: too much waited to be said."
        assert channel.board.shown == ["Aaaa bbbb cccc dddd eeee ffff gggg.", dropped, "Two.", "Three."]


async def test_what_there_is_no_room_for_is_not_promised_to_be_said() -> None:
    async with Channel(options=CallOptions(waiting=2)) as channel:
        for text in ("Aaaa bbbb cccc dddd.", "Two.", "Three."):
            assert channel.conversation.say(text)
            await channel.wait(0.1)
        assert not channel.conversation.say("Four.")
        await channel.wait(5)
        assert channel.conversation.say("Five.")
        await channel.wait(2)
        assert channel.board.shown == ["Aaaa bbbb cccc dddd.", "Two.", "Three.", "Five."]


async def test_what_was_promised_is_said_however_long_it_waited() -> None:
    async with Channel(options=CallOptions(longest_wait_s=1)) as channel:
        assert channel.conversation.say("Aaaa bbbb cccc dddd eeee ffff gggg.")
        assert channel.conversation.say("Two.")
        await channel.wait(6)
        assert channel.board.shown == ["Aaaa bbbb cccc dddd eeee ffff gggg.", "Two."]


async def test_a_question_that_waited_too_long_is_dropped_and_that_is_told() -> None:
    options = CallOptions(longest_wait_s=2)
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff gggg."], people=("ada", "bob"), options=options) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        await channel.wait(0.4)
        channel.speak("bob", "acore, what is the time", 1.0)
        await channel.wait(8)
        assert channel.asked == ["what can you do"]
        assert channel.board.shown[1].startswith("Bob, I do not answer that")


async def test_what_is_to_be_said_is_said_behind_what_waits() -> None:
    async with Channel() as channel:
        assert channel.conversation.say("Good evening. Hello.", voice="high")
        assert not channel.conversation.say(" ")
        assert not channel.conversation.say("a" * 4001)
        await channel.wait(3)
        assert channel.board.shown == ["Good evening. Hello."]
        assert channel.asked == []
        assert channel.played_s == pytest.approx(1.6)
        assert {one.voice for one in channel.tts.said} == {"high"}
        channel.conversation.say("Aaaa bbbb.")
        await channel.wait(0.3)
        channel.conversation.hush("ada")
        await channel.wait(3)
        assert channel.played_s < 2


def test_what_is_made_ahead_is_for_the_engines_and_the_settings_to_say() -> None:
    assert speculation("local", local_stt=True, local_reply=True) == "first sentence"
    assert speculation("local", local_stt=True, local_reply=False) == "words"
    assert speculation("local", local_stt=False, local_reply=True) == "nothing"
    assert speculation("never", local_stt=True, local_reply=True) == "nothing"
    assert speculation("always", local_stt=False, local_reply=False) == "first sentence"
