"""Public search engines without an account, through the library ddgs (an extra)."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Literal

from pydantic import Field

from acore.adapters.web_search.searxng import WAY_OUT
from acore.domain.encoding import encodable
from acore.domain.web import Found, found_in
from acore.errors import EngineTimeout, EngineUnavailable, SettingsError
from acore.interfaces import EngineContext, Extra, WebSearch, WebSearchEngineSettings

Backend = Literal["brave", "duckduckgo", "mojeek", "startpage", "wikipedia", "yahoo"]
"""Those that may be asked. The library has others, and chooses among all of them where none is named."""
_AT_ONCE = 4
"""Threads: a search that nobody waits for any more ends by its own time."""
_LONGEST = 400
_SAFE = {"off": "off", "moderate": "moderate", "strict": "on"}
_COUNTRIES = {"de": "de", "en": "us", "es": "es", "fr": "fr", "it": "it", "ja": "jp", "nl": "nl", "pt": "pt"}
_TALKATIVE = ("ddgs", "primp")
"""They log the addresses that they ask, with the words of the question in them."""


class DdgsSettings(WebSearchEngineSettings):
    """Which search engines are asked."""

    engine: Literal["ddgs"] = "ddgs"
    backends: tuple[Backend, ...] = Field(default=("duckduckgo", "brave", "mojeek"), min_length=1)
    """The search engines, of brave, duckduckgo, mojeek, startpage, wikipedia and yahoo; others are never asked."""
    region: str = Field(default="us-en", pattern=r"^[a-z]{2}-[a-z]{2}$")
    """The country and the language of the pages where the question does not tell the language."""


class DdgsSearch(WebSearch):
    """Asks in threads of its own, since the library blocks; cancelling leaves a thread to end by itself."""

    Settings = DdgsSettings
    extra = Extra("search", ("ddgs",))

    def __init__(self, settings: DdgsSettings, context: EngineContext) -> None:
        del context  # the library brings its own connections
        self._settings = settings
        self._threads: ThreadPoolExecutor | None = None
        self._ask: Callable[..., list[tuple[object, object, object]]] | None = None

    async def open(self) -> None:
        """Load the library; raises SettingsError where it is not installed."""
        self._threads = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="web-search")
        try:
            from acore.adapters.web_search import ddgs_calls  # noqa: PLC0415  its library is an extra
        except ImportError as error:
            raise SettingsError(
                f"the web search ddgs can not be loaded ({error}): pip install 'acore[search]'. {WAY_OUT}"
            ) from error
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._ask = partial(ddgs_calls.ask, backends=self._settings.backends, timeout=self._settings.timeout)

    async def aclose(self) -> None:
        """Take no more searches; those under way end by their own time."""
        threads, self._threads, self._ask = self._threads, None, None
        if threads is not None:
            threads.shutdown(wait=False, cancel_futures=True)

    async def search(self, text: str, limit: int = 5, language: str | None = None) -> tuple[Found, ...]:
        """One search; EngineUnavailable where none of the engines answered."""
        if self._ask is None or self._threads is None:
            raise RuntimeError("ddgs is asked before it is open")
        settings = self._settings
        country = _COUNTRIES.get(language or "")
        region = f"{country}-{language}" if country else settings.region
        ask = partial(self._ask, encodable(text)[:_LONGEST], limit, region=region, safe=_SAFE[settings.safe_search])
        try:
            async with asyncio.timeout(settings.timeout):
                rows = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except TimeoutError as error:
            told = f"ddgs did not answer within {settings.timeout:g} s; ask again in a moment."
            raise EngineTimeout(told, engine="ddgs") from error
        except ConnectionError as error:
            told = f"ddgs got no answer from {', '.join(settings.backends)} ({error})."
            raise EngineUnavailable(told, engine="ddgs") from error
        return found_in(rows, limit)
