"""What the side panel says of answers that came about in another way than they should have."""

from dataclasses import replace

import pytest
from playwright.async_api import Page, expect

from acore.domain.chat import Call
from acore.domain.replies import TurnRecord

from .conftest import Stage
from .turn_records import turn_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def broken(stage: Stage) -> TurnRecord:
    return turn_of(
        stage,
        "small",
        "small-1",
        finish=None,
        call=Call("small", "small-1", route="fast", reason="scores 0.10", tries=3, cost=None),
        failure="small broke off in the middle of its answer.",
    )


async def test_the_panel_tells_of_an_answer_that_broke_off(page: Page, stage: Stage) -> None:
    stage.turns.add(broken(stage))
    await expect(page.locator(".engine")).to_have_text("smallsmall-1")
    await expect(page.locator("#turn dl")).to_have_text(
        "Passages found4Until the first words8.4 msIn all1.2 sRoutefastBecausescores 0.10Tries3"
        "Broke offsmall broke off in the middle of its answer."
    )


async def test_where_no_word_came_none_is_timed(page: Page, stage: Stage) -> None:
    stage.turns.add(replace(broken(stage), first_delta_ms=1240))
    await expect(page.locator("#turn dl")).to_contain_text("Passages found4In all1.2 s")


async def test_an_engine_that_nobody_tells_of_is_not_invented(page: Page, stage: Stage) -> None:
    stage.turns.add(replace(broken(stage), call=None, failure="It was stopped."))
    await expect(page.locator(".engine")).to_have_text("Not a whole answer")
    await expect(page.locator("#turn dl")).to_contain_text("Broke offIt was stopped.")
