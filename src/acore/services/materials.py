"""What an answer is made from: what a member shows along with the question, and the passages it rests on."""

from collections.abc import Collection

from acore.domain.chat import Message
from acore.domain.excerpts import beginning_for
from acore.domain.knowledge import Passage
from acore.domain.replies import Citation

_SEARCHED = 500
"""Characters of a material that the documents are searched for."""
_SUBTEXT = "-# "
"""How lines begin that are about the answer, and no part of it."""
Sources = tuple[tuple[Citation, ...], tuple[Citation, ...]]
"""The passages that an answer rests on, and the others."""


def searched(asked: str, material: tuple[Passage, ...]) -> str:
    """What the documents are asked."""
    return " ".join((asked, *(passage.body[:_SEARCHED] for passage in material)))


def unsaid(material: tuple[Passage, ...], past: tuple[Message, ...]) -> tuple[Passage, ...]:
    """The material that the history does not hold already."""
    said = {message.text for message in past}
    return tuple(passage for passage in material if passage.body not in said)


def sources(numbers: Collection[int], passages: tuple[Passage, ...], answer: str) -> Sources:
    """The passages of these numbers, in their order, with where the answer's words stand in them; and the others."""
    others = tuple(Citation(n, passage) for n, passage in enumerate(passages, start=1) if n not in numbers)
    told = "\n".join(line for line in answer.splitlines() if not line.startswith(_SUBTEXT))
    cited = (Citation(n, passages[n - 1], beginning_for(told, passages[n - 1].body)) for n in numbers)
    return tuple(cited), others
