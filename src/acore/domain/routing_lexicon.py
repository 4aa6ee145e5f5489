"""Which listed words a text has, and what the learned weights say of its words; both looked up, never searched for."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from acore.domain.routing_marks import ANYWHERE
from acore.domain.routing_words import WORDS

WORD = re.compile(r"[a-zß-ɏ]+(?:\+\+|['’][a-z]+|[0-9](?![0-9]))?|[а-яё]+|[\u0600-\u06ff]+|[\u3040-\u9fff]|%")
"""A word of a text in small letters; in Chinese and Japanese each character is one."""

_SHORTEST, _LONGEST = 3, 20
"""Characters of a stem in the lists."""
_REMEMBERED = 4096
"""Words of which it is remembered what they say: of most texts most words are common ones."""
_LEARNED = 5
"""Characters of a learned stem."""
_FIRST, _LAST = "^", "$"
"""What stands before the first word of a text, and after the last."""
_UNIT = 100
"""The learned weights are written in hundredths."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """`WORDS` and `ANYWHERE`, made ready to be looked up; each entry with its signs."""

    words: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[str, ...]]
    phrases: Mapping[Pair, tuple[tuple[str, str], ...]]
    """By their first two words, the second one cut to the shortest stem: the phrase as it is looked for between
    spaces, the last one left out where it ends in a stem."""
    anywhere: Mapping[str, tuple[tuple[str, str], ...]]
    """By their first characters."""


def found(words: Sequence[str], text: str) -> dict[str, set[str]]:
    """The entries of each kind of `WORDS` that are in a text; `words` are those of the text, in order."""
    known = _lexicon()
    hits: dict[str, set[str]] = {kind: set() for kind in WORDS}
    for word in set(words):
        for kind in _kinds(word):
            hits[kind].add(word)
    near = [phrase for pair in pairwise(words) for phrase in known.phrases.get((pair[0], pair[1][:_SHORTEST]), ())]
    if near:
        line = f" {' '.join(words)} "
        for phrase, kind in near:
            if phrase in line:
                hits[kind].add(phrase)
    if not text.isascii():
        for first in known.anywhere.keys() & set(text):
            for mark, kind in known.anywhere[first]:
                if mark in text:
                    hits[kind].add(mark)
    return hits


def learned(words: Sequence[str]) -> float:
    """What the words and the pairs of neighbours say by the weights of `routing_stems`; above 0 is hard."""
    weights = _weights()
    return sum(weights.get(feature, 0) for feature in features(words)) / _UNIT


def features(words: Sequence[str]) -> set[str | Pair]:
    """What has a learned weight: the beginnings of the words, and of each two that are neighbours."""
    if not words:
        return set()
    short = [word[:_LEARNED] for word in words]
    return {*short, *pairwise([_FIRST, *short, _LAST])}


def packed(weights: Mapping[str | Pair, float]) -> Iterator[tuple[int, str]]:
    """Write weights as `routing_stems` holds them: by weight in hundredths, pairs joined by ``_``."""
    rows = defaultdict(list)
    for feature, weight in weights.items():
        rows[round(weight * _UNIT)].append(feature if isinstance(feature, str) else "_".join(feature))
    for weight in sorted(rows):
        yield weight, " ".join(sorted(rows[weight]))


@lru_cache(_REMEMBERED)
def _kinds(word: str) -> tuple[str, ...]:
    """The signs that a word is of, by itself or by its stem."""
    known = _lexicon()
    lengths = range(_SHORTEST, min(len(word), _LONGEST) + 1)
    by_stem = (kind for length in lengths for kind in known.stems.get(word[:length], ()))
    return (*known.words.get(word, ()), *by_stem)


@cache
def _weights() -> Mapping[str | Pair, int]:
    from acore.domain.routing_stems import STEMS  # noqa: PLC0415  a process that routes nothing does without

    found: dict[str | Pair, int] = {}
    for weight, entries in STEMS.items():
        for entry in entries.split():
            first, joined, second = entry.partition("_")
            found[(first, second) if joined else first] = weight
    return found


@cache
def _lexicon() -> _Lexicon:
    words: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    stems: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    phrases: defaultdict[Pair, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for kind, entry in ((kind, entry) for kind, entries in WORDS.items() for entry in entries.split()):
        if "_" in entry:
            phrase = entry.rstrip("*").replace("_", " ")
            first, second, *_ = WORD.findall(phrase)
            phrases[first, second[:_SHORTEST]] += ((f" {phrase}{'' if entry.endswith('*') else ' '}", kind),)
        elif entry.endswith("*"):
            stems[entry[:-1]] += (kind,)
        else:
            words[entry] += (kind,)
    anywhere: defaultdict[str, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for kind, mark in ((kind, mark) for kind, marks in ANYWHERE.items() for mark in marks.split()):
        anywhere[mark[0]] += ((mark.replace("_", " "), kind),)
    return _Lexicon(dict(words), dict(stems), dict(phrases), dict(anywhere))
