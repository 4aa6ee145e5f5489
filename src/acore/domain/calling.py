"""Whether somebody calls the bot by its name, which dictation seldom writes as it is spelt."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from acore.domain.spoken_words import spoken_words, word_ends

_GREETINGS = frozenset("hey hi hello ok okay oi yo so well und and hallo he na du sag moin servus also".split())
_MOST_PARTS = 3
"""Words that a name may be heard as."""
_SHORTEST = 4
"""Letters of a name from which it may be misheard; a shorter one is in too many words."""
_ALIKE, _ALIKE_GREETED = 0.84, 0.74
_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|kh|ch|c|q|g"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"z|ts"), "s"),
    (re.compile(r"w|b"), "v"),
    (re.compile(r"d"), "t"),
    (re.compile(r"h"), ""),
    (re.compile(r"(?<=[^aeiou])e$"), ""),
    (re.compile(r"[aeiouy]+"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)


class Called(NamedTuple):
    """Somebody was called: what they were told beside it, as words and as it was written."""

    rest: str
    written: str


def called(text: str, names: Iterable[str]) -> Called | None:
    """Whether one of the names is called in the text; None where not.

    As it is spelt it counts anywhere; something that only sounds like it does at the beginning, where names are called,
    also behind a greeting.
    """
    words = spoken_words(text)
    wanted = [name for name in map(spoken_words, names) if name]
    for name in wanted:
        for at in range(len(words) - len(name) + 1):
            if words[at : at + len(name)] == name:
                return _without(text, words, at, at + len(name))
    start = next((n for n, word in enumerate(words) if word not in _GREETINGS), len(words))
    least = _ALIKE_GREETED if start else _ALIKE
    joined = [name for name in map("".join, wanted) if len(name) >= _SHORTEST]
    for end in range(min(start + _MOST_PARTS, len(words)), start, -1):
        heard = "".join(words[start:end])
        if any(_likeness(heard, name) >= least for name in joined):
            return _without(text, words, start, end)
    return None


def _without(text: str, words: tuple[str, ...], begin: int, end: int) -> Called:
    """What is left without those words; at the beginning without a greeting before them as well."""
    begin = 0 if all(word in _GREETINGS for word in words[:begin]) else begin
    rest = " ".join((*words[:begin], *words[end:]))
    written = text
    if not begin:
        written = text[word_ends(text)[end - 1] :].lstrip(" ,.!:;?-–—") if end < len(words) else ""
    return Called(rest, written or text)


@lru_cache(maxsize=1024)
def _likeness(heard: str, name: str) -> float:
    """How alike two words sound, from 0 to 1: half by their letters, half by their consonants."""
    letters = SequenceMatcher(None, heard, name, autojunk=False).ratio()
    return (letters + SequenceMatcher(None, _key(heard), _key(name), autojunk=False).ratio()) / 2


def _key(word: str) -> str:
    for sound, kept in _SOUNDS:
        word = sound.sub(kept, word)
    return word
