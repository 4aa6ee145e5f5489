"""Takes a passage apart into what can be quoted by itself: sentences, list items, rows, lines and code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["sentence", "item", "step", "row", "line", "code"]

_LONGEST_PASSAGE = 12_000
_MOST = 0.6
_TAIL = 24
"""Characters at the end of a sentence that tell whether it is one."""
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"^#{1,6}\s+(?P<words>.*?)\s*#*$")
_STEP = re.compile(r"^\s*\d{1,3}[.)]\s+")
_ITEM = re.compile(r"^\s*[-*+•]\s+")
_QUESTION = re.compile(r"^(?:\*\*)?(?:Q|F|Frage|Question)\s*\d*[:.]\s*", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:A|Answer|Antwort)[:.]\s+")
_RULE = re.compile(r"^[\s\-*_=|:+#<>!]*$")
_LISTING = re.compile(
    r"^\s*(?:\"?[\w./ -]{1,40}\"?\s*[:=]\s*\S|\[?\d{4}-\d\d-\d\d|\d\d:\d\d|[^\s,;]+(?:[,;][^,;]*){2,}$)"
)
_END = re.compile(
    r"(?<=[.!?…])(?P<closing>[\"'”’»)\]*_]*)\s+(?=[\"'“‘«„(\[*_`<]*(?:[A-ZÀ-ÞА-ЯΑ-Ω0-9`]|[^\x00-\u052f]))|(?<=[。！？])"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|Mr|Mrs|Ms|Dr|Prof|St|No|approx|resp|ca|bzw|usw|z\. ?B|d\. ?h|Nr|Abs|Str|inkl|ggf|vgl)"
    r"|\b[A-Za-zÄÖÜ]|(?:^|\s)\d{1,2})\.$",
)
_MONTHS = re.compile(r"^(?:Jan|Feb|M[aä]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])")
_ORDINAL = re.compile(r"\b(?:am|im|der|den|dem|des|vom|zum|das|die|ab|bis|jede[nmrs]?)\s\d{1,2}\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Something to quote, word for word but for the breaks of its lines.

    Blocks of one list, paragraph or table share their `group`. `heading` is what stands above: a
    heading, the question that an FAQ answers, or a table's first row.
    """

    text: str
    kind: Kind
    group: int
    heading: str = ""


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown or plain text, in order; headings and questions that are answered are left out."""
    found: list[Block] = []
    heading = ""
    for group, (kind, lines) in enumerate(_parts(text[:_LONGEST_PASSAGE])):
        if kind == "heading":
            heading = lines[0]
        elif kind == "code":
            found.append(Block("\n".join(lines), "code", group, heading))
        elif kind == "row":
            found.extend(_rows(lines, group, heading))
        elif kind in ("item", "step"):
            found.extend(Block(line, "step" if kind == "step" else "item", group, heading) for line in lines)
        else:
            heading, prose = _prose(lines, group, heading)
            found.extend(prose)
    return tuple(found)


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    """Runs of lines of one kind."""
    code: list[str] = []
    pending: list[tuple[str, str]] = []
    for line in text.splitlines():
        if code:
            code.append(line)
            if line.strip().startswith(code[0].strip()[:3]) and not line.strip("`~ \t"):
                yield "code", code
                code = []
        elif _FENCE.match(line):
            yield from _runs(pending)
            code = [line]
        else:
            pending.append((_kind(line, pending[-1][0] if pending else ""), line))
    yield from _runs(pending)
    if code:
        yield "code", [*code, code[0].strip()[:3]]


def _kind(line: str, before: str) -> str:
    if found := _HEADING.match(line):
        return "heading" if found["words"] else "blank"
    if line.strip().startswith("|"):
        return "row"
    if not line.strip() or _RULE.match(line):
        return "blank"
    if _STEP.match(line) and (before != "prose" or line.lstrip().startswith("1")):
        return "step"
    if _ITEM.match(line):
        return "item"
    return f"{before.removesuffix('+')}+" if before.rstrip("+") in ("item", "step") and line[:1] in " \t" else "prose"


def _runs(pending: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """A line that goes on from an item is put behind it; blank lines part paragraphs, not lists."""
    joined: list[tuple[str, str]] = []
    for kind, line in pending:
        if kind.endswith("+"):
            joined[-1] = (joined[-1][0], f"{joined[-1][1]} {line.strip()}")
        elif not (kind == "blank" and joined and joined[-1][0] in ("item", "step")):
            joined.append((kind, line.strip()))
    pending.clear()
    for kind, lines in groupby(joined, key=lambda part: part[0]):
        if kind == "heading":
            yield from (("heading", [line.lstrip("#").strip(" #")]) for _, line in lines)
        elif kind != "blank":
            yield kind, [line for _, line in lines]


def _rows(lines: list[str], group: int, heading: str) -> Iterator[Block]:
    rows = [line for line in lines if not _RULE.match(line)]
    if not rows:
        return
    names = rows[0] if len(rows) < len(lines) else ""
    for row in rows[1:] if names else rows:
        yield Block(f"{names}\n{row}" if names else row, "row", group, f"{heading} {names}".strip())


def _prose(lines: list[str], group: int, heading: str) -> tuple[str, list[Block]]:
    """The blocks of a paragraph, and the heading that holds from here on."""
    if not _QUESTION.match(lines[0]) and _is_listing(lines):
        return heading, [Block(line, "line", group, heading) for line in lines]
    sentences = list(_sentences(" ".join(lines)))
    if sentences and (_QUESTION.match(sentences[0]) or (len(sentences) == 1 and sentences[0].endswith("?"))):
        heading = _QUESTION.sub("", sentences.pop(0))
    return heading, [Block(_ANSWER.sub("", sentence), "sentence", group, heading) for sentence in sentences]


def _is_listing(lines: list[str]) -> bool:
    """Whether most lines are entries of their own: ``key = value``, a line of a log, a row of CSV."""
    return len(lines) > 1 and sum(bool(_LISTING.match(line)) for line in lines) > _MOST * len(lines)


def _sentences(paragraph: str) -> Iterator[str]:
    begin = 0
    for end in _END.finditer(paragraph):
        stop = end.start() + len(end["closing"] or "")
        tail = paragraph[max(begin, stop - _TAIL) : stop]  # the whole sentence each time would be quadratic
        if tail and not (_ABBREVIATED.search(tail) and not _is_end(tail, paragraph[end.end() : end.end() + _TAIL])):
            yield paragraph[begin:stop]
            begin = end.end()
    if rest := paragraph[begin:].strip():
        yield rest


def _is_end(sentence: str, following: str) -> bool:
    """A number before a full stop ends a sentence, unless it is an ordinal: ``am 3. Mai``, ``im 2. Stock``."""
    counts = re.search(r"\s\d{1,2}\.$", sentence) is not None
    return counts and not (_MONTHS.match(following) or _ORDINAL.search(sentence))
