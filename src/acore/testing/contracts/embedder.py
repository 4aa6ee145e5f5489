"""What every embedder must keep."""

import asyncio
import math
from abc import ABC, abstractmethod
from operator import mul

import pytest

from acore.domain.knowledge import Vector
from acore.interfaces import Embedder
from acore.interfaces.embedder import Kind

_KINDS: tuple[Kind, ...] = ("question", "passage")
_ODD = ("", "   ", "Grüße 👩‍👩‍👧 東京", "مرحبا", "\ud83d", "a\0b", "?!", "```py\nx = 1\n```")


def cosine(one: Vector, other: Vector) -> float:
    """How near two vectors of length 1 lie."""
    return float(sum(map(mul, one, other)))


class EmbedderContract(ABC):
    """Subclass it as Test..., give it embedder(), and every promise of Embedder is checked."""

    @abstractmethod
    def embedder(self) -> Embedder:
        """A new embedder, not yet open."""

    async def test_a_vector_for_each_text_in_their_order(self) -> None:
        texts = tuple(f"{word} and {word}" for word in ("apples", "rain", "the moon", "a red house", "tea"))
        async with self.embedder() as embedder:
            for kind in _KINDS:
                vectors = await embedder.embed(texts, kind)
                assert len(vectors) == len(texts)
                for text, vector in zip(texts, vectors, strict=True):
                    (alone,) = await embedder.embed((text,), kind)
                    assert cosine(vector, alone) == pytest.approx(1, abs=1e-3)

    async def test_vectors_have_the_length_1_and_equally_many_numbers(self) -> None:
        async with self.embedder() as embedder:
            vectors = [vector for kind in _KINDS for vector in await embedder.embed(("rain", *_ODD), kind)]
            assert len({len(vector) for vector in vectors}) == 1
            for vector in vectors:
                assert math.hypot(*vector) == pytest.approx(1, abs=1e-3)

    async def test_none_for_none(self) -> None:
        async with self.embedder() as embedder:
            assert [await embedder.embed((), kind) for kind in _KINDS] == [(), ()]

    async def test_a_very_long_text_is_read_from_its_beginning(self) -> None:
        async with self.embedder() as embedder:
            one, other = await embedder.embed(("word " * 50_000, "word " * 50_000 + "and another end"), "passage")
            assert cosine(one, other) == pytest.approx(1, abs=1e-3)

    async def test_many_texts_at_once_and_many_askers(self) -> None:
        async with self.embedder() as embedder:
            texts = [f"text number {number}" for number in range(70)]
            whole = await embedder.embed(texts, "passage")
            assert len(whole) == len(texts)
            found = await asyncio.gather(*(embedder.embed((text,), "passage") for text in texts[:10]))
            for (alone,), vector in zip(found, whole, strict=False):
                assert cosine(alone, vector) == pytest.approx(1, abs=1e-3)

    async def test_who_is_cancelled_harms_nobody(self) -> None:
        async with self.embedder() as embedder:
            task = asyncio.create_task(embedder.embed(["left alone"] * 64, "passage"))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert len(await embedder.embed(("asked later",), "question")) == 1

    async def test_its_name_tells_it_from_others_and_stays(self) -> None:
        async with self.embedder() as embedder:
            name = embedder.name
            await embedder.embed(("rain",), "question")
            assert embedder.name == name != ""

    async def test_ping_returns_and_closing_twice_is_harmless(self) -> None:
        async with self.embedder() as embedder:
            await embedder.ping()
            await embedder.aclose()
        await self.embedder().aclose()
