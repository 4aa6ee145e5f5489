"""Chooses the block that answers a question, and tells whether it does.

Two sums of weighted numbers: one ranks the blocks, the other one judges the best of them. The weights were fitted to
labelled questions by `scripts/fit_answers.py`.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

from acore.adapters.llm.answering.features import Features, features
from acore.adapters.llm.answering.gathering import gathered
from acore.adapters.llm.answering.judging import judged
from acore.adapters.llm.answering.lines import Line, lines_of
from acore.adapters.llm.answering.showing import Quote
from acore.adapters.llm.answering.wording import Asked, asked_by
from acore.domain.knowledge import Passage

RANK: Final[Mapping[str, float]] = {
    "covered": 1.29, "own": 0.9, "alone": 0.77, "rare": 1.24, "heavy": -1.47, "elsewhere": -0.7, "light": -1.05,
    "vague": -0.59, "nameless": -0.19, "bare": -0.53, "fit": 2.04, "focus": 0.14, "form": 0.31, "begins": 0.14,
    "near": 1.25, "opens": 0.35, "named": 0.44, "stranger": -0.37, "unwanted": -0.07, "asks": -1.0, "later": -0.81,
}  # fmt: skip
JUDGE: Final[Mapping[str, float]] = {
    "covered": 3.58, "found": 3.64, "alone": 0.2, "bare": -0.99, "light": 1.36, "near": 1.09, "opens": 0.64,
    "form": 0.96, "begins": 0.19, "fit": 0.4, "later": -3.61, "score": 2.56, "lead": 0.34, "few": -1.04, "german": 0.26,
    "version gone": -2.22, "no reason": -2.71, "unfit number": -3.28, "unfit time": -2.75, "unfit person": -3.42,
    "unfit reason": -0.38, "unfit name": -5.59, "is yes-no": 0.59, "is compare": 2.21, "is steps": 1.01,
    "name gone": -1.3, "thing gone": -0.51, "thing apart": -1.09, "deed apart": -2.04, "related gone": -0.61,
    "loose": -0.42,
}  # fmt: skip
ENOUGH: Final = 8.8
"""What the sum of the judging weights has to reach."""

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
    best = _best(asked, lines)
    return tuple(gathered(asked, [best], lines)) if best is not None else ()


def _best(asked: Asked, lines: Sequence[Line]) -> Line | None:
    """The best line, where it answers."""
    if not lines:
        return None
    known = features(asked, lines)
    ranks = [ranked(one) for one in known]
    at = max(range(len(lines)), key=lambda at: ranks[at])
    return lines[at] if answers(judged(asked, lines[at], known[at], lead(lines, ranks, at))) else None


def ranked(known: Features) -> float:
    """The sum that the blocks of one question are compared by."""
    return sum(weight * float(getattr(known, name)) for name, weight in RANK.items())


def lead(lines: Sequence[Line], ranks: Sequence[float], best: int) -> float:
    """What the best block's rank is above that of the next one that says something else."""
    others = [rank for line, rank in zip(lines, ranks, strict=True) if line.block.text != lines[best].block.text]
    return ranks[best] - max(others, default=-math.inf)


def answers(numbers: Mapping[str, float]) -> bool:
    """Whether the numbers of the best block say that it answers."""
    return sum(weight * numbers[name] for name, weight in JUDGE.items()) >= ENOUGH
