"""Questions that are asked again, and the first one of all."""

import threading
from dataclasses import replace

import pytest

from acore.adapters.rag import bm25
from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.adapters.vector_store.memory import MemoryVectorStore
from acore.domain import related
from acore.domain.knowledge import Chunk, Query, Source
from acore.domain.scope import Scope
from acore.testing import retriever_context

HERE = Scope("general", "ada", guild="g")


def chunk(text: str, *, at: int = 0, fingerprint: str = "1") -> Chunk:
    return Chunk("file:///gate.md", at, fingerprint, text, Source("Gate", f"file:///gate.md#L{at + 1}"))


async def test_a_text_that_changed_is_ranked_anew() -> None:
    store = MemoryVectorStore()
    retriever = BM25Retriever(BM25Settings(), retriever_context(store))
    asked = Query("When does the gate open?", HERE, 5)
    opens = chunk("The gate opens at nine.")
    await store.replace("file:///gate.md", [opens, chunk("It has two wings.", at=1)])
    first = await retriever.retrieve(asked)
    assert first == await retriever.retrieve(asked)
    assert first[0].text == opens.text
    changed = [chunk("The gate is green.", fingerprint="2"), chunk("It opens at ten.", at=1, fingerprint="2")]
    await store.replace("file:///gate.md", changed)
    assert opens.text not in [passage.text for passage in await retriever.retrieve(asked)]


async def test_an_equal_search_gives_the_passages_that_were_found_this_time() -> None:
    store = MemoryVectorStore()
    retriever = BM25Retriever(BM25Settings(), retriever_context(store))
    asked = Query("When does the gate open?", HERE, 5)
    known = chunk("The gate opens at nine.")
    await store.replace("file:///gate.md", [known])
    await retriever.retrieve(asked)
    await store.replace("file:///gate.md", [replace(known, source=Source("Gate", "file:///gate.md#L7"))])
    assert [passage.source.uri for passage in await retriever.retrieve(asked)] == ["file:///gate.md#L7"]


async def test_the_first_question_of_all_reads_the_words_on_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def load() -> None:
        threads.append(threading.current_thread())
        related.load()

    monkeypatch.setattr(bm25, "is_loaded", lambda: bool(threads))
    monkeypatch.setattr(bm25, "load", load)
    retriever = BM25Retriever(BM25Settings(), retriever_context(MemoryVectorStore()))
    for _ in range(2):
        await retriever.retrieve(Query("When does the gate open?", HERE, 5))
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()
    assert related.is_loaded()
