import asyncio
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from acore.adapters.embedder.caching import CachingEmbedder
from acore.adapters.embedder.kept import KeptVectors
from acore.adapters.sql.database import Database
from acore.domain.knowledge import Vector
from acore.errors import EngineUnavailable
from acore.interfaces import Embedder
from acore.interfaces.embedder import Kind
from acore.testing import EmbedderContract, MemoryMetrics, WordwiseEmbedder

KINDS: tuple[Kind, ...] = ("question", "passage")


class HeldVectors(KeptVectors):
    """In memory; fails where it is told to."""

    def __init__(self) -> None:
        super().__init__(Database(Path("never-opened.db")), 100)
        self.vectors: dict[bytes, Vector] = {}
        self.used: list[bytes] = []
        self.fails = False

    async def find(self, digests: Sequence[bytes]) -> dict[bytes, Vector]:
        self._check()
        return {digest: self.vectors[digest] for digest in digests if digest in self.vectors}

    async def keep(self, new: Mapping[bytes, Vector], used: Collection[bytes] = ()) -> None:
        self._check()
        self.vectors |= new
        self.used += used

    def _check(self) -> None:
        if self.fails:
            raise EngineUnavailable("the disk is full", engine="sqlite")


def caching(inner: Embedder, kept: KeptVectors | None = None, questions: int = 500) -> CachingEmbedder:
    return CachingEmbedder(inner, kept or HeldVectors(), MemoryMetrics(), questions)


class TestCaching(EmbedderContract):
    def embedder(self) -> Embedder:
        return caching(WordwiseEmbedder())


async def test_a_repeated_question_is_not_read_again_and_has_the_same_vector() -> None:
    plain = await WordwiseEmbedder().embed(("Where is the ferry?",), "question")
    inner = WordwiseEmbedder()
    embedder = caching(inner)
    found = [await embedder.embed(("Where is the ferry?",), "question") for _ in range(3)]
    assert inner.read == ["Where is the ferry?"]
    assert found == [plain] * 3
    assert (embedder.stats.hits, embedder.stats.misses) == (2, 1)


async def test_the_question_that_was_asked_longest_ago_leaves_first() -> None:
    inner = WordwiseEmbedder()
    embedder = caching(inner, questions=3)
    for text in ("one", "two", "three", "one", "four", "one", "three"):
        await embedder.embed((text,), "question")
    assert inner.read == ["one", "two", "three", "four"]
    await embedder.embed(("two",), "question")
    assert inner.read[-1] == "two"
    await embedder.embed(("one", "three"), "question")
    assert inner.read[-1] == "two"
    assert (embedder.stats.evictions, embedder.stats.entries) == (2, 3)


async def test_of_501_questions_the_first_is_forgotten() -> None:
    inner = WordwiseEmbedder()
    embedder = caching(inner)
    for number in range(501):
        await embedder.embed((f"question {number}",), "question")
    inner.read.clear()
    await embedder.embed(("question 500", "question 1"), "question")
    assert inner.read == []
    await embedder.embed(("question 0",), "question")
    assert inner.read == ["question 0"]


async def test_nothing_is_held_where_nothing_may_be() -> None:
    embedder = caching(WordwiseEmbedder(), questions=0)
    assert len(await embedder.embed(("one", "two", "one"), "question")) == 3
    assert embedder.stats.entries == 0


async def test_only_passages_that_are_new_are_read_and_each_once() -> None:
    inner = WordwiseEmbedder()
    embedder = caching(inner)
    await embedder.embed(("apples", "pears"), "passage")
    found = await embedder.embed(("pears", "plums", "plums", "apples"), "passage")
    assert inner.read == ["apples", "pears", "plums"]
    assert found == await WordwiseEmbedder().embed(("pears", "plums", "plums", "apples"), "passage")


