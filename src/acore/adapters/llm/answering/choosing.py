"""Chooses the block that answers a question, and tells whether it does.

Two sums of weighted numbers: one ranks the blocks, the other one judges the best of them. The weights were fitted to
labelled questions by `scripts/fit_answers.py`.
"""

import heapq
import math
import re
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Final

from acore.adapters.llm.answering.features import MARKED, Features, features
from acore.adapters.llm.answering.gathering import gathered
from acore.adapters.llm.answering.judging import judged
from acore.adapters.llm.answering.lines import Line, lines_of
from acore.adapters.llm.answering.showing import Quote
from acore.adapters.llm.answering.wording import Asked, asked_by
from acore.domain.knowledge import Passage

RANK: Final[Mapping[str, float]] = {
    "covered": 1.29, "own": 0.9, "alone": 0.77, "rare": 1.22, "heavy": -1.4, "elsewhere": -0.76, "light": -1.05,
    "vague": -0.58, "nameless": -0.07, "bare": -0.53, "fit": 2.04, "focus": 0.15, "form": 0.31, "begins": 0.14,
    "near": 1.27, "opens": 0.36, "named": 0.47, "stranger": -0.37, "unwanted": -0.07, "asks": -1.0, "later": -0.84,
}  # fmt: skip
_NUMBERS: Final[Callable[[Features], tuple[float, ...]]] = attrgetter(*RANK)
JUDGE: Final[Mapping[str, float]] = {
    "covered": 3.33, "found": 3.84, "alone": 0.14, "bare": -0.68, "light": 1.56, "near": 1.06, "opens": 0.62,
    "form": 0.87, "begins": 0.18, "fit": 0.46, "later": -4.48, "score": 2.37, "lead": 0.28, "few": -0.66,
    "german": 0.19, "version gone": -2.24, "no reason": -2.6, "unfit number": -3.31, "unfit time": -2.47,
    "unfit person": -2.93, "unfit reason": -0.37, "unfit name": -5.76, "is yes-no": 0.67, "is compare": 2.12,
    "is steps": 0.96, "name gone": -1.37, "thing gone": -0.54, "thing apart": -0.69, "deed apart": -1.98,
    "related gone": -0.49, "loose": -0.25,
}  # fmt: skip
ENOUGH: Final = 8.7
"""What the sum of the judging weights has to reach."""

_NEAR = 1.5
"""The difference of ranks up to which the second best says something as well."""
_HELP = 0.5
"""How far a page about acore itself comes behind a document of one's own that says as much."""
_SAID, _SURELY = 0.8, 0.85
"""The share of the question that a line holds, and the mark it has, that needs no other one beside it."""
_SHORTEST_NUMBER = 3
"""Digits of a number that is asked for by itself; shorter ones stand everywhere."""
_SECOND = re.compile(
    r",? (?:and|und) (?=(?:when|where|who|what|how|why|which|wann|wo|wer|was|wie|warum|welche[rsnm]?) \w+ \w+)",
    re.IGNORECASE,
)


def quotes(asked: str, passages: Sequence[Passage], *, before: str = "", said: str = "") -> tuple[Quote, ...]:
    """The quotes that together answer; empty where none does.

    `before` is the question that `asked` goes on from; what stands in `said` is not quoted again. Of a
    question that asks two things, each is answered for itself.
    """
    found: dict[str, Quote] = {}
    for part in _SECOND.split(asked):
        for quote in _answer(part, passages, before, said):
            found.setdefault(quote.text, quote)
    return tuple(sorted(found.values(), key=lambda quote: quote.n))


def _answer(text: str, passages: Sequence[Passage], before: str, said: str) -> tuple[Quote, ...]:
    asked = asked_by(text, before)
    if all(term.isdigit() and len(term) < _SHORTEST_NUMBER for term in asked.weights):
        return ()
    lines = [line for line in lines_of(passages, asked) if line.block.text not in said]
    if not lines:
        return ()
    known = features(asked, lines)
    helps = {n for n, passage in enumerate(passages, 1) if passage.source.is_help}
    ranks = [ranked(one) - _HELP * (line.n in helps) for one, line in zip(known, lines, strict=True)]
    places = chosen(asked, lines, known, ranks)
    best = places[0]
    if not answers(judged(asked, lines[best], known[best], lead(lines, ranks, best))):
        return ()
    return tuple(gathered(asked, [lines[at] for at in places], lines))


def chosen(asked: Asked, lines: Sequence[Line], known: Sequence[Features], ranks: Sequence[float]) -> list[int]:
    """Where the best line is, and the next best sentence of its passage if it comes near, which may tell the rest.

    Nothing is added to a line that holds the question's words and the mark of an answer by itself.
    """
    first, second, third = [*heapq.nlargest(3, range(len(lines)), key=lambda at: ranks[at]), None, None][:3]
    if first is None:
        return []
    best = lines[first]
    is_marked = asked.wanted.kind not in MARKED or known[first].fit >= _SURELY
    if (known[first].alone >= _SAID and is_marked) or best.block.kind != "sentence":
        return [first]
    near = [at for at in (second, third) if at is not None and ranks[at] >= ranks[first] - _NEAR]
    return [first, *[at for at in near if lines[at].n == best.n and lines[at].block.kind == "sentence"][:1]]


def ranked(known: Features) -> float:
    """The sum that the blocks of one question are compared by."""
    return sum(weight * number for weight, number in zip(RANK.values(), _NUMBERS(known), strict=True))


def lead(lines: Sequence[Line], ranks: Sequence[float], best: int) -> float:
    """What the best block's rank is above that of the next one that says something else."""
    others = [rank for line, rank in zip(lines, ranks, strict=True) if line.block.text != lines[best].block.text]
    return ranks[best] - max(others, default=-math.inf)


def answers(numbers: Mapping[str, float]) -> bool:
    """Whether the numbers of the best block say that it answers."""
    return sum(weight * numbers[name] for name, weight in JUDGE.items()) >= ENOUGH
