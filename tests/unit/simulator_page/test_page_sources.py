"""The door that opens a source of an answer."""

from collections.abc import AsyncIterator

import httpx
import pytest

from acore.domain.chunking import chunks
from acore.domain.excerpts import mark_of
from acore.domain.knowledge import Audience, Document
from acore.services.passages import PassageService
from acore.simulator.page.app import playground
from acore.testing import MemoryVectorStore
from tests.models_double import FewModels
from tests.unit.simulator_page.house import ORIGIN, TOKEN, House

TEXT = "# One\n\nFirst.\n\n# Two\n\nSecond.\nMore.\n\n\n\n# Three\n\nThird.\n\n\n\nEnd."


@pytest.fixture
async def browser(house: House) -> AsyncIterator[httpx.AsyncClient]:
    store = MemoryVectorStore()
    for document in (guide(house), guide(house, "another"), site(house)):
        await store.replace(document.uri, chunks(document), guild=document.audience.guild)
    app = playground(
        house.world,
        house.ada,
        house.guild,
        drop=house.keep,
        models=FewModels(),
        turns=house.turns,
        token=TOKEN,
        opens=PassageService(store).open,
    )
    headers = {"Origin": ORIGIN, "X-Acore-Token": TOKEN}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN, headers=headers) as client:
        yield client


def guide(house: House, guild: str = "") -> Document:
    return Document("file:///srv/private/guide.md", "guide.md", TEXT, Audience(guild or house.guild.id))


def site(house: House) -> Document:
    return Document("https://a.example/b", "A page", "Words of a page.", Audience(house.guild.id))


def door(house: House) -> str:
    return f"/playground/channels/{house.general.id}/sources"


async def test_a_source_is_shown_between_what_stands_around_it(browser: httpx.AsyncClient, house: House) -> None:
    first, second, third = chunks(guide(house))
    answer = await browser.post(door(house), json={"passage": str(second.id)})
    assert answer.status_code == 200
    assert answer.json() == {
        "title": "guide.md › Two",
        "place": "guide.md, lines 5\u20138",
        "link": None,
        "changed": False,
        "parts": [
            {"text": first.text, "first": 1, "cited": False},
            {"text": second.text, "first": 5, "cited": True},
            {"text": third.text, "first": None, "cited": False},
        ],
    }
    assert "private" not in answer.text


async def test_it_is_told_whether_a_source_says_what_it_said(browser: httpx.AsyncClient, house: House) -> None:
    chunk = chunks(guide(house))[1]
    for mark, changed in ((mark_of(chunk.text), False), (mark_of("Other words."), True), ("", False)):
        answer = await browser.post(door(house), json={"passage": chunk.id.hex, "mark": mark})
        assert answer.json()["changed"] is changed


async def test_a_web_page_is_linked_at_the_place(browser: httpx.AsyncClient, house: House) -> None:
    answer = await browser.post(door(house), json={"passage": chunks(site(house))[0].id.hex})
    assert answer.json()["link"] == "https://a.example/b#:~:text=Words%20of%20a%20page."


async def test_what_the_member_may_not_find_is_not_opened(browser: httpx.AsyncClient, house: House) -> None:
    for channel, document in ((door(house), guide(house, "another")), (private(house), guide(house))):
        answer = await browser.post(channel, json={"passage": str(chunks(document)[0].id)})
        assert answer.status_code == 404
        assert "not in my documents any more" in answer.json()["error"]


def private(house: House) -> str:
    return f"/playground/channels/{house.world.dm(house.ada).id}/sources"


@pytest.mark.parametrize("body", [{}, {"passage": "x"}, {"passage": 5}, {"passage": "0" * 32, "more": 1}])
async def test_what_is_no_order_is_refused(browser: httpx.AsyncClient, house: House, body: dict[str, object]) -> None:
    assert (await browser.post(door(house), json=body)).status_code == 400


async def test_without_the_token_of_the_page_nothing_is_opened(browser: httpx.AsyncClient, house: House) -> None:
    passage = {"passage": str(chunks(guide(house))[0].id)}
    answer = await browser.post(door(house), json=passage, headers={"X-Acore-Token": "another"})
    assert answer.status_code == 403
    assert (await browser.get(door(house))).status_code == 405


async def test_a_page_without_documents_opens_nothing(page: httpx.AsyncClient, house: House) -> None:
    answer = await page.post(door(house), json={"passage": "0" * 32})
    assert (answer.status_code, answer.json()) == (404, {"error": "There are no documents here."})
