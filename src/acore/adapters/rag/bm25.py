"""Retrieval by words."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from pydantic import Field

from acore.domain.knowledge import BELOW, Chunk, Hit, Passage, Query
from acore.domain.likeness import alike, best
from acore.domain.related import forms, is_loaded, load, related, widened
from acore.domain.terms import CONTENT_IN_ENGLISH, is_german, question, terms
from acore.interfaces import Retriever, RetrieverContext
from acore.interfaces.engine import EngineContext, EngineSettings

_CANDIDATES = 4
"""Times the limit that the store is asked for, because some are left out."""
_MANY_CANDIDATES = 12
"""The same where a word of the question is one of German's little words, which stand everywhere in German texts."""
_SURE = 0.9
"""With a share like this among the hits, the store is not asked for words of the same meaning."""
_BY_RANK = 0.3
"""What the store's own score adds to the share of the question that a passage holds."""
_BY_BEGINNING = 0.5
_NAME = 1.2
"""From this weight on, a word is a name or a number."""
_BY_TITLE = 0.2
"""What a title adds that is about what is asked and about nothing else."""


class BM25Settings(EngineSettings):
    """How much of a question a passage has to hold."""

    engine: Literal["bm25"] = "bm25"
    floor: float = Field(default=0.45, ge=0, le=1)
    """The share of a question's words that a passage has to hold to be found at all."""


class BM25Retriever(Retriever):
    """Asks the store by BM25, once more by words of the same meaning if need be, and leaves out what only seems to fit.

    A passage's score is the share of the question's words, by weight, that it or its title holds:
    1 is all of them. Another form of a word, or one of the same meaning, counts a little less. What
    is below the floor is not returned, so that nothing beats something wrong.
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
        if not is_loaded():
            await asyncio.to_thread(load)
        german = is_german(query.text)
        text = f"{query.text} {forms(asked)}"
        wide = query.limit * (
            _CANDIDATES if german or asked.keys().isdisjoint(CONTENT_IN_ENGLISH) else _MANY_CANDIDATES
        )
        hits = await self._store.search(Query(text, query.scope, wide))
        ranked = _ranked(asked, hits, german=german)
        if not _is_found(asked, ranked) and (wider := widened(query.text, asked)):
            more = await self._store.search(Query(wider, query.scope, query.limit * _CANDIDATES))
            known = {_place_of(hit.chunk) for hit in hits}
            others = [Hit(hit.chunk, 0) for hit in more if _place_of(hit.chunk) not in known]
            ranked = _ranked(asked, [*hits, *others], german=german) if others else ranked
        found: dict[str, Passage] = {}
        for share, hit in ranked:
            if share >= self._floor:
                text = hit.chunk.text
                found.setdefault(" ".join(text.split()), Passage(text, hit.chunk.source, round(share, 3), hit.chunk.id))
            if len(found) == query.limit:
                break
        return _with_beginning(asked, tuple(found.values()), hits, query.limit)


def _is_found(asked: Mapping[str, float], ranked: Sequence[tuple[float, Hit]]) -> bool:
    """Whether the best hit holds enough, or all but numbers and the like, for which no other word could stand."""
    if not ranked:
        return False
    share, hit = ranked[0]
    held = _terms_of(f"{hit.chunk.source.title}\n{hit.chunk.text}")
    return share >= _SURE or not any(word.isalpha() or related(word) for word in asked if word not in held)


def _place_of(chunk: Chunk) -> tuple[str | None, str, int]:
    """What tells chunks apart, cheaper than their ids."""
    return chunk.audience.guild, chunk.document, chunk.position


def _with_beginning(
    asked: Mapping[str, float], found: tuple[Passage, ...], hits: Sequence[Hit], limit: int
) -> tuple[Passage, ...]:
    """Where the best passage lacks a name that its document begins with, that beginning is given as well, last."""
    if not found:
        return found
    document, held = found[0].source.uri.partition("#")[0], _terms_of(f"{found[0].source.title}\n{found[0].text}")
    lacking = {word for word, weight in asked.items() if weight >= _NAME and word not in held}
    for hit in hits:
        chunk = hit.chunk
        is_beginning = not chunk.position and chunk.source.uri.partition("#")[0] == document
        if is_beginning and lacking & _terms_of(f"{chunk.source.title}\n{chunk.text}"):
            known = any(passage.id == chunk.id for passage in found)
            first = Passage(chunk.text, chunk.source, found[-1].score, chunk.id)
            return found if known else (*found[: limit - 1], first)
    return found


@dataclass(frozen=True, slots=True)
class _Search:
    """What a ranking depends on; the hits of two equal ones hold the same."""

    asked: tuple[tuple[str, float], ...]
    german: bool
    found: tuple[tuple[str, int, str, str, float], ...]
    hits: Sequence[Hit] = field(compare=False)


def _ranked(asked: Mapping[str, float], hits: Sequence[Hit], *, german: bool) -> list[tuple[float, Hit]]:
    """Each hit with the share of the question that it holds, best first."""
    found = tuple(
        (one.document, one.position, one.fingerprint, one.source.title, hit.score)
        for hit in hits
        for one in (hit.chunk,)
    )
    return [(share, hits[at]) for share, at in _order(_Search(tuple(asked.items()), german, found, hits))]


@lru_cache(maxsize=32)
def _order(search: _Search) -> tuple[tuple[float, int], ...]:
    """The shares and the places of the hits, best first; kept for questions that are asked again."""
    asked, hits, german = dict(search.asked), search.hits, search.german
    top = max((hit.score for hit in hits), default=0) or 1
    words = [_terms_of(f"{hit.chunk.source.title}\n{hit.chunk.text}") for hit in hits]
    if not german and not asked.keys().isdisjoint(CONTENT_IN_ENGLISH):
        words = [
            held - CONTENT_IN_ENGLISH if is_german(hit.chunk.text) else held
            for hit, held in zip(hits, words, strict=True)
        ]
    known = alike(asked, frozenset[str]().union(*words), german=german)
    about = {hit.chunk.document: held for hit, held in zip(hits, words, strict=True) if not hit.chunk.position}
    shares = [
        _share(asked, known, held, about.get(hit.chunk.document, frozenset()))
        for hit, held in zip(hits, words, strict=True)
    ]
    marks = [
        share + _BY_RANK * hit.score / top + _BY_TITLE * _aimed(asked, hit)
        for share, hit in zip(shares, hits, strict=True)
    ]
    return tuple((shares[at], at) for at in sorted(range(len(hits)), key=lambda at: -marks[at]))


def _share(
    asked: Mapping[str, float],
    known: Mapping[str, Mapping[str, float]],
    held: Collection[str],
    beginning: Collection[str],
) -> float:
    """The share of the question that a piece holds; names count half that stand where its document begins."""
    found = 0.0
    for word, weight in asked.items():
        own = 1.0 if word in held else best(known[word], held)
        found += weight * (max(own, _BY_BEGINNING * (word in beginning)) if weight >= _NAME else own)
    return min(found / sum(asked.values()), 1.0)


def _aimed(asked: Mapping[str, float], hit: Hit) -> float:
    """The share of the last heading's words that are asked for."""
    said = question(hit.chunk.source.title.rpartition(BELOW)[2])
    return sum(weight for word, weight in said.items() if word in asked) / sum(said.values()) if said else 0.0


@lru_cache(maxsize=512)
def _terms_of(text: str) -> frozenset[str]:
    """Kept for the passages that are found again and again."""
    return frozenset(terms(text))
