"""Who is not heard any more is not answered either, and of what is cut off what was played remains."""

import pytest

from acore.domain.spoken_commands import Command, Spoken
from acore.domain.voice_events import Heard
from acore.errors import BudgetSpent, EngineUnavailable, InvalidInput
from acore.services.call_events import Turned
from acore.services.call_options import CallOptions
from acore.services.voice_hearing import Understood
from acore.services.voice_phrases import GERMAN
from tests.unit.services.call_double import Channel

LONG = "Aaaa bbbb cccc dddd eeee ffff."


def exclude(channel: Channel, user: str, *, forget: bool) -> None:
    channel.call.exclude(user)
    channel.conversation.withdraw(user, forget=forget)


@pytest.mark.parametrize(("forget", "kept"), [(True, ""), (False, "Aaaa bbbb cccc")])
async def test_the_answer_to_who_is_not_heard_any_more_stops_within_two_frames(*, forget: bool, kept: str) -> None:
    async with Channel([LONG], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.7)
        before = channel.played_s
        assert 0.8 < before < 1.5
        exclude(channel, "ada", forget=forget)
        await channel.wait(3)
        assert channel.played_s - before <= 0.04
        assert set(channel.chat.amended) == {("what can you do", kept)}
        assert channel.board.shown == ["Aaaa bbbb cccc …"]
        assert channel.conversation.statistics.interrupted == 1
        await channel.said("bob", "acore, what is the time", then_s=4)
        assert channel.played_s - before == pytest.approx(2.4, abs=0.05), "others are answered as before"


async def test_nothing_of_it_is_played_before_its_turn_comes() -> None:
    async with Channel([LONG], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.5)
        exclude(channel, "ada", forget=True)
        player = channel.call.player
        assert player.queued_s == 0
        assert player.paused


async def test_an_answer_to_somebody_else_goes_on() -> None:
    async with Channel([LONG], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.5)
        exclude(channel, "bob", forget=True)
        await channel.wait(4)
        assert channel.played_s == pytest.approx(2.4)
        assert channel.chat.amended == []


@pytest.mark.parametrize("options", [CallOptions(), CallOptions(speculation="first sentence")])
async def test_what_waits_to_be_answered_is_dropped(options: CallOptions) -> None:
    async with Channel([LONG], people=("ada", "bob"), options=options) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        await channel.wait(0.4)
        channel.speak("bob", "acore, what is the time", 1.0)
        await channel.wait(2.4)
        exclude(channel, "bob", forget=True)
        await channel.wait(5)
        assert channel.played_s == pytest.approx(2.4)
        assert channel.board.shown == [LONG]


async def test_words_that_were_heard_and_not_dealt_with_are_not_asked() -> None:
    async with Channel(["One."], people=("ada", "bob")) as channel:
        said = Understood(Heard("acore, what can you do", 0.0, 1.0), vad_ms=0.0, stt_ms=0.0)
        channel.conversation.tell(Turned("ada", said, channel.clock.monotonic()))
        exclude(channel, "ada", forget=True)
        await channel.wait(2)
        assert channel.asked == []
        channel.call.admit("ada")
        channel.conversation.listen("ada")
        await channel.said("ada", "acore, what can you do", then_s=2)
        assert channel.asked == ["what can you do"], "who agrees again is heard again"


async def test_of_what_is_said_when_the_call_ends_what_was_played_is_what_is_shown() -> None:
    async with Channel(["One two. Three four. Five six."], letter_s=0.05) as channel:
        await channel.said("ada", "what is the time now", then_s=0.9)
        (lines,) = channel.board.lines.values()
        assert lines[-1].text == "One two. Three four. Five six.", "all of it was given"
        assert channel.played_s < 0.8
        channel.call.end("Somebody took the bot out of the channel.")
        await channel.wait(0.5)
        assert channel.running is not None
        assert channel.running.done()
        ((_, said),) = channel.chat.amended
        assert said.startswith("One two.")
        assert "six" not in said
        assert channel.board.shown == [f"{said} …"]
        assert [line.final for line in lines] == [False] * (len(lines) - 1) + [True], "the message is one until then"
        assert channel.conversation.statistics.answered == 0


async def test_what_was_played_to_its_end_when_the_call_ends_stays_whole() -> None:
    async with Channel(["One."]) as channel:
        await channel.said("ada", "what is the time now", then_s=0.9)
        await channel.wait(1)
        channel.call.end("Somebody took the bot out of the channel.")
        await channel.wait(0.5)
        assert channel.board.shown == ["One."]
        assert channel.chat.amended == []


async def test_ears_that_fail_are_regretted_in_the_language_of_the_call() -> None:
    async with Channel(words=GERMAN) as channel:
        channel.stt.fails = EngineUnavailable("down", engine="it")
        await channel.said("ada", "what is the time now", then_s=6)
        assert channel.board.shown[1:] == [GERMAN.sorry_deaf]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InvalidInput("I may not."), "I may not."),
        (BudgetSpent("Ask again tomorrow.", kind="server"), "Ask again tomorrow."),
        (EngineUnavailable("disk I/O error in acore.db", engine="sql"), "Sorry, that did not work."),
    ],
)
async def test_of_a_command_that_failed_is_said_what_people_can_be_told(error: Exception, said: str) -> None:
    async with Channel(people=("ada", "bob")) as channel:
        channel.owner.says = error  # type: ignore[assignment]
        await channel.said("ada", "acore louder please", then_s=4)
        assert channel.owner.told == [Spoken(Command.LOUDER, "ada")]
        assert channel.board.shown == [said]
