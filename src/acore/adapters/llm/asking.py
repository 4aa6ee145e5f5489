"""What kind of answer a question asks for, and whether a line looks like one."""

import re
from collections.abc import Mapping
from typing import Final, Literal

Kind = Literal["number", "time", "steps", "person", "place", "reason", "list", "meaning", "other"]


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)


_FORMS: Final[Mapping[Kind, re.Pattern[str]]] = {
    "number": _any(
        "how (?:many|much|old|big|large|tall|far|heavy|often|fast)",
        "wie ?(?:viele?|oft|alt|groß|hoch|weit|teuer|schnell)",
        "what (?:does|do) .{1,60} cost",
        "price|preis|cost|kosten|kostet",
    ),
    "time": _any(
        "when|(?:at )?what (?:time|day|date|year)|how (?:long|soon)", "wann|wie lange?|um wie ?viel uhr|uhrzeit"
    ),
    "steps": _any(
        "how (?:do|can|should|would|could|to|must|does one)|steps|set ?up|install",
        "wie (?:kann|mache|macht|geht|gehe|füge|richte|lade|setze|starte|bekomme|ändere|lösche|installiere|benutze)",
    ),
    "person": _any("who|whom|whose|wer|wen|wem"),
    "place": _any("where|which (?:file|folder|directory|page|room)|wo|wohin|woher"),
    "reason": _any("why|how come|warum|wieso|weshalb"),
    "list": _any("which|list|what are|what .{1,40}s (?:are|exist|do you)", "welche|was sind|zähle?"),
    "meaning": _any(
        "what(?:'s|’s| is| was| does)|define|explain|tell me about", "was (?:ist|bedeutet|heißt|macht)|erkläre?"
    ),
}
_MONTH = "(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zäö]*"
_SPAN = "(?:days?|hours?|weeks?|months?|years?|minutes?|seconds?|tagen?|stunden?|wochen?|monaten?|jahren?|minuten?)"
_SIGNS: Final[Mapping[Kind, re.Pattern[str]]] = {
    "number": _any(
        r"\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|dozen|free",
        "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|kostenlos",
    ),
    "time": _any(
        rf"\d{{1,2}}[:.]\d\d|\d{{4}}|\d{{1,2}} ?(?:am|pm|uhr)|\d+ {_SPAN}",
        rf"\d{{1,2}}\. ?{_MONTH}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}",
        "(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?",
        "daily|weekly|monthly|yearly|every|each|midnight|noon|today|tomorrow",
        "täglich|wöchentlich|monatlich|jährlich|jede[nrs]?|mitternacht|mittags?|heute|morgen",
    ),
    "person": re.compile(
        r"\b[A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ][a-zäöüß]+\b|@\w|\b(?:by|von) [A-Z]|\b(?:Mr|Mrs|Ms|Dr|Herr|Frau)\b"
    ),
    "place": _any(r"https?://\S+|[\w.-]+/[\w./-]+", "in|at|on|under|near|beside|below|im|am|an|bei|neben|unter"),
    "reason": _any("because|since|so that|due to|therefore|means that", "weil|da|damit|denn|deshalb|wegen"),
    "meaning": _any("is|are|means|stands for|refers to|ist|sind|bedeutet|heißt"),
}


def kind_of(question: str) -> Kind:
    """The kind of answer; of several that fit, the first of the kinds counts: numbers before steps before meanings."""
    return next((kind for kind, form in _FORMS.items() if form.search(question)), "other")


def looks_like(kind: Kind, line: str) -> bool:
    """Whether a line has the mark of such an answer: a number where one is asked for, a day where a time is."""
    return kind in _SIGNS and _SIGNS[kind].search(line) is not None
