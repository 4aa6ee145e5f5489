"""A knowledge service on doubles, for the tests of services."""

from pathlib import Path

from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.interfaces import VectorStore
from acore.services.knowledge import KnowledgeLimits, KnowledgeService
from acore.testing import MemoryVectorStore, retriever_context


def knowledge(
    folder: Path,
    *,
    store: VectorStore | None = None,
    paths: tuple[Path, ...] = (),
    limits: KnowledgeLimits | None = None,
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
        limits=limits or KnowledgeLimits(),
    )
