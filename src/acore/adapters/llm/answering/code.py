"""Reads source code: what its comments and docstrings say, and its lines, each under the comment over it."""

import re
from collections.abc import Iterator, Sequence

from acore.adapters.llm.answering.block import Block
from acore.adapters.llm.answering.sentences import sentences

SUFFIXES = frozenset(
    "py pyi js mjs ts tsx jsx go rs java kt c h cc cpp hpp cs rb sh bash php swift lua sql scala pl r jl".split()
)
_COMMENT = re.compile(r"^\s*(?:#+!?|//+!?|--|;+|/?\*+/?)\s?(?P<words>.*?)(?:\*/)?\s*$")
_QUOTES = re.compile(r'^\s*[rR]?("""|\'\'\')')
_DEFINITION = re.compile(r"^\s*(?:async def|def|class|func|fn|function|interface|struct|type|enum|public|private)\b")


def blocks_of_code(text: str) -> tuple[Block, ...]:
    """The sentences of comments and docstrings, and every line of code that holds a word."""
    return tuple(_read(text.splitlines()))


def _read(lines: Sequence[str]) -> Iterator[Block]:
    heading = ""
    said: list[str] = []
    at = group = 0
    while at < len(lines):
        line, group = lines[at], group + 1
        if quotes := _QUOTES.match(line):
            end = _end_of(lines, at, quotes[1])
            prose = [part.strip().strip("\"'").strip() for part in lines[at : end + 1]]
            yield from _sentences(prose, group, heading)
            at, said = end + 1, []
            continue
        comment = _COMMENT.match(line)
        if comment and line.strip():
            said.append(comment["words"])
        elif line.strip():
            yield from _sentences(said, group, heading)
            heading = line.strip() if _DEFINITION.match(line) else heading
            if re.search(r"\w{2}", line):
                yield Block(line.strip(), "line", group, heading, " ".join(said))
            said = []
        at += 1
    yield from _sentences(said, group + 1, heading)


def _end_of(lines: Sequence[str], begin: int, quotes: str) -> int:
    first = lines[begin].split(quotes, 1)[1]
    if quotes in first:
        return begin
    return next((at for at in range(begin + 1, len(lines)) if quotes in lines[at]), len(lines) - 1)


def _sentences(lines: Sequence[str], group: int, heading: str) -> Iterator[Block]:
    """Blank lines part paragraphs; they share the group, since a docstring is about one thing."""
    for paragraph in "\n".join(lines).split("\n\n"):
        for sentence in sentences(" ".join(paragraph.split())):
            yield Block(sentence, "sentence", group, heading)
