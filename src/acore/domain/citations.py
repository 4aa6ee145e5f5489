"""Checks the citations of an answer against its passages while it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from acore.domain.citation_marks import Mark, MarkReader, without_marks
from acore.domain.evidence import Evidence, Verdict, sentences
from acore.domain.knowledge import Passage

_REMEMBERED = 1500
"""Characters before a mark in which the sentence is looked for that it stands behind."""
_MOST_SENTENCES = 3
"""That many are taken together where the last one says too little to be judged."""
_CLAUSE_ENDS = frozenset("\n\r.,:;!?)]}\"'*_|”’»。、！？，；：）」』[【［")
_INDEXED = frozenset("])_")
"""Beside letters and digits, what an index may follow."""
_LINE_ENDS = frozenset(("", "\n", "\r"))
_SENTENCE_ENDS = frozenset(".!?…。！？")
_SIGN = "\ue000"
_SUBTEXT = "-# "
"""How lines begin that are about the answer, and no part of it."""


@dataclass(frozen=True, slots=True)
class _Use:
    """A number that was shown: where it stands in what was shown, and what was thought of it there."""

    n: int
    place: int
    verdict: Verdict


class CitationCheck:
    """Takes an answer piece by piece and gives it with its citations checked.

    A number that no passage has, or whose passage says something else, is taken out, with the space before it.
    What is kept is written as ``[n]``, whatever brackets the model took; its numbers stay. What only looks like a
    citation, such as the index in ``list[1]``, is left as it is, and so is code.
    """

    def __init__(self, passages: Sequence[Passage] = (), asked: str = "") -> None:
        self._evidence = Evidence(passages, asked)
        self._most = len(self._evidence.passages)
        self._reader = MarkReader()
        self._shown: list[str] = []
        self._length = 0
        self._said = ""
        """The end of what was shown, with one sign for each mark."""
        self._gap = ""
        """The space before a mark that was taken out, for a mark that follows it directly."""
        self._uses: list[_Use] = []

    def feed(self, text: str) -> str:
        """What can be shown of everything so far and was not shown yet."""
        return self._show(self._reader.read(text))

    def close(self) -> str:
        """The rest."""
        return self._show(self._reader.read("", final=True))

    def sources(self) -> tuple[int, ...]:
        """The numbers of the passages that the answer rests on, by their first use; to be asked after `close`.

        Those come last that the answer repeats without naming them.
        """
        text = "".join(self._shown)
        named = dict.fromkeys(use.n for use in self._uses if self._counts(use, text))
        for n in self._unnamed(text, tuple(named)):
            named[n] = None
        return tuple(named)

    def _show(self, parts: Iterator[str | Mark]) -> str:
        before = len(self._shown)
        for part in parts:
            if isinstance(part, str):
                self._give(part)
            elif not self._is_citation(part):
                self._give(part.space + part.written)
            else:
                self._cite(part)
        return "".join(self._shown[before:])

    def _give(self, text: str, sign: str = "") -> None:
        self._shown.append(text)
        self._length += len(text)
        self._said = (self._said + (sign or text))[-_REMEMBERED:]
        self._gap = ""

    def _is_citation(self, mark: Mark) -> bool:
        """Whether it stands where a citation does; without passages, only what can not be anything else."""
        last = self._said[-1:] or "\n"
        apart = bool(mark.space or self._gap) or not (last.isalnum() or last in _INDEXED)
        ends = not mark.after or mark.after in _CLAUSE_ENDS
        single = len(mark.ranges) == 1 and mark.ranges[0][0] == mark.ranges[0][1]
        if any(first == 0 for first, _ in mark.ranges):
            return single and apart and self._most > 0
        if self._most:
            return apart or ends
        return single and apart and last != "\n" and ends

    def _cite(self, mark: Mark) -> None:
        """Show those of its numbers that hold."""
        space = mark.space or self._gap
        known = [n for n in _numbers(mark, self._most) if 1 <= n <= self._most]
        words = self._last_words(mark)
        kept = [(n, verdict) for n in known if (verdict := self._verdict(n, words)) != "apart"]
        if kept:
            self._uses += [_Use(n, self._length, verdict) for n, verdict in kept]
            self._give(space + "".join(f"[{n}]" for n, _ in kept), _SIGN)
        else:
            self._gap = space

    def _last_words(self, mark: Mark) -> list[str]:
        """The last sentences before a mark; none where the mark begins what it is for."""
        line = self._said.rpartition("\n")[2]
        begins_line = not any(map(str.isalnum, line)) and _SIGN not in line
        if begins_line and mark.after not in _LINE_ENDS:
            return []
        last = list(sentences(self._said))[-_MOST_SENTENCES:]
        has_its_own = bool(last) and _SIGN in last[-1] and last[-1].rstrip()[-1:] in _SENTENCE_ENDS
        return [] if has_its_own else last

    def _verdict(self, n: int, words: Sequence[str]) -> Verdict:
        """What the last sentence tells, together with those before it where it says too little."""
        verdicts = (self._evidence.verdict(n, " ".join(words[first:])) for first in reversed(range(len(words))))
        return next((verdict for verdict in verdicts if verdict != "unknown"), "unknown")

    def _counts(self, use: _Use, text: str) -> bool:
        """Whether the number names a source: one that began its sentence is judged by the rest of it."""
        if use.verdict != "unknown":
            return True
        behind = next(sentences(text[use.place : use.place + _REMEMBERED]), "")
        return self._evidence.verdict(use.n, without_marks(behind)) != "apart"

    def _unnamed(self, text: str, named: Sequence[int]) -> Iterator[int]:
        """The passages that a sentence repeats, where none is named that says the same."""
        known = set(named)
        for sentence in sentences(text) if len(known) < self._most else ():
            if not sentence.startswith(_SUBTEXT):
                origin = self._evidence.origin(without_marks(sentence))
                if origin and known.isdisjoint(origin):
                    known.add(origin[0])
                    yield origin[0]


def _numbers(mark: Mark, most: int) -> list[int]:
    """The numbers of a mark, each once; of a range, none far beyond the last passage."""
    found = (n for first, last in mark.ranges for n in (first, *range(first + 1, min(last, most) + 1)))
    return list(dict.fromkeys(found))
