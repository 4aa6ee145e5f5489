"""Parts prose into sentences."""

import re
from collections.abc import Iterator

from acore.domain.abbreviations import ends_a_sentence

_TAIL = 24
"""Characters at the end of a sentence that tell whether it is one."""
_END = re.compile(
    r"(?<=[.!?…])(?P<closing>[\"'”’»)\]*_]*)\s+(?=[\"'“‘«„(\[*_`<]*(?:[A-ZÀ-ÞА-ЯΑ-Ω0-9`]|[^\x00-\u052f]))|(?<=[。！？])"
)
_BEGINS_ITEM = re.compile(r"\d{1,2}\.")
_COUNTS = re.compile(r"\s\d{1,2}\.$")
_MONTHS = re.compile(r"^(?:Jan|Feb|M[aä]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])")
_ORDINAL = re.compile(r"\b(?:am|im|der|den|dem|des|vom|zum|das|die|ab|bis|jede[nmrs]?)\s\d{1,2}\.$", re.IGNORECASE)


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; a full stop behind an abbreviation or an ordinal ends none."""
    begin = 0
    for end in _END.finditer(paragraph):
        stop = end.start() + len(end["closing"] or "")
        tail = paragraph[max(begin, stop - _TAIL) : stop]  # the whole sentence each time would be quadratic
        if tail and not _is_abbreviated(tail, paragraph[end.end() : end.end() + _TAIL]):
            yield paragraph[begin:stop]
            begin = end.end()
    if rest := paragraph[begin:].strip():
        yield rest


def _is_abbreviated(sentence: str, following: str) -> bool:
    """A number before a full stop ends a sentence, unless it is an ordinal (``am 3. Mai``, ``im 2. Stock``)."""
    if not sentence.endswith(".") or sentence.endswith(".."):
        return False
    if _COUNTS.search(sentence):
        return bool(_MONTHS.match(following) or _ORDINAL.search(sentence))
    if _BEGINS_ITEM.fullmatch(sentence):
        return True
    return sentence[-2:-1].isalpha() and not ends_a_sentence(sentence[:-1], following)
