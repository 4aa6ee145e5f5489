import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from acore.adapters.rag.dense import Dense
from acore.adapters.rag.hybrid import HybridRetriever, HybridSettings
from acore.adapters.vector_store.memory import MemoryVectorStore
from acore.domain.chunking import chunks
from acore.domain.knowledge import Audience, Chunk, Document, Hit, Query, Vector
from acore.domain.scope import Scope
from acore.errors import EngineRefused, EngineUnavailable
from acore.interfaces import Embedder, Reranker, Retriever, VectorStore
from acore.interfaces.embedder import Kind
from acore.services.embedding import EmbeddingService
from acore.testing import MemoryMetrics, RetrieverContract, WordwiseEmbedder, retriever_context

HERE = Scope("1", "ann", "g1")
WORDS = {"automobile": "car", "parked": "stands", "broth": "soup", "midday": "noon", "served": "eat"}


def retriever_over(store: VectorStore, embedder: Embedder | None, nearness: float = 0.6) -> Retriever:
    settings = HybridSettings(unrelated=0.1, related=0.6, nearness=nearness)
    return HybridRetriever(settings, retriever_context(store, embedder=embedder))


class TestByWordsAlone(RetrieverContract):
    def store(self) -> VectorStore:
        return MemoryVectorStore()

    def retriever(self, store: VectorStore) -> Retriever:
        return retriever_over(store, None)


class EmbeddingStore(MemoryVectorStore):
    """Embeds what is written without vectors."""

    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        vectors = vectors or await EmbeddingService(WordwiseEmbedder(WORDS), MemoryMetrics()).vectors(chunks)
        await super().replace(document, chunks, guild=guild, vectors=vectors)


class TestByWordsAndMeaning(RetrieverContract):
    def store(self) -> VectorStore:
        return EmbeddingStore()

    def retriever(self, store: VectorStore) -> Retriever:
        return retriever_over(store, WordwiseEmbedder(WORDS))


async def written(*texts: str, guild: str | None = None) -> MemoryVectorStore:
    store = EmbeddingStore()
    for n, text in enumerate(texts):
        document = Document(f"file:///{n}.md", f"{n}.md", text, Audience(guild))
        await store.replace(document.uri, chunks(document), guild=guild)
    return store


async def asked(retriever: Retriever, text: str, limit: int = 5) -> list[str]:
    return [passage.text for passage in await retriever.retrieve(Query(text, HERE, limit))]


async def test_what_says_it_in_other_words_is_found_by_its_meaning_alone() -> None:
    store = await written("The car stands behind the barn.", "Soup is for those who eat at noon.", "Bees like clover.")
    embedder = WordwiseEmbedder(WORDS)
    assert await asked(retriever_over(store, None), "automobile parked?") == []
    assert await asked(retriever_over(store, embedder), "automobile parked?") == ["The car stands behind the barn."]


async def test_what_both_find_comes_first() -> None:
    store = await written(
        "The automobile is a word.", "The automobile is parked behind the barn.", "A car stands here."
    )
    found = await asked(retriever_over(store, WordwiseEmbedder(WORDS)), "Where is the automobile parked?")
    assert found[0] == "The automobile is parked behind the barn."


async def test_what_lies_too_far_away_is_not_found() -> None:
    store = await written("The car stands behind the barn.", "Bees like clover.")
    embedder = WordwiseEmbedder(WORDS)
    assert await asked(retriever_over(store, embedder), "Who was emperor of Brazil?") == []
    assert await asked(retriever_over(store, embedder, nearness=0), "Who was emperor of Brazil?")


async def test_an_embedder_that_tells_nothing_finds_nothing_alone() -> None:
    store = await written("The car stands behind the barn.")
    retriever = HybridRetriever(HybridSettings(), retriever_context(store, embedder=Same()))
    with capture_logs() as logs:
        assert await asked(retriever, "automobile parked?") == []
        assert await asked(retriever, "Where stands the car?") == ["The car stands behind the barn."]
    assert [log["event"] for log in logs] == ["embedder_tells_nothing"]


class Same(WordwiseEmbedder):
    """Says the same of every text."""

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        return await super().embed(["same"] * len(texts), kind)


class Paraphrasing(WordwiseEmbedder):
    """Knows what the pairs of the scale mean: the n-th question and the n-th answer are one."""

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        scale = len(texts) == 8
        return await super().embed([f"meaning{n}" for n in range(8)] if scale else texts, kind)


async def test_the_scale_is_measured_once_with_the_first_question() -> None:
    store = await written("The car stands behind the barn.")
    embedder = Paraphrasing(WORDS)
    retriever = HybridRetriever(HybridSettings(nearness=0.4), retriever_context(store, embedder=embedder))
    assert await asked(retriever, "automobile parked?") == ["The car stands behind the barn."]
    assert len(embedder.read) == 17
    await asked(retriever, "automobile parked?")
    assert len(embedder.read) == 18


