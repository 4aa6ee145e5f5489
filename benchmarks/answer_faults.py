"""Where an answer goes wrong: the passage was not found, another line was chosen, or the right one was not trusted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from acore.adapters.llm.answering.choosing import chosen, ranked
from acore.adapters.llm.answering.features import Features, features
from acore.adapters.llm.answering.gathering import gathered
from acore.adapters.llm.answering.lines import Line, lines_of
from acore.adapters.llm.answering.wording import Asked, asked_by
from acore.domain.chat import Message
from acore.domain.knowledge import Passage, Query
from acore.domain.scope import Scope
from acore.domain.skills.followups import earlier_question
from acore.services.knowledge import KnowledgeService

CITATION = re.compile(r"\s*\[\d{1,3}\]")

Row = dict[str, Any]
"""A line of questions.jsonl."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A question with every line of the passages that were found for it."""

    row: Row
    asked: Asked
    lines: Sequence[Line]
    known: Sequence[Features]
    right: Sequence[bool]
    """Whether the answer would be right that each line makes by itself."""

    def right_with(self, ranks: Sequence[float]) -> bool:
        """Whether the answer would be right that these ranks of the lines lead to."""
        lines = [self.lines[at] for at in chosen(self.asked, self.lines, self.known, ranks)]
        return bool(self.row["answerable"]) and tells(self.row, _quoted(self.asked, lines, self.lines))


async def tried(knowledge: KnowledgeService, row: Row) -> Tried:
    """Look for a question's passages as the chat service does, and try every line."""
    past = (Message("user", row["earlier"]),) if "earlier" in row else ()
    before = earlier_question(row["question"], past) or ""
    found = await knowledge.find(Query(f"{row['question']} {before}".strip(), Scope("", "ada")))
    return tried_in(row, found, before)


def tried_in(row: Row, passages: Sequence[Passage], before: str) -> Tried:
    """Try every line of these passages."""
    asked = asked_by(row["question"], before)
    lines = lines_of(passages, asked) if passages else []
    right = [row["answerable"] and tells(row, _quoted(asked, [line], lines)) for line in lines]
    return Tried(row, asked, lines, features(asked, lines), right)


def fault(of: Tried, *, has_refused: bool) -> str:
    """What went wrong with a question that was not answered rightly."""
    if not of.row["answerable"]:
        return "answered what nobody knows"
    if not any(of.right):
        return "passage not found, or not in one quote"
    if not of.right_with([ranked(one) for one in of.known]):
        return "other line chosen, and refused" if has_refused else "other line chosen"
    return "right line not trusted" if has_refused else "right line chosen, and more said"


def _quoted(asked: Asked, found: Sequence[Line], lines: Sequence[Line]) -> str:
    return "\n".join(quote.text for quote in gathered(asked, found, lines))


def tells(row: Row, text: str) -> bool:
    """Whether a text holds every fact that is wanted, and no confusable one."""
    said = _squeezed(CITATION.sub("", text))
    held = all(any(_squeezed(part) in said for part in group) for group in row["must"])
    return held and not any(_squeezed(part) in said for part in row["must_not"])


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())
