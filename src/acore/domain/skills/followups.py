"""What a message owes to those before it: “and on Windows?”, “tell me more”, “what did I ask?”."""

import re
from collections.abc import Sequence

from acore.domain.chat import Message
from acore.domain.skills.courtesy import courtesy, opening
from acore.domain.skills.wording import plain, speaks_german

_LOOKED_BACK = 6
_SHORT = 10
"""Words; a longer message says itself what it is about."""
_SHORT_AND = 14
"""Words of one that begins with “and”."""
_QUOTED = 300

_MORE = re.compile(
    r"(?:(?:please|bitte|ok|yes|ja)[ ,]+)?(?:(?:can|could) you )?(?:(?:tell|show|give) (?:me|us) (?:some )?more"
    r"|more|more (?:details?|info|information)|go on|continue|and then(?: what)?|what else|what next|anything else"
    r"|elaborate|(?:in )?(?:more )?details?|explain (?:it|that|this)(?: more)?|why|how so"
    r"|(?:erzähl|sag|zeig)(?: mir)? mehr|mehr(?: details)?"
    r"|(?:und )?weiter|was noch|noch mehr|genauer|und dann|warum|wieso)"
    r"(?: (?:about|on|of) (?:it|that|this|them)| dazu| davon| darüber| please| bitte)*"
)
_AND = re.compile(
    r"(?:and|und|but|aber|or|oder|what about|how about|what if|was ist mit|wie ist es mit|wie sieht es mit|also|auch)"
    r"\b.*"
)
_POINTING = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|there|he|him|his|she|her|hers"
    r"|es|das|dies|diese[nrsm]?|damit|davon|dafür|dabei|darin|darüber|dort|er|ihn|ihm|ihr|ihre[nmrs]?|sie|sein(?:e[nmrs]?)?)\b"
    r"|それ|これ|そこ|ここ|その|この|彼女?"
)
_THEN = re.compile(r"(?:(?:それ)?では|じゃあ?|それなら|そして|それと|あと)[、,].*|[^、。]{1,8}は[？?]?")
"""How a Japanese message goes on: “then, in winter?”, “on Sundays?”."""
_RECALL = re.compile(
    r"(?:(?:so|and|hey|und)[ ,]+)?(?:what (?:did i|have i) (?:just )?(?:ask|asked|say|said)(?: you)?"
    r"|what was my (?:last |previous |first )?(?:question|message)"
    r"|what (?:did we|were we) (?:talk|talking|speak) about"
    r"|was habe ich (?:dich )?(?:gerade |eben |zuletzt |zuerst )*(?:gefragt|gesagt)"
    r"|was war meine (?:letzte |vorige |erste )?(?:frage|nachricht)"
    r"|worüber haben wir (?:gerade )?(?:geredet|gesprochen))"
    r"(?: before| earlier| last| first| just now| vorhin| davor)*"
)


def earlier_question(text: str, past: Sequence[Message]) -> str | None:
    """The member's question that a message goes on from; None where the message stands by itself.

    `past` is the conversation before the message, oldest first. Search for both together to find
    what “and on Windows?” is about.
    """
    words = plain(text)
    if words is None or not _goes_on(words):
        return None
    asked = [message.text for message in past if message.role == "user"]
    return next((earlier for earlier in reversed(asked[-_LOOKED_BACK:]) if _stands(earlier)), None)


def is_more(text: str) -> bool:
    """Whether a message only asks for more of the same."""
    words = plain(text)
    return words is not None and _MORE.fullmatch(words) is not None


def recall(text: str, past: Sequence[Message]) -> str | None:
    """What the member asked before, where the message is about that; None where it is not."""
    words = plain(text)
    if words is None or not _RECALL.fullmatch(words):
        return None
    asked = [message.text for message in past if message.role == "user"]
    german = speaks_german(words)
    if not asked:
        return (
            "Noch nichts: Dies ist die erste Nachricht, an die ich mich hier erinnere."
            if german
            else "Nothing yet: this is the first message that I remember here."
        )
    first = "first" in words or "erste" in words or "zuerst" in words
    quoted = " ".join((asked[0] if first else asked[-1]).split())
    quoted = quoted if len(quoted) <= _QUOTED else quoted[:_QUOTED].rsplit(" ", 1)[0] + " …"
    return f"Du hast gefragt: „{quoted}“" if german else f"You asked: “{quoted}”"


def _goes_on(words: str) -> bool:
    if _MORE.fullmatch(words):
        return True
    count = len(words.split())
    if _THEN.fullmatch(words):
        return True
    return bool((count <= _SHORT_AND and _AND.fullmatch(words)) or (count <= _SHORT and _POINTING.search(words)))


def _stands(text: str) -> bool:
    words = plain(opening(text).rest)
    return words is None or (bool(words) and not (_goes_on(words) or _RECALL.fullmatch(words) or courtesy(text)))
