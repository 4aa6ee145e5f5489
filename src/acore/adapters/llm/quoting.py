"""Picks, out of passages, the few blocks that bear on a question: verbatim, and numbered by their passage."""

import math
import re
from collections.abc import Mapping, Sequence

from acore.adapters.llm.asking import looks_like
from acore.adapters.llm.gathering import ENOUGH, SAME, Quote, gathered
from acore.adapters.llm.matching import Asked, Line, lines_of, wanted_by
from acore.domain.knowledge import Passage
from acore.domain.terms import terms

_ENOUGH_WITHOUT_A_NAME = 0.8
"""The share of what is asked that quotes have to hold where a name or a number of the question is not among it."""
_NAME = 1.2
"""From this weight on, a word of the question is a name or a number."""
_STRONG = 0.7
"""From this weight on, a word is worth a further quote."""
_ABOVE = 0.6
"""How much a word counts that stands only in the title or heading over a block."""
_EQUAL = 0.95
"""From this nearness on, a heading has the very words of the question."""
_SHORTEST_NUMBER = 3
"""Digits of a number that is asked for by itself; shorter ones stand everywhere."""
_BEGINNING = re.compile(r"^[\W\d_]*(?:(?:the|a|an|der|die|das|ein|eine)\s+)?(\S+)", re.IGNORECASE)


def quotes(
    asked: str, passages: Sequence[Passage], *, before: str = "", said: str = "", most: int = 3
) -> tuple[Quote, ...]:
    """At most `most` quotes that together answer, best passage first; empty where none does.

    `before` is the question that `asked` goes on from; what stands in `said` is not quoted again.
    """
    wanted = wanted_by(asked, before)
    if all(term.isdigit() and len(term) < _SHORTEST_NUMBER for term in wanted.weights):
        return ()
    lines = [line for line in lines_of(passages, wanted) if line.block.text not in said] if wanted.weights else []
    if not lines:
        return ()
    chosen = _chosen(wanted, lines, most)
    if not _answers(wanted.weights, chosen):
        return ()
    return tuple(gathered(wanted, chosen, lines))


def _held(term: str, line: Line) -> float:
    return max(line.held.get(term, 0), _ABOVE * line.above.get(term, 0))


def _rarity(weights: Mapping[str, float], lines: Sequence[Line]) -> dict[str, float]:
    """What each word tells lines apart by: its weight, more where few lines have it."""
    most = math.log(1 + len(lines))
    found = {term: sum(term in line.held for line in lines) for term in weights}
    return {
        term: weight * (0.4 + 0.6 * math.log(1 + len(lines) / max(found[term], 1)) / most)
        for term, weight in weights.items()
    }


def _chosen(wanted: Asked, lines: Sequence[Line], most: int) -> list[Line]:
    """The best line, then those that hold what the ones before left out."""
    rare = _rarity(wanted.weights, lines)
    left = dict(rare)
    chosen: list[Line] = []
    while len(chosen) < most:
        best = max(
            (line for line in lines if line not in chosen),
            key=lambda line: _worth(line, left, rare, wanted),
            default=None,
        )
        if best is None or not any(_held(term, best) for term in left):
            break
        chosen.append(best)
        left = {term: weight for term, weight in left.items() if not _held(term, best)}
        if not any(wanted.weights[term] >= _STRONG for term in left):
            break
    return chosen


def _worth(line: Line, left: Mapping[str, float], rare: Mapping[str, float], wanted: Asked) -> float:
    """What a block adds to those chosen before: words first, then its heading and its form, then its place."""
    new = sum(weight * _held(term, line) for term, weight in left.items())
    again = sum(weight * line.held.get(term, 0) for term, weight in rare.items() if term not in left)
    near = 0.8 * line.near * sum(rare.values()) + 0.4 * (line.near >= SAME) + 0.3 * (line.near >= _EQUAL)
    asks = 0.4 if line.block.text.endswith("?") else 0
    long = 0.001 * max(len(line.block.text) - 300, 0)
    later = 0.1 * min(line.n - 1, 4) + 0.01 * line.place
    return new + 0.1 * again + near + _fitness(line, wanted) - asks - long - later


def _fitness(line: Line, wanted: Asked) -> float:
    """What the form of a block adds, where it is the form that is asked for."""
    kind, form = wanted.kind, line.block.kind
    fits = 0.5 * line.named
    if kind == "steps" and form in ("step", "code"):
        return fits + 0.35
    if kind == "list" and form in ("item", "step", "row") and line.above:
        return fits + 0.4
    if kind == "meaning" and _begins_with(line):
        return fits + 0.6
    return fits + 0.35 if looks_like(kind, line.block.text) else fits


def _begins_with(line: Line) -> bool:
    """Whether a block begins with a word of the question, as what tells about it does."""
    begun = _BEGINNING.match(line.block.text)
    return begun is not None and not set(terms(begun[1])).isdisjoint(line.held)


def _answers(weights: Mapping[str, float], chosen: Sequence[Line]) -> bool:
    """Whether the lines hold enough of what is asked, the names among it before all."""
    held = {term: max((_covering(term, line) for line in chosen), default=0.0) for term in weights}
    share = sum(weight * held[term] for term, weight in weights.items()) / sum(weights.values())
    names = [term for term, weight in weights.items() if weight >= _NAME]
    lacks_a_name = any(not held[term] for term in names)
    return share >= (_ENOUGH_WITHOUT_A_NAME if lacks_a_name else ENOUGH)


def _covering(term: str, line: Line) -> float:
    return max(line.held.get(term, 0), 0.9 * line.above.get(term, 0))
