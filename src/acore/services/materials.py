"""What a member shows along with a question: an attachment, a page, a message."""

from acore.domain.chat import Message
from acore.domain.knowledge import Passage

_SEARCHED = 500
"""Characters of a material that the documents are searched for."""


def searched(asked: str, material: tuple[Passage, ...]) -> str:
    """What the documents are asked."""
    return " ".join((asked, *(passage.body[:_SEARCHED] for passage in material)))


def unsaid(material: tuple[Passage, ...], past: tuple[Message, ...]) -> tuple[Passage, ...]:
    """The material that the history does not hold already."""
    said = {message.text for message in past}
    return tuple(passage for passage in material if passage.body not in said)
