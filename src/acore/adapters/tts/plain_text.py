"""What an engine of speech is handed: text without signs that would stop or steer it, in pieces that it can bear."""

from collections.abc import Iterator
from textwrap import wrap
from unicodedata import category

from acore.domain.encoding import encodable
from acore.domain.sentences import LONGEST, sentences

_KEPT = "\n\t"


def without_control(text: str) -> str:
    """The text with spaces in the place of control characters."""
    return "".join(c if c in _KEPT or category(c) != "Cc" else " " for c in encodable(text))


def in_pieces(text: str) -> Iterator[str]:
    """The sentences of such a text, none of them empty or long."""
    for sentence in sentences(without_control(text)):
        yield from wrap(sentence, LONGEST) if len(sentence) > LONGEST else (sentence,)
