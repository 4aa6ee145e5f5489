"""Whether a text has the mark of an answer: an amount of money where one is asked for, a name where a person is."""

import re
from collections.abc import Mapping
from typing import Final

from acore.adapters.llm.answering.amounts import (
    EITHER,
    EXACT_TIME,
    MEASURES,
    NUMBER,
    TIME,
    Patterns,
    parts,
    without_units,
    words,
)
from acore.adapters.llm.answering.asking import Wanted
from acore.adapters.llm.answering.forms import Kind, Measure

_WEAK: Final = 0.3
_HALF: Final = 0.5
_PROBABLE: Final = 0.6
_LIKELY: Final = 0.8
_NEARLY: Final = 0.85

_NAME = r"[A-ZÀ-ÞĀ-Ž][\w'’-]*[a-zß-ÿ]\w*"
_NO_PLACE = r"(?<!\bin )(?<!\bat )(?<!\bthe )"
_PERSON: Final[Patterns] = (
    re.compile(
        rf"(?<![.!?:] )(?<!^){_NO_PLACE}(?<!\bnear )(?<![\w\"“„»«(])\b{_NAME}"
        rf"(?: (?:van |von |de |der |da |del |di |la |le )*{_NAME})+"
        r"|\b(?:Mr|Mrs|Ms|Dr|Prof|Herrn?|Frau|Sir|Saint|Lady|King|Queen|Abbot|Countess)\.? [A-Z]|@\w"
    ),
    re.compile(rf"^(?:{_NAME})(?: {_NAME})+"),
    re.compile(
        r"[^\s、。はがのをに]{1,6}(?:さん|氏|くん|ちゃん|先生|様)"
        r"|[一-龥]{3,5}(?=です。|でした。|が考え|が作|が書|が描|が設計|によ)"
    ),
    re.compile(
        rf"\b(?:is|was|are|were|by|called|named|ist|war|heißt|von|durch) {_NAME}(?![\w’']* (?:is|was|street|road))"
    ),
)
_JAPANESE_NAME: Final = re.compile(
    "[一-龥々]{2,4}(?:が|に(?!は|つ)|は)|[ァ-ヶー]{2,8}(?:が|に(?!は))|(?:青年部|会|組|部)(?:が|、)"
)
_SINGLE_NAME: Final = re.compile(
    rf"(?<=[a-zß-ÿ0-9,;:)] ){_NO_PLACE}(?<!\bon )(?<!\bto )(?<!\bfrom ){_NAME}"
    r"|^(?!(?:The|An?|Its?|This|That|These|In|If|On|At|He|She|They|We|You|Each|Every|All|No|Some(?:body|one|thing)?"
    r"|There|Here|What|When|Who|How|Why|Where|Then|Both|Not|Since|After|Before|For|With|From|To|By|Please) )"
    rf"{_NAME}(?= (?!its |this |that |about |not )(?:\w+s|\w+ed|\w{{2,}}t|has|had|is|was|will|may|can|must|only)\b)"
)
_CAPITAL: Final = re.compile(rf"(?<=[a-zß-ÿ,;:)] ){_NAME}|(?<=[a-zß-ÿ,;:)] )[A-Z]\.")
_NO_NAME: Final = re.compile(
    r"\b(?:(?:in|at|on|near|from|to|of|the|this|that|every|each|last|next|der|die|das|den|dem|des|ein\w*|kein\w*|im|am|zum"
    r"|zur|beim|vom|ins|mein\w*|sein\w*|ihr\w*|unser\w*|jede\w*|alle\w*|viele\w*|\w+e[nrsm]|\d+) [A-ZÄÖÜ][\w'’-]*"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|I|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|English|German|French|Japanese|Discord)\b"
)
_GIVEN: Final = re.compile(rf"\b(?:to|from|an|von) {_NAME}(?=[,.;]| who\b)")
_ROLE: Final[Patterns] = (
    words(
        "members?|guests?|everybody|everyone|anyone|anybody|nobody|no one|owners?|people|child(?:ren)?|juniors?|adults?"
        "|students?|parents?|players?|users?|board|team|staff|committee|council|company|you|we|bakers?|teachers?"
        "|wom[ae]n|m[ae]n|husband|wife|daughters?|sons?|father|mother|brothers?|sisters?|doctors?|nurses?|captain"
        "|wardens?|donors?|visitors?|dealers?|makers?|authors?|painters?|engineers?|kings?|queens?|mayors?|workers?"
        "|farmers?|fishermen|soldiers?|moderators?|admins?|administrators?|secretary|treasurer|director|boss"
        "|winners?|losers?|whoever|heads? of|brigade|priests?|pupils?|holders?"
        "|chair(?:man|woman)?|volunteers?|coach(?:es)?|drivers?|family|families|firm",
        "mitglieder|mitglied|gäste|jeder|alle|niemand|kinder|erwachsene|vorstand|verein|werkstatt|wer|firma|männer"
        r"|frauen|lehrer(?:in)?|arzt|ärztin|\w{3,}(?:innen|erin|mann|frau|leute|leiter|meister)",
    ),
    parts("[住職]人|者|員|長|師|家族|子ども|大人|会社|[一-龥]屋|主"),
)
_NO_TIME = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d{4}"
)
_KEIN_DATUM = (
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|jahr|\d"
)
_PLACE: Final[Patterns] = (
    words(
        r"(?:in|at|on|behind|near|beside|below|above|under|opposite|next to|between|inside|outside|into|onto|to|from"
        rf"|off|along|through|via|by|around) (?!(?:{_NO_TIME}|advance|time|case|fact|general|order|all|return|addition"
        r"|spite|most)\b)(?:(?:the|a|an|our|your|its|his|her|their|this|that|each|every) )?[\w\"“]\w+",
        r"(?:im|in|am|an|bei|beim|neben|unter|über|auf|hinter|vor|zwischen|aus|nach|zum|zur|gegenüber|ins|ans)"
        rf" (?!(?:{_KEIN_DATUM})\b)\w+",
        r"https?://\S+|[\w.-]+/[\w./-]+|\w+\.(?:toml|json|yaml|yml|db|ini|conf|txt|log)|here|there|hier|dort",
    ),
    parts(
        "[駅口側階裏前横隣町村市県中家橋庭街所場島]|(?<![開閉休])館|にあ|から歩|住所|番地|丁目|[\u3040-\u9fff]屋|[一-龥ァ-ヶー](?:で|にて)"
    ),
)
_SURE_PLACE: Final[Patterns] = (
    re.compile(
        rf"\b(?:in|at|on|near|behind|beside|opposite|under|above|next to|between|im|am|bei|beim|neben"
        r"|hinter|vor|auf|unter) "
        r"(?:(?:the|a|an|our|your|its|his|her|their|der|die|das|dem|den|einem|einer) )?(?:\w+ )?"
        rf"(?!(?:{_NO_TIME}|{_KEIN_DATUM})\b)[A-ZÄÖÜ]\w+"
    ),
    re.compile(r"https?://\S+|[\w.-]+/[\w./-]+|\w+\.(?:toml|json|yaml|yml|db|ini|conf|txt|log)\b|#\w|\w@\w"),
    _PLACE[1],
)
_REASON: Final[Patterns] = (
    words(
        "because|since|so that|due to|owing to|thanks to|therefore|means that|in order to|on the ground|reason"
        "|otherwise|as (?:it|they|he|she|the|a|there|no|we|you)|for (?:want|lack|fear)|in answer to"
        "|(?<=, )so(?! that)|so (?:it|they|the|please)"
        "|or (?:else|(?:the|it|they|you|your) .{1,40}(?:will|would|may|might|gets?|breaks?))"
        "|to (?:keep|avoid|make|prevent|save|protect|draw|get|give|let|help|remember|show|allow|ensure)",
        r"weil|da|damit|denn|deshalb|wegen|grund|sonst|aufgrund|aus \w+|um .{1,40} zu|daher|darum",
    ),
    re.compile(r"(?<=[a-zß-ÿ)]): \w+ \w+ \w|^(?:[-*] )?(?:If|When|Wenn|Falls|Sobald) [^,]{3,80}, "),
    parts("(?:[うくぐすつぬぶむるたいだん]|です|ます)から(?=[。、]|です)|のため|るため|たため|ので|おかげ|理由|せいで"),
)
_CALLED: Final = parts(
    r"\b(?:called|named|names? (?:is|are|was|were)|known as|titled|surname|nickname|heißt|heißen|hieß|genannt|namens"
    r"|name|namen)\b",
    '[“„«「『"]|という|と呼',
)
_MEANING: Final[Patterns] = (
    words("is|are|was|were|means|mean|stands for|refers to|called|ist|sind|war|bedeutet|heißt|heissen|nennt"),
    parts("です|である|という|とは|。"),
)
_BY_KIND: Final[Mapping[Kind, Patterns]] = {"place": _PLACE, "reason": _REASON, "meaning": _MEANING}
_BARE: Final = re.compile(
    r"\b(?:up to|at|is|are|flat|for|above|costs?|gets?|pays?|bis zu|für|kostet|zahl\w+)(?: only| a)? "
    r"\d[\d,]*(?:\.\d\d)?(?=\W*$|[,;.)] ?(?!\d)| (?:a|an|per|for|or|and|if|in|inside|outside|abroad"
    r"|pro|im|je|und|oder)\b)"
    r"|: \d[\d,]*(?:\.\d\d)?(?= (?:inside|for|per|a|in)\b)",
    re.IGNORECASE,
)
"""A number that may be a sum, where the text leaves its currency out."""


