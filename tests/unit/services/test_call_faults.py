import asyncio

import pytest

from acore.domain.spoken_commands import Command, Spoken
from acore.errors import EngineRefused, EngineUnavailable, InvalidInput
from acore.services.call_options import CallOptions
from acore.services.voice_phrases import ENGLISH
from acore.testing import ScriptedVAD
from tests.unit.services.call_double import Channel
from tests.unit.services.voice_double import other_tasks

DOWN = EngineUnavailable("the engine is down", engine="it")
AHEAD = CallOptions(speculation="first sentence")


async def test_a_command_that_fails_is_told() -> None:
    async with Channel(people=("ada", "bob")) as channel:
        channel.owner.says = InvalidInput("I may not.")
        await channel.said("ada", "acore leave us", then_s=2)
        assert channel.owner.told == [Spoken(Command.LEAVE, "ada")]
        await channel.wait(2)
        assert channel.board.shown == ["I may not."]


async def test_who_is_not_to_be_heard_any_more_is_obeyed_though_other_commands_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = asyncio.Event()
    told: list[Spoken] = []

    async def obey(spoken: Spoken) -> str | None:
        told.append(spoken)
        await done.wait()
        return None

    async with Channel(people=("ada", "bob")) as channel:
        monkeypatch.setattr(channel.owner, "obey", obey)
        for _ in range(5):
            await channel.said("ada", "acore louder", then_s=1.5)
        await channel.said("bob", "acore stop listening", then_s=2)
        assert told == [Spoken(Command.LOUDER, "ada")] * 4 + [Spoken(Command.STOP_LISTENING, "bob")]
        done.set()


async def test_a_command_that_breaks_is_told_and_the_next_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_: Spoken) -> str | None:
        raise KeyError("a bug")

    async with Channel(people=("ada", "bob")) as channel:
        monkeypatch.setattr(channel.owner, "obey", broken)
        for _ in range(5):
            await channel.said("ada", "acore louder", then_s=3)
        assert channel.board.shown == [ENGLISH.not_done] * 5


async def test_ears_that_fail_are_told_once_and_said_once() -> None:
    async with Channel() as channel:
        channel.stt.fails = DOWN
        await channel.said("ada", "what is the time now", then_s=6)
        await channel.said("ada", "what can you do", then_s=6)
        assert channel.board.shown == ["I can not write down what is said: the engine is down", ENGLISH.sorry_deaf]
        channel.stt.fails = None
        await channel.said("ada", "what is the time now", then_s=3)
        channel.stt.fails = DOWN
        await channel.said("ada", "what is the time now", then_s=3)
        assert len(channel.board.shown) == 5


async def test_ears_that_break_are_told_and_hear_the_next_turn() -> None:
    async with Channel() as channel:
        channel.stt.fails = ValueError("a bug")
        await channel.said("ada", "what is the time now", then_s=6)
        assert channel.board.shown[0].startswith("I can not write down what is said: that broke")
        channel.stt.fails = None
        await channel.said("ada", "what can you do", then_s=3)
        assert channel.asked == ["what can you do"]


async def test_a_model_that_fails_is_told_once() -> None:
    async with Channel([DOWN], [DOWN], ["Yes."], [DOWN]) as channel:
        for _ in range(2):
            await channel.said("ada", "what is the time now", then_s=5)
        assert [text for text in channel.board.shown if "engine is down" in text] == [
            "I can not answer just now: the engine is down"
        ]
        for _ in range(2):
            await channel.said("ada", "what is the time now", then_s=5)
        assert len([text for text in channel.board.shown if "engine is down" in text]) == 2


async def test_a_voice_that_fails_leaves_the_written_answer() -> None:
    async with Channel(["It is five."]) as channel:
        channel.tts.fails = DOWN
        await channel.said("ada", "what is the time now", then_s=3)
        assert channel.board.shown == ["It is five.", "I can not speak just now, so I write: the engine is down"]
        assert channel.conversation.statistics.answered == 1


async def test_a_text_chat_that_can_not_be_written_ends_nothing() -> None:
    async with Channel(["One."], ["Two."]) as channel:
        channel.board.fails = DOWN
        await channel.said("ada", "what is the time now", then_s=3)
        channel.board.fails = None
        await channel.said("ada", "what is the time now", then_s=3)
        assert channel.board.shown == ["Two."]


async def test_who_leaves_in_the_middle_of_a_word_is_forgotten_and_nobody_notices() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1.5)
        channel.come("eve")
        await channel.wait(0.1)
        channel.speak("eve", "acore, what is the time", 2.0)
        await channel.wait(0.5)
        channel.call.go("eve")
        await channel.wait(4)
        assert channel.asked == ["what can you do"]
        assert channel.played_s == pytest.approx(2.4)


async def test_who_comes_again_is_heard_again() -> None:
    async with Channel(["One."], people=("ada", "bob")) as channel:
        channel.call.go("bob")
        channel.call.come("bob")
        await channel.wait(0.2)
        await channel.said("bob", "acore, what can you do", then_s=3)
        assert channel.asked == ["what can you do"]


async def test_who_agrees_later_is_heard_from_then_on() -> None:
    async with Channel(["One."], people=("ada",)) as channel:
        channel.call.come("bob")
        await channel.said("bob", "acore, what can you do", then_s=2)
        assert channel.asked == []
        channel.call.admit("bob")
        channel.conversation.listen("bob")
        channel.conversation.listen("bob")
        await channel.said("bob", "acore, what can you do", then_s=3)
        assert channel.asked == ["what can you do"]
        channel.call.exclude("bob")
        await channel.said("bob", "acore, what is the time", then_s=3)
        assert len(channel.asked) == 1


