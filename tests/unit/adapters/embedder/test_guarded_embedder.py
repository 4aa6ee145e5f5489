import asyncio
from collections.abc import Sequence

import pytest

from acore.adapters.embedder.policy import GuardedEmbedder
from acore.adapters.guard import Care, Guard
from acore.domain.knowledge import Vector
from acore.errors import EngineTimeout
from acore.interfaces import Embedder
from acore.interfaces.embedder import Kind
from acore.testing import EmbedderContract, WordwiseEmbedder, engine_context


class Counting(WordwiseEmbedder):
    """Notes how many texts came at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        self.calls.append(len(texts))
        return await super().embed(texts, kind)


class Stuck(WordwiseEmbedder):
    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        await asyncio.Event().wait()
        return await super().embed(texts, kind)


def guarded(inner: Embedder, batch: int = 8, question_s: float = 60) -> GuardedEmbedder:
    guard = Guard("embedder", inner.name, Care(), engine_context())
    return GuardedEmbedder(inner, guard, batch=batch, question_s=question_s)


class TestGuarded(EmbedderContract):
    def embedder(self) -> Embedder:
        return guarded(WordwiseEmbedder())


async def test_many_texts_go_a_batch_at_a_time() -> None:
    inner = Counting()
    await guarded(inner).embed([f"text {n}" for n in range(20)], "passage")
    assert inner.calls == [8, 8, 4]


async def test_a_question_does_not_wait_for_ever() -> None:
    with pytest.raises(EngineTimeout, match="wordwise did not answer"):
        await guarded(Stuck(), question_s=0.001).embed(("apples",), "question")
