"""Chooses, of pages that were fetched for a question, the passages that answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acore.domain.knowledge import Chunk, Passage
from acore.domain.sparse import rarity, said, weights
from acore.domain.terms import question

_LEAST = 0.4
"""The share of the question's words that a passage holds at least; the search engine found its page for all of them."""
_BY_RARITY = 0.3
_BY_RANK = 0.05
"""What a page loses for each one that the search engine listed before it."""
_FROM_ONE_PAGE = 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    chunk: Chunk
    page: int
    weights: dict[str, float]


def best_passages(asked: str, pages: Sequence[Sequence[Chunk]], limit: int) -> tuple[Passage, ...]:
    """At most `limit` passages of the pages, which come best first; no more than three of one page.

    A score is the share of the question's words, by weight, that the passage or its title holds. What
    holds too few of them is left out, so that nothing beats something wrong.
    """
    wanted = question(asked)
    candidates = list(_candidates(pages))
    if not wanted or not candidates:
        return ()
    rare = {
        term: weight * rarity(len(candidates), sum(term in one.weights for one in candidates))
        for term, weight in wanted.items()
    }
    told = [sum(rare[term] * one.weights.get(term, 0) for term in wanted) for one in candidates]
    most = max(told) or 1
    ranked = sorted(
        ((_share(wanted, one), one, words / most) for one, words in zip(candidates, told, strict=True)),
        key=lambda found: _BY_RANK * found[1].page - found[0] - _BY_RARITY * found[2],
    )
    return tuple(_unlike((share, one) for share, one, _ in ranked if share >= _LEAST))[:limit]


def _candidates(pages: Sequence[Sequence[Chunk]]) -> Iterator[_Candidate]:
    for number, page in enumerate(pages):
        for chunk in page:
            yield _Candidate(chunk, number, weights(said(chunk.source.title, chunk.text)))


def _share(wanted: dict[str, float], one: _Candidate) -> float:
    held = sum(weight for term, weight in wanted.items() if term in one.weights)
    return min(held / sum(wanted.values()), 1.0)


def _unlike(ranked: Iterator[tuple[float, _Candidate]]) -> Iterator[Passage]:
    """Each text once, and not too many of one page."""
    texts: set[str] = set()
    taken: dict[int, int] = {}
    for share, one in ranked:
        text = " ".join(one.chunk.text.split())
        taken.setdefault(one.page, 0)
        if text in texts or taken[one.page] == _FROM_ONE_PAGE:
            continue
        texts.add(text)
        taken[one.page] += 1
        yield Passage(one.chunk.text, one.chunk.source, round(share, 3))
