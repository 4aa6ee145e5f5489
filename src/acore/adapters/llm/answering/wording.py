"""The words of a question that an answer has to be about, each with what it weighs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from acore.adapters.llm.answering.asking import Wanted, wanted_by
from acore.adapters.llm.answering.japanese import words_of
from acore.adapters.llm.answering.vocabulary import ASKED_FOR, LIGHT, LIGHT_PHRASES
from acore.domain.related import phrases
from acore.domain.skills.wording import speaks_german
from acore.domain.stems import stem
from acore.domain.terms import fold, question, terms

NAME: Final = 1.2
"""From this weight on, a word is a name or a number."""

_ORDINARY = 1.0
_LIGHT_WEIGHT = 0.5
_STRANDED_WEIGHT = 1.5
"""It has to stand in the answer itself, so it has to weigh enough to be missed there."""
_LEAST = 0.35
"""The weight of words that fit any question."""
_NOUN = 1.1
"""A German noun has a capital as names do."""
_EARLIER = 0.45
"""How much a word of the question before counts, in a message that goes on from it."""

_MOST_EARLIER = 0.8
"""How much all of them count together, against those of the message itself."""

_NAMES = re.compile(r"\d[\d.]*|\b[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ0-9][\w-]*|\b[A-ZÄÖÜ0-9]{2,}\b")
_LITERAL = re.compile(
    r"(?<![\w/])/[a-z][\w-]+|--[a-z][\w-]+|\b\w+(?:[._]\w+)+\b|\b[A-Z]{2,}\d*\b|(?<=\w\s)[A-ZÄÖÜ]\w{2,}"
)
_MEASURED = re.compile(
    r"\b(?:how|wie) ?(?:long|many|much|old|often|big|large|small|far|hot|warm|cold|fast|quickly|soon|expensive|cheap"
    r"|viele?[nr]?|lange?|alt|oft|groß|klein|hoch|weit|heiß|kalt|schnell|teuer|häufig|frequently)\b"
    r"|\b(?:what|which) (?:kind|sort|type)s? of\b|\bum wie ?viel uhr\b",
    re.IGNORECASE,
)
_RECENTLY = re.compile(r"\b(?:last|next|this) (?:year|month|week|night|time)\b", re.IGNORECASE)
_TIME = re.compile(r"\d+:\d\d")
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_JAPANESE_VERB = 0.9
_IN_MAY = re.compile(r"\w,? May\b")
_WITHOUT = re.compile(r"\b(?:without|ohne)\b", re.IGNORECASE)
_STRANDED = re.compile(
    r"^(?:(?:and|but|so) )?(?:what|who|which|whom)\b.* (?P<word>about|of|from|against)\W*$", re.IGNORECASE
)
_WITHIN: Final = frozenset({"without", "about", "of", "from", "against"})
_AUXILIARIES = (
    "is|are|was|were|am|do|does|did|has|have|had|will|would|can|could|may|must|should|to|the|a|an|her|his|their|its"
    "|ist|sind|war|hat|wird|kann|darf|muss"
)
_WHO_DOES = re.compile(rf"^(?:\w+ )?(?:who|wer) (?!(?:{_AUXILIARIES})\b)(?P<verb>[a-zäöüß]+)\b", re.IGNORECASE)
_DOES = re.compile(
    r"^.{0,40}?\b(?:when|where|why|how|what|which|wann|wo|warum|wie|was)\b.{0,40}?"
    r"\b(?:do|does|did|is|are|was|were|can|could|may|must|should|will|would|ist|sind|war|wurde|hat|kann|darf|muss|soll)\b"
    r" .{1,120}?(?<= )(?P<verb>[a-zäöüß]{3,})"
    r"(?=\W*$| (?:in|on|at|for|from|to|by|with|before|after|during|between|into|as|when|if|while)\b)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?<!^)\b[A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ][a-zäöüß]+|\b(?:he|she|him|her|his|hers|er|ihn|ihm)\b")
_NOT_BUT = re.compile(
    r"\b(?:not|\w+n't|nicht) (?:be |only )?(?P<word>\w+)(?:,? \w+){0,2},? (?:but|sondern)\b", re.IGNORECASE
)
_LATIN = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WRITTEN_IN_IT = re.compile(
    r"\d+(?:[.,]\d+)?(?=[月日年時分円回階人歳世])|[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff0f\uff1a-\uff20]"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared with passages."""

    wanted: Wanted
    weights: Mapping[str, float]
    """By term; Japanese and Chinese words as they are."""
    focus: frozenset[str] = frozenset()
    """The terms that name what is counted or chosen."""
    literals: tuple[str, ...] = ()
    about_person: bool = False
    """Whether it names somebody by two names, or by he or she."""
    german: bool = False
    unwanted: frozenset[str] = frozenset()
    """The terms of what is not meant: “not blinking but …”."""
    actions: frozenset[str] = frozenset()
    """The terms of what is done: “die”, of “when did she die”."""
    deeds: frozenset[str] = frozenset()
    """The terms that name no thing, as far as can be told: verbs, and in German whatever has no capital."""
    hours: frozenset[str] = frozenset()
    """The numbers that are parts of a time: 9 and 15, of 9:15."""
    versions: tuple[str, ...] = ()
    """Numbers with points in them."""
    within: frozenset[str] = frozenset()
    """The terms that have to stand in the answer itself: “without”, the “of” of “what did she die of”."""


