"""The parts of source code: functions, classes and what else a line begins and names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MODIFIERS = (
    r"(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub(?:\([^)]*\))?|override"
    r"|open|sealed|data|inline|virtual|unsafe|extern|const|partial|declare|suspend)\s+)*"
)
_KEYWORDS = (
    r"(?:def|class|func|fn|fun|function\*?|interface|struct|enum|trait|impl(?:<[^>]*>)?|module|namespace|object|record"
    r"|protocol|extension|sub|proc|macro_rules!|create\s+(?:or\s+replace\s+)?(?:table|view|function|procedure))"
)
_NAMED = re.compile(rf"[ \t]*{_MODIFIERS}{_KEYWORDS}\s+(?:\([^)]*\)\s*)?(?P<name>[A-Za-z_$][\w$.:]*)", re.IGNORECASE)
_CALLED = re.compile(
    r"(?!(?:if|for|while|switch|return|else|catch|do|case|with|using)\b)"
    r"[A-Za-z_][\w \t*&:<>,~\[\]]*[ \t*&](?P<name>[A-Za-z_~][\w:~]*)\([^;{}]*\)[^;{}()]*\{?$"
)
_ARROW = re.compile(
    r"(?:export\s+)?(?:const|let|var)\s+(?P<name>[\w$]+)\s*=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*=>|\w+\s*=>)"
)
_ABOVE = re.compile(r"[ \t]*(?:@|#\[|//|/\*|\*|#(?!!)|--)")
"""Decorators and comments: they belong to what stands under them."""
_CLOSING = re.compile(r"[ \t]*[)}\]]|[ \t]*(?:end|else|elif|except|finally|catch)\b")
_DEEPEST = 2
_SMALL = 60
"""Words up to which neighbours share a span."""
_LONGEST_LINE = 300

CODE = frozenset(
    "py pyi js jsx mjs cjs ts tsx java kt kts scala go rs c h cc cpp cxx hpp cs swift rb php lua dart ex exs jl "
    "r pl pm sh bash zsh ps1 sql zig nim hs ml fs vb m mm groovy gd vue svelte".split()
)
"""Endings of the names of source code."""


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `first` up to, not including, `last`, counted from 0, under these names: a class, then its method."""

    path: tuple[str, ...]
    first: int
    last: int


def is_code(uri: str) -> bool:
    """Whether the name that an address ends with is one of source code."""
    _, dot, ending = uri.rsplit("/", 1)[-1].rpartition(".")
    return bool(dot) and ending.lower() in CODE


def spans(lines: Sequence[str]) -> list[Span]:
    """All lines, in spans that begin where something is defined; small neighbours are put together."""
    found: list[Span] = []
    for span in _apart(lines):
        before = found[-1] if found else None
        if before and _belong(before.path, span.path) and _words(lines, before.first, span.last) <= _SMALL:
            found[-1] = Span(_shared(before.path, span.path), before.first, span.last)
        else:
            found.append(span)
    return found


def _apart(lines: Sequence[str]) -> Iterator[Span]:
    open_now: list[tuple[int, str]] = []
    begin = 0
    for at, line in enumerate(lines):
        if not line.strip() or _CLOSING.match(line):
            continue
        indent, name = _indent(line), _name(line)
        still_open = [entry for entry in open_now if entry[0] < indent]
        left = len(still_open) < len(open_now) and not _ABOVE.match(line)
        if not left and not (name and len(still_open) < _DEEPEST):
            continue
        first = max(begin, _above(lines, at)) if name else at
        if any(part.strip() for part in lines[begin:first]):
            yield Span(tuple(known for _, known in open_now), begin, first)
            begin = first
        open_now = [*still_open, (indent, name)] if name and len(still_open) < _DEEPEST else still_open
    if begin < len(lines):
        yield Span(tuple(known for _, known in open_now), begin, len(lines))


def _name(line: str) -> str:
    """What the line begins to define; empty where it defines nothing."""
    if len(line) > _LONGEST_LINE:
        return ""
    found = _NAMED.match(line) or _ARROW.match(line) or _CALLED.match(line)
    return found["name"].rstrip(":.") if found else ""


def _above(lines: Sequence[str], at: int) -> int:
    """The first of the decorators and comments that stand right above the line."""
    while at and lines[at - 1].strip() and _ABOVE.match(lines[at - 1]):
        at -= 1
    return at


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _belong(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether they stand in the same thing, or the other one stands in the first."""
    return other[:-1] in (one[:-1], one)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]


def _words(lines: Sequence[str], first: int, last: int) -> int:
    return sum(len(line.split()) for line in lines[first:last])
