"""A knowledge service on doubles, for the tests of services."""

from collections.abc import Sequence
from pathlib import Path

from acore.adapters.documents.reader import FileReader
from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.domain.knowledge import Chunk, Refusal, Vector
from acore.domain.reading import Reading
from acore.domain.web import Fetched
from acore.errors import EngineUnavailable, NotFound
from acore.interfaces import DocumentReader, PageFetcher, VectorStore
from acore.interfaces.embedder import Embedder, Kind
from acore.services.embedding import EmbeddingService
from acore.services.knowledge import KnowledgeLimits, KnowledgeService
from acore.testing import MemoryVectorStore, retriever_context


def knowledge(  # noqa: PLR0913  what a test may choose
    folder: Path,
    *,
    store: VectorStore | None = None,
    paths: tuple[Path, ...] = (),
    limits: KnowledgeLimits | None = None,
    reader: DocumentReader | None = None,
    pages: PageFetcher | None = None,
    embedder: Embedder | None = None,
) -> KnowledgeService:
    """The service over a store in memory."""
    store = store or MemoryVectorStore()
    context = retriever_context(store, data_dir=folder)
    return KnowledgeService(
        store=store,
        retriever=BM25Retriever(BM25Settings(), context),
        metrics=context.metrics,
        clock=context.clock,
        data_dir=folder / "data",
        paths=paths,
        reader=reader,
        pages=pages,
        embedding=EmbeddingService(embedder, context.metrics),
        limits=limits or KnowledgeLimits(),
    )


class CountingReader(FileReader):
    """Notes what it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def read(self, name: str, data: bytes, *, media_type: str | None = None) -> Reading | Refusal:
        self.names.append(name)
        return super().read(name, data, media_type=media_type)


class CountingStore(MemoryVectorStore):
    """Notes what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        self.written.append(document)
        await super().replace(document, chunks, guild=guild, vectors=vectors)


class Web(PageFetcher):
    """A web of a few pages."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.down = False

    async def fetch(self, url: str, *, largest: int, timeout: float) -> Fetched:  # noqa: ASYNC109  the contract's
        if self.down:
            raise EngineUnavailable("the network is down", engine="pages")
        if url not in self.pages:
            raise NotFound(f"{url}: nothing stands there.")
        return Fetched(url, "text/html", self.pages[url].encode()[:largest])


class Numbers(Embedder):
    """Makes vectors of no meaning, and counts."""

    def __init__(self, name: str = "numbers") -> None:
        self.name = name
        self.texts: list[str] = []
        self.down = False

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        if self.down:
            raise EngineUnavailable("down", engine=self.name)
        self.texts += texts
        return tuple((1.0, 0.0) for _ in texts)
