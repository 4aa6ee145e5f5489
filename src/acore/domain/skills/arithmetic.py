"""Sums: ``what is 15% of 80?``, ``(2 + 3) * 4``, ``Wurzel aus 16``."""

import re

from acore.domain.skills.numbers import equals
from acore.domain.skills.sums import NotASum, NotReal, TooLarge, value
from acore.domain.skills.wording import plain, speaks_german

_ASKING = re.compile(
    r"^(?:(?:hey|ok|okay|so|and|now|please|bitte|und)[ ,]+)*"
    r"(?:(?:can|could) you (?:please )?|kannst du (?:bitte )?)?"
    r"(?P<verb>(?:what(?:'s|s| is| are| do(?:es)?)|how much (?:is|are)|calculate|compute|evaluate|solve|work out"
    r"|tell me|was (?:ist|sind|ergibt|macht)|wie ?viel (?:ist|sind|ergibt|macht)|berechne|rechne)[ :]+)?"
)
_ENDING = re.compile(r"(?:\s*=|\s+(?:equals?|make|please|bitte|aus))*$")
_NO_SUM = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"  # a date
    r"|(?:24/7|9/11|50/50)"  # a saying
    r"|(?:19|20)\d\d[-–/](?:\d\d|(?:19|20)\d\d)"  # years
    r"|\+?\d+(?:-\d+){2,}"  # a number to call or to order by
)
_FIGURES = r"[\d\s.,()+\-−–*/^%!=÷×√$€£]*"
_SUM_LIKE = re.compile(rf"{_FIGURES}\d\s*(?:[+*^×÷=]|//)\s*[$€£(√]*\d{_FIGURES}")
"""Figures and signs alone, and one between two figures that stands in no date, version or number to call."""
_PHONE = re.compile(r"\+?\d{3,}-\d{3,}")
_HEX = re.compile(r"\b0x([0-9a-f]{1,16})\b")
_COUNTED = {
    name: str(number)
    for names in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    )
    for number, name in enumerate(names.split())
}
_SIGNS: tuple[tuple[str, str], ...] = (
    (r"[$€£](?=\s?\d)|(?<=\d)\s?[$€£]", " "),
    (r"\b(?:" + "|".join(_COUNTED) + r")\b", ""),
    (r"\bthe\b|\bdie\b|\bder\b", " "),
    (r"\*\*|\bhoch\b|\b(?:raised )?to the power of\b", "^"),
    (r"(?:²|\bsquared\b|\b(?:zum )?quadrat\b)", "^2"),
    (r"(?:³|\bcubed\b)", "^3"),
    (r"\bsquare root(?: of)?\b|\broot of\b|\b(?:quadrat)?wurzel(?: aus| von)?\b|\bsqrt\b", "√"),
    (r"[×·∙⋅]|\btimes\b|\bmultiplied (?:by|with)\b|\bmal\b|(?<=[\d)])\s*x\s*(?=[\d(])", "*"),
    (r"÷|\bdivided by\b|\bgeteilt durch\b|\bdurch\b|\s:\s", "/"),
    (r"[−–]|\bminus\b", "-"),
    (r"\bplus\b", "+"),
    (r"\bmodulo\b", "mod"),
    (r"\b(?:percent|prozent|per cent)\b", "%"),
    (r"\bvon\b", "of"),
    (r"π", "pi"),
)


def arithmetic(text: str) -> str | None:
    """The sum with its result; None where the text is no sum.

    Exact wherever the result can be; ``=`` says so, ``≈`` that digits were left out.
    """
    asked = plain(text)
    if asked is None or (
        not any(character.isdigit() or character == "π" for character in asked) and not _counts(asked)
    ):
        return None
    found = _ASKING.match(asked)
    words = asked[found.end() :] if found else asked
    sum_ = _ENDING.sub("", words)
    if not _may_be(sum_, asked_for=bool(found and found["verb"]) or words.endswith("=")):
        return None
    german = speaks_german(asked) or bool(re.search(r"\d,\d{1,2}(?!\d)", sum_))
    return _answered(sum_, german=german) or _given_up(sum_, german=german)


def _counts(asked: str) -> bool:
    return not _COUNTED.keys().isdisjoint(asked.split())


def _may_be(words: str, *, asked_for: bool) -> bool:
    return not _NO_SUM.fullmatch(words) and (asked_for or not _PHONE.fullmatch(words))


def _answered(words: str, *, german: bool) -> str | None:
    try:
        result = value(_signs(words), german=german)
    except NotASum:
        return None
    except ZeroDivisionError:
        return "Durch null kann man nicht teilen." if german else "Nothing can be divided by zero."
    except TooLarge:
        return (
            "Die Zahl ist zu groß, um sie hier hinzuschreiben." if german else "That number is too large to write here."
        )
    except NotReal:
        return (
            "Das hat keine reelle Lösung: Die Wurzel einer negativen Zahl gibt es dort nicht."
            if german
            else "That has no real result: a negative number has no real root."
        )
    written = equals(result.number, german=german)
    return f"{_shown(words)} {written if result.exact else written.replace('=', '≈')}"


def _given_up(words: str, *, german: bool) -> str | None:
    """What looks like a sum and is none that can be worked out is not looked for in documents."""
    if not _SUM_LIKE.fullmatch(words):
        return None
    known = "+ − × ÷ ^ %, √"
    if german:
        return f"Das kann ich nicht ausrechnen. Ich kenne {known}, „mod“ und Klammern: (2 + 3) × 4."
    return f"I can not work that out. I know {known}, “mod” and brackets: (2 + 3) × 4."


def _signs(words: str) -> str:
    words = _HEX.sub(lambda found: str(int(found[1], 16)), words)
    for pattern, sign in _SIGNS:
        words = re.sub(pattern, sign or (lambda found: _COUNTED[found[0]]), words)
    return words


def _shown(words: str) -> str:
    """The sum as it was written, with signs that no chat takes for italics."""
    return words.replace("**", "^").replace("*", "×")
