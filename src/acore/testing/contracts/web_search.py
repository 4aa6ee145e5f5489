"""What every web search must keep."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Literal

import pytest

from acore.domain.web import Found
from acore.errors import EngineUnavailable
from acore.interfaces import WebSearch

FarSide = Sequence[Found] | Literal["down", "silent"]
"""What a search engine lists, or that it refuses connections, or that it takes the question and says nothing."""
PAGES = (
    Found("Tides of the harbour", "https://harbour.example/tides", "High water in the harbour is at noon."),
    Found("Harbour – history", "https://history.example/harbour?page=2", "The harbour was built in 1885."),
    Found("Harbour of Würzburg", "http://wuerzburg.example/häfen/", "Der Binnenhafen (harbour) am Main."),
)


class WebSearchContract(ABC):
    """Subclass it as Test..., give it searching(), and every promise of WebSearch is checked."""

    @abstractmethod
    def searching(self, listed: FarSide) -> AbstractAsyncContextManager[WebSearch]:
        """An open search whose far side lists these pages, in this order, whatever it is asked."""

    async def test_pages_come_as_they_are_listed_best_first(self) -> None:
        async with self.searching(PAGES) as search:
            assert await search.search("harbour") == PAGES

    async def test_the_limit_holds(self) -> None:
        async with self.searching(PAGES) as search:
            assert await search.search("harbour", limit=2) == PAGES[:2]

    async def test_nothing_found_is_no_error(self) -> None:
        async with self.searching(()) as search:
            assert await search.search("harbour") == ()

    async def test_what_is_no_page_of_the_web_is_left_out(self) -> None:
        odd = ("file:///etc/passwd", "javascript:alert(1)", "ftp://harbour.example/x", "http://", "nonsense", "")
        listed = [*(Found("harbour", address, "harbour") for address in odd), PAGES[0]]
        async with self.searching(listed) as search:
            assert await search.search("harbour") == PAGES[:1]

    async def test_a_page_that_is_listed_twice_is_found_once(self) -> None:
        async with self.searching((PAGES[0], PAGES[0], PAGES[1])) as search:
            assert await search.search("harbour", limit=2) == PAGES[:2]

    async def test_long_titles_and_excerpts_are_cut_and_stand_on_one_line(self) -> None:
        listed = [Found("harbour\n" * 500, "https://harbour.example/long", "harbour\t\n" * 5000)]
        async with self.searching(listed) as search:
            (found,) = await search.search("harbour")
            assert found.title.startswith("harbour harbour")
            assert len(found.title) <= 200
            assert len(found.excerpt) <= 1000
            assert found.title.isprintable()
            assert found.excerpt.isprintable()

    async def test_any_text_can_be_searched_for(self) -> None:
        for text in ("&q=other&format=html #?%", "日本の港", "\ud800 broken", "harbour\n\n" * 1000, '"; DROP TABLE'):
            async with self.searching(PAGES) as search:
                assert set(await search.search(text)) == set(PAGES)

    async def test_a_language_can_be_wished_for(self) -> None:
        for language in ("de", "ja", "en"):
            async with self.searching(PAGES) as search:
                assert await search.search("harbour", language=language) == PAGES

    async def test_a_search_engine_that_is_not_there_is_unavailable(self) -> None:
        async with self.searching("down") as search:
            with pytest.raises(EngineUnavailable):
                await search.search("harbour")

    async def test_cancelling_returns_at_once_and_the_next_search_is_asked(self) -> None:
        async with self.searching("silent") as search:
            for _ in range(2):
                asking = asyncio.create_task(search.search("harbour"))
                await asyncio.sleep(0.05)
                asking.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await asyncio.wait_for(asking, 2)

    async def test_closing_twice_is_harmless(self) -> None:
        async with self.searching(PAGES) as search:
            await search.ping()
            await search.aclose()
