"""Greetings, goodbyes and thanks: alone, and before a question."""

import re
from dataclasses import dataclass
from typing import Literal

from acore.domain.skills.wording import plain, speaks_german

Kind = Literal["greeting", "goodbye", "thanks", "agreement"]

_WHOM = r"(?: (?:there|again|acore|bot|you|all|everyone|everybody|folks|friend|mate|buddy|zusammen|leute|du|ihr))*"
_HELLO = (
    r"(?:hi+|hello+|he+y+(?: hey)?|hiya|heya|howdy|yo|hullo|greetings|good (?:morning|afternoon|evening|day)"
    r"|hallo+|halli ?hallo|moin(?: moin)?|servus|grü(?:ß|ss) (?:dich|gott|euch)|grüezi|guten (?:morgen|tag|abend)|na)"
)
_HOW = (
    r"(?:how are (?:you|things)(?: doing)?(?: today)?|how(?:'s| is) it going|how do you do|what's up|sup"
    r"|wie geht(?:'?s| es)(?: dir| euch)?(?: heute)?|alles (?:klar|gut))"
)
_BYE = (
    r"(?:(?:good ?)?bye(?: bye)?|see (?:you|ya)(?: later| soon| tomorrow)?|good night|cya|farewell|take care|later"
    r"|tschü(?:ß|ss)i?|ciao|bis (?:bald|dann|später|morgen)|gute nacht|auf wiedersehen|mach'?s gut)"
)
_BEFORE_THANKS = (
    r"(?:(?:ok(?:ay)?|great|perfect|nice|cool|awesome|super|alright|no|nein|prima|klasse|gut|wow|ah|oh)[ ,.!]+)*"
)
_THANKS = (
    rf"{_BEFORE_THANKS}(?:(?:many |much )?thanks(?: (?:a lot|a bunch|so much|very much|again))*"
    r"|thank you(?: (?:so much|very much|a lot|again))*|thx|tysm|ty|cheers|much appreciated|danke(?:schön)?"
    r"(?: (?:schön|sehr|vielmals|dir))*|(?:vielen|besten|lieben|herzlichen) dank|merci)"
)
_FOR = (
    r"(?: for (?:the |your |all your )?(?:help|answer|info|information|explanation)"
    r"| für (?:die|deine) (?:hilfe|antwort))?"
)
_AGREEMENT = (
    r"(?:ok(?:ay)?|cool|nice|great|awesome|perfect|good|got it|i see|understood|alright|fine|wow|lol|haha+|yes|no|yep"
    r"|nope|super|prima|klasse|gut|alles klar|verstanden|ach so|aha|ja|nein)"
)
_ALONE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("thanks", re.compile(rf"{_THANKS}{_WHOM}{_FOR}")),
    ("greeting", re.compile(rf"(?:{_HELLO}{_WHOM}[ ,.!-]*)?{_HOW}{_WHOM}|{_HELLO}{_WHOM}")),
    ("goodbye", re.compile(rf"(?:{_THANKS}[ ,.!]*(?:and )?)?{_BYE}{_WHOM}")),
    ("agreement", re.compile(rf"{_AGREEMENT}(?:[ ,]+{_AGREEMENT})*{_WHOM}")),
)
_ASKING = (
    r"(?=(?:who|whom|whose|what|when|where|why|which|how|is|are|am|do|does|did|can|could|will|would|should|may|tell|show"
    r"|explain|give|please|i|wer|wen|wem|was|wann|wo|wohin|woher|warum|wieso|welche[nrsm]?|wie|ist|sind|kann|kannst|darf"
    r"|soll|gibt|zeig|erklär|sag|bitte|ich)\b|roll\b|flip\b|-?\d)"
)
_MARK = r"(?:\s*,\s*|\s*[,.!;:–—-]+\s+|\s*\n\s*)"
_BEFORE_MORE: tuple[tuple[Kind, str], ...] = (("thanks", _THANKS + _FOR), ("greeting", _HELLO))
_FIRST: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"{words}{_WHOM}(?:{_MARK}(?:(?:and|und) )?(?=\S)| (?:(?:and|und) )?{_ASKING})", re.IGNORECASE))
    for kind, words in _BEFORE_MORE
)
_LONGEST_OPENING = 80

_ANSWERS: dict[Kind, tuple[str, str]] = {
    "greeting": (
        "Hello! Ask me something about your documents or about me; “What can you do?” is a good start.",
        "Hallo! Frag mich etwas über deine Dokumente oder über mich; „Was kannst du?“ ist ein guter Anfang.",
    ),
    "goodbye": ("See you! I am here when you need me.", "Bis bald! Ich bin da, wenn du mich brauchst."),
    "thanks": ("You are welcome! Ask on if there is more.", "Gern geschehen! Frag weiter, wenn noch etwas ist."),
    "agreement": (
        "All right. What would you like to know next? “What can you do?” lists what I can.",
        "Alles klar. Was möchtest du als Nächstes wissen? „Was kannst du?“ sagt, was ich kann.",
    ),
}
_HOW_ARE_YOU = (
    "All my parts are running, thank you. What would you like to know?",
    "Alles läuft, danke. Was möchtest du wissen?",
)
_OPENINGS: dict[Kind, tuple[str, str]] = {"greeting": ("Hello!", "Hallo!"), "thanks": ("You are welcome!", "Gern!")}


@dataclass(frozen=True, slots=True)
class Opening:
    """A message taken apart: the answer to its polite beginning ("" where there is none), and the rest."""

    words: str
    rest: str


def courtesy(text: str) -> str | None:
    """The answer to a greeting, a goodbye, thanks or agreement; None where there is more, or none of it."""
    words = plain(text)
    if not words:
        return None
    german = speaks_german(words)
    for kind, pattern in _ALONE:
        if pattern.fullmatch(words):
            asked = kind == "greeting" and re.search(_HOW, words) is not None
            return (_HOW_ARE_YOU if asked else _ANSWERS[kind])[german]
    return None


def opening(text: str) -> Opening:
    """Part a question from the greeting or thanks before it: ``hi, how do I …`` greets and asks."""
    for kind, pattern in _FIRST:
        if (found := pattern.match(text, 0, _LONGEST_OPENING)) and (rest := text[found.end() :]).strip():
            return Opening(_OPENINGS[kind][speaks_german(text)], rest)
    return Opening("", text)