async def test_what_was_found_is_noted_as_used() -> None:
    kept = HeldVectors()
    embedder = caching(WordwiseEmbedder(), kept)
    await embedder.embed(("apples", "pears"), "passage")
    assert kept.used == []
    await embedder.embed(("pears",), "passage")
    assert len(kept.used) == 1


async def test_another_embedder_reads_all_anew() -> None:
    kept = HeldVectors()
    await caching(WordwiseEmbedder(), kept).embed(("apples",), "passage")
    other = WordwiseEmbedder(name="other")
    await caching(other, kept).embed(("apples",), "passage")
    assert other.read == ["apples"]
    assert len(kept.vectors) == 2


async def test_questions_and_passages_are_told_apart() -> None:
    inner = WordwiseEmbedder()
    embedder = caching(inner)
    await embedder.embed(("apples",), "passage")
    await embedder.embed(("apples",), "question")
    assert inner.read == ["apples", "apples"]


async def test_a_database_that_fails_is_as_good_as_an_empty_one() -> None:
    inner, kept = WordwiseEmbedder(), HeldVectors()
    kept.fails = True
    with capture_logs() as logs:
        assert len(await caching(inner, kept).embed(("apples",), "passage")) == 1
    assert [log["event"] for log in logs] == ["embedding_cache_failed"] * 2


async def test_what_fails_is_not_remembered() -> None:
    inner = WordwiseEmbedder()
    inner.fails = EngineUnavailable("down", engine="wordwise")
    embedder = caching(inner)
    for kind in KINDS:
        with pytest.raises(EngineUnavailable):
            await embedder.embed(("apples",), kind)
    inner.fails = None
    for kind in KINDS:
        await embedder.embed(("apples",), kind)
    assert inner.read == ["apples", "apples"]


class Sized(WordwiseEmbedder):
    """Gives vectors of so many numbers, whatever the text."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        self.read += texts
        return tuple((1.0,) + (0.0,) * (self.size - 1) for _ in texts)


async def test_what_another_model_of_that_name_made_is_read_again() -> None:
    kept, other = HeldVectors(), Sized(5)
    await caching(Sized(3), kept).embed(("apples", "pears"), "passage")
    embedder = caching(other, kept)
    with capture_logs() as logs:
        found = await embedder.embed(("apples", "plums", "pears"), "passage")
    assert [len(vector) for vector in found] == [5] * 3
    assert other.read == ["plums", "apples", "pears"]
    assert [log["event"] for log in logs] == ["embedder_gives_other_vectors"]
    assert {len(vector) for vector in kept.vectors.values()} == {5}


async def test_where_vectors_of_two_models_are_kept_the_engine_tells_which_are_its_own() -> None:
    kept, other = HeldVectors(), Sized(5)
    for size, text in ((3, "apples"), (5, "pears"), (3, "plums")):
        await caching(Sized(size), kept).embed((text,), "passage")
    embedder = caching(other, kept)
    assert [len(vector) for vector in await embedder.embed(("apples",), "passage")] == [3]  # nobody knows yet
    assert [len(vector) for vector in await embedder.embed(("pears", "plums"), "passage")] == [5, 5]
    assert [len(vector) for vector in await embedder.embed(("apples",), "passage")] == [5]
    assert other.read == ["pears", "plums", "apples"]


async def test_a_question_tells_how_long_vectors_of_passages_are() -> None:
    kept, other = HeldVectors(), Sized(5)
    await caching(Sized(3), kept).embed(("apples",), "passage")
    embedder = caching(other, kept)
    await embedder.embed(("Which fruit?",), "question")
    assert [len(vector) for vector in await embedder.embed(("apples",), "passage")] == [5]


class Endless(WordwiseEmbedder):
    """Reads until it is cancelled."""

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        self.read += texts
        await asyncio.Event().wait()
        return ()


async def test_a_question_that_is_cancelled_is_not_remembered() -> None:
    embedder = caching(Endless())
    task = asyncio.create_task(embedder.embed(("apples",), "question"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert embedder.stats.entries == 0
