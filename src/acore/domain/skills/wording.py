"""How the skills read a message: which language it is in, and its words without their decoration."""

import re
import unicodedata

from acore.domain.terms import is_german

LONGEST = 200
"""Characters; a longer message is no matter for a small skill."""

_TOKENS = re.compile(r"<a?:\w+:\d+>|<[@#][!&]?\d+>")
"""Discord's own emoji and mentions."""
_JOINERS = {"\ufe0f", "\u200d", "\u200b", "\ufeff"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_STRAIGHT = str.maketrans("’‘`´“”„", "''''\"\"\"")
_ENDS = " \t?!.,;:…"
_GERMAN = frozenset(
    """
    abend aus berechne bis bist dank danke datum du eine einen erzähl geht genauer gerade gern geteilt grad grüezi
    grüß gute guten hallo heisst heißt heute hilfe hoch jahr jetzt kannst kopf mal mehr meilen mir moin monat
    morgen münze nacht noch pfund prozent rechne servus sind spät stell tag tage tschüss uhr uhrzeit und unter
    viel viele vielen von wann warum weiter welcher welches wer wie wieso wieviel wieviele wirf wochentag wurzel
    würfel würfle zahl zoll zufallszahl zum
    """.split()
)
"""Words of short German messages, where too few little words stand to tell the language by."""
_ENGLISH = frozenset("what who how when where why which is are the a an of to for my you do does can i it".split())


def speaks_german(text: str) -> bool:
    """Whether a message is rather German than English; a message of no known language is not."""
    words = set(re.findall(r"[^\W\d_]+", text[:LONGEST].lower()))
    return is_german(text) or (words.isdisjoint(_ENGLISH) and not words.isdisjoint(_GERMAN))


def plain(text: str) -> str | None:
    """The words of a short message in lower case, without emoji and without marks at its end; None for a long one."""
    if len(text) > LONGEST:
        return None
    kept = _TOKENS.sub(" ", text).translate(_STRAIGHT)
    if not kept.isascii():
        kept = "".join(character for character in kept if not _is_decoration(character))
    return " ".join(kept.lower().split()).rstrip(_ENDS).lstrip(" ,;:…¿¡")


def _is_decoration(character: str) -> bool:
    symbol = unicodedata.category(character) == "So" and character != "°"
    return symbol or character in _JOINERS or ord(character) in _SKIN_TONES
