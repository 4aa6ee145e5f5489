from pathlib import Path
from random import Random

from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.interfaces import Retriever, RetrieverContext, VectorStore
from acore.testing import ManualClock, MemoryMetrics, MemoryVectorStore, RetrieverContract


def retriever_over(store: VectorStore) -> Retriever:
    context = RetrieverContext(
        clock=ManualClock(), metrics=MemoryMetrics(), random=Random(0), data_dir=Path(), store=store
    )
    return BM25Retriever(BM25Settings(), context)


class TestBM25(RetrieverContract):
    def store(self) -> VectorStore:
        return MemoryVectorStore()

    def retriever(self, store: VectorStore) -> Retriever:
        return retriever_over(store)
