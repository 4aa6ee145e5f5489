"""Whether a passage bears out what an answer says, as far as their words tell."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Literal

from acore.domain.knowledge import Passage
from acore.domain.stems import stem
from acore.domain.terms import fold, is_german, question, terms

Verdict = Literal["held", "apart", "unknown"]
"""The passage shares what is said; it says something else; or the words do not tell."""

_CONTENT = 0.5
"""From this weight on, a word says what a sentence is about; lighter ones fit anywhere."""
_JUDGED = 1.5
"""The weight of its words from which on a sentence can be judged."""
_SAYS_MUCH, _HARDLY = 5.0, 0.2
"""Of a sentence whose words have this weight, up to this share is no more than chance."""
_FRESH = 2.0
"""From this weight on, what a sentence adds to the question is what it is judged by."""
_ANOTHERS = 0.6
"""The share of a sentence that another passage holds, for the sentence to be that one's."""
_LITTLE = 0.34
"""The share of what the other one holds, up to which a passage is not where the sentence is from."""
_TELLING, _TELLING_WEIGHT = 3, 3.0
"""Words, and their weight, that a sentence must add to the question to be known by them where nobody cites it."""
_VERBATIM = 0.8
"""The share of them that the passage has to hold."""
_ALMOST = 0.75
"""The share of the best passage, from which on another one says the same."""

_ENGLISH = frozenset("the and that with are this these you from which they their been would there what when".split())
"""Words that no neighbour of English has."""
_FEW_WORDS = 12
"""Of a text with fewer, the language often can not be told."""
_SCRIPTS = (
    ("japanese", re.compile("[\u3041-\u30ff]")),
    ("chinese", re.compile("[\u3400-\u9fff]")),
    ("korean", re.compile("[\uac00-\ud7af]")),
)
_NUMERALS = {
    stem(fold(word)): str(number)
    for words in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
    )
    for number, word in enumerate(words.split())
}
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])[\"'”’)*_]*\s+|(?<=[。！？])|\n+")


class Evidence:
    """The passages of one request, numbered from 1, and the question they were found for.

    Nothing is judged from one language to another: there, no word in common means nothing.
    """

    def __init__(self, passages: Sequence[Passage], asked: str) -> None:
        self.passages = tuple(passages)
        self._asked = asked
        self._rarity: dict[str, float] = {}

    def verdict(self, n: int, words: str) -> Verdict:
        """Whether passage `n` bears out these words of an answer."""
        content = _content(words)
        weight = sum(content.values())
        if weight < _JUDGED:
            return "unknown"
        own = self._share(n, content)
        if own <= (_HARDLY if weight >= _SAYS_MUCH else 0) and _in_one_tongue(words, self.passages[n - 1]):
            return "apart"
        fresh = self._fresh(content)
        if sum(fresh.values()) >= _FRESH and self._is_anothers(n, fresh):
            return "apart"
        return "held" if own else "unknown"

    def origin(self, sentence: str) -> tuple[int, ...]:
        """The passages that say nearly all of what a sentence adds to the question, best first; mostly none.

        The words of a title tell nothing: who can not answer names it as well.
        """
        fresh = self._fresh(_content(sentence))
        if not _tells(fresh):
            return ()
        shares = {n: self._share(n, self._untitled(n, fresh)) for n in self._numbers}
        best = max(shares, key=lambda n: shares[n], default=0)
        if not best or shares[best] < _VERBATIM:
            return ()
        alike = (n for n in shares if n != best and shares[n] >= _ALMOST * shares[best])
        return (best, *alike)

    @property
    def _numbers(self) -> range:
        return range(1, len(self.passages) + 1)

    @cached_property
    def _sets(self) -> tuple[frozenset[str], ...]:
        """The words of each passage."""
        return tuple(_held(_text(passage)) for passage in self.passages)

    def _is_anothers(self, n: int, content: Mapping[str, float]) -> bool:
        """Whether another passage holds most of it, and this one hardly any; not where it is a translation."""
        rare = {term: weight * self._rare(term) for term, weight in content.items()}
        shares = {other: self._share(other, rare) for other in self._numbers}
        best = max(shares, key=lambda other: shares[other])
        if shares[best] < _ANOTHERS or shares[n] > _LITTLE * shares[best]:
            return False
        tongues = {_tongue(_text(self.passages[one - 1])) for one in (n, best)}
        return len(tongues - {""}) < len((n, best))

    def _rare(self, term: str) -> float:
        """From 1 for a word of one passage or none, down to what is left for one that stands in all."""
        if term not in self._rarity:
            whole, found = len(self._sets), sum(term in held for held in self._sets)
            self._rarity[term] = math.log(1 + whole / max(found, 1)) / math.log(1 + whole)
        return self._rarity[term]

    def _untitled(self, n: int, content: Mapping[str, float]) -> dict[str, float]:
        """The words without those of the passage's title; none where too few are left to know it by."""
        titled = _held(self.passages[n - 1].source.title)
        left = {term: weight for term, weight in content.items() if term not in titled}
        return left if _tells(left) else {}

    def _fresh(self, content: Mapping[str, float]) -> dict[str, float]:
        """What is not in the question: of that, every passage found for it holds something."""
        asked = _held(self._asked)
        return {term: weight for term, weight in content.items() if term not in asked}

    def _share(self, n: int, content: Mapping[str, float]) -> float:
        held = self._sets[n - 1]
        whole = sum(content.values())
        return sum(weight for term, weight in content.items() if term in held) / whole if whole else 0.0


def sentences(text: str) -> Iterator[str]:
    """The sentences and lines of a text, roughly: a wrong cut makes two of one."""
    return (part for part in _SENTENCE_ENDS.split(text) if part and not part.isspace())


def _tells(content: Mapping[str, float]) -> bool:
    return len(content) >= _TELLING and sum(content.values()) >= _TELLING_WEIGHT


def _content(words: str) -> dict[str, float]:
    return {_NUMERALS.get(term, term): weight for term, weight in question(words).items() if weight >= _CONTENT}


def _text(passage: Passage) -> str:
    return f"{passage.source.title}\n{passage.text}"


def _in_one_tongue(words: str, passage: Passage) -> bool:
    """Whether both are in the same language; a few words of an unknown one may be English."""
    tongue, other = _tongue(words), _tongue(_text(passage))
    if other or tongue != "english":
        return bool(tongue) and tongue == other
    return len(_held(passage.text)) < _FEW_WORDS


@lru_cache(maxsize=128)
def _tongue(text: str) -> str:
    """The language of a text; empty where it is not known for sure."""
    if script := next((name for name, pattern in _SCRIPTS if pattern.search(text)), ""):
        return script
    if is_german(text):
        return "german"
    return "english" if not _ENGLISH.isdisjoint(fold(text).split()) else ""


@lru_cache(maxsize=128)
def _held(text: str) -> frozenset[str]:
    return frozenset(_NUMERALS.get(term, term) for term in terms(text))
