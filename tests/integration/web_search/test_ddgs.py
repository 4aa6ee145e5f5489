"""The real library, whose HTTP client alone is a double."""

import logging
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest
from ddgs import http_client
from ddgs.engines import ENGINES
from ddgs.exceptions import DDGSException, TimeoutException

from acore.adapters.web_search.ddgs import DdgsSearch, DdgsSettings
from acore.domain.web import Found
from acore.errors import EngineTimeout, EngineUnavailable, SettingsError
from acore.interfaces import WebSearch
from acore.testing import WebSearchContract, engine_context
from acore.testing.contracts.web_search import PAGES, FarSide

SECRET = "a secret question"
Answering = Callable[..., Any]


def page_of(listed: Sequence[Found]) -> str:
    """The results as DuckDuckGo's page without scripts shows them."""
    rows = (
        f'<div class="links_main body"><h2>{escape(found.title)}</h2><a href="{escape(found.url)}">'
        f"{escape(found.excerpt)}</a></div>"
        for found in listed
    )
    return f"<html><body><div>Web</div>{''.join(rows)}</body></html>"


@asynccontextmanager
async def asking(answer: Answering, **settings: object) -> AsyncIterator[WebSearch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http_client.HttpClient, "request", answer)
        table = DdgsSettings.model_validate({"backends": ["duckduckgo"], "timeout": 5, **settings})
        async with DdgsSearch(table, engine_context()) as search:
            yield search


def answering(text: str, status: int = 200) -> Answering:
    return lambda *_, **__: SimpleNamespace(status_code=status, text=text, content=text.encode())


class TestDdgsSearch(WebSearchContract):
    @asynccontextmanager
    async def searching(self, listed: FarSide) -> AsyncIterator[WebSearch]:
        ended = threading.Event()

        def wait(*_: object, **__: object) -> Any:
            ended.wait(10)
            raise DDGSException("late")

        def fail(*_: object, **__: object) -> Any:
            raise DDGSException("ConnectError: nobody is there")

        answer = {"down": fail, "silent": wait}[listed] if isinstance(listed, str) else answering(page_of(listed))
        async with asking(answer) as search:
            yield search
            ended.set()


async def test_only_the_engines_that_are_named_are_asked() -> None:
    asked: list[str] = []

    def answer(_client: object, _method: str, url: str, **_: object) -> Any:
        asked.append(url)
        return SimpleNamespace(status_code=200, text=page_of(PAGES))

    async with asking(answer, backends=["mojeek"]) as search:
        assert await search.search("harbour") == ()
    assert asked == ["https://www.mojeek.com/search"]


async def test_region_and_caution_are_told() -> None:
    asked: list[dict[str, Any]] = []

    def answer(_client: object, _method: str, _url: str, **given: Any) -> Any:
        asked.append(given)
        return SimpleNamespace(status_code=200, text=page_of(PAGES))

    async with asking(answer) as search:
        await search.search("harbour")
        await search.search("hafen", language="de")
        await search.search("port", language="xx")
    assert [given["data"]["l"] for given in asked] == ["us-en", "de-de", "us-en"]
    async with asking(answer, backends=["mojeek"], safe_search="strict") as search:
        await search.search("harbour")
    assert asked[-1]["params"] == {"q": "harbour", "safe": "1"}


async def test_a_time_out_of_the_library_is_one_of_ours() -> None:
    def late(*_: object, **__: object) -> Any:
        raise TimeoutException("operation timed out")

    async with asking(late) as search:
        with pytest.raises(EngineTimeout):
            await search.search("harbour")


async def test_a_search_that_takes_too_long_is_left() -> None:
    ended = threading.Event()

    def wait(*_: object, **__: object) -> Any:
        ended.wait(10)
        raise DDGSException("late")

    async with asking(wait, timeout=0.1) as search:
        with pytest.raises(EngineTimeout, match=r"within 0\.1 s"):
            await search.search("harbour")
        ended.set()


async def test_what_went_wrong_is_told_without_the_question() -> None:
    def fail(*_: object, **__: object) -> Any:
        raise DDGSException("DNSError: DNSError('error sending request for url (https://x/?q=a+secret+question)')")

    async with asking(fail) as search:
        with pytest.raises(EngineUnavailable, match=r"no answer from duckduckgo \(DNSError\)\.") as raised:
            await search.search(SECRET)
    assert "secret" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("status", [202, 403, 429, 500])
async def test_an_engine_that_lets_no_machine_in_has_not_found_nothing(status: int) -> None:
    async with asking(answering("Are you a human?", status)) as search:
        with pytest.raises(EngineUnavailable, match=rf"no answer from duckduckgo \(refused: {status}\)"):
            await search.search("harbour")


async def test_where_one_engine_is_refused_and_another_finds_nothing_there_is_nothing() -> None:
    def answer(_client: object, _method: str, url: str, **_: object) -> Any:
        refused = "mojeek" in url
        return SimpleNamespace(status_code=403 if refused else 200, text="" if refused else page_of(()))

    async with asking(answer, backends=["mojeek", "duckduckgo"]) as search:
        assert await search.search("harbour") == ()


async def test_the_libraries_do_not_log_what_is_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        async with asking(answering("", 500)) as search:
            with pytest.raises(EngineUnavailable):
                await search.search(SECRET)
            logging.getLogger("primp").info("GET https://html.duckduckgo.com/?q=secret")
    assert "secret" not in caplog.text


def test_every_engine_that_can_be_named_is_one_of_the_library() -> None:
    names = DdgsSettings.model_fields["backends"].annotation.__args__[0].__args__  # type: ignore[union-attr]
    assert set(names) <= set(ENGINES["text"])


async def test_without_the_library_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ddgs.ddgs", None)
    monkeypatch.delitem(sys.modules, "acore.adapters.web_search.ddgs_calls", raising=False)
    monkeypatch.delattr("acore.adapters.web_search.ddgs_calls", raising=False)
    with pytest.raises(SettingsError, match=r"pip install 'acore\[search\]'.*web_search\.use none"):
        async with DdgsSearch(DdgsSettings(), engine_context()):
            pass


async def test_asking_before_it_is_open_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        await DdgsSearch(DdgsSettings(), engine_context()).search("tides")
