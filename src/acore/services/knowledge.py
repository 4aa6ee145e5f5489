"""Takes documents in, and finds passages in them."""

import asyncio
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import structlog

from acore.domain.chunking import chunks
from acore.domain.knowledge import Audience, Document, IndexReport, Passage, Query, Refusal
from acore.domain.reading import LARGEST, read
from acore.errors import InvalidInput, NotFound
from acore.interfaces import Clock, MetricsSink, Retriever, VectorStore

_log = structlog.get_logger(__name__)
_HELP = "acore.help"
_LEFT_OUT = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})


@dataclass(frozen=True, slots=True)
class KnowledgeLimits:
    """What keeps it bounded."""

    largest_file: int = LARGEST
    """Bytes."""
    most_files: int = 100_000
    """Files in one go."""
    wait_s: float = 5
    """How long a question waits for the documents of the start; then it is answered from what there is."""


def _silent(_title: str) -> None:
    """Progress that nobody watches."""


class KnowledgeService:
    """Keeps the index in step with documents. A document is known by its address; unchanged ones are passed over."""

    def __init__(  # noqa: PLR0913  a use case is the sum of what it needs
        self,
        *,
        store: VectorStore,
        retriever: Retriever,
        metrics: MetricsSink,
        clock: Clock,
        data_dir: Path,
        paths: Sequence[Path] = (),
        limits: KnowledgeLimits = KnowledgeLimits(),
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._metrics = metrics
        self._clock = clock
        self._data_dir = data_dir
        self._folder = data_dir / "documents"
        self._paths = tuple(paths)
        self._limits = limits
        self._preparing: asyncio.Task[IndexReport] | None = None

    async def prepare(self) -> IndexReport:
        """Index acore's help pages and the configured paths, once; all callers share the work.

        A failure is raised to those who wait, and the next call tries again. Cancelling a caller
        does not stop the work for the others.
        """
        if self._preparing is None or (self._preparing.done() and _failed(self._preparing)):
            self._preparing = asyncio.create_task(self._prepare(), name="prepare-documents")
        return await asyncio.shield(self._preparing)

    async def aclose(self) -> None:
        """Stop indexing; what was not indexed is indexed at the next start."""
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.gather(self._preparing, return_exceptions=True)

    async def find(self, query: Query) -> tuple[Passage, ...]:
        """The passages that bear on the question, best first; at the start it waits a moment for the documents."""
        try:
            async with asyncio.timeout(self._limits.wait_s):
                await self.prepare()
        except TimeoutError:
            _log.info("documents_not_ready", waited_s=self._limits.wait_s)
        began = self._clock.monotonic()
        found = await self._retriever.retrieve(query)
        self._metrics.observe("knowledge.find_ms", (self._clock.monotonic() - began) * 1000)
        return found

    async def index(
        self, paths: Sequence[Path], *, guild: str | None = None, progress: Callable[[str], None] = _silent
    ) -> IndexReport:
        """Index files, and folders with all below them but what is hidden or acore's own; `progress` hears each name.

        What can not be indexed is refused in the report and stops nothing else. Raises NotFound for a
        path that does not exist, EngineError where the store fails. Cancelling keeps what was done.
        """
        for path in paths:
            if not path.exists():
                raise NotFound(f"{path.absolute()}: there is no such file or folder.")
        report = IndexReport()
        for file in await asyncio.to_thread(self._files, paths):
            report += await self._index_file(file, guild)
            progress(str(file))
        return report

    async def add(self, name: str, data: bytes, *, guild: str | None = None) -> IndexReport:
        """Keep a file that somebody handed over, under its name, and index it; a refused one is not kept."""
        plain = Path(name).name.strip().lstrip(".")
        if not plain:
            raise InvalidInput("The file has no name. Give it one, such as notes.md.")
        outcome = await asyncio.to_thread(read, plain, data)
        if isinstance(outcome, Refusal):
            return IndexReport(refused=(outcome,))
        file = await asyncio.to_thread(self._keep, plain, data)
        return await self._index(Document(file.as_uri(), plain, outcome, Audience(guild)))

    def kept(self) -> tuple[str, ...]:
        """The names of the files that were handed over, in alphabetical order."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(file.name for file in self._folder.iterdir() if not file.name.startswith(".")))

    def _keep(self, name: str, data: bytes) -> Path:
        """Written whole or not at all; the same name replaces what was there."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (self._folder / name).resolve()
        draft = file.with_name(f".{name}.new")
        try:
            draft.write_bytes(data)
            draft.replace(file)
        except OSError as error:
            raise InvalidInput(f"{name} can not be kept in {self._folder} ({error.strerror or error}).") from error
        return file

    async def _prepare(self) -> IndexReport:
        report = IndexReport()
        for document in await asyncio.to_thread(lambda: list(_help_pages())):
            report += await self._index(document)
        for path in self._paths:
            try:
                report += await self.index([path])
            except (NotFound, InvalidInput, OSError) as error:
                _log.warning("documents_not_indexed", path=str(path), reason=str(error))
                report += IndexReport(refused=(Refusal(str(path), str(error)),))
        _log.info("documents_ready", indexed=len(report.indexed), unchanged=len(report.unchanged))
        return report

    async def _index_file(self, file: Path, guild: str | None) -> IndexReport:
        outcome = await asyncio.to_thread(self._read_file, file)
        if isinstance(outcome, Refusal):
            return IndexReport(refused=(outcome,))
        return await self._index(Document(_address(file), file.name, outcome, Audience(guild)))

    def _read_file(self, file: Path) -> str | Refusal:
        if self._is_private(file):
            return Refusal(str(file), "it is acore's own, and may hold secrets. Copy what you need to another place.")
        try:
            known = file.stat()
            if not stat.S_ISREG(known.st_mode):  # a pipe may never end
                return Refusal(str(file), "it is no regular file.")
            if known.st_size > self._limits.largest_file:
                return read(file.name, b"", size=known.st_size)
            return read(file.name, file.read_bytes())
        except OSError as error:
            return Refusal(str(file), f"it can not be read ({error.strerror or error}).")

    def _is_private(self, path: Path) -> bool:
        """Whether what stands there is of acore itself, or a file of variables: it may hold secrets."""
        place = path.resolve()
        ours = place.is_relative_to(self._data_dir.resolve()) and not place.is_relative_to(self._folder.resolve())
        return ours or place.name == ".env"

    async def _index(self, document: Document) -> IndexReport:
        cut = await asyncio.to_thread(chunks, document)
        if not cut:
            return IndexReport(refused=(Refusal(document.title, "it holds no words."),))
        known = await self._store.fingerprint(document.uri, guild=document.audience.guild)
        if known == cut[0].fingerprint:
            return IndexReport(unchanged=(document.title,))
        await self._store.replace(document.uri, cut, guild=document.audience.guild)
        self._metrics.count("knowledge.documents")
        return IndexReport(indexed=(document.title,))

    def _files(self, paths: Sequence[Path]) -> list[Path]:
        found = [file for path in paths for file in (self._below(path) if path.is_dir() else (path,))]
        if len(found) > self._limits.most_files:
            raise InvalidInput(
                f"There are {len(found):,} files; {self._limits.most_files:,} go at once. Index smaller folders."
            )
        return found

    def _below(self, folder: Path) -> Iterator[Path]:
        """The files below a folder, in order; hidden ones, links and acore's own are left out."""
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            _log.warning("folder_not_read", path=str(folder), reason=str(error))
            return
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _LEFT_OUT or entry.is_symlink():
                continue
            if entry.is_dir():
                yield from self._below(entry)
            elif entry.is_file() and not self._is_private(entry):
                yield entry


def _address(file: Path) -> str:
    return file.resolve().as_uri()


def _failed(task: asyncio.Task[IndexReport]) -> bool:
    return task.cancelled() or task.exception() is not None


def _help_pages() -> Iterator[Document]:
    for page in sorted(resources.files(_HELP).iterdir(), key=lambda entry: entry.name):
        if page.name.endswith(".md"):
            text = page.read_text("utf-8")
            title = text.partition("\n")[0].lstrip("# ").strip()
            yield Document(f"acore:help/{page.name.removesuffix('.md')}", title, text)
