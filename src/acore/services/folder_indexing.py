"""Keeps the index in step with files and folders."""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import structlog

from acore.domain.encoding import shown
from acore.domain.knowledge import Audience, IndexReport, IndexStep, Listed, Refusal
from acore.errors import InvalidInput
from acore.interfaces import VectorStore
from acore.services.document_files import DocumentFiles, Unreadable, is_gone, is_missing
from acore.services.indexing import Indexing, Taken
from acore.services.kept_documents import KeptDocuments

_log = structlog.get_logger(__name__)

Known = Mapping[tuple[str, str | None], str]
"""The fingerprints of all documents, by their addresses and guilds."""


class FolderIndexing:
    """Takes in what has changed, and drops what is gone."""

    def __init__(self, store: VectorStore, indexing: Indexing, files: DocumentFiles, kept: KeptDocuments) -> None:
        self._store = store
        self._indexing = indexing
        self._files = files
        self._kept = kept

    async def index(self, paths: Sequence[Path], guild: str | None) -> AsyncGenerator[IndexStep, None]:
        """Yield each file that is done with; last what is gone from the folders, with folders in them or alone.

        As `KnowledgeService.index`.
        """
        found = await asyncio.to_thread(self._files.below, paths)
        known = known_in(await self._store.documents())
        for done, file in enumerate(found, start=1):
            report = await self.take(file, Audience(guild), known)
            yield IndexStep(shown(str(file)), done, len(found), report)
        everything = [uri for uri, whose in known if whose == guild]
        if removed := await self._drop(await asyncio.to_thread(_missing_below, paths, everything), guild):
            yield IndexStep("", len(found), len(found), IndexReport(removed=removed))

    async def take(self, file: Path, audience: Audience, known: Known) -> IndexReport:
        """Index one file, where it has changed; what was indexed of one that I may not read any more is dropped."""
        uri, guild = await asyncio.to_thread(address_of, file), audience.guild
        async with self._indexing.turn(uri, guild):
            data = await asyncio.to_thread(self._files.read, file)
            if isinstance(data, Refusal):
                stays = isinstance(data, Unreadable) or (uri, guild) not in known
                return IndexReport(refused=(data,), removed=() if stays else await self._drop([uri], guild))
            report = await self._indexing.take(Taken(uri, file.name, data, audience), known.get((uri, guild)))
        # several folders may have a file of that name
        return replace(report, refused=tuple(replace(one, name=shown(str(file))) for one in report.refused))

    async def take_kept(self, files: Iterable[Path]) -> IndexReport:
        """Index documents that are kept, each for those who may find it."""
        report = IndexReport()
        for file in files:
            async with self._indexing.turn(*await asyncio.to_thread(self._kept.address_of, file)):
                report += await self._take_kept(file)
        return report

    async def _take_kept(self, file: Path) -> IndexReport:
        try:
            kept = await asyncio.to_thread(self._kept.read, file)
        except FileNotFoundError:  # it was removed meanwhile
            return IndexReport()
        except OSError as error:
            return IndexReport(refused=(Refusal(file.name, f"it can not be read ({error.strerror or error})."),))
        except InvalidInput as error:
            _log.warning("kept_document_not_read", reason=str(error))
            return IndexReport(refused=(Refusal(file.name, str(error)),))
        uri = kept.uri or file.as_uri()
        taken = Taken(uri, kept.name, kept.data, kept.audience, kept.added, kept.title, kept.media_type)
        return await self._indexing.take(taken)

    async def refresh(self, listed: Sequence[Listed], visited: frozenset[str]) -> IndexReport:
        """Look again at the files that were indexed by name, but for those visited; drop those that are gone.

        So are pages and messages that are not kept any more: somebody deleted them, or was stopped while doing so.
        """
        report = IndexReport()
        known = known_in(listed)
        kept = await asyncio.to_thread(self._kept.addresses)
        for one in listed:
            guild, file = one.audience.guild, file_of(one.document)
            if one.document in visited or one.is_help:
                continue
            if file is None:
                if (one.document, guild) not in kept:
                    report += IndexReport(removed=await self._drop([one.document], guild))
            elif await asyncio.to_thread(is_gone, file):
                report += IndexReport(removed=await self._drop([one.document], guild))
            elif guild is None and await asyncio.to_thread(file.is_file):
                report += await self.take(file, one.audience, known)
        return report

    async def _drop(self, uris: Iterable[str], guild: str | None) -> tuple[str, ...]:
        dropped = []
        for uri in uris:
            await self._indexing.drop(uri, guild)
            dropped.append(name_of(uri))
            _log.info("document_gone", uri=uri)
        return tuple(dropped)


def known_in(listed: Iterable[Listed]) -> Known:
    """The fingerprints of listed documents."""
    return {(one.document, one.audience.guild): one.fingerprint for one in listed}


def address_of(file: Path) -> str:
    """The address that a file is known by."""
    return file.resolve().as_uri()


def file_of(uri: str) -> Path | None:
    """The file that an address names; None for other addresses."""
    parts = urlsplit(uri)
    # not every name is text: a system may give any bytes
    return Path(os.fsdecode(unquote_to_bytes(parts.path))) if parts.scheme == "file" else None


def name_of(uri: str) -> str:
    """What a file is called by its address."""
    return shown(unquote(urlsplit(uri).path).rpartition("/")[2])


def _missing_below(paths: Iterable[Path], uris: Iterable[str]) -> list[str]:
    """Those of files below the folders that are not there."""
    below = tuple(f"{address_of(path)}/" for path in paths if path.is_dir())
    within = [(uri, file_of(uri)) for uri in uris if uri.startswith(below)]
    return [uri for uri, file in within if file is not None and is_missing(file)]
