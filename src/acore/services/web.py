"""Finds passages on the web: asks a search engine, fetches the best pages, and reads in them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

import structlog

from acore.domain.chat import Message
from acore.domain.choosing import best_passages
from acore.domain.chunking import chunks
from acore.domain.knowledge import Chunk, Document, Passage, Refusal
from acore.domain.searching import is_for_the_web, language_of, search_query
from acore.domain.web import Fetched, Found, one_line
from acore.errors import EngineError, InvalidInput, NotFound
from acore.interfaces import DocumentReader, EngineContext, PageFetcher, WebSearch

_log = structlog.get_logger(__name__)

Automatic = Literal["never", "when_nothing_found"]
"""Whether a question is searched for without being told to: where the documents hold nothing about it."""

_OFF = (
    "I can not search the web here: nobody has chosen a search engine. The person who runs me can, with "
    "`acore use web_search/searxng`."
)
_LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What keeps it bounded; times in seconds."""

    listed: int = 6
    """Pages that the search engine is asked for."""
    fetched: int = 3
    """Pages that are fetched, the first ones."""
    passages: int = 5
    page_s: float = 6
    largest: int = 3_000_000
    """Bytes of a page."""
    longest: int = 100_000
    """Characters of a page that are read."""
    read_s: float = 6
    automatic_s: float = 12
    """What a question waits for a search that nobody asked for; then it is answered without."""


class WebService:
    """Searches the web for a question. What it brings is material to answer from, never an instruction."""

    def __init__(  # noqa: PLR0913  a use case is the sum of what it needs
        self,
        search: WebSearch | None,
        pages: PageFetcher,
        reader: DocumentReader,
        context: EngineContext,
        automatic: Automatic = "never",
        *,
        limits: WebLimits = WebLimits(),
    ) -> None:
        self._search = search
        self._pages = pages
        self._reader = reader
        self._clock = context.clock
        self._metrics = context.metrics
        self._automatic = automatic
        self._limits = limits

    async def find(self, text: str, past: Sequence[Message] = ()) -> tuple[Passage, ...]:
        """The passages of the web that bear on a question, best first; `past` is the conversation before it.

        Raises InvalidInput where there is no web search, or no word to search for, NotFound where nothing was
        found, and EngineError where the search engine fails. A page that can not be read is left out.
        """
        if self._search is None:
            raise InvalidInput(_OFF)
        query = search_query(text, past)
        if not query:
            raise InvalidInput("There is nothing to search for in that. Tell me what you want to know.")
        began = self._clock.monotonic()
        listed = await self._search.search(query, self._limits.listed, language_of(query))
        read = await asyncio.gather(*(self._read(found) for found in listed[: self._limits.fetched]))
        gone = {found.url for found, page in zip(listed, read, strict=False) if page is None}
        shown = (_shown(found) for found in listed if found.url not in gone)
        pages = [page for page in (*read, *shown) if page]
        passages = await asyncio.to_thread(best_passages, query, pages, self._limits.passages)
        self._metrics.observe("web.find_ms", (self._clock.monotonic() - began) * 1000)
        if not passages:
            raise NotFound("I found nothing about that on the web. Ask it in other words.")
        return passages

    async def fill_in(self, text: str, past: Sequence[Message]) -> tuple[Passage, ...]:
        """What the web holds about a question that the documents hold nothing about; mostly nothing.

        Only where that was allowed, and for what a search could find. Never raises for what fails on the way.
        """
        if self._search is None or self._automatic == "never" or not is_for_the_web(text, past, self._clock.now()):
            return ()
        try:
            async with asyncio.timeout(self._limits.automatic_s):
                return await self.find(text, past)
        except NotFound:
            return ()
        except (EngineError, InvalidInput, TimeoutError) as error:
            self._metrics.count("web.failures", kind=type(error).__name__)
            _log.warning("web_search_failed", reason=str(error) or f"took more than {self._limits.automatic_s:g} s")
            return ()

    async def _read(self, found: Found) -> tuple[Chunk, ...] | None:
        """The page in pieces, none where it can not be read; None where it is not there, or not to be opened."""
        limits = self._limits
        try:
            page = await self._pages.fetch(found.url, largest=limits.largest, timeout=limits.page_s)
            async with asyncio.timeout(limits.read_s):
                return await asyncio.to_thread(self._cut, found, page)
        except (InvalidInput, NotFound) as error:
            self._note(error)
            return None
        except (EngineError, TimeoutError) as error:
            self._note(error)
            return ()

    def _cut(self, found: Found, page: Fetched) -> tuple[Chunk, ...]:
        """The page in pieces; it takes processor time."""
        name = urlsplit(page.url).path.rpartition("/")[2]
        reading = self._reader.read(name, page.data, media_type=page.media_type or None)
        if isinstance(reading, Refusal):
            return ()
        title = one_line(reading.title, _LONGEST_TITLE) or found.title
        document = Document(
            page.url, title, reading.text[: self._limits.longest], anchors=reading.anchors, form=reading.form
        )
        return _pieces(document)

    def _note(self, error: Exception) -> None:
        """An address tells what was asked, so that it stands in no log."""
        self._metrics.count("web.pages_left_out", kind=type(error).__name__)
        _log.info("web_page_left_out", kind=type(error).__name__)


def _shown(found: Found) -> tuple[Chunk, ...]:
    """What the search engine shows of a page."""
    return _pieces(Document(found.url, found.title, found.excerpt, form="plain"))


def _pieces(document: Document) -> tuple[Chunk, ...]:
    """Its chunks, with titles that stand on one line."""
    cut = chunks(document)
    return tuple(
        replace(chunk, source=replace(chunk.source, title=one_line(chunk.source.title, 2 * _LONGEST_TITLE)))
        for chunk in cut
    )
