"""Whether an answer is seen as whole, lost or doubled."""

import asyncio

import pytest

from acore.adapters.clock.manual import ManualClock
from acore.simulator.model import Channel, SimMessage
from acore.simulator.world import World
from benchmarks.ledger import Ledger, judged, points

STOP = [{"type": 1, "components": [{"type": 2, "style": 2, "custom_id": "acore:stop:1:2"}]}]
TEXT = points(6)
FIRST, SECOND = TEXT[: TEXT.index("Point 4")], TEXT[TEXT.index("Point 4") :]


class Town:
    """A channel in which the bot says what a test lets it say."""

    def __init__(self) -> None:
        self.world = World(ManualClock())
        self.guild = self.world.add_guild("Guild")
        self.channel: Channel = next(iter(self.guild.channels.values()))
        self.ledger = Ledger(self.world)

    async def asked(self) -> str:
        said = await self.world.say(self.world.add_member(self.guild, "Ada"), self.channel, "What is there to say?")
        return said.id

    def answers(self, question: str, text: str, *, place: int = 0, writing: bool = False) -> SimMessage:
        reference = None if place else question
        message = self.world.compose(self.world.bot, self.channel, text, reference=reference)
        message.nonce = f"{question}-{place}"
        message.components = STOP if writing else []
        self.world.deliver(message)
        return message


async def test_an_answer_on_several_pages_is_one() -> None:
    town = Town()
    question = await town.asked()
    town.answers(question, FIRST)
    assert town.ledger.outcome(question) == "lost"
    town.answers(question, SECOND, place=1)
    assert town.ledger.outcome(question) == "once"


async def test_a_question_that_nobody_answers_is_lost() -> None:
    town = Town()
    assert town.ledger.outcome(await town.asked()) == "lost"


async def test_words_that_are_no_answer_are_a_lost_question() -> None:
    town = Town()
    question = await town.asked()
    town.answers(question, "Something went wrong.")
    assert town.ledger.outcome(question) == "lost"


async def test_an_answer_that_is_being_written_has_not_ended() -> None:
    town = Town()
    question = await town.asked()
    message = town.answers(question, TEXT, writing=True)
    assert (town.ledger.outcome(question), town.ledger.writing(), town.ledger.edits) == ("lost", 1, 0)
    message.components = []
    town.world.revise(message)
    assert (town.ledger.outcome(question), town.ledger.writing(), town.ledger.edits) == ("once", 0, 1)


@pytest.mark.parametrize("again", [TEXT, FIRST])
async def test_a_second_answer_even_half_of_one_is_doubled(again: str) -> None:
    town = Town()
    question = await town.asked()
    town.answers(question, TEXT)
    second = town.answers(question, again)
    assert town.ledger.outcome(question) == "doubled"
    town.world.withdraw(second)
    assert town.ledger.outcome(question) == "once"


async def test_the_answers_of_two_questions_are_kept_apart() -> None:
    town = Town()
    questions = [await town.asked(), await town.asked()]
    for place, text in enumerate((FIRST, SECOND)):
        for question in questions:
            town.answers(question, text, place=place)
    assert [town.ledger.outcome(question) for question in questions] == ["once", "once"]


async def test_waiting_ends_with_the_first_words_and_with_the_last() -> None:
    town = Town()
    question = await town.asked()
    assert not await town.ledger.begun(question, 0)
    begun = asyncio.create_task(town.ledger.begun(question, 5))
    settled = asyncio.create_task(town.ledger.settled([question], 5))
    await asyncio.sleep(0)
    town.answers(question, FIRST)
    assert await begun
    await asyncio.sleep(0)
    assert not settled.done()
    town.answers(question, SECOND, place=1)
    await settled


async def test_waiting_for_what_never_ends_ends_all_the_same() -> None:
    town = Town()
    await town.ledger.settled([await town.asked()], 0)


def test_points_in_another_order_are_no_whole_answer() -> None:
    lines = [line for line in TEXT.splitlines() if line.startswith("Point")]
    town = Town()
    message = town.world.compose(town.world.bot, town.channel, "\n".join(reversed(lines)))
    assert judged((message,)) == "lost"
