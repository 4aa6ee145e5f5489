"""Looks the words of one question up in the texts of passages."""

from collections.abc import Collection, Mapping, Sequence

from acore.adapters.llm.answering.japanese import is_written_without_spaces, likeness
from acore.adapters.llm.answering.vocabulary import LIGHT_TERMS
from acore.adapters.llm.answering.wording import Asked
from acore.domain.likeness import alike, best
from acore.domain.related import WIDER

_TOLD = 0.6
"""From this strength on, what is told around need not be said again."""
_PART = 0.7
"""How well a word of a phrase answers for it: the machine, for the washing machine."""


class Matcher:
    """The words of a question, with those of a vocabulary that may stand for them."""

    def __init__(self, asked: Asked, vocabulary: Collection[str]) -> None:
        self._unspaced = tuple(term for term in asked.weights if is_written_without_spaces(term))
        spaced = [term for term in asked.weights if term not in self._unspaced]
        named = [term for term in asked.focus if term.isascii()]
        self._all = alike([*spaced, *named], vocabulary, german=asked.german)
        for phrase in (term for term in spaced if "_" in term):
            said = [part for part in phrase.split("_") if part not in LIGHT_TERMS]
            if said and said[-1] in vocabulary:
                self._all[phrase].setdefault(said[-1], _PART)
        # A word that the question has by itself does not stand for another one: a repair café tells of no repair.
        self._alike = {
            term: {word: how for word, how in self._all[term].items() if word == term or word not in asked.weights}
            for term in spaced
        }

    def strengths(self, words: Collection[str], text: str) -> dict[str, float]:
        """How far a text of these terms holds each word of the question; what it does not hold is left out."""
        found = {term: best(known, words) for term, known in self._alike.items()}
        if self._unspaced:
            found |= {term: likeness(term, text) for term in self._unspaced}
        return {term: strength for term, strength in found.items() if strength}

    def lent(self, words: Collection[str], around: Mapping[str, float]) -> dict[str, float]:
        """What words stand for, beside themselves, where they are told of around as well."""
        free = {word for word in words if around.get(word, 0) >= _TOLD}
        if not free:
            return {}
        found = {
            term: best({word: how for word, how in known.items() if word != term and word in free}, words)
            for term, known in self._all.items()
        }
        return {term: strength for term, strength in found.items() if strength}

    def things(self, terms: Collection[str], words: Collection[str]) -> frozenset[str]:
        """Those of the words that are alike to one of the terms, and not only wider."""
        wanted = {word for term in terms for word, how in self._all.get(term, {}).items() if how > WIDER}
        return frozenset(wanted.intersection(words))


def raise_to(found: dict[str, float], strengths: Mapping[str, float], share: float = 1) -> None:
    """Raise what was found to a share of other strengths, where that is more."""
    for term, strength in strengths.items():
        if share * strength > found.get(term, 0):
            found[term] = share * strength


def united(strengths: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The greatest strength of each term."""
    found: dict[str, float] = {}
    for one in strengths:
        raise_to(found, one)
    return found
