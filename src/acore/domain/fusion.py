"""Several rankings as one, and many passages as few that say different things."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

_K = TypeVar("_K", bound=Hashable)
_T = TypeVar("_T")

SMOOTHING: Final = 60
"""How little the first places count more than the next ones; 60 is the authors' own choice."""
_SAME = 0.9
"""The share of common words from which two texts say the same."""


def fused(*rankings: Mapping[_K, float], smoothing: float = SMOOTHING) -> dict[_K, float]:
    """Reciprocal rank fusion: what stands high in several rankings, best first, each with its score.

    A ranking is in order, and says how much each place in it counts, where 1 is in full. The score is the sum of
    that over (smoothing + rank), ranks from 1 (Cormack, Clarke and Büttcher 2009, who count all in full). Equals stay
    in the order in which they came.
    """
    scores: dict[_K, float] = {}
    for ranking in rankings:
        for rank, (one, counts) in enumerate(ranking.items(), 1):
            scores[one] = scores.get(one, 0.0) + counts / (smoothing + rank)
    return dict(sorted(scores.items(), key=lambda scored: -scored[1]))


def diverse(
    ranked: Sequence[_T],
    relevance: Callable[[_T], float],
    likeness: Callable[[_T, _T], float],
    *,
    limit: int,
    weight: float,
) -> list[_T]:
    """At most `limit` of them: the first, then again and again what is relevant and unlike those that were chosen.

    Maximal marginal relevance (Carbonell and Goldstein 1998): relevance minus `weight` times the likeness to the most
    alike of those chosen, both from 0 to 1. A likeness of 1 is the same again, and is left out.
    """
    left, chosen = list(ranked), list[_T]()
    nearest = dict.fromkeys(range(len(left)), 0.0)
    order = list(range(len(left)))
    while order and len(chosen) < limit:
        best = max(order, key=lambda index: relevance(left[index]) - weight * nearest[index])
        chosen.append(left[best])
        for index in order:
            nearest[index] = max(nearest[index], likeness(left[best], left[index]))
        order = [index for index in order if index != best and nearest[index] < 1]
    return chosen


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """How alike two texts are by their sets of terms: the share of terms that they have in common (Jaccard's).

    Those that share nearly all, and every number, say the same: 1. Rows of a table, which differ in their numbers
    alone, do not.
    """
    both = len(set(one) & set(other))
    among = len(set(one) | set(other))
    share = both / among if among else 1.0
    if share >= _SAME and _numbers(one) == _numbers(other):
        return 1.0
    return min(share, _SAME)


def _numbers(terms: Iterable[str]) -> set[str]:
    return {term for term in terms if any(map(str.isdigit, term))}


def normalised(scores: Mapping[_K, float]) -> dict[_K, float]:
    """The scores as shares of the best one."""
    best = max(scores.values(), default=0.0) or 1.0
    return {one: score / best for one, score in scores.items()}
