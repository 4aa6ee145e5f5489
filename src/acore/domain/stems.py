"""Brings the forms of an English or German word together: pages and page, Häuser and Haus."""

from functools import lru_cache

_IRREGULAR = {
    "using": "use",
    "used": "use",
    "ran": "run",
    "made": "make",
    "paid": "pay",
    "sent": "send",
    "kept": "keep",
    "built": "build",
    "rebuilt": "rebuild",
    "written": "write",
    "wrote": "write",
    "chosen": "choose",
    "chose": "choose",
    "bought": "buy",
    "sold": "sell",
    "lost": "lose",
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "mice": "mouse",
    "indices": "index",
    "matrices": "matrix",
    "tage": "tag",
    "tagen": "tag",
    "tages": "tag",
    "wege": "weg",
    "wegen": "weg",
    "orte": "ort",
    "orten": "ort",
}

_ENDINGS = tuple(
    sorted(
        [
            *((ending, 4, "") for ending in ("ations", "ation", "ating", "ators", "ator", "ated", "ates", "ate")),
            *((ending, 4, "") for ending in ("ions", "ion", "ers", "er", "en", "es", "e")),
            *((ending, 5, "") for ending in ("ungen", "ung", "ally")),
            *((ending, 3, "") for ending in ("ings", "ing", "ed", "s")),
            ("ies", 2, "i"),
            ("ied", 2, "i"),
            ("ly", 4, ""),
            ("xes", 2, "x"),
            ("sses", 2, "ss"),
            ("eln", 3, "el"),
            ("ern", 3, "er"),
        ],
        key=lambda rule: -len(rule[0]),
    )
)
"""An ending, the letters that must stand before it, and what takes its place; the longest is tried first."""

_SHORTEST = 4
_VOWELS = "aeiouy"
_LONG = 6


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The form under which a folded word is stored and searched; the same for a stem itself.

    Cheap and blunt on purpose: it need not be a word, it must only be one for all forms.
    """
    if (known := _IRREGULAR.get(word)) is not None:
        word = known
    if not (word.isascii() and word.isalpha()):
        return word
    while len(word) >= _SHORTEST and (shorter := _shortened(word)) != word:
        word = shorter
    return _settled(word)


def _shortened(word: str) -> str:
    for ending, before, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= before and not _belongs(word, ending):
            rest = word[: -len(ending)] + instead
            return rest + "e" if ending in {"ing", "ings", "ed"} and _lost_its_e(rest) else rest
    return word


def _belongs(word: str, ending: str) -> bool:
    """Whether the ending is part of the word itself, as in status, process, family."""
    return (ending == "s" and word[-2] in "sui") or (ending == "ly" and word[-3] == "i")


def _lost_its_e(rest: str) -> bool:
    """Whether a short verb had a silent e, as coding has from code; without one, English doubles: setting, set."""
    return (
        len(rest) == _SHORTEST - 1
        and rest[0] not in _VOWELS
        and rest[1] in _VOWELS
        and rest[2] not in _VOWELS
        and rest[2] not in "wx"
    )


def _settled(word: str) -> str:
    if len(word) >= _SHORTEST and word[-1] == word[-2] and (word[-1] in "bdfgmnprt" or len(word) >= _LONG):
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word
