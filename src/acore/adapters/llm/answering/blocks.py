"""Takes a passage apart into what can be quoted by itself: sentences, list items, rows, records, lines and code."""

import re
from collections.abc import Iterator
from itertools import groupby

from acore.adapters.llm.answering.block import Block, Cell
from acore.adapters.llm.answering.records import pairs_of, record, records_of_csv, records_of_pairs
from acore.adapters.llm.answering.sentences import sentences

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"^#{1,6}\s+(?P<words>.*?)\s*#*$")
_STEP = re.compile(r"^\s*\d{1,3}[.)]\s+")
_ITEM = re.compile(r"^\s*[-*+•]\s+")
_QUESTION = re.compile(r"^(?:\*\*)?(?:Q|F|Frage|Question)\s*\d*[:.]\s*", re.IGNORECASE)
_ANSWER = re.compile(r"^(?:\*\*)?(?:A|Answer|Antwort|回答)[:.]\s+", re.IGNORECASE)
_RULE = re.compile(r"^[\s\-*_=|:+#<>!]*$")
_MOST = 0.6
_LISTING = re.compile(
    r"^\s*(?:\"?[\w./ -]{1,40}\"?\s*[:=]\s*\S|\[?\d{4}-\d\d-\d\d|\d\d:\d\d|\[[^\]]{3,30}\] ?\S"
    r"|[^\s,;]+(?:[,;][^,;]*){2,}$)"
)
_SAID = re.compile(r"^\s*(?:\[[^\]]{3,30}\]|\(?\d\d?:\d\d\)?) ?(?:-|–)? ?<?[\w .-]{1,30}>?: \S")
"""What somebody said in a conversation that was kept as text, with the time."""
_CUE = re.compile(r"(?m)^(?:\d+\s*\n)?(?:\d\d:)?\d\d:\d\d[.,]\d{3} --> .*\n?|^WEBVTT.*\n")
DATED = re.compile(r"\d{4}|\d+\.\d+\.\d+|\d年")
"""A heading that says when, or which version, is an answer by itself."""
_LONGEST_TITLE = 80
_ENDS = re.compile(r"[.!?…:;。！？：][\"'”’)\]」]*$|[;=|{}]")
_PARTED = re.compile(r"[^:;|·]{1,60}: [^;|·]+(?:; | \| | · )[^:;|·]{1,60}: ")
"""Several names with their values on a line."""
_CELL = re.compile(r"(?<!\\)\|")
_BOLD_QUESTION = ("?**", "？**", "?__", "**?")
_LEADS = (":", "：")


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown or plain text, in order; headings and questions that are answered are left out."""
    if _CUE.search(text):
        text = re.sub(r"\n\s*\n", "\n", _CUE.sub("", text))
    found: list[Block] = []
    heading = lead = ""
    parts = list(_parts(text))
    for group, (kind, lines) in enumerate(parts):
        if kind == "heading":
            heading, lead = lines[0], ""
            if DATED.search(heading):
                found.append(Block(heading, "line", group, heading))
        elif kind == "code":
            found.append(Block("\n".join(lines), "code", group, heading, lead))
        elif kind == "row":
            found.extend(_rows(lines, group, heading))
        elif kind in ("item", "step"):
            found.extend(Block(line, "step" if kind == "step" else "item", group, heading, lead) for line in lines)
        else:
            if not group and len(parts) > 1 and _is_title(lines):
                heading = lines[0]
                continue
            heading, prose = _prose(lines, group, heading)
            found.extend(prose)
            lead = prose[-1].text if prose and prose[-1].text.endswith(_LEADS) else ""
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
    first = rows[0] if len(rows) < len(lines) else ""
    names = _values(first)
    for row in rows[1:] if first else rows:
        values = _values(row)
        known = [*names, *[""] * len(values)][: len(values)]
        cells = tuple(Cell(name, value, value) for name, value in zip(known, values, strict=True))
        yield Block(f"{first}\n{row}" if first else row, "row", group, heading, "", cells)


def _values(row: str) -> list[str]:
    return [value.strip() for value in _CELL.split(row.strip().strip("|"))]


def _prose(lines: list[str], group: int, heading: str) -> tuple[str, list[Block]]:
    """The blocks of a paragraph, and the heading that holds from here on."""
    if not _QUESTION.match(lines[0]) and (listed := _listed(lines, group, heading)):
        return heading, listed
    if _QUESTION.match(lines[0]) and (at := next((at for at, line in enumerate(lines) if _ANSWER.match(line)), 0)):
        heading, lines = _QUESTION.sub("", _joined(lines[:at])), [_ANSWER.sub("", lines[at]), *lines[at + 1 :]]
    said = list(sentences(_joined(lines)))
    if said and (_QUESTION.match(said[0]) or (len(said) == 1 and said[0].endswith(("?", "？")))):
        heading = _QUESTION.sub("", said.pop(0))
    elif len(said) > 1 and said[0].endswith(_BOLD_QUESTION):
        heading = said.pop(0).strip("*_ ")
    return heading, [Block(sentence, "sentence", group, heading) for sentence in said]


def _listed(lines: list[str], group: int, heading: str) -> list[Block]:
    """The records or entries of lines that are no prose; nothing where they are."""
    rows, _ = records_of_csv(lines)
    if rows:
        return [record(row, group, heading) for row in rows]
    is_record = any(_PARTED.match(line) for line in lines)
    if is_record and (found := records_of_pairs(lines, group, heading)):
        return found
    pairs = pairs_of(lines)
    if len({name for name, *_ in pairs}) < len(pairs):  # somebody speaks twice: it is a conversation
        return [Block(line, "sentence", group, heading) for line in lines]
    if pairs:
        cells = tuple(Cell(name, value, line) for name, value, line in pairs)
        return [Block("\n".join(lines), "record", group, heading, "", cells)]
    if _is_conversation(lines):
        return [Block(line, "sentence", group, heading) for line in lines]
    return [Block(line, "line", group, heading) for line in lines] if _is_listing(lines) else []


def _is_title(lines: list[str]) -> bool:
    """Whether the first paragraph is but one short line that ends as no sentence does."""
    return len(lines) == 1 and len(lines[0]) < _LONGEST_TITLE and not _ENDS.search(lines[0]) and ": " not in lines[0]


def _joined(lines: list[str]) -> str:
    """One text of the lines; between characters of a script without spaces there is none."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff])", "", " ".join(lines))


def _is_conversation(lines: list[str]) -> bool:
    return len(lines) > 1 and sum(bool(_SAID.match(line)) for line in lines) > _MOST * len(lines)


def _is_listing(lines: list[str]) -> bool:
    """Whether most lines are entries of their own: ``key = value``, a line of a log, a row of CSV."""
    return len(lines) > 1 and sum(bool(_LISTING.match(line)) for line in lines) > _MOST * len(lines)
