"""Puts a chosen block together with what belongs to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from acore.adapters.llm.answering.connectives import CONCLUDES, EXCEPTS, EXEMPTS, EXPLAINS, OF_A_PERSON, POINTS_BACK
from acore.adapters.llm.answering.forms import Kind
from acore.adapters.llm.answering.lines import Line
from acore.adapters.llm.answering.showing import ENOUGH, Quote, quote_of
from acore.adapters.llm.answering.signs import fits
from acore.adapters.llm.answering.wording import Asked
from acore.domain.related import related
from acore.domain.terms import question

SAME: Final = 0.65
"""From this nearness on, a heading asks the same as the question."""
_EQUAL: Final = 0.95
"""From this nearness on, it asks so in the very same words."""
_LONGEST_SECTION = 800
_LONGEST_LIST = 1500
_LONGEST_REMARK = 60
_LONGEST_EXCEPTION = 220
_LONGEST_COMPARISON = 400
_MOST_ITEMS = 14
_ABOUT = 0.5
"""The share of a question that a sentence holds that is about it."""
_HARDLY_NEWS, _SOME_NEWS = 1.5, 0.9
"""Up to this weight of words, and counting words from that one on, a sentence adds hardly anything to a question."""
_MOST_COMPARED = 3
_MOST_BACK = 2
_FURTHEST_EXCEPTION = 3
_MOST_BEHIND: Final[Mapping[Kind, int]] = {"compare": _MOST_COMPARED, "steps": _MOST_ITEMS}
"""How many sentences may follow; of the other kinds one."""
_FACTS: Final = frozenset({"number", "time", "person", "name"})
"""Kinds of which a section is never quoted whole."""
_BRIEF: Final = frozenset({"place", "choice", "yes-no", "compare"})
"""Kinds of which it is only where its heading is the question."""
_BY_ITEM: Final = frozenset({*_FACTS, "place", "reason", "yes-no"})
"""Kinds that one item of a list answers."""
_OF_SEVERAL: Final = frozenset({"choice", "list"})
"""Kinds that all rows of a table may answer."""
_BY_STEPS: Final = frozenset({"steps", "list", "meaning", "other"})

_Places = Mapping[tuple[int, int], Line]
"""Every line by its passage and its place there."""


def gathered(asked: Asked, chosen: Sequence[Line], lines: Sequence[Line]) -> Iterator[Quote]:
    """The chosen lines with what belongs to them, in the order of the passages; neighbours as one, nothing twice."""
    places = {(line.n, line.place): line for line in lines}
    found = {(part.n, part.place) for line in chosen for part in _together(asked, line, places)}
    if asked.wanted.kind == "compare":
        quoted = [places[place] for place in found]
        found |= {(other.n, other.place) for other in _compared(asked, chosen, quoted, lines)}
    run: list[Line] = []
    for place in sorted(found):
        if run and (run[-1].n, run[-1].place + 1) != place:
            yield quote_of(asked, run)
            run = []
        run.append(places[place])
    if run:
        yield quote_of(asked, run)


def _together(asked: Asked, line: Line, places: _Places) -> list[Line]:
    """The section that asks the same, the whole list, or the line with its neighbours."""
    kind, form = asked.wanted.kind, line.block.kind
    if line.near >= (_EQUAL if kind in _BRIEF else SAME) and kind not in _FACTS:
        return _section(line, places)
    if (form == "step" and kind in _BY_STEPS) or (form == "item" and not _says_enough(asked, line)):
        group = _group(line, places)
        return [*_introduced(group[0], places), *group]
    if form == "row" and kind in _OF_SEVERAL and _is_like_the_others(asked, line, places):
        return _group(line, places)
    if form in ("row", "record", "line", "step", "item"):
        return [line]
    return [*_with_neighbours(asked, line, places), *_exceptions(asked, line, places)]


def _compared(asked: Asked, chosen: Sequence[Line], quoted: Sequence[Line], lines: Sequence[Line]) -> Iterator[Line]:
    """The rows, or sentences, of what is compared with the chosen one and is not yet told of."""
    kinds = {(line.n, line.block.kind, line.block.heading) for line in chosen}
    alike = [line for line in lines if (line.n, line.block.kind, line.block.heading) in kinds]
    for term, weight in asked.weights.items():
        if weight >= ENOUGH and not any(line.held.get(term, 0) >= ENOUGH for line in quoted):
            yield from [line for line in alike if line.held.get(term, 0) >= ENOUGH][:1]


def _exceptions(asked: Asked, line: Line, places: _Places) -> list[Line]:
    """What the paragraph excepts a little further on from a rule that was asked about."""
    if asked.wanted.kind != "yes-no":
        return []
    after = [places.get((line.n, line.place + ahead)) for ahead in range(2, _FURTHEST_EXCEPTION + 1)]
    near = [other for other in after if other and other.block.group == line.block.group]
    return [other for other in near if EXEMPTS.search(other.block.text) and _tells_of(asked, other)]


def _with_neighbours(asked: Asked, line: Line, places: _Places) -> list[Line]:
    """The line, after the sentences that it points back to, and before what a colon announces or an exception."""
    if line.block.kind == "code":
        found = [*_introduced(line, places), line]
    else:
        found = [*_pointed_at(asked, line, places), line]
    while (following := places.get((line.n, found[-1].place + 1))) and _belongs(asked, line, found[-1], following):
        found += _group(following, places) if following.block.kind in ("item", "step") else [following]
        most = _MOST_BEHIND.get(asked.wanted.kind, 1)
        if len(found) > _MOST_ITEMS or (
            found[-1].place - line.place >= most and not found[-1].block.text.endswith(":")
        ):
            break
    return found


def _pointed_at(asked: Asked, line: Line, places: _Places) -> list[Line]:
    """The sentences before a line that begins with “it” or “there”, as far as it takes to know what is meant."""
    found: list[Line] = []
    first = line
    while len(found) < _MOST_BACK and first.block.kind == "sentence" and _points_back(asked, first.block.text):
        before = places.get((line.n, first.place - 1))
        if before is None or before.block.group != line.block.group:
            break
        found.insert(0, before)
        first = before
    return found


def _points_back(asked: Asked, text: str) -> bool:
    if asked.wanted.kind == "reason" and CONCLUDES.match(text):
        return True
    is_known = asked.about_person and OF_A_PERSON.match(text) is not None
    return not is_known and POINTS_BACK.match(text) is not None


def _section(line: Line, places: _Places) -> list[Line]:
    """What stands under the heading, as far as it fits."""
    whole = [other for other in places.values() if (other.n, other.block.heading) == (line.n, line.block.heading)]
    return _fitting(whole, _LONGEST_SECTION)


def _group(line: Line, places: _Places) -> list[Line]:
    """All of a list, or where it is long the part from a little before the line on."""
    whole = [other for other in places.values() if (other.n, other.block.group) == (line.n, line.block.group)]
    at = whole.index(line)
    start = 0 if len(whole) <= _MOST_ITEMS and _length(whole) <= _LONGEST_LIST else max(0, at - 2)
    return _fitting(whole[start:], _LONGEST_LIST)


def _is_like_the_others(asked: Asked, line: Line, places: _Places) -> bool:
    """Whether no word of the question tells the row from the others of its table: then all of them are asked for."""
    whole = [other for other in places.values() if (other.n, other.block.group) == (line.n, line.block.group)]
    return all(other.held.get(term, 0) == line.held.get(term, 0) for other in whole for term in asked.weights)


def _fitting(lines: Sequence[Line], most: int) -> list[Line]:
    found = list(lines[:1])
    for line in lines[1:_MOST_ITEMS]:
        if _length(found) + len(line.block.text) > most:
            break
        found.append(line)
    return found


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.block.text) for line in lines)


def _says_enough(asked: Asked, line: Line) -> bool:
    """Whether an item answers without the rest of its list."""
    if asked.wanted.kind in _BY_ITEM:
        return True
    own = sum(weight * line.held.get(term, 0) for term, weight in asked.weights.items())
    if asked.wanted.kind not in ("list", "steps") and any(
        term.isdigit() and line.held.get(term, 0) >= ENOUGH for term in asked.weights
    ):
        return True
    is_list = asked.wanted.kind in ("list", "steps") and bool(line.above)
    return not is_list and own >= ENOUGH * sum(asked.weights.values())


def _belongs(asked: Asked, line: Line, last: Line, following: Line) -> bool:
    """Whether what follows is part of the answer."""
    kind, block, after = asked.wanted.kind, last.block, following.block
    if block.text.endswith(":"):
        return after.kind != "sentence" or after.group == block.group
    if kind == "steps" and after.kind in ("code", "step"):
        return after.heading == block.heading
    if after.group != block.group or (block.kind, after.kind) != ("sentence", "sentence"):
        return False
    if last is line and len(after.text) < _LONGEST_EXCEPTION and _leaves_open(asked, line, following):
        return True
    if kind == "reason" and not fits(asked.wanted, line.block.text):
        return EXPLAINS.search(after.text) is not None
    if kind == "compare":
        return len(block.text) + len(after.text) < _LONGEST_COMPARISON and following.place - line.place < _MOST_ITEMS
    if kind == "yes-no" and len(after.text) < _LONGEST_EXCEPTION:
        return bool(POINTS_BACK.search(after.text) or EXCEPTS.search(after.text) or _tells_of(asked, following))
    return kind in ("steps", "meaning", "reason") and len(after.text) < _LONGEST_REMARK


def _leaves_open(asked: Asked, line: Line, following: Line) -> bool:
    """Whether a sentence says hardly more than the question, or what is wanted stands in the next one only."""
    held = sum(weight * line.held.get(term, 0) for term, weight in asked.weights.items())
    if held < _ABOUT * sum(asked.weights.values()):
        return False
    if asked.wanted.kind in _FACTS | {"place", "reason"}:
        return not fits(asked.wanted, line.block.text) and (
            asked.wanted.kind == "reason" or fits(asked.wanted, following.block.text) > 0
        )
    return asked.wanted.kind != "yes-no" and _news(asked, line) < _HARDLY_NEWS


def _news(asked: Asked, line: Line) -> float:
    """How much a sentence says that the question does not."""
    known = {*asked.weights, *(other for term in asked.weights for other in related(term))}
    said = question(line.block.text)
    return sum(weight for term, weight in said.items() if term not in known and weight >= _SOME_NEWS)


def _tells_of(asked: Asked, line: Line) -> bool:
    """Whether a line holds a word of the question that says much."""
    return any(weight >= ENOUGH and line.held.get(term, 0) >= ENOUGH for term, weight in asked.weights.items())


def _introduced(line: Line, places: _Places) -> list[Line]:
    before = places.get((line.n, line.place - 1))
    return [before] if before and before.block.text.endswith(":") and before.block.kind == "sentence" else []
