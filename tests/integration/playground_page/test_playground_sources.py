"""The sources of an answer on the page: cards that open where they stand."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from acore.adapters.clock.system import SystemClock
from acore.domain.chunking import chunks
from acore.domain.knowledge import Document, Passage
from acore.domain.replies import Citation, TurnRecord
from acore.domain.scope import Scope
from acore.services.passages import PassageService
from acore.services.turns import RecentTurns
from acore.simulator.world import World
from acore.testing import MemoryVectorStore

from .browser import visit
from .conftest import Stage, build

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

GUIDE = Document(
    "file:///srv/guide.md", "guide.md", "\n\n".join(f"# Part {n}\n\nOf part {n}: <b>nothing</b>." for n in range(9))
)
NEWS = Document("file:///srv/news.md", "news.md", "The ferry leaves at nine.")
PAGE = Document("https://a.example/b", "A page", "Words of a page.")


@pytest_asyncio.fixture(loop_scope="module")
async def store() -> MemoryVectorStore:
    store = MemoryVectorStore()
    for document in (GUIDE, NEWS, PAGE):
        await store.replace(document.uri, chunks(document))
    return store


@pytest_asyncio.fixture(loop_scope="module")
async def stage(store: MemoryVectorStore) -> AsyncIterator[Stage]:
    world, turns = World(SystemClock()), RecentTurns()
    guild = world.add_guild("Playground")
    you = world.add_member(guild, "You")
    stage = Stage(world, guild, you, build(world, guild, you, turns, opens=PassageService(store).open), turns)
    await stage.serve()
    yield stage
    await stage.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    async with visit(browser, stage.address) as opened:
        yield opened


def fields_of(*citations: Citation) -> dict[str, Any]:
    """The embed and the buttons that the bot's own code makes of them."""
    from acore.discord.controls import Written, openings, view_of
    from acore.discord.sources import sources_embed

    embed, view = sources_embed(citations), view_of(Written("1", 1, "toy", sources=openings(citations)))
    assert embed
    assert view
    return {"embeds": [embed.to_dict()], "components": view.to_components()}


def cited(n: int, document: Document, position: int = 0) -> Citation:
    chunk = chunks(document)[position]
    return Citation(n, Passage(chunk.text, chunk.source, 0.9, chunk.id))


async def test_a_source_opens_where_it_stands_and_closes_again(page: Page, stage: Stage) -> None:
    stage.say("It is nothing [1].", **fields_of(cited(1, GUIDE, 4)))
    card = page.locator(".sources li")
    await expect(card.locator("small")).to_have_text("guide.md, lines 17\u201319")
    await card.get_by_role("button", name="guide.md › Part 4").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("h2")).to_have_text("guide.md › Part 4")
    await expect(dialog.locator("small")).to_have_text("guide.md, lines 17\u201319")
    await expect(dialog.locator("mark")).to_be_in_viewport()
    await expect(dialog.locator("mark")).to_be_focused()
    await expect(dialog.locator("mark .line").last).to_have_text("Of part 4: <b>nothing</b>.")
    await expect(dialog.locator("mark .line").last).to_have_attribute("data-line", "19")
    await expect(dialog.locator(".around")).to_have_count(2)
    await expect(dialog.locator(".changed")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(card.get_by_role("button")).to_be_focused()


async def test_a_web_page_is_a_link_to_the_words(page: Page, stage: Stage) -> None:
    stage.say("See there [1].", **fields_of(cited(1, PAGE)))
    link = page.locator(".sources li").get_by_role("link")
    await expect(link).to_have_attribute("href", "https://a.example/b#:~:text=Words%20of%20a%20page.")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_a_source_that_was_changed_is_told(page: Page, stage: Stage, store: MemoryVectorStore) -> None:
    stage.say("It is nothing [1].", **fields_of(cited(1, NEWS)))
    await store.replace(NEWS.uri, chunks(replace(NEWS, text="The ferry leaves at ten.")))
    await page.locator(".sources li").get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("mark")).to_have_text("The ferry leaves at ten.")
    await expect(dialog.locator(".changed")).to_contain_text("Changed since the answer")
    await page.keyboard.press("Escape")


async def test_a_source_that_is_gone_is_told(page: Page, stage: Stage, store: MemoryVectorStore) -> None:
    stage.say("It is nothing [1].", **fields_of(cited(1, GUIDE, 2)))
    await store.replace(GUIDE.uri, ())
    await page.locator(".sources li").get_by_role("button").click()
    await expect(page.locator("#error")).to_contain_text("not in my documents any more")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_the_panel_tells_what_was_found_and_not_used(page: Page, stage: Stage) -> None:
    scope = Scope(channel=stage.general.id, user=stage.you.id)
    stage.turns.add(TurnRecord(scope, "toy", None, 3, 1, 1, 1, "stop", used=1, unused=("Rain", "<b>Snow</b>")))
    await expect(page.locator("#turn dl")).to_contain_text("Used as sources1")
    await page.locator(".unused summary").click()
    assert await page.locator(".unused li").all_text_contents() == ["Rain", "<b>Snow</b>"]
