"""A SearXNG server that lists what a test says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

from acore.adapters.web_search.searxng import SearxngSearch, SearxngSettings
from acore.testing import engine_context
from acore.testing.contracts.web_search import FarSide
from tests.integration.llm.far_side import Asked, FarSideServer, Line, Script, far_side


def listing(listed: FarSide, **further: object) -> Script:
    """A script that answers as a server of 2026 does."""

    async def answer(asked: Asked, line: Line) -> None:
        if urlsplit(asked.path).path == "/healthz":
            await line.answer("text/plain", b"OK")
        elif isinstance(listed, str):
            await line.until_dropped()
        else:
            rows = [
                {"title": page.title, "url": page.url, "content": page.excerpt, "engine": "brave", "score": 1.0}
                for page in listed
            ]
            found = {"query": "…", "number_of_results": 0, "results": rows, "answers": [], "suggestions": [], **further}
            await line.json(found)

    return answer


def asked_of(server: FarSideServer) -> dict[str, str]:
    """The fields of the last search."""
    return {name: values[0] for name, values in parse_qs(urlsplit(server.asked[-1].path).query).items()}


@asynccontextmanager
async def searxng(script: Script, **settings: object) -> AsyncIterator[tuple[SearxngSearch, FarSideServer]]:
    """An open engine, and its server."""
    async with far_side(script) as server:
        table = SearxngSettings.model_validate({"base_url": server.address, "timeout": 5, **settings})
        async with SearxngSearch(table, engine_context()) as search:
            yield search, server
