"""Picks, out of passages, the few lines that bear on a question: verbatim, and numbered by their passage."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acore.domain.knowledge import Passage
from acore.domain.terms import question, terms

_ENOUGH = 0.6
"""The share of what is asked that the quotes have to hold, or there is no answer."""
_TITLE = 0.9
"""How much a word counts that stands only in the title over the line."""
_LONGEST_QUOTE = 600
_MORE_LINES = 6
"""Lines of a list or of steps that follow a quoted line."""
_PASSAGES = 5

_FENCE = re.compile(r"^(```|~~~)")
_HEADING = re.compile(r"^#{1,6}\s")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_`]*[A-ZÀ-ÞА-Я0-9])|(?<=[。！？])")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|Mr|Mrs|Ms|Dr|St|No|ca|bzw|usw|z\.B|d\.h|Nr)|\b[A-Z]|\b\d+)\.$")
_STEPS = re.compile(
    r"\b(?:how (?:do|can|to|should|would)|steps?|wie (?:kann|mache|geht|füge|richte|lade|setze))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage as they stand there; `n` is the passage's place, from 1."""

    text: str
    n: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence, a list item or a block of code."""

    text: str
    n: int
    place: int
    kind: str
    words: frozenset[str]
    title: frozenset[str]


def quotes(asked: str, passages: Sequence[Passage], most: int = 3) -> tuple[Quote, ...]:
    """At most `most` quotes that together answer, in the order of their passages; empty where none does."""
    wanted = question(asked)
    lines = [line for n, passage in enumerate(passages[:_PASSAGES], 1) for line in _lines(passage, n)]
    if not wanted or not lines:
        return ()
    chosen = _chosen(wanted, lines, most)
    if _covered(wanted, chosen) < _ENOUGH * sum(wanted.values()):
        return ()
    steps = bool(_STEPS.search(asked))
    return tuple(Quote(_quoted(line, lines, steps=steps), line.n) for line in _in_order(chosen))


def _chosen(wanted: dict[str, float], lines: Sequence[_Line], most: int) -> list[_Line]:
    """The best line, then those that add what the ones before left out; earlier passages win a draw."""
    chosen: list[_Line] = []
    left = dict(wanted)
    while len(chosen) < most and left:
        best = max(lines, key=lambda line: _worth(line, left, wanted))
        if (found := left.keys() & (best.words | best.title)) and best not in chosen:
            chosen.append(best)
            left = {word: weight for word, weight in left.items() if word not in found}
        else:
            break
        if chosen[0].n != best.n or not left or max(left.values()) < 1:
            break
    return chosen


def _worth(line: _Line, left: dict[str, float], wanted: dict[str, float]) -> float:
    new = sum(weight for word, weight in left.items() if word in line.words)
    again = sum(weight for word, weight in wanted.items() if word in line.words and word not in left)
    titled = sum(weight for word, weight in wanted.items() if word in line.title)
    under = sum(weight for word, weight in wanted.items() if word in line.title and word not in line.words)
    long = 0.002 * max(len(line.text) - 300, 0)
    return new + 0.1 * again + _TITLE * under + 0.3 * titled - 0.15 * (line.n - 1) - 0.01 * line.place - long


def _covered(wanted: dict[str, float], chosen: Sequence[_Line]) -> float:
    said = frozenset[str]().union(*(line.words for line in chosen))
    above = frozenset[str]().union(*(line.title for line in chosen))
    return sum(
        weight * (1 if word in said else _TITLE) for word, weight in wanted.items() if word in said or word in above
    )


def _in_order(chosen: Sequence[_Line]) -> list[_Line]:
    return sorted(chosen, key=lambda line: (line.n, line.place))


def _quoted(line: _Line, lines: Sequence[_Line], *, steps: bool) -> str:
    """The line; where steps are asked for, or it announces a list or code, with what follows it."""
    if not (steps or line.text.rstrip().endswith(":")):
        return line.text
    text = line.text
    following = [other for other in lines if other.n == line.n and other.place > line.place][:_MORE_LINES]
    for other in following:
        joined = f"{text}{' ' if other.kind == 'sentence' else chr(10)}{other.text}"
        if len(joined) > _LONGEST_QUOTE or (other.kind == "sentence" and not steps):
            break
        text = joined
    return text


def _lines(passage: Passage, n: int) -> Iterator[_Line]:
    title = frozenset(terms(passage.source.title))
    for place, (kind, text) in enumerate(_units(passage.text)):
        yield _Line(text, n, place, kind, frozenset(terms(text)), title)


def _units(text: str) -> Iterator[tuple[str, str]]:
    """Sentences, list items and code blocks of a Markdown text; headings are left out."""
    paragraph: list[str] = []
    code: list[str] = []
    for line in text.splitlines():
        if code or _FENCE.match(line):
            if not code:
                yield from _sentences(paragraph)
            code.append(line)
            if len(code) > 1 and _FENCE.match(line):
                yield "code", "\n".join(code)
                code = []
        elif not line.strip() or _HEADING.match(line):
            yield from _sentences(paragraph)
        elif _ITEM.match(line) or line.lstrip().startswith("|"):
            yield from _sentences(paragraph)
            yield "item", line.strip()
        else:
            paragraph.append(line.strip())
    yield from _sentences(paragraph)
    if code:
        yield "code", "\n".join([*code, "```"])


def _sentences(paragraph: list[str]) -> Iterator[tuple[str, str]]:
    """The paragraph's sentences; the paragraph is empty afterwards."""
    pending = ""
    for piece in _SENTENCE.split(" ".join(paragraph)):
        pending = f"{pending} {piece}".strip()
        if pending and not _ABBREVIATED.search(pending):
            yield "sentence", pending
            pending = ""
    if pending:
        yield "sentence", pending
    paragraph.clear()
