from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.interfaces import Retriever, VectorStore
from acore.testing import MemoryVectorStore, RetrieverContract, retriever_context


def retriever_over(store: VectorStore) -> Retriever:
    return BM25Retriever(BM25Settings(), retriever_context(store))


class TestBM25(RetrieverContract):
    def store(self) -> VectorStore:
        return MemoryVectorStore()

    def retriever(self, store: VectorStore) -> Retriever:
        return retriever_over(store)