async def test_what_somebody_asked_who_left_is_not_answered() -> None:
    async with Channel(["Aaaa bbbb cccc dddd eeee ffff."], people=("ada", "bob", "eve")) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        await channel.wait(0.4)
        channel.speak("bob", "acore, what is the time", 1.0)
        await channel.wait(2.2)
        channel.call.go("bob")
        await channel.wait(5)
        assert channel.asked == ["what can you do"]
        assert channel.conversation.statistics.dropped == 1


class BrokenVAD(ScriptedVAD):
    """Breaks for the first speaker."""

    def __init__(self, error: Exception) -> None:
        super().__init__(frame=320)
        self.errors = [error]

    def detector(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        if self.errors:
            raise self.errors.pop()
        return super().detector()


@pytest.mark.parametrize(("error", "why"), [(DOWN, "the engine is down"), (ValueError("a bug"), "that broke")])
async def test_a_speaker_whose_sound_breaks_ends_nobody_elses_and_is_heard_again_later(
    error: Exception, why: str
) -> None:
    async with Channel(["One."], ["Two."], people=("ada", "bob"), vad=BrokenVAD(error)) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        channel.speak("bob", "acore, what is the time", 1.0)
        await channel.wait(2.5)
        assert channel.asked == ["what is the time"]
        assert channel.board.shown[0].startswith(f"I can not tell when somebody speaks: {why}")
        await channel.wait(3)
        assert channel.asked == ["what is the time", "what can you do"], "what was said meanwhile is not lost"


async def test_who_is_gone_when_their_broken_ear_is_replaced_leaves_nothing_behind() -> None:
    async with Channel(["One."], people=("ada", "bob"), vad=BrokenVAD(ValueError("a bug"))) as channel:
        await channel.wait(1)
        channel.call.go("ada")
        await channel.wait(12)
        channel.call.come("ada")
        channel.call.admit("ada")
        channel.conversation.listen("ada")
        await channel.said("ada", "acore, what can you do", then_s=3)
        assert channel.asked == ["what can you do"]
        await channel.said("bob", "acore, what can you do", then_s=3)
        assert len(channel.asked) == 2


async def test_it_ends_with_the_call_and_leaves_nothing_behind() -> None:
    async with Channel(["Aaaa bbbb cccc dddd."]) as channel:
        await channel.said("ada", "what can you do there", then_s=1)
        assert channel.running is not None
        channel.call.end("The channel is gone.")
        await channel.wait(0.5)
        assert channel.running.done()
        assert channel.running.exception() is None
    assert not other_tasks()
    assert (channel.chat.at_work, channel.tts.at_work, channel.stt.at_work) == (0, 0, 0)


async def test_engines_that_do_not_open_are_raised() -> None:
    channel = Channel()
    channel.tts.refuses = EngineRefused("no voice", engine="tts")
    with pytest.raises(EngineRefused, match="no voice"):
        await channel.conversation.run()
    assert not other_tasks()


@pytest.mark.parametrize("seconds", [0.0, 0.5, 1.1, 1.6, 1.9, 2.4, 3.5])
@pytest.mark.parametrize("options", [CallOptions(), AHEAD])
async def test_cancelling_at_any_moment_leaves_nothing_behind(seconds: float, options: CallOptions) -> None:
    async with Channel(["Aaaa bbbb. Cccc dddd."], people=("ada", "bob"), options=options, stt_s=0.2) as channel:
        channel.speak("ada", "acore, what can you do", 1.0)
        channel.speak("bob", "acore, what is the time", 2.2)
        await channel.wait(seconds)
    assert not other_tasks()
    assert (channel.chat.at_work, channel.tts.at_work, channel.stt.at_work) == (0, 0, 0)


async def test_who_leaves_before_the_answer_has_begun_is_not_answered() -> None:
    async with Channel([asyncio.Event().wait], people=("ada", "bob")) as channel:
        await channel.said("ada", "acore, what can you do", then_s=1)
        assert channel.chat.at_work == 1
        channel.call.go("ada")
        await channel.wait(0.5)
        assert channel.chat.at_work == 0
        assert channel.chat.amended == [("what can you do", "")]


async def test_turns_that_were_not_written_down_are_let_go_with_the_call() -> None:
    async with Channel(stt_s=30) as channel:
        for text in ("what can you do", "what is the time", "what is it"):
            await channel.said("ada", text, 0.5, then_s=1.5)
        channel.call.end("over")
        await channel.wait(0.3)
        assert channel.stt.at_work == 0
    assert not other_tasks()


async def test_the_conversation_ends_where_its_owner_says_so() -> None:
    async with Channel() as channel:
        channel.conversation.end()
        await channel.wait(0.3)
        assert channel.running is not None
        assert channel.running.done()


@pytest.mark.parametrize("cancels", [0, 1, 2])
async def test_of_what_is_said_when_the_call_ends_what_was_heard_is_remembered(cancels: int) -> None:
    async with Channel(["One two. Three four. Five six. Seven eight."]) as channel:
        await channel.said("ada", "what is the time now", then_s=1)
        assert 0 < channel.played_s < 2
        channel.call.end("Somebody took the bot out of the channel.")
        await asyncio.sleep(0)
        assert channel.running is not None
        for _ in range(cancels):
            for _ in range(3):
                await asyncio.sleep(0)
            channel.running.cancel()
        await asyncio.wait((channel.running,))
        ((asked, said),) = channel.chat.amended
        assert asked == "what is the time now"
        assert "Seven" not in said
        assert not [task for task in other_tasks() if task.get_name() in {"writing of a call", "answering"}]
