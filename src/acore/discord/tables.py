"""Shows Markdown tables, which Discord does not know, as aligned text or as lists."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDEST = 60
"""Columns of aligned text; wider lines would break in a message."""

_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*")
_ROW_BEGUN = re.compile(r"[ \t]*\|(?!\|)")
_BORDER = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_LIVE = re.compile(r"\]\(|https?://|<(?:[@#/:t]|a:)")
"""What is a link, a name or an emoji in a message, and would not be one in code."""
_MARKUP = re.compile(
    r"(?P<ticks>`+)(?P<code>.{1,100}?)(?P=ticks)"
    r"|(?P<marks>\*{1,3}|~~)(?=\S)(?P<words>.{0,100}?\S)(?P=marks)"
    r"|\\(?P<escaped>[^\w\s])"
)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose rows have as many cells as there are headers."""

    headers: Sequence[str]
    aligned: Sequence[str]
    """For each column the side its cells stand on: "<", "^" or ">"."""
    rows: Sequence[Sequence[str]]


def with_tables(text: str) -> str:
    r"""The text with its tables as aligned code where they are narrow and hold no links, else as lists.

    It holds no code fences, and ends its lines with "\n" alone.
    """
    return "\n".join(_rendered(text.split("\n"))) if "|" in text else text


def without_begun_row(text: str) -> str:
    """The text that is still being written without the end that may become a table or a row of one, but is none yet."""
    *lines, last = text.split("\n")
    if last.strip() and not _ROW_BEGUN.match(last):
        return text
    first = len(lines)
    while first and _ROW_BEGUN.match(lines[first - 1]):
        first -= 1
    rows = lines[first:]
    if len(rows) > 1 and not _is_head(*rows[:2]):
        return text
    return "\n".join([*lines[:first], *(rows if len(rows) > 1 else ()), ""])


def display_width(text: str) -> int:
    """Columns that the text takes where every character is as wide as the others; wide ones take two."""
    width, before = 0, ""
    for character in text:
        if character == _AS_PICTURE:
            width += before != "" and unicodedata.east_asian_width(before) not in "WF"
        elif before != _JOINER and not _is_mark(character):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        before = character
    return width


def _rendered(lines: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(lines):
        if place + 1 == len(lines) or not _is_head(lines[place], lines[place + 1]):
            yield lines[place]
            place += 1
            continue
        end = place + 2
        while end < len(lines) and "|" in lines[end]:
            end += 1
        table = _table(lines[place:end])
        yield from _as_code(table) or _as_list(table)
        place = end


def _is_head(line: str, rule: str) -> bool:
    """The two lines begin a table."""
    return "|" in line and "|" in rule and bool(_RULE.fullmatch(rule)) and len(_cells(line)) == len(_cells(rule))


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in _BORDER.split(line.strip().removeprefix("|"))]
    return cells if cells[-1] or len(cells) == 1 else cells[:-1]


def _table(lines: Sequence[str]) -> _Table:
    headers, rules, *rows = (_cells(line) for line in lines)
    sides = [("^" if rule.startswith(":") else ">") if rule.endswith(":") else "<" for rule in rules]
    return _Table([_on_one_line(cell) for cell in headers], sides, [_in_columns(row, len(headers)) for row in rows])


def _in_columns(cells: Sequence[str], columns: int) -> list[str]:
    """As many cells as there are columns; what is too much goes into the last one."""
    filled = [_on_one_line(cell) for cell in (*cells, *[""] * (columns - len(cells)))]
    return [*filled[: columns - 1], " | ".join(filled[columns - 1 :])]


def _on_one_line(cell: str) -> str:
    return " ".join(_BREAK.sub(" ", cell).replace("\\|", "|").split())


def _as_code(table: _Table) -> list[str]:
    """The lines of the aligned table in a code fence; none where code would take something from it."""
    if any(_LIVE.search(cell) for row in (table.headers, *table.rows) for cell in row):
        return []
    headers, *rows = ([_plain(cell) for cell in row] for row in (table.headers, *table.rows))
    widths = [max(1, *(display_width(row[column]) for row in (headers, *rows))) for column in range(len(headers))]
    if sum(widths) + 3 * (len(widths) - 1) > WIDEST:
        return []
    head, *body = (
        " | ".join(map(_padded, row, widths, table.aligned)).rstrip().replace("```", "`\u200b``")
        for row in (headers, *rows)
    )
    return ["```", head, "-+-".join("-" * width for width in widths), *body, "```"]


def _as_list(table: _Table) -> Iterator[str]:
    """The lines of a list with an item for each row, where each cell is named by its header."""
    names = [f"**{name}**" if (name := _plain(header)) else "" for header in table.headers]
    if not any(map(any, table.rows)):
        yield " | ".join(filter(None, names))
    for row in table.rows:
        fields = [": ".join(filter(None, field)) for field in zip(names, row, strict=True) if field[1]]
        yield from (f"{'  ' if number else '- '}{field}" for number, field in enumerate(fields))


def _plain(cell: str) -> str:
    """The cell without the marks that nothing makes bold in code."""
    return _MARKUP.sub(lambda found: found["code"] or found["escaped"] or _plain(found["words"]), cell).strip()


def _padded(cell: str, width: int, side: str) -> str:
    room = width - display_width(cell)
    left = {"<": 0, "^": room // 2, ">": room}[side]
    return f"{' ' * left}{cell}{' ' * (room - left)}"


def _is_mark(character: str) -> bool:
    """It takes no place of its own."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc") or ord(character) in _SKIN_TONES
