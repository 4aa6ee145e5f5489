"""What tells whether the block that was chosen answers the question, as numbers."""

from collections.abc import Mapping
from typing import Final

from acore.adapters.llm.answering.features import Features, strengths
from acore.adapters.llm.answering.fitting import fit_of
from acore.adapters.llm.answering.forms import Kind
from acore.adapters.llm.answering.lines import Line
from acore.adapters.llm.answering.wording import NAME, Asked
from acore.domain.related import related

_FOUND: Final = 0.3
"""From this strength on, a word of the question is found."""
_CLOSE: Final = 0.9
"""From this strength on, it is the word itself, or a form of it."""
_HEAVY: Final = 0.8
"""From this weight on, a word says what a question is about."""
_MARKED: Final[tuple[Kind, ...]] = ("number", "time", "person", "reason", "name")
"""Kinds of answers that have a mark of their own, and are hardly any without it."""
_OPEN: Final[tuple[Kind, ...]] = ("yes-no", "compare", "steps")
_FURTHEST: Final = 3.0
"""A greater lead says no more."""


def judged(asked: Asked, line: Line, known: Features, lead: float) -> Mapping[str, float]:
    """The numbers of the chosen block; `lead` is what its rank is above that of the next one that says something else.

    A word is “gone” that stands neither in the block nor around it nor anywhere in what was found of its
    document, and “apart” where it stands in another place of the document.
    """
    strong = strengths(asked, line, fit_of(asked, line))
    total = sum(asked.weights.values())
    return {
        "covered": known.covered,
        "found": sum(weight for term, weight in asked.weights.items() if strong[term] >= _FOUND) / total,
        "alone": known.alone,
        "bare": known.bare,
        "light": known.light,
        "near": known.near,
        "opens": known.opens,
        "form": known.form,
        "begins": known.begins,
        "fit": known.fit,
        "later": known.later,
        "score": line.score,
        "lead": min(lead, _FURTHEST),
        "few": (1 - known.named) / len(asked.weights),
        "german": float(asked.german),
        "version gone": float(
            any(version not in f"{line.block.heading} {line.block.text}" for version in asked.versions)
        ),
        "no reason": known.unfit * known.alone * (asked.wanted.kind == "reason"),
        **{f"unfit {kind}": known.unfit * (asked.wanted.kind == kind) for kind in _MARKED},
        **{f"is {kind}": float(asked.wanted.kind == kind) for kind in _OPEN},
        **_lacking(asked, line, strong),
    }


def _lacking(asked: Asked, line: Line, strong: Mapping[str, float]) -> dict[str, float]:
    """How many words of each sort are missing; `loose` ones are there by another word of about that meaning."""
    found = dict.fromkeys(("name gone", "thing gone", "thing apart", "deed apart", "related gone", "loose"), 0.0)
    for term, weight in asked.weights.items():
        if weight < _HEAVY:
            continue
        if strong[term] >= _FOUND:
            is_loose = _FOUND <= line.held.get(term, 0) < _CLOSE
            found["loose"] += is_loose and line.around.get(term, 0) < _FOUND
            continue
        is_apart = line.elsewhere.get(term, 0) >= _FOUND
        sort = "deed" if term in asked.deeds else "name" if weight >= NAME else "thing"
        if (name := f"{sort} {'apart' if is_apart else 'gone'}") in found:
            found[name] += 1
        found["related gone"] += not is_apart and bool(related(term))
    return found
