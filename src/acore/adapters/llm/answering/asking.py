"""What kind of answer a question asks for: a number of what, a time, a person, steps, or whether something is so."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from acore.adapters.llm.answering.forms import FORMS, Kind, Measure, words

_LONGEST_NAME = 60
_COUNTER = re.compile("何([人室台個つ軒本枚匹回階畳冊件杯皿泊基頭通便往倍票か])")
_DONE = re.compile("(?!の)[^\\s、]{0,10}[\u3041-\u309f]")
"""What is done, behind a Japanese “how much”; else の stands there, and the thing that it is of."""
_ASKING = "how|what|when|who|where|which|why|if|wie|was|wann|wer|wo|welche|warum|ob"
_POLITE = re.compile(
    r"^(?:(?:can|could|would) you (?:please )?(?:tell|show) (?:me|us)|do you know|does anyone know"
    r"|(?:please )?tell me(?= \w+ )|i (?:want|would like|need|'d like) to know|i wonder|any idea|weißt du"
    rf"|kannst du mir sagen|sag mir|ich (?:möchte|will) wissen)[ ,:]+(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)
_UNITS: Final[Mapping[Measure, re.Pattern[str]]] = {
    "duration": words(
        "(?:second|minute|hour|day|night|week|fortnight|month|year|decade)s?",
        "(?:sekunde|minute|stunde|tag|nacht|woche|monat|jahr)e?n?",
    ),
    "length": words(
        "(?:millimet|centimet|met|kilomet)(?:er|re)s?n?|miles?|feet|inch(?:es)?|yards?|km|m|cm|zentimetern?"
    ),
    "weight": words("kilos?|kilograms?|kg|grams?|g|pounds?|tons?|kilogramm|gramm|pfund"),
    "money": words("euros?|dollars?|pounds|cents?|€|eur|mark|yen"),
    "temperature": words("degrees|grad"),
    "share": words("per ?cent|percent|prozent"),
    "frequency": words("times|mal"),
    "quantity": words("litres?|liters?|litern?|watts?|[kmgt]b|[kmg]?bytes?|calories|kalorien|volts?"),
}
_STOPS = re.compile(
    r"^(?:do|does|did|is|are|was|were|can|could|may|must|should|will|would|has|have|had|shall|might|for|at|in|on|to|from"
    r"|with|by|per|if|when|that|who|it|i|you|we|they|he|she|my|your|there|which|and|or|after|before|between|under|into"
    r"|about|during|without|than|as|need|needs|get|go|goes|fit|fits|the|hat|haben|hatte|hatten|ist|sind|war|waren|kann"
    r"|können|darf|dürfen|muss|müssen|soll|wird|werden|wurde|wurden|gibt|für|auf|im|in|am|an|zu|von|vom|mit|bei|pro"
    r"|aus|nach|der|die|das|den|dem|des|ich|man|er|sie|es|wir|ihr|fiel|passt|passen|steht|liegt|hält|dauert|brauche"
    r"|braucht|besitzt|liest|gewann|nimmt)$",
    re.IGNORECASE,
)
_PASSED = re.compile(
    r"^(?:of|the|our|these|those|all|more|other|different|kinds?|sorts?|types?|ein|eine|a)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind of answer; for numbers and times also what they measure, and the words that name what is counted."""

    kind: Kind
    measure: Measure = ""
    focus: str = ""
    """The words behind “how many” or “which”, as they were asked."""
    unit: str = ""
    """The word that says what is measured in: days, kilos."""


def wanted_by(question: str) -> Wanted:
    """The kind of answer that a question asks for; of several that fit, the first of the table counts."""
    text = _straight(question)
    for kind, measure, pattern in FORMS:
        if found := pattern.search(text):
            if counted := _COUNTER.search(text):
                return Wanted(kind, measure, counted[1])
            named = measure in ("count", "quantity") or kind == "choice"
            behind = text[found.end() : found.end() + _LONGEST_NAME] if named else ""
            if measure == "quantity" and _DONE.match(behind):
                behind = ""
            return _measured(Wanted(kind, measure, " ".join(_until_a_verb(behind))))
    return Wanted("other")


def _straight(question: str) -> str:
    return _POLITE.sub("", " ".join(question.replace("’", "'").split()))


def _until_a_verb(words: str) -> Iterator[str]:
    """The words that name what is counted; what comes before the name is passed over."""
    begun = False
    for word in re.findall(r"[\w€$-]+", words):
        if _PASSED.match(word) and not begun:
            continue
        if _STOPS.match(word) or (begun and word.lower() == "of"):
            return
        begun = True
        yield word


def _measured(wanted: Wanted) -> Wanted:
    """How many days is a duration, how many kilos a weight."""
    if wanted.measure not in ("count", "quantity") or not wanted.focus:
        return wanted
    first = wanted.focus.split()[0]
    found = next((measure for measure, units in _UNITS.items() if units.fullmatch(first)), None)
    return Wanted(wanted.kind, found, "", first) if found else wanted
