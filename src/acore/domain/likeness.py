"""How alike the words of a question are to those of a text: forms, meanings, parts of compounds, typing errors."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from acore.domain.related import FORM, related

_ROOT: Final = 0.9
_BEGINS: Final = 0.75
_COMPOUND: Final = 0.85
"""A compound of the text that ends with the word that was asked for: Teleskop, in Schulteleskop."""
_BEGINS_COMPOUND: Final = 0.65
_HEAD: Final = 0.55
"""The end of a compound that was asked for: Maschine, for Kaffeemaschine."""
_MODIFIER: Final = 0.4
"""Its beginning: Kaffee, for Kaffeemaschine."""
_ENGLISH_COMPOUND: Final = 0.5
_SLIP: Final = 0.9

_SHORTEST_ROOT = 4
_SHORTEST_BEGINNING = 5
_SHARED_BEGINNING = 6
_LONGEST_REST = 4
_MOST_SHARED = 0.6
_SHORTEST_PART = 4
_SHORTEST_SLIP = 5
_PREFIXES = ("ab", "an", "auf", "aus", "ein", "vor", "zu", "mit", "nach", "weg", "her", "hin", "los", "um", "zuruck")
_ENDINGS = ("ungen", "ung", "test", "tet", "ten", "te", "st", "en", "er", "es", "et", "t", "e", "n", "s")


def alike(wanted: Iterable[str], vocabulary: Collection[str], *, german: bool = False) -> dict[str, dict[str, float]]:
    """For each wanted term the terms of a vocabulary that may stand for it, and how well: 1 is the term itself."""
    return {term: _alike(term, vocabulary, german=german) for term in wanted}


def _alike(term: str, vocabulary: Collection[str], *, german: bool) -> dict[str, float]:
    found = {word: likeness for word, likeness in related(term).items() if word in vocabulary}
    is_word = term.isalpha()
    if is_word and len(term) >= _SHORTEST_PART:
        for word, likeness in _of_one_origin(term, vocabulary, german=german):
            found[word] = max(likeness, found.get(word, 0))
    if term in vocabulary:
        found[term] = 1.0
    elif is_word and len(term) >= _SHORTEST_SLIP and not any(known >= _ROOT for known in found.values()):
        found |= {word: _SLIP for word in vocabulary if word[:1] == term[:1] and is_slip(term, word)}
    return found


def _of_one_origin(term: str, vocabulary: Collection[str], *, german: bool) -> Iterator[tuple[str, float]]:
    """The words that begin as the term does, hold it as a part of a compound, or have its root."""
    parts = {word for word in vocabulary if term in word}
    parts.update(word for word in _parts(term, german=german) if word in vocabulary)
    for word in parts:
        if word != term and (likeness := _as_part(term, word, german=german)):
            yield word, likeness
    if len(term) >= _SHARED_BEGINNING:
        start = term[:_SHARED_BEGINNING]
        begun = [word for word in vocabulary if word.startswith(start)]
        yield from ((word, _BEGINS) for word in begun if word not in parts and _begins_alike(term, word))
    if german:
        yield from ((word, _ROOT) for word in _of_one_root(term, vocabulary) if word != term)


def _parts(term: str, *, german: bool) -> set[str]:
    """What a term may be made of, however it is cut; of a German one's end also as it is written by itself."""
    starts = range(len(term) - _SHORTEST_PART + 1)
    found = {term[start:end] for start in starts for end in range(start + _SHORTEST_PART, len(term) + 1)}
    if german:
        found.update(f"{term[start:]}{term[-1]}" for start in (*starts, len(starts)))  # as _single takes it away
    return found


def _of_one_root(term: str, vocabulary: Collection[str]) -> Iterator[str]:
    """The words with the root of a German term, and its verb's forms joined to what stands apart elsewhere."""
    root = root_of(term)
    if len(root) >= _SHORTEST_ROOT:
        yield from (word for word in vocabulary if len(word) >= _SHORTEST_PART and root_of(word) == root)
    for form in (form for form, known in related(term).items() if known >= FORM):  # zieht: aufgezogen
        joined = (f"{prefix}{form}" for prefix in _PREFIXES)
        yield from (word for word in joined if len(word) >= _SHORTEST_PART and word in vocabulary)


def _begins_alike(term: str, word: str) -> bool:
    """Whether what two words share is most of both: organise and organiser, not winter term and winter room."""
    shared = next((at for at, (one, other) in enumerate(zip(term, word, strict=False)) if one != other), len(term))
    return shared >= _MOST_SHARED * max(len(term), len(word))


def _single(word: str) -> str:
    """Without the second of two letters at its end: stems of long words lose it, those of short ones do not."""
    return word[:-1] if word[-1:] == word[-2:-1] else word


def _as_part(term: str, word: str, *, german: bool) -> float:
    """What a part of a compound is worth: its end says what it is, its beginning only of which kind."""
    asked_for_less = len(term) <= len(word)
    short, long = (term, word) if asked_for_less else (word, term)
    if long.startswith(short) and len(short) >= _SHORTEST_BEGINNING and len(long) - len(short) <= _LONGEST_REST:
        return _BEGINS
    if not german and len(short) <= _SHARED_BEGINNING:
        return _ENGLISH_COMPOUND if long.endswith(short) else 0
    if long.endswith((short, _single(short))):
        return _COMPOUND if asked_for_less else _HEAD
    return (_BEGINS_COMPOUND if asked_for_less else _MODIFIER) if long.startswith(short) else 0


@lru_cache(maxsize=16_384)
def root_of(word: str) -> str:
    """A German verb's root, bare of what its forms add: gekauft, kaufte and kaufen are kauf; abgebrannt is brann."""
    for prefix in _PREFIXES:
        if word.startswith(f"{prefix}ge"):
            word = word[len(prefix) :]
    if word.startswith("ge") and len(word) > _SHORTEST_ROOT + 2:
        word = word[2:]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT:
            return word[: -len(ending)]
    return word


def is_slip(typed: str, word: str) -> bool:
    """Whether a word was meant that is one slip away: a letter too many, too few, wrong, or two of them swapped."""
    if typed == word or abs(len(typed) - len(word)) > 1 or typed[0] != word[0] or len(typed) < _SHORTEST_SLIP - 1:
        return False
    at = next((at for at, (one, other) in enumerate(zip(typed, word, strict=False)) if one != other), len(typed))
    rest, other = typed[at:], word[at:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[:2] == other[1::-1] and len(other) > 1 and rest[2:] == other[2:])
    )


def best(likeness: Mapping[str, float], words: Collection[str]) -> float:
    """How well a text of these terms holds a term that is alike to the given ones; 0 where it does not."""
    return max((known for word, known in likeness.items() if word in words), default=0.0)
