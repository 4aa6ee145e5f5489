import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import InvalidInput
from acore.simulator.model import Dispatch, SimMessage
from acore.simulator.page.aloud import AskedAloud, Growing
from acore.simulator.world import Channel
from tests.unit.simulator_page.house import House

PATIENCE_S = 5


def row(*emojis: str) -> list[dict[str, Any]]:
    """Buttons."""
    buttons = [{"type": 2, "style": 2, "custom_id": f"press-{emoji}", "emoji": {"name": emoji}} for emoji in emojis]
    return [{"type": 1, "components": buttons}]


WRITING, WRITTEN = row("⏹️"), row("🔁", "👍")


class Asked:
    """A question that was spoken, and what is heard of its answer."""

    def __init__(self, house: House, channel: Channel | None = None, text: str = "what is it") -> None:
        self.house, self.channel = house, channel or house.general
        self.sent: list[Dispatch] = []
        house.world.attach(self.sent.append)
        question = Question(text, Scope(self.channel.id, house.ada.id), "Ada")
        self.parts = AskedAloud(house.seat, self.channel, quiet_s=0.01).reply(question)
        self._next: asyncio.Task[str] | None = None

    async def begun(self) -> SimMessage:
        """The member's message."""
        self._next = asyncio.create_task(self._part())
        async with asyncio.timeout(PATIENCE_S):
            while not (messages := self.house.world.messages(self.channel.id)):
                await asyncio.sleep(0)
        return messages[0]

    def answers(self, text: str, **fields: Any) -> SimMessage:
        return self.house.bot_says(text, self.channel, **fields)

    def edits(self, message: SimMessage, text: str, **fields: Any) -> None:
        message.content = text
        for name, value in fields.items():
            setattr(message, name, value)
        self.house.world.revise(message)

    async def heard(self) -> str:
        """The next part."""
        waiting, self._next = self._next or asyncio.create_task(self._part()), None
        return await asyncio.wait_for(waiting, PATIENCE_S)

    async def rest(self) -> str:
        """All parts to the end."""
        text = ""
        while part := await self.heard():
            text += part
        return text

    async def leave(self) -> None:
        """Stop waiting for the next part."""
        assert self._next
        self._next.cancel()
        await asyncio.wait((self._next,))

    async def _part(self) -> str:
        part = await anext(self.parts, None)
        return part.text if part else ""


@pytest.fixture
async def asked(house: House) -> AsyncIterator[Asked]:
    asked = Asked(house)
    async with aclosing(asked.parts):
        yield asked


async def test_a_question_is_a_message_that_mentions_the_bot_or_needs_not(house: House, asked: Asked) -> None:
    message = await asked.begun()
    assert (message.content, message.author) == (f"<@{house.world.bot.id}> what is it", house.ada)
    asked.answers("It.", reference=message.id, components=WRITTEN)
    assert await asked.rest() == "It."
    direct = Asked(house, house.world.dm(house.ada))
    message = await direct.begun()
    assert message.content == "what is it"
    direct.answers("That.", reference=message.id, components=WRITTEN)
    assert await direct.rest() == "That."


async def test_an_answer_is_heard_while_it_grows(asked: Asked) -> None:
    message = await asked.begun()
    asked.answers("Somebody else's", reference=None)
    answer = asked.answers("It is", reference=message.id, components=WRITING)
    assert await asked.heard() == "It is"
    asked.edits(answer, "It is **five**")
    assert await asked.heard() == " **five"
    asked.edits(answer, "It is **five**, or six.", components=WRITTEN)
    assert await asked.rest() == "**, or six."
    assert [sent.name for sent in asked.sent if sent.name == "INTERACTION_CREATE"] == []


async def test_an_answer_goes_on_in_the_next_message(asked: Asked) -> None:
    message = await asked.begun()
    first = asked.answers("One.", reference=message.id, components=WRITING)
    assert await asked.heard() == "One."
    asked.edits(first, "One.", components=[])
    asked.answers("Two.", components=WRITTEN)
    assert await asked.rest() == "\nTwo."


async def test_an_answer_without_buttons_ends_when_nothing_is_added(asked: Asked) -> None:
    message = await asked.begun()
    asked.answers("I can not do that just now.", reference=message.id)
    assert await asked.rest() == "I can not do that just now."


async def test_a_question_that_is_deleted_is_waited_for_no_longer(asked: Asked) -> None:
    message = await asked.begun()
    await asked.house.world.delete(asked.house.ada, message)
    assert await asked.rest() == ""


async def test_leaving_presses_stop(asked: Asked) -> None:
    message = await asked.begun()
    asked.answers("It is", reference=message.id, components=WRITING)
    assert await asked.heard() == "It is"
    await asked.parts.aclose()
    pressed = [sent.data["data"]["custom_id"] for sent in asked.sent if sent.name == "INTERACTION_CREATE"]
    assert pressed == ["press-⏹️"]


async def test_leaving_after_the_end_or_before_the_beginning_presses_nothing(house: House, asked: Asked) -> None:
    message = await asked.begun()
    asked.answers("It.", reference=message.id, components=WRITTEN)
    assert await asked.heard() == "It."
    await asked.parts.aclose()
    early = Asked(house, house.world.dm(house.ada))
    await early.begun()
    await early.leave()
    assert [sent for sent in asked.sent + early.sent if sent.name == "INTERACTION_CREATE"] == []


async def test_a_button_that_went_away_is_no_trouble(asked: Asked) -> None:
    message = await asked.begun()
    answer = asked.answers("It is", reference=message.id, components=row("⏹️"))
    assert await asked.heard() == "It is"
    answer.components[0]["components"][0]["disabled"] = True
    await asked.parts.aclose()


async def test_what_can_not_be_written_is_refused(house: House) -> None:
    asked = Asked(house, text=" ")
    asked.channel = house.world.dm(house.ada)
    with pytest.raises(InvalidInput):
        await anext(AskedAloud(house.seat, asked.channel).reply(Question("", Scope("c", "u"), "Ada")))


async def test_nothing_is_taken_back_of_what_was_read(house: House) -> None:
    question = Question("what is it", Scope("c", "u"), "Ada")
    await AskedAloud(house.seat, house.general).amend(question, "It")
    assert house.world.messages(house.general.id) == ()


@given(text=st.text(alphabet="ab `*)\n.", max_size=60), cuts=st.lists(st.integers(0, 60), max_size=6))
def test_a_text_that_only_grows_is_given_whole_and_once(text: str, cuts: list[int]) -> None:
    growing = Growing()
    given = "".join(growing.add(text[:cut]) for cut in sorted(cuts))
    assert given + growing.end(text) == text


def test_marks_that_closed_what_was_open_are_not_given_before_they_stay() -> None:
    growing = Growing()
    assert growing.add("See <https://exa>") == "See <https://exa"
    assert growing.add("See <https://example.com> for **more**") == "mple.com> for **more"
    assert growing.end("See <https://example.com> for **more**.") == "**."


def test_a_text_that_shrinks_gives_nothing_again() -> None:
    growing = Growing()
    assert growing.add("A long answer") == "A long answer"
    assert growing.add("Sorry") == ""
    assert growing.end("A long answer!") == "!"
