"""When a message is a question for the web, and what a search engine is asked then."""

import re
from collections.abc import Sequence
from datetime import datetime

from acore.domain.chat import Message
from acore.domain.skills.arithmetic import arithmetic
from acore.domain.skills.courtesy import courtesy, opening
from acore.domain.skills.days import days
from acore.domain.skills.followups import earlier_question, is_more, recall
from acore.domain.skills.identity import abilities, identity
from acore.domain.skills.units import units
from acore.domain.skills.wording import plain
from acore.domain.terms import is_german, question

LONGEST = 200
"""Characters of a query."""
_LEAST_WEIGHT = 1.0
"""What the words of a question have to weigh, for a search to find more than anything."""

_TOKENS = re.compile(r"<a?:\w+:\d+>|<[@#][!&]?\d+>|<t:\d+(?::\w)?>|</[\w -]+:\d+>|[*_~`|]{2,}|`")
"""Discord's own emoji, mentions, times and commands, and its marks."""
_ONLINE = r"(?:(?:on|in) the (?:web|internet|net)|the (?:web|internet|net)|online|im (?:internet|netz|web))"
_ORDER = (
    rf"(?:(?:do a )?(?:web )?search(?: {_ONLINE})?(?: for)?|look (?:up|{_ONLINE} for)|google(?: mal)?(?: for| nach)?"
    rf"|find out|such(?:e|st)?(?: (?:mir|mal|bitte))*(?: {_ONLINE})?(?: nach)?"
    rf"|schau(?:e|st)?(?: mal)?(?: {_ONLINE})? nach|recherchier(?:e|st)?(?: {_ONLINE})?)"
)
_POLITE = (
    r"(?:please|bitte|hey|so|and|und|(?:can|could|would|will) you|(?:kannst|könntest|würdest) du(?: mir)?(?: mal)?"
    r"|(?:can|could|may) i ask(?: you)?|tell (?:me|us)(?: more)?(?: about)?|show me|do you know"
    r"|i(?:'d like| want) to know|give me (?:some )?information (?:about|on)|sag (?:mir|uns)(?: mal)?|wei(?:ß|ss)t du"
    r"|erzähl (?:mir|uns)(?: etwas| mehr)?(?: von| über)?|ich (?:will|möchte) wissen)"
)
_BEGINNING = re.compile(rf"(?:(?:{_ORDER}|{_POLITE})(?:[ ,:]+|$))+", re.IGNORECASE)
_ORDERED = re.compile(rf"(?:{_POLITE}[ ,:]+)*{_ORDER}[ :]", re.IGNORECASE)
_END = re.compile(
    r"(?:(?:について|を)?(?:検索して|調べて|教えて)(?:ください)?|[ ,]+(?:please|bitte))\s*[?？。.!]*$", re.IGNORECASE
)
_ORDERED_JAPANESE = re.compile(r"(?:検索して|調べて)(?:ください)?[。.!]*$")

_ASKING = re.compile(
    r"(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|does|did|do|can|has|have|should|will"
    r"|tell (?:me|us) about|wer|wen|wem|wessen|was|wann|wo|wohin|woher|warum|wieso|weshalb|welche[nrsm]?|wie|wieviel"
    r"|wieviele|ist|sind|gibt es|kann|darf|soll|hat|erzähl (?:mir|uns))\b",
    re.IGNORECASE,
)
_JAPANESE_QUESTION = re.compile(r"(?:[かの]|って)[。.!]*$|何|誰|いつ|どこ|なぜ|どう|どの|いくら|教えて")
_TO_THE_BOT = re.compile(
    r"^(?:(?:do|are|did|have|were|would|should) you\b(?! know)|(?:magst|bist|hast|willst|würdest|findest) du\b)"
    r"|\byou (?:think|like|love|hate|feel|prefer|want|remember)\b|\b(?:meinst|denkst|glaubst|findest|magst) du\b"
    r"|\b(?:your|dein\w*) (?:favou?rite|opinion|lieblings\w*|meinung)\b|\bdein\w* lieblings"
    r"|^(?:what(?:'s| is| was| are)|who(?:'s| is) )(?: my| our)\b|^who am i\b|^(?:was|wer) (?:ist|sind) (?:mein|unser)",
    re.IGNORECASE,
)
_KANA = re.compile("[\u3041-\u30ff]")


def search_query(text: str, past: Sequence[Message] = ()) -> str:
    """What a search engine is asked: the question, and what it goes on from; nothing else of a conversation.

    `past` is the conversation before the question, oldest first. Empty where nothing is left to ask.
    """
    own, earlier = _bare(text), earlier_question(text, past)
    parts = (own,) if earlier is None else (_bare(earlier),) if is_more(text) else (_bare(earlier), own)
    query = " ".join(part for part in parts if part)
    if len(query) <= LONGEST:
        return query
    cut = query[: LONGEST + 1]
    return cut.rpartition(" ")[0] or query[:LONGEST]


def is_for_the_web(text: str, past: Sequence[Message], now: datetime) -> bool:
    """Whether a message asks for what a search could find: no small talk, nothing about the bot or the talk itself."""
    rest = opening(" ".join(_TOKENS.sub(" ", text).split())).rest
    if plain(rest) is None or recall(rest, past) is not None or days(rest, now) is not None:
        return False
    if any(skill(rest) is not None for skill in (courtesy, identity, abilities, arithmetic, units)):
        return False
    if sum(question(search_query(text, past)).values()) < _LEAST_WEIGHT or _TO_THE_BOT.search(rest):
        return False
    asks = (
        "?" in rest or "？" in rest or _ASKING.match(rest) or (_KANA.search(rest) and _JAPANESE_QUESTION.search(rest))
    )
    return bool(asks or _ORDERED.match(rest) or _ORDERED_JAPANESE.search(rest))


def language_of(query: str) -> str | None:
    """The language that pages should have, where the query tells it."""
    if _KANA.search(query):
        return "ja"
    return "de" if is_german(query) else None


def _bare(text: str) -> str:
    """A question without greeting, politeness and the order to search."""
    rest = opening(" ".join(_TOKENS.sub(" ", text).split())).rest
    bare = _END.sub("", _BEGINNING.sub("", rest, count=1) if _BEGINNING.match(rest) else rest).strip()
    return bare or rest