def asked_by(text: str, before: str) -> Asked:
    """Read a question; `before` is the one that it goes on from, or ""."""
    wanted = wanted_by(text)
    known = {*terms(wanted.unit), *ASKED_FOR.get(wanted.measure, ())}
    unwanted = frozenset(term for word in _NOT_BUT.findall(text) for term in terms(word))
    weights = {term: weight for term, weight in weights_of(text).items() if term not in known}
    if before and not weights:
        return asked_by(before, "")
    if before:
        earlier = weights_of(before)
        share = min(_EARLIER, sum(weights.values()) * _MOST_EARLIER / sum(earlier.values())) if earlier else 0
        weights = {term: weight * share for term, weight in earlier.items()} | weights
        wanted = wanted_by(before) if wanted.kind == "other" else wanted
    weights = {term: weight for term, weight in weights.items() if term not in unwanted} or weights
    return Asked(
        wanted=wanted,
        weights=weights,
        focus=_focus(wanted),
        literals=tuple(_LITERAL.findall(text)),
        about_person=_PERSON.search(f"{text} {before}") is not None,
        german=speaks_german(text) or (bool(before) and speaks_german(before)),
        unwanted=unwanted,
        actions=_actions(text) & weights.keys(),
        hours=frozenset(number for time in _TIME.findall(text) for number in time.split(":")),
        versions=tuple(_VERSION.findall(text)),
        deeds=_deeds(f"{text} {before}", weights),
        within=_WITHIN & weights.keys(),
    )


def weights_of(text: str) -> dict[str, float]:
    """Every term that an answer should hold, with its weight: 1 is an ordinary word, a name or a number weighs more."""
    spaced, unspaced = _parted(_MEASURED.sub(" ", _RECENTLY.sub(" ", text)))
    weights = dict(_spaced(spaced)) if spaced.strip() else {}
    for phrase in _phrases_in(spaced, weights):
        weights[phrase] = _LIGHT_WEIGHT if phrase in LIGHT_PHRASES else _ORDINARY
    if _IN_MAY.search(spaced):
        weights["mai"] = NAME
    if _WITHOUT.search(spaced):
        weights["without"] = _ORDINARY
    if stranded := _STRANDED.search(spaced):
        weights[stranded["word"].lower()] = _STRANDED_WEIGHT
    return weights | dict(words_of(unspaced))


def _actions(text: str) -> frozenset[str]:
    """The verb of a question, as far as its place tells: behind “who”, or last before a preposition or the end."""
    found = _WHO_DOES.match(text) or _DOES.match(text)
    return frozenset(terms(found["verb"])) if found else frozenset()


def _deeds(text: str, weights: Mapping[str, float]) -> frozenset[str]:
    found = _actions(text) | {
        term for term, weight in weights.items() if not term.isascii() and weight == _JAPANESE_VERB
    }
    if speaks_german(text):
        found |= {term for word in _WORD.findall(text) if word[0].islower() for term in terms(word)}
    return found & weights.keys()


def _focus(wanted: Wanted) -> frozenset[str]:
    found = [(terms(word) or [word])[0] if _LATIN.search(word) else word for word in wanted.focus.split()[:2]]
    return frozenset(found)


def _spaced(text: str) -> Iterator[tuple[str, float]]:
    """The terms of what is read as words; a noun that is made of a light word, as keeper of keep, is not light."""
    light: dict[str, bool] = {}
    for word in _WORD.findall(fold(text)):
        term = stem(word)
        light[term] = word in LIGHT and light.get(term, True)
    names = {term for name in _NAMES.findall(text) for term in terms(name)} if speaks_german(text) else None
    for term, weight in question(text).items():
        known = weight if names is None or term in names or weight < NAME else _NOUN
        yield term, min(known, _LIGHT_WEIGHT) if light.get(term) else max(known, _LEAST)


def _parted(text: str) -> tuple[str, str]:
    """What is read as words, and what is written without spaces between them."""
    return (_WRITTEN_IN_IT.sub(" ", text), text) if _UNSPACED.search(text) else (text, "")


def _phrases_in(text: str, weights: dict[str, float]) -> Iterator[str]:
    """The phrases of a question; their words do not count by themselves any more."""
    taken: set[int] = set()
    for at, phrase in phrases(terms(text)):
        words = phrase.split("_")
        places = range(at, at + len(words))
        if taken.isdisjoint(places):
            taken.update(places)
            for word in words:
                if weights.get(word, 0) < NAME:
                    weights.pop(word, None)
            yield phrase
