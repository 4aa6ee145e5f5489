import pytest

from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.domain.chunking import chunks
from acore.domain.knowledge import Document, Hit, Query
from acore.domain.scope import Scope
from acore.interfaces import Retriever, VectorStore
from acore.testing import MemoryVectorStore, RetrieverContract, retriever_context


def retriever_over(store: VectorStore) -> Retriever:
    return BM25Retriever(BM25Settings(), retriever_context(store))


class TestBM25(RetrieverContract):
    def store(self) -> VectorStore:
        return MemoryVectorStore()

    def retriever(self, store: VectorStore) -> Retriever:
        return retriever_over(store)


class Counting(MemoryVectorStore):
    searches = 0

    async def search(self, query: Query) -> tuple[Hit, ...]:
        self.searches += 1
        return await super().search(query)


@pytest.mark.parametrize(
    ("question", "searches"),
    [
        ("When did the ferry begin to sail?", 1),
        ("When did the ferry begin to sail in 1877?", 1),
        ("What is the price of the ferry?", 2),
        ("Did the ferry begin to sail at 9?", 2),
    ],
)
async def test_the_store_is_asked_again_only_for_words_that_others_may_stand_for(question: str, searches: int) -> None:
    store = Counting()
    await store.replace(
        "file:///a.md", chunks(Document("file:///a.md", "a.md", "In spring the ferry will begin to sail."))
    )
    found = await retriever_over(store).retrieve(Query(question, Scope("1", "ann", "g1")))
    assert (len(found), store.searches) == (1, searches)
