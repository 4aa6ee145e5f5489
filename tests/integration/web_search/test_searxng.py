import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from acore.adapters.clock.system import SystemClock
from acore.adapters.guard import Care, Guard
from acore.adapters.limiter import Limits
from acore.adapters.web_search.searxng import SearxngSearch, SearxngSettings
from acore.adapters.web_search.tower import GuardedSearch
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, RateLimited
from acore.interfaces import WebSearch
from acore.testing import WebSearchContract, engine_context
from acore.testing.contracts.web_search import PAGES, FarSide
from tests.integration.llm.far_side import Asked, Line, far_side
from tests.integration.web_search.servers import asked_of, listing, searxng

SECRET = "a secret question"


@asynccontextmanager
async def searching(listed: FarSide) -> AsyncIterator[WebSearch]:
    if listed != "down":
        async with searxng(listing(listed)) as (search, _):
            yield search
        return
    async with far_side(listing(())) as server:
        address = server.address
    async with SearxngSearch(SearxngSettings(base_url=address), engine_context()) as search:
        yield search


class TestSearxngSearch(WebSearchContract):
    searching = staticmethod(searching)


class TestGuardedSearch(WebSearchContract):
    @asynccontextmanager
    async def searching(self, listed: FarSide) -> AsyncIterator[WebSearch]:
        context = engine_context(clock=SystemClock())
        async with searching(listed) as search:
            yield GuardedSearch(search, Guard("web_search", "searxng", Care(Limits()), context), 5)


async def test_the_question_is_asked_as_the_settings_say() -> None:
    async with searxng(listing(PAGES)) as (search, server):
        await search.search("tide & time?", language="de")
        assert asked_of(server) == {
            "q": "tide & time?",
            "format": "json",
            "categories": "general",
            "language": "de",
            "safesearch": "1",
        }
        assert server.asked[-1].method == "GET"
    other = {"safe_search": "strict", "language": "de-CH", "categories": "news,science"}
    async with searxng(listing(PAGES), **other) as (search, server):
        await search.search("tides")
        assert (
            asked_of(server).items() >= {"safesearch": "2", "language": "de-CH", "categories": "news,science"}.items()
        )


async def test_a_long_question_is_cut() -> None:
    async with searxng(listing(PAGES)) as (search, server):
        await search.search("a" * 5000)
        assert asked_of(server)["q"] == "a" * 400


async def test_a_server_below_a_path_is_found() -> None:
    async with far_side(listing(PAGES)) as server:
        table = SearxngSettings(base_url=f"{server.address}/searxng/")
        async with SearxngSearch(table, engine_context()) as search:
            await search.search("tides")
        assert server.asked[-1].path.startswith("/searxng/search?q=tides&")


async def test_nothing_because_its_engines_failed_is_a_failure() -> None:
    silent = [["google", "CAPTCHA"], ["brave", "timeout"], ["brave", "timeout"]]
    async with searxng(listing((), unresponsive_engines=silent)) as (search, _):
        with pytest.raises(EngineUnavailable, match="did not answer: brave, google"):
            await search.search("tides")
    async with searxng(listing(PAGES, unresponsive_engines=silent)) as (search, _):
        assert await search.search("tides") == PAGES


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (
            403,
            EngineRefused,
            r"add json to search\.formats in its settings\.yml.*acore config set web_search\.use none",
        ),
        (404, EngineRefused, "404"),
        (429, RateLimited, "429"),
        (500, EngineUnavailable, "500"),
    ],
)
async def test_a_status_is_told_with_the_way_out(status: int, kind: type[EngineError], words: str) -> None:
    async def refuse(_asked: Asked, line: Line) -> None:
        await line.answer("text/html", b"<h1>no</h1>", status)

    async with searxng(refuse) as (search, _):
        with pytest.raises(kind, match=words):
            await search.search("tides")


@pytest.mark.parametrize(
    "told", [[], {}, {"results": 1}, {"results": [1]}, {"results": None}, {"results": [], "unresponsive_engines": [1]}]
)
async def test_an_answer_of_another_form_is_told(told: object) -> None:
    async def answer(_asked: Asked, line: Line) -> None:
        await line.json(told)

    async with searxng(answer) as (search, _):
        with pytest.raises(EngineUnavailable, match="not of the form"):
            await search.search("tides")


async def test_a_web_page_in_place_of_json_is_refused() -> None:
    async def page(_asked: Asked, line: Line) -> None:
        await line.answer("text/html", b"<h1>Welcome</h1>")

    async with searxng(page) as (search, _):
        with pytest.raises(EngineRefused, match="text/html"):
            await search.search("tides")


async def test_a_server_that_says_nothing_is_left() -> None:
    async with searxng(listing("silent"), timeout=0.2) as (search, _):
        with pytest.raises(EngineTimeout):
            await search.search("tides")


async def test_no_error_holds_the_question_not_even_in_its_causes() -> None:
    async def nonsense(_asked: Asked, line: Line) -> None:
        await line.send(b"220 mail.example ESMTP\r\n\r\n")

    async def breaks(_asked: Asked, line: Line) -> None:
        line.reset()

    async def forbids(_asked: Asked, line: Line) -> None:
        await line.answer("text/html", b"<h1>no</h1>", 403)

    for script in (nonsense, breaks, forbids, listing("silent")):
        async with searxng(script, timeout=0.5) as (search, _):
            with pytest.raises(EngineError) as raised:
                await search.search(SECRET)
        assert "secret" not in "".join(traceback.format_exception(raised.value))


async def test_it_is_pinged_without_a_search() -> None:
    async with searxng(listing(PAGES)) as (search, server):
        await search.ping()
        assert [asked.path for asked in server.asked] == ["/healthz"]


async def test_asking_before_it_is_open_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        await SearxngSearch(SearxngSettings(), engine_context()).search("tides")
