from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from acore.domain.replies import Question
from tests.unit.services.test_chat import HERE, House

ASKED = Question("tell me a story", HERE, "Ada", turn="1")


async def test_of_an_answer_that_was_interrupted_only_what_was_said_is_remembered(tmp_path: Path) -> None:
    house = House(tmp_path, "Once upon a time there was a queen.")
    await house.hear(ASKED)
    await house.chat.amend(ASKED, "Once upon a time")
    assert await house.said() == [("user", "tell me a story"), ("assistant", "Once upon a time")]


async def test_an_answer_of_which_nothing_was_said_is_forgotten_with_its_question(tmp_path: Path) -> None:
    house = House(tmp_path, "Once upon a time.")
    await house.hear(ASKED)
    await house.chat.amend(ASKED, "")
    assert await house.said() == []


@pytest.mark.parametrize("question", [replace(ASKED, remember=False), replace(ASKED, turn="2")])
async def test_what_is_not_remembered_stays_so(tmp_path: Path, question: Question) -> None:
    house = House(tmp_path, "Once upon a time.")
    await house.hear(ASKED)
    await house.chat.forget(HERE)
    await house.chat.amend(question, "Once")
    await house.chat.amend(ASKED, "Once")
    assert await house.said() == []


async def test_an_answer_that_is_not_wanted_while_it_is_written_is_as_if_it_was_not_asked(tmp_path: Path) -> None:
    house = House(tmp_path, "Once upon a time there was a queen.")
    async with aclosing(house.chat.reply(ASKED)) as parts:
        assert (await anext(parts)).text
        await house.chat.amend(replace(ASKED, turn="2"), "")
        await house.chat.amend(ASKED, "")
    assert await house.said() == []
    assert house.turns.latest(HERE.channel) is None


async def test_of_an_answer_that_is_being_written_what_was_said_is_no_reason_to_forget_it(tmp_path: Path) -> None:
    house = House(tmp_path, "Once upon a time there was a queen.")
    async with aclosing(house.chat.reply(ASKED)) as parts:
        await anext(parts)
        await house.chat.amend(ASKED, "Once")
    assert (await house.said())[0] == ("user", "tell me a story")
