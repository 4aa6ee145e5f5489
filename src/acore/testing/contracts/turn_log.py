"""What every turn log must keep."""

from abc import ABC, abstractmethod
from datetime import timedelta

from acore.adapters.clock.manual import ManualClock
from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.interfaces import TurnLog

_HERE = Scope(channel="1", user="5", guild="9")
_DAY_S = timedelta(days=1).total_seconds()


def asked(turn: str, text: str = "why?", scope: Scope = _HERE) -> Question:
    """A question that was asked by command."""
    return Question(text, scope, "Ada", remember=False, turn=turn)


class TurnLogContract(ABC):
    """Subclass it as Test..., give it log(), and every promise of TurnLog is checked."""

    @abstractmethod
    def log(self, clock: ManualClock) -> TurnLog:
        """A new, empty log on this clock, not yet open."""

    async def test_a_question_without_an_end_is_left_with_its_token(self) -> None:
        clock = ManualClock()
        about = Passage("# A title\nand a text", Source("Bob", "https://discord.com/channels/9/1/2"), 1)
        question = Question("caf\u00e9?\n🎉", _HERE, "Ada", remember=True, turn="7", material=(about,))
        async with self.log(clock) as log:
            await log.begin(question, "secret")
            await log.begin(asked("8", scope=Scope(channel="2", user="5")), "other")
            first, second = await log.left()
            assert (first.question, first.token, first.begun) == (question, "secret", clock.now())
            assert second.question.scope.guild is None

    async def test_what_has_ended_is_not_left_but_can_be_found_for_a_day(self) -> None:
        clock = ManualClock()
        async with self.log(clock) as log:
            await log.begin(asked("7"), "secret")
            await log.end("7")
            await log.end("unknown")
            assert await log.left() == ()
            assert await log.find("7") == asked("7")
            assert await log.find("8") is None
            await clock.advance(_DAY_S + 1)
            assert await log.find("7") is None

    async def test_what_is_begun_again_is_there_once(self) -> None:
        async with self.log(ManualClock()) as log:
            await log.begin(asked("7", "first"), "one")
            await log.begin(asked("7", "second"), "two")
            (left,) = await log.left()
            assert (left.question.text, left.token) == ("second", "two")

    async def test_old_questions_leave_when_new_ones_come(self) -> None:
        clock = ManualClock()
        async with self.log(clock) as log:
            await log.begin(asked("7"), "secret")
            await clock.advance(_DAY_S + 1)
            await log.begin(asked("8"), "secret")
            assert [turn.question.turn for turn in await log.left()] == ["8"]

    async def test_a_channel_and_a_guild_can_be_forgotten(self) -> None:
        async with self.log(ManualClock()) as log:
            there, private = Scope(channel="2", user="5", guild="9"), Scope(channel="1", user="5")
            await log.begin(asked("1"), "a")
            await log.begin(asked("2", scope=there), "b")
            await log.begin(asked("3", scope=private), "c")
            await log.begin(asked("4", scope=Scope(channel="3", user="6", guild="10")), "d")
            await log.forget(_HERE)
            assert [turn.question.turn for turn in await log.left()] == ["2", "3", "4"]
            await log.forget(Scope(channel="", user="", guild="9"))
            assert [turn.question.turn for turn in await log.left()] == ["3", "4"]

    async def test_private_channels_are_known_the_latest_ones(self) -> None:
        async with self.log(ManualClock()) as log:
            assert await log.direct_channels() == ()
            for channel in (1, 2, 1, 2**62):
                await log.note_direct(channel)
            assert await log.direct_channels() == (2**62, 1, 2)
            for channel in range(10, 200):
                await log.note_direct(channel)
            known = await log.direct_channels()
            assert (known[0], len(known)) == (199, 100)

    async def test_up_to_where_messages_were_heard_is_known(self) -> None:
        async with self.log(ManualClock()) as log:
            assert await log.heard_up_to() is None
            await log.hear_up_to(2**62)
            await log.hear_up_to(2**62 + 1)
            assert await log.heard_up_to() == 2**62 + 1
