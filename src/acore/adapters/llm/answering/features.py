"""What tells whether a block answers a question, as numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

from acore.adapters.llm.answering.fitting import SIZE, fit_of
from acore.adapters.llm.answering.forms import Kind, Measure
from acore.adapters.llm.answering.gathering import SAME
from acore.adapters.llm.answering.lines import Line
from acore.adapters.llm.answering.vocabulary import APPEARED, IMPLIED, ROOM, VERSIONS
from acore.adapters.llm.answering.wording import NAME, Asked
from acore.domain.terms import terms

_FOUND: Final = 0.3
"""From this strength on, a word of the question is found."""
_CLEAR: Final = 0.6
"""From this strength on, it is found for sure."""
_HEAVY: Final = 0.8
"""From this weight on, a word that stands nowhere speaks against an answer."""
_NAMED: Final = 0.62
"""From this strength on, what is chosen is named."""
_APART: Final = 0.5
"""How much it counts that what is done stands in another sentence only: it may be somebody else who does it."""
_NEARBY: Final = 0.8
"""How much a word of a heading, or of the sentence that is pointed back to, counts as the block's own."""
_COMPARED: Final = 0.7
_SAID: Final = 0.9
_HALF_SAID: Final = 0.5
_NEXT_TO_NOTHING: Final = 0.05
MARKED: Final = frozenset({"number", "time", "person", "place", "reason", "name"})
"""Kinds of answers that have a mark of their own."""
_LISTED: Final = frozenset({"step", "item", "code"})
_BEGINNING = re.compile(r"^[\W\d_]*(?:(?:the|a|an|der|die|das|ein|eine)\s+)?(\S+)", re.IGNORECASE)
_VERSION = re.compile(r"\b\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Features:
    """One block's numbers, most of them from 0 to 1."""

    covered: float
    """The share of the question's words that stand in the block or around it."""
    own: float
    """The same for the block and its headings alone."""
    alone: float
    """The same without the headings."""
    rare: float
    """As `own`, weighed by how few blocks have the word, against the best block."""
    heavy: float
    """The weight of the words that say much and stand nowhere; 1 is one ordinary word."""
    elsewhere: float
    """The weight of those among them that stand in another place of the document."""
    light: float
    """The weight of the others that stand nowhere."""
    vague: float
    """The weight of the words that say much and stand only somewhere around."""
    nameless: float
    """The share of the names and numbers that stand nowhere."""
    bare: float
    """1 where the block itself holds next to nothing of the question."""
    fit: float
    """How surely it has the mark of the answer that is wanted; 0 where any will do."""
    unfit: float
    """1 where such a mark is wanted and is not there."""
    focus: float
    """How far it names what is to be chosen; 1 where nothing is."""
    form: float
    """Whether it has the form that is asked for: steps, a list."""
    begins: float
    """1 where what it tells about is what is asked about."""
    near: float
    """How alike the question and a heading are."""
    opens: float
    """1 where it is the first under a heading that asks nearly the same."""
    named: float
    """1 where it begins with a command or a name of the question, letter by letter."""
    stranger: float
    """1 where it is about a name that was not asked for, and a name that was is not in it."""
    unwanted: float
    """1 where it holds what is expressly not meant."""
    asks: float
    """1 where it is a question itself."""
    later: float
    """What its passage's score lacks to the best one."""


def features(asked: Asked, lines: Sequence[Line]) -> list[Features]:
    """The numbers of each block."""
    fit = [fit_of(asked, line) for line in lines]
    own = [_own(asked, line, fitting) for line, fitting in zip(lines, fit, strict=True)]
    rare = _rarity(asked.weights, own)
    overlap = [sum(rare[term] * strength for term, strength in held.items()) for held in own]
    most = max(overlap, default=0) or 1
    return [
        _features(asked, line, fitting, held, shared / most)
        for line, fitting, held, shared in zip(lines, fit, own, overlap, strict=True)
    ]


def _features(asked: Asked, line: Line, fit: float, own: Mapping[str, float], rare: float) -> Features:
    weights = asked.weights
    total = sum(weights.values())
    strong = strengths(asked, line, fit)
    missing = {term: weight for term, weight in weights.items() if strong[term] < _FOUND}
    heavy = {term: weight for term, weight in missing.items() if weight >= _HEAVY}
    names = [term for term, weight in weights.items() if weight >= NAME]
    alone = sum(weight * _alone(line, term) for term, weight in weights.items())
    is_typed = asked.wanted.kind in MARKED
    return Features(
        covered=sum(weight * strong[term] for term, weight in weights.items()) / total,
        own=sum(weight * own[term] for term, weight in weights.items()) / total,
        alone=alone / total,
        rare=rare,
        heavy=sum(heavy.values()),
        elsewhere=sum(weight for term, weight in heavy.items() if line.elsewhere.get(term, 0) > _FOUND),
        light=sum(missing.values()) - sum(heavy.values()),
        vague=sum(weight for term, weight in weights.items() if weight >= _HEAVY and _FOUND <= strong[term] < _CLEAR),
        nameless=sum(strong[name] < _FOUND for name in names) / len(names) if names else 0,
        bare=float(alone < _NEXT_TO_NOTHING * total),
        fit=fit * is_typed,
        unfit=(1 - fit) * is_typed,
        focus=_focus(asked, line),
        form=_form(asked, line),
        begins=float(asked.wanted.kind == "meaning" and _begins_with(line)),
        near=line.near,
        opens=float(line.opens and line.near >= SAME),
        named=line.named / 2,
        stranger=float(line.stranger and any(not line.held.get(name) for name in names)),
        unwanted=float(not asked.unwanted.isdisjoint(line.words)),
        asks=float(line.block.text.rstrip('*_"”“ ').endswith(("?", "？"))),
        later=line.behind,
    )


def _alone(line: Line, term: str) -> float:
    return max(line.held.get(term, 0), _NEARBY * line.told.get(term, 0))


def _own(asked: Asked, line: Line, fit: float) -> dict[str, float]:
    """How far the block itself, or a heading over it, holds each word."""
    implied = _implied(asked.wanted.measure or asked.wanted.kind, is_fit=fit > _FOUND)
    is_listed = asked.wanted.kind in ("steps", "list") and line.block.kind in _LISTED
    over = line.around if is_listed else line.above
    found = {}
    for term in asked.weights:
        nearby = _NEARBY * max(line.told.get(term, 0), over.get(term, 0))
        if term in asked.within:
            nearby = over.get(term, 0) * (line.near >= SAME)
        found[term] = max(implied.get(term, 0), line.held.get(term, 0), nearby)
    return found


def strengths(asked: Asked, line: Line, fit: float) -> dict[str, float]:
    """How far the block, and what stands around it, hold each word."""
    implied = _implied(asked.wanted.measure or asked.wanted.kind, is_fit=fit > _FOUND)
    asks_for_version = asked.wanted.kind in ("choice", "meaning", "number") and not VERSIONS.isdisjoint(asked.weights)
    if asks_for_version and _tells_version(line):
        implied = {**implied, **dict.fromkeys(VERSIONS, _SAID)}
    if line.block.kind == "line" and line.block.text == line.block.heading:
        implied = {**implied, **dict.fromkeys(APPEARED, _SAID)}
    found = {}
    for term in asked.weights:
        held, told = line.held.get(term, 0), line.around.get(term, 0)
        if asked.wanted.kind == "compare":  # what it is compared with stands in a row, or a sentence, of its own
            told = max(told, _COMPARED * line.elsewhere.get(term, 0))
        if term in asked.within:
            found[term] = max(held, line.above.get(term, 0) * (line.near >= SAME))
        else:
            found[term] = max(implied.get(term, 0), held, _APART * told if term in asked.actions else told)
    return found


@lru_cache(maxsize=64)
def _implied(measure: Measure | Kind, *, is_fit: bool) -> Mapping[str, float]:
    """The words of the question that an answer of its kind says by itself; metres are high, deep and far."""
    known = IMPLIED.get(measure, frozenset()) if is_fit else frozenset()
    return dict.fromkeys(known, _HALF_SAID if measure == "length" else _SAID)


def _rarity(weights: Mapping[str, float], own: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """What each word tells blocks apart by: its weight, more where few have it."""
    most = log(2 + len(own))
    found = {term: sum(held[term] > _FOUND for held in own) for term in weights}
    return {
        term: weight * (0.4 + 0.6 * log(1 + len(own) / max(found[term], 1)) / most) for term, weight in weights.items()
    }


def _focus(asked: Asked, line: Line) -> float:
    heavy = [term for term in asked.focus if asked.weights.get(term, 0) >= _HEAVY]
    if ROOM & asked.focus and SIZE.search(line.block.text):
        return 1
    if VERSIONS & asked.focus and _tells_version(line):
        return 1
    found = max(line.strength(term) for term in heavy) if heavy else 1
    return found if found >= _NAMED else 0


def _tells_version(line: Line) -> bool:
    return bool(line.dated or _VERSION.search(line.block.text))


def _form(asked: Asked, line: Line) -> float:
    kind, form = asked.wanted.kind, line.block.kind
    if kind == "steps":
        return 1.0 if form == "step" or line.block.text.endswith(":") else 0.8 if form == "code" else 0.0
    return float(kind == "list" and form in ("item", "step", "row") and bool(line.above))


def _begins_with(line: Line) -> bool:
    """Whether a block begins with a word of the question, as what tells about it does."""
    begun = _BEGINNING.match(line.block.text)
    return begun is not None and any(term in line.held for term in terms(begun[1]))
