"""Questions with labels, and what is said of the passages and answers that they got."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from acore.domain.knowledge import Passage
from acore.domain.refusals import is_refusal
from acore.domain.terms import terms

_HELD = 0.75
"""The share of an evidence's words from which on a passage holds it, or of a passage's own where it is the smaller."""
_PIECE = 5
"""Different words that make a piece of an evidence; fewer stand anywhere."""
_SUBTEXT = re.compile(r"^-# .*$", re.MULTILINE)
"""Lines about the answer, and no part of it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what is known of its answer; what is not known is not judged."""

    id: str
    question: str
    earlier: str | None = None
    """The question before, which says what “it” is about."""
    relevant: Mapping[str, float] | None = None
    """The addresses of the documents that bear on it, and how much."""
    evidence: str = ""
    """What a passage has to say to be relevant; empty: to be of a relevant document is enough."""
    answerable: bool | None = None
    must: tuple[tuple[str, ...], ...] = ()
    """Groups of alternatives: a right answer has one of each."""
    must_not: tuple[str, ...] = ()
    itself: str | None = None
    """The address of the document that the question was taken from, which is not looked at."""

    @property
    def is_ranked(self) -> bool:
        """Whether it is known what should be found."""
        return any(gain > 0 for gain in (self.relevant or {}).values())


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, judged; None is what the labels say nothing about."""

    text: str
    refused: bool
    right: bool | None
    cited: int | None
    """How many passages it cites."""
    cited_right: int
    """How many of them are relevant."""
    ms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question."""

    case: Case
    ranking: tuple[str, ...]
    """The names of what was found, best first: what is relevant goes by its document's address."""
    find_ms: float
    answer: Answered | None = None
    failure: str = ""
    """Why there is no answer, where the engine failed."""


def ranking_of(case: Case, passages: Sequence[Passage]) -> tuple[str, ...]:
    """What was found, by names that can be compared with `case.relevant`; each once.

    With evidence every passage has a place of its own; without it, documents have, each by its best passage.
    """
    names = (name for name in _names(case, passages) if name != case.itself)
    return tuple(dict.fromkeys(names))


def judged(case: Case, text: str, cited: Sequence[Passage], ms: float) -> Answered:
    """The answer against the labels.

    Right is an answer that is no refusal, has one of each group and nothing that it must not have, compared without
    regard to case and white space; and to a question that can not be answered, a refusal.
    """
    text = _SUBTEXT.sub("", text).strip()
    refused = is_refusal(text)
    has_labels = case.answerable is not False and case.is_ranked
    return Answered(
        text=text,
        refused=refused,
        right=_right(case, text, refused=refused),
        cited=len(cited) if has_labels else None,
        cited_right=sum(_is_relevant(case, passage) for passage in cited) if has_labels else 0,
        ms=ms,
    )


def _names(case: Case, passages: Sequence[Passage]) -> Iterator[str]:
    for place, passage in enumerate(passages):
        document = document_of(passage)
        yield document if not case.evidence or _is_relevant(case, passage) else f"{place}\n{document}"


def _is_relevant(case: Case, passage: Passage) -> bool:
    if (case.relevant or {}).get(document_of(passage), 0) <= 0:
        return False
    return not case.evidence or holds(passage, case.evidence)


def document_of(passage: Passage) -> str:
    """The address of a passage's document."""
    return passage.source.uri.partition("#")[0]


def holds(passage: Passage, evidence: str) -> bool:
    """Whether a passage says what the evidence does, by its words: readers lay out tables and records anew.

    An evidence that is longer than the passage is held where the passage is a piece of it.
    """
    wanted, given = set(terms(evidence)), set(terms(passage.text))
    if not wanted or not given:
        return False
    shared = wanted & (given | set(terms(passage.source.title)))
    is_piece = len(given) >= _PIECE and len(wanted & given) >= _HELD * len(given)
    return is_piece or len(shared) >= _HELD * len(wanted)


def _right(case: Case, text: str, *, refused: bool) -> bool | None:
    if case.answerable is False:
        return refused
    if not case.must:
        return None
    said = _squeezed(text)
    has_all = all(any(_squeezed(one) in said for one in group) for group in case.must)
    return has_all and not refused and not any(_squeezed(one) in said for one in case.must_not)


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
