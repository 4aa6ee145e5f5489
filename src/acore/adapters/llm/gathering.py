"""Puts a chosen line together with what belongs to it, and writes the quote."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from acore.adapters.llm.asking import Kind
from acore.adapters.llm.blocks import Block
from acore.adapters.llm.matching import Asked, Line

ENOUGH = 0.6
"""The share of what is asked that quotes have to hold, or there is no answer."""
_LONGEST_PROSE = 500
_LONGEST_SECTION = 800
_LONGEST_QUOTE = 1500
SAME = 0.65
"""From this nearness on, a heading asks the same as the question."""
_MOST_ITEMS = 14
_MOST_JOINED = 4
_POINTS_BACK = re.compile(
    r"^(?:it|its|this|that|these|those|they|he|she|then|there|so|otherwise|but|es|er|sie|dies\w*|das|dann|dort|sonst|aber)"
    r"\b",
    re.IGNORECASE,
)
_UNSPACED = ("。", "！", "？")
"""Ends of sentences after which no space is written."""
_CITING = re.compile(r"\[(?=\d{1,3}\])")

_Places = Mapping[tuple[int, int], Line]
"""Every line by its passage and its place there."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage as they stand there; `n` is the passage's place, from 1."""

    text: str
    n: int
    is_block: bool = False
    """Code, a table or a list: it stands on lines of its own."""


def gathered(wanted: Asked, chosen: Sequence[Line], lines: Sequence[Line]) -> Iterator[Quote]:
    """The chosen lines with what belongs to them, in the order of the passages; neighbours as one, nothing twice."""
    places = {(line.n, line.place): line for line in lines}
    found = {(part.n, part.place) for line in chosen for part in _together(wanted, line, places)}
    run: list[Line] = []
    for place in sorted(found):
        if run and (run[-1].n, run[-1].place + 1) != place:
            yield _quote(run)
            run = []
        run.append(places[place])
    if run:
        yield _quote(run)


def _together(wanted: Asked, line: Line, places: _Places) -> list[Line]:
    """The section that asks the same, the whole list, or the line with its neighbours."""
    if line.near >= SAME and wanted.kind not in ("number", "time", "person"):
        return _section(line, places)
    if line.block.kind == "step" or (line.block.kind == "item" and not _says_enough(wanted, line)):
        group = _group(line, places)
        return [*_introduced(group[0], places), *group]
    return _with_neighbours(wanted.kind, line, places)


def _with_neighbours(kind: Kind, line: Line, places: _Places) -> list[Line]:
    """The line, after the sentence that it points back to, and before what a colon announces or what explains it."""
    found = [line]
    if line.block.kind == "code":
        found = [*_introduced(line, places), line]
    elif line.block.kind == "sentence" and _POINTS_BACK.match(line.block.text):
        before = places.get((line.n, line.place - 1))
        found = [before, line] if before and before.block.group == line.block.group else found
    while len(found) < _MOST_JOINED:
        following = places.get((line.n, found[-1].place + 1))
        if following is None or not _belongs(kind, found[-1], following, _length(found)):
            break
        found += _group(following, places) if following.block.kind in ("item", "step") else [following]
    return found


def _section(line: Line, places: _Places) -> list[Line]:
    """What stands under the heading, as far as it fits."""
    whole = [other for other in places.values() if (other.n, other.block.heading) == (line.n, line.block.heading)]
    return _fitting(whole, _LONGEST_SECTION)


def _group(line: Line, places: _Places) -> list[Line]:
    """All of a list, or where it is long the part from a little before the line on."""
    whole = [other for other in places.values() if (other.n, other.block.group) == (line.n, line.block.group)]
    at = whole.index(line)
    start = 0 if len(whole) <= _MOST_ITEMS and _length(whole) <= _LONGEST_QUOTE else max(0, at - 2)
    return _fitting(whole[start:], _LONGEST_QUOTE)


def _fitting(lines: Sequence[Line], most: int) -> list[Line]:
    found = list(lines[:1])
    for line in lines[1:_MOST_ITEMS]:
        if _length(found) + len(line.block.text) > most:
            break
        found.append(line)
    return found


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.block.text) for line in lines)


def _says_enough(wanted: Asked, line: Line) -> bool:
    """Whether an item answers without the rest of its list."""
    own = sum(weight * line.held.get(term, 0) for term, weight in wanted.weights.items())
    is_list = wanted.kind == "list" and bool(line.above)
    return not is_list and own >= ENOUGH * sum(wanted.weights.values())


def _belongs(kind: Kind, line: Line, following: Line, length: int) -> bool:
    """Whether what follows is part of the answer."""
    block, after = line.block, following.block
    if block.text.endswith(":"):
        return after.kind != "sentence" or after.group == block.group
    if kind == "steps" and after.kind in ("code", "step"):
        return after.heading == block.heading
    if after.group != block.group or (block.kind, after.kind) != ("sentence", "sentence"):
        return False
    return kind in ("steps", "meaning", "reason") and length + len(after.text) < _LONGEST_PROSE


def _introduced(line: Line, places: _Places) -> list[Line]:
    before = places.get((line.n, line.place - 1))
    return [before] if before and before.block.text.endswith(":") and before.block.kind == "sentence" else []


def _quote(parts: Sequence[Line]) -> Quote:
    text = ""
    for part in parts:
        flows = part.block.kind == "sentence" and "\n" not in text
        between = "\n" if not flows else "" if text.endswith(_UNSPACED) else " "
        text = f"{text}{between}{_shown(part.block)}" if text else _shown(part.block)
    return Quote(text, parts[0].n, is_block=any(part.block.kind != "sentence" for part in parts))


def _shown(block: Block) -> str:
    if block.kind == "row":
        return f"```\n{block.text}\n```"
    text = block.text
    if len(text) > _LONGEST_QUOTE:
        text = f"{text[:_LONGEST_QUOTE].rsplit(None, 1)[0]} …"
        return f"{text}\n```" if block.kind == "code" else text
    # A footnote mark inside a quote must not count as a citation of ours: an invisible joiner sets it apart.
    return text if block.kind == "code" else _CITING.sub("[\u2060", text)
