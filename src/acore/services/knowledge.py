"""Takes documents in, and finds passages in them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import structlog

from acore.domain.encoding import shown
from acore.domain.knowledge import (
    BY_NOBODY,
    EVERYONE,
    Added,
    Audience,
    IndexReport,
    IndexStep,
    Listed,
    Passage,
    Query,
    Refusal,
)
from acore.domain.scope import Scope
from acore.errors import EngineError, EngineTimeout, InvalidInput, NotFound
from acore.interfaces import Clock, DocumentReader, MetricsSink, PageFetcher, Retriever, VectorStore
from acore.services.document_files import DocumentFiles, FileLimits
from acore.services.embedding import EmbeddingService
from acore.services.folder_indexing import FolderIndexing, address_of
from acore.services.indexing import Indexing, Taken, help_pages
from acore.services.kept_documents import KeptDocument, KeptDocuments, name_of_page, plain_name

_log = structlog.get_logger(__name__)
_NO_PAGES = "I can not fetch web pages here. Save the page as a file, and give me that."
_NOT_SO = "I can not take that for these readers. Save it as a file, and give me that."
"""Somebody keeps it for themselves: that is not for others to know."""
_ANOTHERS = (
    "This server has {name} already, for other readers, and they would lose it. Remove it first, or give me the file "
    "under another name."
)


@dataclass(frozen=True, slots=True)
class KnowledgeLimits(FileLimits):
    """What keeps it bounded."""

    wait_s: float = 5
    """How long a question waits for the documents of the start; then it is answered from what there is."""
    find_s: float = 10
    """How long a question waits for what is found; then it is answered without."""
    page_s: float = 20
    """How long a web page may take."""
    guild_files: int = 2000
    """Documents that are kept for one server, and their bytes."""
    guild_bytes: int = 500_000_000


def _silent(_title: str) -> None:
    """Progress that nobody watches."""


class KnowledgeService:
    """Keeps the index in step with documents. A document is known by its address; unchanged ones are passed over.

    Without a reader it reads plain text alone, without a fetcher no web pages, without embedding no meanings.
    """

    def __init__(  # noqa: PLR0913  a use case is the sum of what it needs
        self,
        *,
        store: VectorStore,
        retriever: Retriever,
        metrics: MetricsSink,
        clock: Clock,
        data_dir: Path,
        paths: Sequence[Path] = (),
        reader: DocumentReader | None = None,
        pages: PageFetcher | None = None,
        embedding: EmbeddingService | None = None,
        limits: KnowledgeLimits = KnowledgeLimits(),
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._metrics = metrics
        self._clock = clock
        self._paths = tuple(paths)
        self._pages = pages
        self._limits = limits
        self._documents = KeptDocuments(data_dir / "documents")
        self._indexing = Indexing(store, metrics, reader, embedding)
        files = DocumentFiles(data_dir, self._documents.folder, limits)
        self._folders = FolderIndexing(store, self._indexing, files, self._documents)
        self._preparing: asyncio.Task[IndexReport] | None = None

    async def prepare(self) -> IndexReport:
        """Index acore's help pages, the configured paths and what is kept, and look again at what was indexed, once.

        All callers share the work. A failure is raised to those who wait, and the next call tries again.
        Cancelling a caller does not stop the work for the others.
        """
        if self._preparing is None or (self._preparing.done() and _failed(self._preparing)):
            self._preparing = asyncio.create_task(self._prepare(), name="prepare-documents")
        return await asyncio.shield(self._preparing)

    async def aclose(self) -> None:
        """Stop indexing; what was not indexed is indexed at the next start."""
        self._indexing.close()
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.gather(self._preparing, return_exceptions=True)

    async def find(self, query: Query) -> tuple[Passage, ...]:
        """The passages that bear on the question, best first; at the start it waits a moment for the documents.

        Raises EngineTimeout where that takes too long, and other EngineErrors where the index fails.
        """
        try:
            async with asyncio.timeout(self._limits.wait_s):
                await self.prepare()
        except TimeoutError:
            _log.info("documents_not_ready", waited_s=self._limits.wait_s)
        began = self._clock.monotonic()
        try:
            async with asyncio.timeout(self._limits.find_s):
                found = await self._retriever.retrieve(query)
        except TimeoutError as error:
            told = f"the documents could not be searched within {self._limits.find_s:g} s"
            raise EngineTimeout(told, engine="rag") from error
        self._metrics.observe("knowledge.find_ms", (self._clock.monotonic() - began) * 1000)
        return found

    async def index(
        self,
        targets: Sequence[Path | str],
        *,
        guild: str | None = None,
        progress: Callable[[str], None] = _silent,
    ) -> IndexReport:
        """Index files, web addresses, and folders with all below them but what is hidden or acore's own.

        What is gone from a folder is dropped; `progress` hears each name. What can not be indexed is
        refused in the report and stops nothing else. Raises NotFound for a path that does not exist,
        EngineError where the store fails. Cancelling keeps what was done.
        """
        report = IndexReport()
        async with aclosing(self.steps(targets, guild=guild)) as steps:
            async for step in steps:
                report += step.report
                if step.name:
                    progress(step.name)
        return report

    async def steps(
        self, targets: Sequence[Path | str], *, guild: str | None = None
    ) -> AsyncGenerator[IndexStep, None]:
        """As `index`, a step at a time."""
        urls = [target for target in targets if isinstance(target, str)]
        paths = [target for target in targets if not isinstance(target, str)]
        async with aclosing(self._folders.index(paths, guild)) as steps:
            async for step in steps:
                yield step
        for done, url in enumerate(urls, start=1):
            try:
                report = await self.add_page(url, audience=Audience(guild))
            except (NotFound, InvalidInput, EngineError) as error:
                report = IndexReport(refused=(Refusal(url, str(error)),))
            yield IndexStep(url, done, len(urls), report)

    async def add(
        self, name: str, data: bytes, *, audience: Audience = EVERYONE, added: Added = BY_NOBODY
    ) -> IndexReport:
        """Keep a file that somebody handed over, under its name, and index it; a refused one is not kept."""
        return await self._keep(KeptDocument(plain_name(name), data, audience, added))

    async def add_page(self, url: str, *, audience: Audience = EVERYONE, added: Added = BY_NOBODY) -> IndexReport:
        """Fetch a web page or file, keep and index it. Raises as `PageFetcher.fetch`."""
        if self._pages is None:
            raise InvalidInput(_NO_PAGES)
        address = urldefrag(url).url
        page = await self._pages.fetch(address, largest=self._limits.largest_file, timeout=self._limits.page_s)
        ending = Path(urlsplit(page.url).path).suffix[:9]
        name = plain_name(name_of_page(address, ending))
        return await self._keep(KeptDocument(name, page.data, audience, added, address, "", page.media_type))

    async def add_text(
        self, uri: str, title: str, text: str, *, audience: Audience = EVERYONE, added: Added = BY_NOBODY
    ) -> IndexReport:
        """Keep and index what was said somewhere, such as a message."""
        name = plain_name(name_of_page(uri, ".txt"))
        return await self._keep(KeptDocument(name, text.encode("utf-8", "replace"), audience, added, uri, title))

    async def listed(self, scope: Scope | None = None) -> tuple[Listed, ...]:
        """The documents that the scope may find, by title, without acore's help pages; None sees all."""
        return tuple(one for one in await self._store.documents(scope) if not one.is_help)

    async def remove(self, document: str, *, guild: str | None = None) -> None:
        """Forget a document, and delete it where it is kept. Raises NotFound where there is none."""
        there = {(one.document, one.audience.guild) for one in await self._store.documents()}
        if (document, guild) not in there:
            raise NotFound("There is no such document in the index.")
        async with self._indexing.turn(document, guild):
            await asyncio.to_thread(self._documents.drop, document, guild)
            await self._indexing.drop(document, guild)

    async def remove_named(self, name: str, file: Path | None = None) -> tuple[str, ...]:
        """Forget everyone's documents of a file, a folder or an address, or else of a title; returns the titles.

        `file` is what the name means where it was typed; else it is taken from here. As `remove`.
        """
        path = address_of(Path(name) if file is None else file)
        wanted = {name, urldefrag(name).url, path}
        everyones = [one for one in await self.listed() if one.audience.guild is None]
        found = [one for one in everyones if one.document in wanted or one.document.startswith(f"{path}/")]
        found = found or [one for one in everyones if one.title == name]
        if not found:
            raise NotFound(
                f"{shown(name)}: nothing in the index has this address or title. `acore index --list` shows all."
            )
        for one in found:
            await self.remove(one.document)
        return tuple(one.title for one in found)

    async def reload(self, guild: str) -> IndexReport:
        """Read a server's documents again; its web pages are fetched anew, and keep what they said where that fails."""
        report = IndexReport()
        for page in await asyncio.to_thread(self._documents.pages, guild):
            try:
                report += await self.add_page(page.uri, audience=page.audience, added=page.added)
            except (NotFound, InvalidInput, EngineError) as error:
                report += IndexReport(refused=(Refusal(page.uri, str(error)),))
        return report + await self._folders.take_kept(await asyncio.to_thread(self._documents.files, guild))

    def kept(self) -> tuple[str, ...]:
        """The names of everyone's files that were handed over, in alphabetical order."""
        return self._documents.names()

    async def _keep(self, document: KeptDocument) -> IndexReport:
        uri = document.uri or (await asyncio.to_thread(self._documents.place, document)).as_uri()
        async with self._indexing.turn(uri, document.audience.guild):
            return await self._kept_as(uri, document)

    async def _kept_as(self, uri: str, document: KeptDocument) -> IndexReport:
        """Read it first, so that what can not be read takes no good document's place."""
        taken = Taken(
            uri, document.name, document.data, document.audience, document.added, document.title, document.media_type
        )
        outcome = await self._indexing.read(taken)
        if isinstance(outcome, Refusal):
            return IndexReport(refused=(outcome,))
        before = await asyncio.to_thread(self._documents.replaced_by, document)
        if before is not None and _takes_away(before, document):
            told = document.title or document.uri or document.name
            raise InvalidInput(_NOT_SO) if before.audience.owner else InvalidInput(_ANOTHERS, name=told)
        limits = self._limits
        await asyncio.to_thread(self._documents.check_room, document, limits.guild_files, limits.guild_bytes)
        await asyncio.to_thread(self._documents.keep, document)
        return await self._indexing.write(outcome)

    async def _prepare(self) -> IndexReport:
        listed = await self._store.documents()
        report = await self._index_help(listed)
        visited: set[str] = set()
        for path in self._paths:
            try:
                async with aclosing(self._folders.index([path], None)) as steps:
                    async for step in steps:
                        report += step.report
                        visited |= {address_of(Path(step.name))} if step.name else set()
            except (NotFound, InvalidInput, OSError) as error:
                _log.warning("documents_not_indexed", path=str(path), reason=str(error))
                report += IndexReport(refused=(Refusal(shown(str(path)), str(error)),))
        kept = await asyncio.to_thread(self._documents.files, all_guilds=True)
        report += await self._folders.take_kept(kept)
        report += await self._folders.refresh(listed, frozenset(visited) | {file.as_uri() for file in kept})
        _log.info("documents_ready", indexed=len(report.indexed), unchanged=len(report.unchanged))
        return report

    async def _index_help(self, listed: Sequence[Listed]) -> IndexReport:
        pages = await asyncio.to_thread(lambda: list(help_pages()))
        report = IndexReport()
        for page in pages:
            report += await self._indexing.take_text(page)
        for uri in {one.document for one in listed if one.is_help} - {page.uri for page in pages}:
            await self._indexing.drop(uri, None)
        return report


def _failed(task: asyncio.Task[IndexReport]) -> bool:
    return task.cancelled() or task.exception() is not None


def _takes_away(before: KeptDocument, new: KeptDocument) -> bool:
    """Whether those who may find what is there would find it no more, by the doing of somebody else.

    A page or a message says the same to everybody, and can be given to more readers: what somebody keeps, to all.
    """
    is_wider = before.audience.owner is None or new.audience == Audience(new.audience.guild)
    widens = new.audience.owner is None and bool(new.uri) and is_wider
    return not widens and before.audience.owner not in {new.audience.owner, new.added.by}