@pytest.mark.parametrize("error", [EngineUnavailable("down", engine="e"), EngineRefused("no model", engine="e")])
async def test_an_embedder_that_fails_leaves_words_and_is_told_of_once(error: EngineUnavailable) -> None:
    store = await written("The automobile is parked behind the barn.")
    embedder = WordwiseEmbedder(WORDS)
    embedder.fails = error
    retriever = retriever_over(store, embedder)
    with capture_logs() as logs:
        for _ in range(3):
            assert len(await asked(retriever, "Where is the automobile parked?")) == 1
    assert [log["event"] for log in logs] == ["answering_by_words_alone"]
    embedder.fails = None
    await asked(retriever, "Where is the automobile parked?")
    embedder.fails = error
    with capture_logs() as logs:
        await asked(retriever, "Where is the automobile parked?")
    assert len(logs) == 1


async def test_a_store_that_can_not_compare_vectors_leaves_words() -> None:
    class Wordy(EmbeddingStore):
        async def nearest(self, vector: Vector, query: Query) -> tuple[Hit, ...]:
            raise EngineUnavailable("busy", engine="store")

    store = Wordy()
    await store.replace("file:///0.md", chunks(Document("file:///0.md", "0.md", "The barn is red.")))
    assert await asked(retriever_over(store, WordwiseEmbedder()), "What colour is the barn?") == ["The barn is red."]


async def test_a_store_that_fails_is_told_of_and_nothing_goes_on() -> None:
    class Broken(MemoryVectorStore):
        async def search(self, query: Query) -> tuple[Hit, ...]:
            raise EngineUnavailable("broken", engine="store")

    before = asyncio.all_tasks()
    with pytest.raises(EngineUnavailable, match="broken"):
        await asked(retriever_over(Broken(), Slow()), "What colour is the barn?")
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


class Slow(WordwiseEmbedder):
    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        await asyncio.Event().wait()
        return ()


async def test_a_question_does_not_wait_for_ever_for_its_meaning() -> None:
    dense = Dense(Slow(), MemoryVectorStore(), MemoryMetrics(), wait_s=0.001)
    with capture_logs() as logs:
        assert await dense.nearest(Query("What colour is the barn?", HERE)) == ()
    assert logs[0]["error"] == "the embedder and the index took longer than 0.001 s"


async def test_who_is_cancelled_leaves_nothing_behind() -> None:
    store = await written("The barn is red.")
    before = asyncio.all_tasks()
    task = asyncio.create_task(asked(retriever_over(store, Slow()), "What colour is the barn?"))
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_what_is_said_twice_is_found_once() -> None:
    store = await written("The barn is red and old.", "The barn is red and old!", "The barn has a red door.")
    assert len(await asked(retriever_over(store, WordwiseEmbedder()), "Which barn is red?")) == 2


async def test_another_guilds_passage_is_never_found_by_its_meaning() -> None:
    store = await written("The car stands behind the barn.", guild="g2")
    assert await asked(retriever_over(store, WordwiseEmbedder(WORDS), nearness=0), "automobile parked?") == []


async def test_a_repeated_question_finds_the_same() -> None:
    store = await written("The car stands behind the barn.", "A car is red.", "Soup is served.")
    retriever = retriever_over(store, WordwiseEmbedder(WORDS))
    query = Query("Where is the automobile?", HERE)
    assert await retriever.retrieve(query) == await retriever.retrieve(query)


class Reader(Reranker):
    """Likes passages that hold its favourite word; says what it was asked."""

    name = "reader"

    def __init__(self, favourite: str) -> None:
        self.favourite = favourite
        self.asked: list[str] = []
        self.fails = False

    async def scores(self, question: str, passages: Sequence[str]) -> tuple[float, ...]:
        self.asked += [question, *passages]
        if self.fails:
            raise EngineUnavailable("down", engine="reader")
        return tuple(float(self.favourite in passage) for passage in passages)


async def test_a_reranker_has_the_last_word_on_the_order() -> None:
    store = await written("The red barn is old.", "The red barn by the lake.", "Bees like clover.")
    reader = Reader("lake")
    for embedder in (None, WordwiseEmbedder()):
        retriever = HybridRetriever(
            HybridSettings(unrelated=0.1, related=0.6), retriever_context(store, embedder=embedder, reranker=reader)
        )
        assert (await asked(retriever, "Where is the old red barn?"))[0] == "The red barn by the lake."
    assert reader.asked[0] == "Where is the old red barn?"
    assert not any("clover" in text for text in reader.asked)


async def test_a_reranker_that_fails_leaves_the_order_and_is_told_of_once() -> None:
    store = await written("The red barn is old.", "The red barn by the lake.")
    reader = Reader("lake")
    reader.fails = True
    retriever = HybridRetriever(HybridSettings(), retriever_context(store, reranker=reader))
    with capture_logs() as logs:
        for _ in range(2):
            assert (await asked(retriever, "Where is the old red barn?"))[0] == "The red barn is old."
    assert [log["event"] for log in logs] == ["passages_not_reranked"]
