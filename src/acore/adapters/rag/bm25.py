"""Retrieval by words."""

from functools import lru_cache
from typing import Literal

from pydantic import Field

from acore.domain.knowledge import BELOW, Chunk, Hit, Passage, Query
from acore.domain.terms import question, terms
from acore.interfaces import Retriever, RetrieverContext
from acore.interfaces.engine import EngineContext, EngineSettings

_CANDIDATES = 2
"""Times the limit that the store is asked for, because some are left out."""
_BY_RANK = 0.3
"""What the store's own score adds to the share of the question that a passage holds."""


_BY_TITLE = 0.2
"""What a title adds that is about what is asked and about nothing else."""


class BM25Settings(EngineSettings):
    """How much of a question a passage has to hold."""

    engine: Literal["bm25"] = "bm25"
    floor: float = Field(default=0.45, ge=0, le=1)
    """The share of a question's words that a passage has to hold to be found at all."""


class BM25Retriever(Retriever):
    """Asks the store by BM25, and leaves out what only seems to fit.

    A passage's score is the share of the question's words, by weight, that it or its title holds:
    1 is all of them. What is below the floor is not returned, so that nothing beats something wrong.
    """

    Settings = BM25Settings

    def __init__(self, settings: BM25Settings, context: EngineContext) -> None:
        assert isinstance(context, RetrieverContext)
        self._floor = settings.floor
        self._store = context.store

    async def ping(self) -> None:
        """As the store."""
        await self._store.ping()

    async def retrieve(self, query: Query) -> tuple[Passage, ...]:
        """The best passages by what they hold, and among equals by the store's score."""
        asked = question(query.text)
        if not asked:
            return ()
        hits = await self._store.search(Query(query.text, query.scope, query.limit * _CANDIDATES))
        best = max((hit.score for hit in hits), default=0) or 1
        whole = sum(asked.values())
        ranked = sorted(
            ((_held(asked, hit) / whole, hit) for hit in hits),
            key=lambda found: -(found[0] + _BY_RANK * found[1].score / best + _BY_TITLE * _aimed(asked, found[1])),
        )
        found: dict[str, tuple[float, Chunk]] = {}
        for share, hit in ranked:
            if share >= self._floor:
                found.setdefault(" ".join(hit.chunk.text.split()), (share, hit.chunk))
            if len(found) == query.limit:
                break
        return tuple(Passage(chunk.text, chunk.source, round(share, 3), chunk.id) for share, chunk in found.values())


def _held(asked: dict[str, float], hit: Hit) -> float:
    """The weight of the words asked for that the chunk or its title holds."""
    held = _terms_of(f"{hit.chunk.source.title}\n{hit.chunk.text}")
    return sum(weight for word, weight in asked.items() if word in held)


def _aimed(asked: dict[str, float], hit: Hit) -> float:
    """The share of the last heading's words that are asked for."""
    said = question(hit.chunk.source.title.rpartition(BELOW)[2])
    return sum(weight for word, weight in said.items() if word in asked) / sum(said.values()) if said else 0.0


@lru_cache(maxsize=512)
def _terms_of(text: str) -> frozenset[str]:
    """Kept for the passages that are found again and again."""
    return frozenset(terms(text))
