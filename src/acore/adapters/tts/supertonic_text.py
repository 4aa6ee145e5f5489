"""How Supertonic reads: every sign is a number, and a sentence says which language it is in."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from acore.errors import EngineRefused

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛´`", "'"),
        **dict.fromkeys("_[]|/#→←¯<>{}*~^=", " "),
        "@": " at ",
    }
)
"""Signs that mean the same to a listener, and those that mean nothing."""
_SPACE_BEFORE: Final = re.compile(r"\s+([,.!?;:])")
_SPACE: Final = re.compile(r"\s+")
_ENDS: Final = tuple(".!?;:,'\")…。」』】〉》›»")


class Signs:
    """The numbers of signs, by their place in Unicode; raises EngineRefused for a list that is none."""

    def __init__(self, numbers: Any) -> None:  # noqa: ANN401  JSON
        if not isinstance(numbers, list) or not all(isinstance(one, int) for one in numbers) or not numbers:
            told = (
                "The list of signs is none; fetch it again: acore models remove supertonic, acore models get supertonic"
            )
            raise EngineRefused(told, engine="supertonic")
        self._numbers: Sequence[int] = numbers

    def ids(self, text: str, language: str) -> list[int] | None:
        """The numbers of a text; signs that the model does not know are left out. None where nothing is to say."""
        plain = unicodedata.normalize("NFKD", text).translate(_ALIKE)
        known = "".join(sign for sign in plain if self._knows(sign))
        tidy = _SPACE.sub(" ", _SPACE_BEFORE.sub(r"\1", known)).strip()
        if not any(sign.isalnum() for sign in tidy):
            return None
        ended = tidy if tidy.endswith(_ENDS) else f"{tidy}."
        return [self._numbers[ord(sign)] for sign in f"<{language}>{ended}</{language}>" if self._knows(sign)]

    def _knows(self, sign: str) -> bool:
        place = ord(sign)
        return place < len(self._numbers) and self._numbers[place] >= 0
