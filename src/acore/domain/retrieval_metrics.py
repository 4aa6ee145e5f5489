"""How good a ranking is, by the measures that retrieval is compared by.

A ranking is a sequence of names, best first, each at most once; `gains` says of each relevant name how relevant it is.
Names without a gain above 0 are not relevant. A question without anything relevant has no figure here: asking for one
raises ValueError, so that it is left out of a mean on purpose, and not by chance.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import log2


def recall_at(k: int, ranking: Sequence[str], gains: Mapping[str, float]) -> float:
    """The share of what is relevant that is among the first `k`.

    As trec_eval's ``recall.k``: relevant and among the first k, divided by all that is relevant, however small k is.
    """
    relevant = _relevant(gains)
    return sum(name in relevant for name in islice(ranking, k)) / len(relevant)


def reciprocal_rank_at(k: int, ranking: Sequence[str], gains: Mapping[str, float]) -> float:
    """1 divided by the place of the first that is relevant; 0 where it is none of the first `k`.

    Its mean over all questions is MRR (Voorhees, The TREC-8 Question Answering Track Report, 1999), cut at k
    as MS MARCO does.
    """
    relevant = _relevant(gains)
    return next((1 / place for place, name in enumerate(islice(ranking, k), start=1) if name in relevant), 0.0)


def ndcg_at(k: int, ranking: Sequence[str], gains: Mapping[str, float]) -> float:
    """What the first `k` give, each counting less the lower it stands, as a share of the best that there could be.

    The sum of gain / log2(place + 1) (Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques,
    2002), divided by the same sum over the best ranking; gains count as they are, as in trec_eval's ``ndcg_cut``,
    which BEIR reports.
    """
    relevant = _relevant(gains)
    best = sorted(relevant.values(), reverse=True)
    return _discounted(relevant.get(name, 0.0) for name in islice(ranking, k)) / _discounted(islice(best, k))


def _relevant(gains: Mapping[str, float]) -> dict[str, float]:
    relevant = {name: gain for name, gain in gains.items() if gain > 0}
    if not relevant:
        raise ValueError("nothing is relevant")
    return relevant


def _discounted(gains: Iterable[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, start=1))
