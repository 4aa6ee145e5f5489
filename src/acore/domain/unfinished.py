"""Whether somebody who paused has said what they wanted to, as far as their words show it."""

from typing import Literal

from acore.domain.spoken_words import spoken_words

Completeness = Literal["open", "unclear", "whole"]
"""It wants to go on; it may; or it is a whole question or request."""

_LEADS_ON = frozenset(
    "a an the this that these those my your his her its our their some any every each "
    "and or but because so if when while whether although though unless until than as like "
    "of to in on at for from with without about into by over under between through during "
    "i you he she we they who which is are was were am be been will would can could should shall may might must "
    "do does did have has had want wants wonder need going gonna let lets tell give show explain "
    "um uh er erm hmm well actually basically maybe also then very really just "
    "der die das den dem des ein eine einen einem einer eines mein meine meinen dein deine kein keine "
    "und oder aber weil dass wenn ob als wie denn damit obwohl sondern "
    "von zu zum zur in im an am auf aus bei mit nach fuer ueber unter vor ohne durch gegen um "
    "ich du er wir ihr "
    "aehm aeh ehm also vielleicht eigentlich dann sehr".split()
)
"""No verbs of German, whose clauses end with them."""
_ENDS_QUESTIONS = frozenset("is are was do does did can it he she we they you i".split())
"""Words that lead on, and end a question as well where it is long enough: "what it is", "can you"."""
_OPENERS = frozenset(
    "what when where who why how which whose can could would will is are do does did should may "
    "tell give show explain play say sing read count describe list find remind set turn stop open name translate "
    "was wann wo wer warum wieso wie welche welcher welches kannst koenntest kann gibt hast weisst ist sind soll "
    "erzaehl erklaer zeig sag spiel nenn lies zaehl such mach stell".split()
)
_SHORT = 3
_SETTLED = 4


def completeness(text: str) -> Completeness:
    """Judge what was said so far; in English and German, and "unclear" in whatever else."""
    words = spoken_words(text)
    if not words:
        return "unclear"
    trailing = text.rstrip().endswith((",", "…", "...", "-", "–", "—"))
    opens = any(word in _OPENERS for word in words[:_SHORT])
    last_leads = words[-1] in _LEADS_ON and not (len(words) >= _SETTLED and opens and words[-1] in _ENDS_QUESTIONS)
    if trailing or last_leads:
        return "open"
    if text.rstrip().endswith("?"):
        return "whole"
    if not opens:
        return "unclear"
    return "open" if len(words) < _SHORT else "whole" if len(words) >= _SETTLED else "unclear"
