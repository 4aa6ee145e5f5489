from pathlib import Path
from typing import Any, get_args

import pytest

from acore.domain.chat import Call, Delta
from acore.domain.replies import Question
from acore.errors import Shortage
from acore.services.endings import endings
from tests.unit.services.test_chat import HERE, House


@pytest.mark.parametrize("shortage", get_args(Shortage))
def test_an_answer_that_the_budget_left_to_this_machine_says_so_once(shortage: Any) -> None:
    (words,) = endings("stop", Call("extractive", shortage=shortage))
    assert "budget" in words
    assert "from the documents alone" in words


def test_a_spent_day_names_tomorrow() -> None:
    assert list(endings("stop", Call("extractive", shortage="spent"))) == [
        "Today's budget is spent; until tomorrow I answer from the documents alone."
    ]


def test_how_it_ended_is_said_beside_it() -> None:
    assert len(list(endings("length", Call("extractive", shortage="busy")))) == 2


def test_an_answer_like_any_other_has_nothing_below() -> None:
    assert [*endings("stop", Call("dear")), *endings("stop", None), *endings(None, None)] == []


async def test_a_reply_ends_with_it_and_the_history_does_not(tmp_path: Path) -> None:
    house = House(tmp_path, (Delta("Only this."), Delta(finish="stop", call=Call("extractive", shortage="spent"))))
    parts = [part async for part in house.chat.reply(Question("What?", HERE, "Ada"))]
    text = "".join(part.text for part in parts)
    assert text == ("Only this.\n\n-# Today's budget is spent; until tomorrow I answer from the documents alone.")
    assert [message.text for message in await house.history.recent(HERE, 9)] == ["What?", "Only this."]
