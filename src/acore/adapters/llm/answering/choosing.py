"""Chooses the block that answers a question, and tells whether it does.

Two sums of weighted numbers: one ranks the blocks, the other one judges the best of them. The weights were fitted to
labelled questions (the tuning half of `benchmarks/answers`, and others); each has the sign that its number asks for.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from acore.adapters.llm.answering.features import Features, features
from acore.adapters.llm.answering.gathering import gathered
from acore.adapters.llm.answering.lines import Line, lines_of
from acore.adapters.llm.answering.showing import Quote
from acore.adapters.llm.answering.wording import Asked, asked_by
from acore.domain.knowledge import Passage

RANK: Final[Mapping[str, float]] = {
    "covered": 1.0, "own": 0.83, "alone": 1.15, "rare": 1.14, "heavy": -1.98, "light": -0.52, "vague": -0.54,
    "nameless": -0.21, "bare": -0.92, "fit": 0.95, "unfit": -0.95, "focus": 0.16, "form": 0.24, "begins": 0.22,
    "near": 0.82, "opens": 0.74, "named": 0.18, "stranger": -0.19, "unwanted": -0.06, "later": -0.48,
}  # fmt: skip
JUDGE: Final[Mapping[str, float]] = {
    "covered": 3.92, "rare": 0.62, "heavy": -2.57, "elsewhere": 0.46, "bare": -0.55, "fit": 0.19, "unfit": -3.69,
    "focus": 2.13, "form": 0.99, "begins": 1.54, "near": 0.61, "opens": 0.52, "named": 0.11, "later": -2.39,
}  # fmt: skip
ENOUGH: Final = 4.5
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
    known = features(asked, lines)
    ranks = [_sum(RANK, one) for one in known]
    at = max(range(len(lines)), key=lambda at: ranks[at], default=None)
    return lines[at] if at is not None and _sum(JUDGE, known[at]) >= ENOUGH else None


def _sum(weights: Mapping[str, float], one: Features) -> float:
    return sum(weight * float(getattr(one, name)) for name, weight in weights.items())
