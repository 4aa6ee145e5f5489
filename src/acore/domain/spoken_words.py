"""Words as they are heard rather than written: without case, accents and signs."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FOLDED = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "’": "'"})


def spoken_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded so that two ways to write what sounds alike are one: ``Größer`` is ``groesser``."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", folded) if unicodedata.category(sign) != "Mn")
    return tuple(_WORD.findall(unicodedata.normalize("NFC", plain)))


def word_ends(text: str) -> tuple[int, ...]:
    """Where each of those words ends in the text as it is written."""
    return tuple(found.end() for found in _WORD.finditer(unicodedata.normalize("NFC", text)))
