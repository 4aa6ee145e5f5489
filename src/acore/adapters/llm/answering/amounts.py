"""How amounts and times are written, in English, German and Japanese."""

import re
from collections.abc import Mapping
from typing import Final

from acore.adapters.llm.answering.forms import Measure

Patterns = tuple[re.Pattern[str], ...]


def words(*forms: str) -> re.Pattern[str]:
    """Any of the forms, as words of their own."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def parts(*forms: str) -> re.Pattern[str]:
    """Any of the forms, wherever they stand."""
    return re.compile("|".join(forms), re.IGNORECASE)


_DIGITS = r"\d[\d.,]*"
_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_GERMAN_NUMBER_WORDS = "zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig"
_N = (
    rf"(?:{_DIGITS}|(?:{_NUMBER_WORDS})(?:-\w+)?|an?|a few|several|half an?"
    r"|a? ?(?:hundred|thousand|dozen|couple of|quarter)(?: and \w+)?(?: of an?)?"
    rf"|eine?[nrms]?|{_GERMAN_NUMBER_WORDS}|einige|mehrere|halbe[nr]?)"
)
"""A number, in digits or words; an article counts as one."""
_JN = "[0-9０-９〇一二三四五六七八九十百千万半数]+"

NUMBER: Final = parts(
    rf"\d|\b(?:{_NUMBER_WORDS}|hundred|thousand|dozens?|half|single|both|twice|once|none|no|several|unlimited|as many"
    rf"|nobody|nothing|no limit|{_GERMAN_NUMBER_WORDS}|dutzend|hundert|beide|keine?|einmal|zweimal|dreimal"
    r"|unbegrenzt)\b",
    "[〇一二三四五六七八九十百千][つ人個台室軒本枚匹回階度]",
)
"""How many; an article is no number here."""

_MONTH = (
    "(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|march|märz|apr(?:il)?|(?-i:May)|mai|june?|juni|july?|juli|aug(?:ust)?"
    "|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
_WEEKDAY = (
    "(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|sonnabends?|mittwochs?"
)
_DAYS = "weekdays?|weekends?|werktags?|wochenendes?|(?:public )?holidays?|feiertage?n?|christmas|easter|weihnachten"
_SEASON = "ostern|silvester|spring|summer|autumn|winter|frühling|sommer|herbst"
_SPAN = (
    "(?:seconds|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies)"
    "|sekunden?|minuten?|stunden?|tage?n?|nächten?|nacht|wochen?|monate?n?|jahre?n?|jahrzehnten?)"
)
_LENGTH = (
    "(?:(?:milli|centi|kilo)?met(?:er|re)s?n?|zentimetern?|höhenmetern?|miles?|feet|foot|inch(?:es)?|yards?|chunks?"
    "|blocks?)"
)
_WEIGHT = "(?:grams?|kilos?|kilograms?|tons?|tonnes?|pounds?|ounces?|gramm|kilogramm|tonnen?|pfund)"
_CURRENCY = "(?:euros?|dollars?|pounds?|cents?|mark|francs?|franken|crowns?|kronen?|yen|coins?|shards?|credits?)"
_OFTEN = (
    r"twice|once|thrice|(?:two|three|four|five|six|seven|\d+) times|every|each|daily|weekly|monthly|yearly|annually"
    r"|hourly|per (?:day|week|month|year|hour)|always|never|einmal|zweimal|dreimal|\w+mal|jede[nrsm]?|täglich"
    r"|wöchentlich|monatlich|jährlich|stündlich|pro (?:tag|woche|monat|jahr|stunde)|\d+ mal|mal (?:im|am|in der|pro)"
)
_LATER = "later|ago|before|after|earlier|old|später|zuvor|alt|davor"

MEASURES: Final[Mapping[Measure, Patterns]] = {
    "money": (
        parts(r"[€$£¥₹]|\d ?円|円|無料|\d ?%"),
        words(
            rf"{_N} {_CURRENCY}|{_DIGITS} ?(?:eur|usd|gbp|chf|jpy|kr|ct|k|per ?cent|percent|prozent)",
            "free|gratis|nothing|kostenlos|umsonst|frei|(?:half|a quarter) (?:of the|off|as)",
            "(?:pays?|paid|costs?|for|at|is|are) (?:only )?(?:half|a quarter)",
            rf"(?:cost(?:s|ing)?|kosten|kostet|priced?(?: at| of)?)(?: \w+)? {_DIGITS}",
            rf"(?:for|an?|pays?|charges?|charged|für) {_DIGITS} "
            "(?:silver|gold|copper|points?|tokens?|gems?|taler|münzen)",
        ),
    ),
    "duration": (
        words(
            rf"{_N}(?:[ -]\w+)?[ -]{_SPAN}(?! (?:{_LATER}))|{_DIGITS} ?(?:h|min|s|ms)",
            "until|till|bis|for ever|forever|permanent(?:ly)?|overnight|über nacht|unlimited|rund um die uhr",
            "(?:from|between|von) .{1,30} (?:to|and|bis) ",
        ),
        parts(f"{_JN} ?(?:秒|分|時間|日|泊|週間|か月|ヶ月|カ月|ヵ月|年)|まで"),
    ),
    "length": (
        words(rf"{_DIGITS} ?(?:mm|cm|dm|m|km|ft)|{_N}[ -]{_LENGTH}"),
        parts(f"{_JN} ?(?:メートル|キロ|センチ|ミリ|[ck]?m(?![a-z])|畳|平米|坪|丁)|歩いて{_JN}分"),
    ),
    "weight": (
        words(rf"{_DIGITS} ?(?:mg|g|kg|t|lbs?|oz)|{_N}[ -]{_WEIGHT}"),
        parts(f"{_JN} ?(?:グラム|キロ|トン|k?g(?![a-z]))"),
    ),
    "temperature": (parts(rf"\d ?°|{_N}[ -](?:degrees?|grad)|{_JN} ?度"),),
    "share": (
        parts(r"\d ?%|per ?cent|prozent|パーセント|割"),
        words("half|third|quarter|all|none|most|hälfte|drittel|viertel"),
    ),
    "speed": (
        parts(
            r"\d.{0,20}(?:/|per|pro|a|an|je|im|am|in der) ?"
            r"(?:s|h|min|hour|second|minute|day|week|month|year|stunde|sekunde|tag|woche|monat|jahr)"
        ),
        parts("km/h|mph|knots|knoten|mbit|gbit"),
    ),
    "frequency": (words(_OFTEN), parts(f"毎|{_JN} ?(?:回|往復|便|度)|おき|ごと|{_JN}年に")),
    "phone": (parts(r"\+?\d[\d /()-]{4,}\d"),),
    "mail": (parts(r"\w@\w"),),
    "age": (
        words(
            rf"age[ds]?|born|geboren|{_N} years?(?: old)?|{_N} jahren?(?: alt)?",
            r"(?:built|made|founded|established|opened|laid|erected|planted|gebaut|erbaut|gegründet|aus|from|dates?) "
            r"(?:\w+ ){0,4}\d{4}",
            r"(?:from|under|over|older than|younger than|above|below|ab|unter|über|bis) \d{1,2}(?![:.]\d| uhr)",
            rf"(?:at|with|mit) {_N}(?= (?:she|he|they|er|sie|jahre)|,)",
        ),
        parts(f"{_JN} ?(?:歳|才)"),
    ),
    "clock": (
        words(
            r"\d{1,2}[:.]\d\d|\d{1,2} ?(?:am|pm|a\.m\.|p\.m\.|uhr|o'clock)|noon|midnight|mittags?|mitternacht",
            r"(?:from|between|at|von|zwischen) \d{1,2} (?:to|and|until|till|bis|und) \d{1,2}(?! ?[A-Z]\w)",
            r"\(\d{1,2}, \d{1,2}\)",
            rf"(?:half|quarter) (?:past|to) \w+|(?:at|by|until|till|from|after|before) (?:{_NUMBER_WORDS}|\d{{1,2}})"
            rf"(?= (?:in the|sharp|on|and|to|until)\b|\W*$|[,;.])|halb \w+|viertel (?:vor|nach) \w+"
            rf"|(?:um|ab|bis|gegen) (?:{_GERMAN_NUMBER_WORDS}|eins|\d{{1,2}})(?=\W*$|[,;.]| uhr)",
        ),
        parts(f"{_JN} ?時|正午|いつでも|24時間"),
    ),
    "day": (
        words(
            rf"{_WEEKDAY}|{_DAYS}|{_SEASON}|daily|every day|täglich|jeden tag",
            rf"\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?{_MONTH}|{_MONTH} \d{{1,2}}|{_MONTH}",
        ),
        parts(rf"\d{{4}}-\d\d-\d\d|[月火水木金土日]曜|{_JN}月|{_JN}日|毎日|毎週"),
    ),
    "year": (
        words(r"1[0-9]\d\d|20\d\d|\d{3,4}er|\d{4}s"),
        parts(r"\d{3,4}年|(?:明治|大正|昭和|平成|令和|応永)"),
    ),
}
"""What an amount of each measure looks like."""
EXACT_TIME: Final[Patterns] = (*MEASURES["clock"], *MEASURES["day"], *MEASURES["year"])
TIME: Final[Patterns] = (
    *EXACT_TIME,
    words(
        "(?:at|by|in der) (?:night|dawn|dusk|lunch(?:time)?|sunrise|sunset|noon|nacht)|nachts|morgens|abends|mittags"
        "|nachmittags|in the (?:morning|afternoon|evening|night)",
        "after|before|until|till|as soon as|once|during|since|within|whenever|when|from|by the|at the end|later|today"
        "|tomorrow|nach|vor|bis|sobald|während|seit|innerhalb|wenn|ab|spätestens|heute|morgen|erst",
        rf"{_N} {_SPAN}",
    ),
    parts(f"{_JN} ?(?:時|年|月|日|世紀)|時代|まで|から|以内|とき|まえ|あと|午前|午後|曜日"),
)

EITHER: Final[Mapping[Measure, tuple[Measure, ...]]] = {
    "height": ("length", "money", "share", "temperature"),
    "extent": ("duration", "length"),
}
"""What may be high, and what may be long."""

_UNIT_WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    "duration": words(
        "seconds?|minutes?|hours?|days?|weeks?|months?|years?|sekunden|minuten|stunden|tage|wochen|jahre"
    ),
    "temperature": words("degrees?|grad|celsius|fahrenheit"),
    "length": words("met(?:er|re)s?|kilomet(?:er|re)s?|km|cm|mm|miles?|feet"),
    "weight": words("kg|grams?|kilos?|tons?"),
    "money": words("euros?|eur|dollars?|usd|pounds?|gbp|price|cost|fee|fare|preis|kosten"),
}
_MEASURED = parts(
    rf"[€$£]\s?{_DIGITS}",
    rf"{_DIGITS}\s?(?:[€$£%°]|(?:mm|cm|km|m|kg|g|mg|l|ml|kb|mb|gb|tb|w|kw|v|dpi|euros?|eur|cents?|dollars?|pounds?"
    r"|per cent|percent|prozent|grams?|kilos?|litres?|liters?|met(?:er|re)s?|miles?|kilomet(?:er|re)s?|degrees|grad"
    r"|hours?|minutes?|days?|weeks?|months?|years?|seconds?|uhr|tage?n?|wochen?|monate?n?|jahre?n?|stunden?"
    r"|minuten?)\b)",
    r"\b(?:1[0-9]|20)\d\d\b",
)


def names_unit(measure: Measure, text: str) -> bool:
    """Whether a text names a unit of the measure, which a bare number beside it may be in."""
    named = text.replace("_", " ")
    return any(_UNIT_WORDS[one].search(named) for one in EITHER.get(measure, (measure,)) if one in _UNIT_WORDS)


def without_units(text: str) -> str:
    """The text without the numbers that measure something: those that are left count."""
    return _MEASURED.sub(" ", text)
