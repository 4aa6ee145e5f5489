"""Brings the index in step with one document at a time."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from typing import Final
from weakref import WeakValueDictionary

from acore.domain.chunking import chunks, fingerprint_of
from acore.domain.encoding import shown
from acore.domain.knowledge import (
    BELOW,
    BY_NOBODY,
    EVERYONE,
    HELP,
    Added,
    Audience,
    Chunk,
    Document,
    IndexReport,
    Refusal,
)
from acore.domain.reading import READING, Reading, read
from acore.interfaces import DocumentReader, MetricsSink, VectorStore
from acore.services.embedding import EmbeddingService

_HELP_PAGES = "acore.help"
UNKNOWN: Final = "?"
"""In place of a fingerprint: look in the store."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document as it was found: its bytes, its address, and who may find it."""

    uri: str
    name: str
    data: bytes
    audience: Audience = EVERYONE
    added: Added = BY_NOBODY
    title: str = ""
    """What it is called; empty: a file is called by its name, a web page as it calls itself."""
    media_type: str | None = None

    @property
    def called(self) -> str:
        """How it is told of before it was read."""
        return shown(self.title or (self.name if self.uri.startswith("file:") else self.uri))


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it is to be stored; without chunks it has not changed."""

    title: str
    fingerprint: str
    known: str | None
    """The fingerprint that the store has now."""
    chunks: tuple[Chunk, ...]


class Indexing:
    """Reads, cuts, embeds and stores documents; those that have not changed are not even read."""

    def __init__(
        self,
        store: VectorStore,
        metrics: MetricsSink,
        reader: DocumentReader | None = None,
        embedding: EmbeddingService | None = None,
    ) -> None:
        self._store = store
        self._metrics = metrics
        self._reader = reader
        self._embedding = embedding or EmbeddingService(None, metrics)
        self._turns: WeakValueDictionary[tuple[str, str | None], asyncio.Lock] = WeakValueDictionary()

    def turn(self, uri: str, guild: str | None) -> asyncio.Lock:
        """Held while a document changes: its bytes, its readers and its passages belong together."""
        return self._turns.setdefault((uri, guild), asyncio.Lock())

    def close(self) -> None:
        """Give up what is being read."""
        if self._reader is not None:
            self._reader.close()

    async def take(self, taken: Taken, known: str | None = UNKNOWN) -> IndexReport:
        """Index it, where it or its audience has changed since the fingerprint `known`; None is a new document.

        What can not be read is refused, and what was indexed of it before is no longer found.
        """
        known = await self._known(taken.uri, taken.audience.guild, known)
        outcome = await self.read(taken, known)
        if not isinstance(outcome, Refusal):
            return await self.write(outcome)
        if known is None:
            return IndexReport(refused=(outcome,))
        await self.drop(taken.uri, taken.audience.guild)
        return IndexReport(refused=(outcome,), removed=(outcome.name,))

    async def read(self, taken: Taken, known: str | None = UNKNOWN) -> Read | Refusal:
        """Read and cut it, as far as it has changed, and write nothing yet."""
        fingerprint = await asyncio.to_thread(_fingerprint_of, taken)
        known = await self._known(taken.uri, taken.audience.guild, known)
        if known == self._embedding.marked(fingerprint):
            return Read(taken.called, fingerprint, known, ())
        outcome = await asyncio.to_thread(self._cut, taken, fingerprint)
        return outcome if isinstance(outcome, Refusal) else Read(taken.called, fingerprint, known, outcome)

    async def write(self, read: Read) -> IndexReport:
        """Embed and store the chunks; without vectors they are marked so that it is tried again another time."""
        if not read.chunks:
            return IndexReport(unchanged=(read.title,))
        vectors = await self._embedding.vectors(read.chunks)
        mark = read.fingerprint if vectors is None else self._embedding.marked(read.fingerprint)
        first = read.chunks[0]
        if mark == read.known:
            return IndexReport(unchanged=(first.source.document,))
        marked = tuple(replace(chunk, fingerprint=mark) for chunk in read.chunks)
        await self._store.replace(first.document, marked, guild=first.audience.guild, vectors=vectors)
        self._metrics.count("knowledge.documents")
        return IndexReport(indexed=(first.source.document,))

    async def take_text(self, document: Document, known: str | None = UNKNOWN) -> IndexReport:
        """Index a document that is text already."""
        fingerprint = fingerprint_of(document.title, document.text)
        known = await self._known(document.uri, document.audience.guild, known)
        if known == self._embedding.marked(fingerprint):
            return IndexReport(unchanged=(document.title,))
        cut = await asyncio.to_thread(chunks, document, fingerprint)
        return await self.write(Read(document.title, fingerprint, known, cut))

    async def drop(self, uri: str, guild: str | None) -> None:
        """Forget it."""
        await self._store.replace(uri, (), guild=guild)

    async def _known(self, uri: str, guild: str | None, known: str | None) -> str | None:
        return await self._store.fingerprint(uri, guild=guild) if known == UNKNOWN else known

    def _cut(self, taken: Taken, fingerprint: str) -> tuple[Chunk, ...] | Refusal:
        """Read and cut it: work for a thread."""
        outcome = self._read(taken)
        if isinstance(outcome, Refusal):
            return Refusal(taken.called, outcome.reason)
        document = Document(
            uri=taken.uri,
            title=shown(_title(taken, outcome)),
            text=outcome.text,
            audience=taken.audience,
            added=taken.added,
            anchors=outcome.anchors,
            form=outcome.form,
        )
        return chunks(document, fingerprint) or Refusal(taken.called, "it holds no words.")

    def _read(self, taken: Taken) -> Reading | Refusal:
        if self._reader is not None:
            return self._reader.read(taken.name, taken.data, media_type=taken.media_type)
        outcome = read(taken.name, taken.data)
        return outcome if isinstance(outcome, Refusal) else Reading(outcome)


def help_pages() -> Iterator[Document]:
    """What acore tells of itself."""
    for page in sorted(resources.files(_HELP_PAGES).iterdir(), key=lambda entry: entry.name):
        if page.name.endswith(".md"):
            text = page.read_text("utf-8")
            title = text.partition("\n")[0].lstrip("# ").strip()
            yield Document(f"{HELP}{page.name.removesuffix('.md')}", title, text)


def _title(taken: Taken, reading: Reading) -> str:
    """How people know it; a text without headings says what it calls itself beside the name of its file."""
    if taken.title:
        return taken.title
    if not taken.uri.startswith("file:"):
        return reading.title or taken.name
    return f"{taken.name}{BELOW}{reading.title}" if reading.title and reading.form == "plain" else taken.name


def _fingerprint_of(taken: Taken) -> str:
    about = taken.audience
    who = "\n".join(one or "" for one in (about.guild, about.category, about.channel, about.owner))
    return fingerprint_of(str(READING), taken.name, taken.title, taken.media_type or "", who, taken.data)
