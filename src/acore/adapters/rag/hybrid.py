"""Retrieval by words, and by meaning where there is an embedder."""

import asyncio
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Literal

from pydantic import Field

from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.adapters.rag.dense import Dense
from acore.adapters.rag.reading import Reading
from acore.domain.fusion import diverse, fused, normalised, overlap
from acore.domain.knowledge import Passage, Query
from acore.domain.nearness import Nearness
from acore.domain.terms import terms
from acore.interfaces import Retriever, RetrieverContext
from acore.interfaces.engine import EngineContext, EngineSettings

_CANDIDATES = 4
"""Times the limit that each of the two is asked for."""


class HybridSettings(EngineSettings):
    """What is found by words, what by meaning, and how different it has to be."""

    engine: Literal["hybrid"] = "hybrid"
    floor: float = Field(default=0.45, ge=0, le=1)
    """The share of a question's words that a passage has to hold to be found by them."""
    nearness: float = Field(default=0.6, ge=0, le=1)
    """How near a passage has to lie to be found by its meaning alone: 0 is unrelated, 1 is as near as an answer."""
    unrelated: float | None = Field(default=None, ge=-1, le=1)
    """The cosine of what has nothing to do with a question; not set, as `related`, is measured with the embedder."""
    related: float | None = Field(default=None, ge=-1, le=1)
    """The cosine of what answers a question."""
    diversity: float = Field(default=0.2, ge=0, le=1)
    """How much a passage loses that says what a better one says; 0 is nothing."""

    def scale(self) -> Nearness | None:
        """The scale of the embedder, where it is set."""
        if self.unrelated is None or self.related is None:
            return None
        return Nearness(self.unrelated, self.related)


class HybridRetriever(Retriever):
    """Asks by words always, by meaning where an embedder is set, and puts both rankings together.

    A passage has to hold enough of the question's words or to lie near enough to it, so that nothing beats something
    wrong. What the embedder can not tell is left out: words alone still find. Without an embedder it is BM25Retriever.
    A reranker, where one is set, has the last word on the order.
    """

    Settings = HybridSettings

    def __init__(self, settings: HybridSettings, context: EngineContext) -> None:
        assert isinstance(context, RetrieverContext)
        self._settings = settings
        self._store = context.store
        self._words = BM25Retriever(BM25Settings(floor=settings.floor), context)
        self._reranker = Reading(context.reranker, context.metrics) if context.reranker else None
        self._meaning = (
            Dense(context.embedder, context.store, context.metrics, settings.scale()) if context.embedder else None
        )

    async def ping(self) -> None:
        """As the store."""
        await self._store.ping()

    async def retrieve(self, query: Query) -> tuple[Passage, ...]:
        """The best passages of both, unlike each other; a score is the better one of the two."""
        if not query.text.strip() or (self._meaning is None and self._reranker is None):
            return await self._words.retrieve(query)
        wide = Query(query.text, query.scope, query.limit * _CANDIDATES)
        words, near = await _both(self._words, self._meaning, wide)
        fitting = self._fused(words, near)
        if self._reranker is not None:
            fitting = await self._reranker.reranked(query.text, fitting)
        return self._unlike(fitting, query.limit)

    def _fused(self, words: tuple[Passage, ...], near: tuple[Passage, ...]) -> Mapping[Passage, float]:
        """What fits, best first. Words count by how many are there; what is too far away has moved others up."""
        by_words, by_meaning = ({_key(passage): passage for passage in one} for one in (words, near))
        ranking = fused({key: passage.score for key, passage in by_words.items()}, dict.fromkeys(by_meaning, 1.0))
        found = {_key(passage): passage for passage in sorted((*near, *words), key=lambda passage: passage.score)}
        return {
            found[key]: share
            for key, share in normalised(ranking).items()
            if key in by_words or by_meaning[key].score >= self._settings.nearness
        }

    def _unlike(self, ranking: Mapping[Passage, float], limit: int) -> tuple[Passage, ...]:
        chosen = diverse(
            list(ranking),
            ranking.__getitem__,
            lambda one, other: overlap(_terms_of(one.text), _terms_of(other.text)),
            limit=limit,
            weight=self._settings.diversity,
        )
        return tuple(chosen)


def _key(passage: Passage) -> Hashable:
    return passage.id or (passage.source, passage.text)


async def _both(
    words: Retriever, meaning: Dense | None, query: Query
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """What each finds, asked at the same time; a failure of the first is raised, and ends the other."""
    if meaning is None:
        return await words.retrieve(query), ()
    near = asyncio.create_task(meaning.nearest(query))
    try:
        return await words.retrieve(query), await near
    finally:
        near.cancel()


@lru_cache(maxsize=512)
def _terms_of(text: str) -> frozenset[str]:
    """Kept for the passages that are found again and again."""
    return frozenset(terms(text))
