"""A knowledge service on doubles, for the tests of services."""

from pathlib import Path
from random import Random

from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.interfaces import RetrieverContext, VectorStore
from acore.services.knowledge import KnowledgeLimits, KnowledgeService
from acore.testing import ManualClock, MemoryMetrics, MemoryVectorStore


def knowledge(
    folder: Path,
    *,
    store: VectorStore | None = None,
    paths: tuple[Path, ...] = (),
    limits: KnowledgeLimits | None = None,
) -> KnowledgeService:
    """The service over a store in memory."""
    store = store or MemoryVectorStore()
    clock, metrics = ManualClock(), MemoryMetrics()
    context = RetrieverContext(clock=clock, metrics=metrics, random=Random(0), data_dir=folder, store=store)
    return KnowledgeService(
        store=store,
        retriever=BM25Retriever(BM25Settings(), context),
        metrics=metrics,
        clock=clock,
        folder=folder / "documents",
        paths=paths,
        limits=limits or KnowledgeLimits(),
    )