def fits(wanted: Wanted, text: str) -> float:
    """How surely a text has the mark of such an answer: 1, less for a weak mark, 0 where it has none."""
    if wanted.kind == "number":
        return _fits_measure(wanted.measure, text)
    if wanted.kind == "time":
        return _fits_time(wanted.measure, text)
    if wanted.kind == "name":
        return 1 if _CALLED.search(text) else _PROBABLE * _has(_PERSON, text)
    if wanted.kind == "person":
        if _has(_PERSON, text):
            return 1
        if _SINGLE_NAME.search(text) or _names_somebody(text):
            return _NEARLY
        return _PROBABLE * (_has(_ROLE, text) or any(one.search(text) for one in (_GIVEN, _JAPANESE_NAME)))
    if wanted.kind == "place":
        return 1 if _has(_SURE_PLACE, text) else _NEARLY * _has(_PLACE, text)
    patterns = _BY_KIND.get(wanted.kind)
    return 1 if patterns is None or _has(patterns, text) else 0


def _names_somebody(text: str) -> bool:
    """Whether a text has a word with a capital that is there for no other reason: it begins nothing, and is no noun."""
    return _CAPITAL.search(_NO_NAME.sub("—", text)) is not None


def _fits_time(measure: Measure, text: str) -> float:
    if measure:
        return 1 if _has(MEASURES[measure], text) else _WEAK * _has(TIME, text)
    return 1 if _has(EXACT_TIME, text) else _LIKELY * _has(TIME, text)


def _fits_measure(measure: Measure, text: str) -> float:
    if measure in EITHER:
        return float(any(_has(MEASURES[one], text) for one in EITHER[measure]))
    if measure in MEASURES and _has(MEASURES[measure], text):
        return 1
    if measure in MEASURES:
        if measure == "money":
            return _HALF * (_BARE.search(without_units(text)) is not None)
        return _HALF if measure == "frequency" and NUMBER.search(text) else 0
    return float(NUMBER.search(text) is not None)


def _has(patterns: Patterns, text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
