"""How hard a question is, guessed in well under a millisecond from its words and its shape.

A logistic model over a few signs that one can name: what the text asks for, in which field, under how many
conditions, and how it is built; and, as one more sign, over its words. It looks at what is asked: quotations, and a
text that is pasted to be worked on, count by their size, code by its words.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from acore.domain.routing_basic import EVERYDAY
from acore.domain.routing_lexicon import WORD, found, learned

THRESHOLD = 0.3
"""The score from which on a question is hard: the weights are made for it."""

START = "start"
WEIGHTS: Mapping[str, float] = {
    # Fitted by scripts/fit_routing.py, which tells how; then moved so that 0.3 misroutes least.
    "start": -6.14,
    "words of an expert's field": 3.34,
    "something at stake": 3.63,
    "grounds asked for": 1.63,
    "parts that have to fit": 2.09,
    "conditions on the answer": 0.88,
    "a form with rules": 1.81,
    "more than the usual answer": 2.18,
    "a condition changed": 2.63,
    "chatter": -1.58,
    "everyday things": -1.77,
    "work on a given text": -0.30,
    "programs and their data": -0.48,
    "something that goes wrong": 0.78,
    "a short answer will do": -2.01,
    "odds, rates and counts": 0.82,
    "shades of a language": 2.55,
    "a story told": -1.87,
    "length": 1.44,
    "long words": 0.72,
    "rare words": 1.01,
    "another language": 1.00,
    "numbers": 1.15,
    "a sum of large numbers": 7.00,
    "clauses": 0.60,
    "a short usual question": -1.44,
    "exclamations": -1.26,
    "about oneself": -1.75,
    "code": -0.58,
    "quotation": -0.07,
    "a question about given words": 1.13,
    "the wording": 1.00,
}
NAMES: Mapping[str, str] = {
    "expert": "words of an expert's field",
    "stakes": "something at stake",
    "reason": "grounds asked for",
    "design": "parts that have to fit",
    "bounds": "conditions on the answer",
    "form": "a form with rules",
    "depth": "more than the usual answer",
    "condition": "a condition changed",
    "chatter": "chatter",
    "everyday": "everyday things",
    "rework": "work on a given text",
    "program": "programs and their data",
    "fault": "something that goes wrong",
    "simple": "a short answer will do",
    "chance": "odds, rates and counts",
    "tongue": "shades of a language",
    "told": "a story told",
}
"""What the signs of `WORDS` are called in a reason."""

_HEAD, _TAIL = 1200, 400
"""Of a longer text, the characters at its ends that are looked at: requests stand there, pasted things between."""
_FIRST_WORDS, _LAST_WORDS = 300, 100
"""Of more words, as where each character is one, those that are looked at."""
_MOST = 5
"""How many words of one sign count."""
_LISTED = tuple(math.log1p(count) for count in range(_MOST + 1))
"""What each number of them says."""
_KNOWN = 0.35
"""The share of everyday English and German words from which on a rare word can be told from a foreign one."""
_RARE, _LONG = 4, 9
"""Characters of the words that can be rare, or are long."""
_BRIEF = 9
"""Words of a short question at most."""
_LEAST = 3
"""Characters beside a quotation that can be a request about it."""
_GIVEN, _REQUEST = 15, 160
"""Characters of a given text at least, and of the request beside it at most."""
_ABOUT = 27
"""Words of a question about the ones that it quotes, at most."""
_WIDEST = 6.0
"""What the wording adds or takes, at most."""
_LATER_LENGTH = 80
"""Characters of a question that goes on from another, at most."""
_SHARE = 0.5
"""How much of what is against or for an earlier question counts for the one that goes on from it."""
_WORDS = 4096
"""Words of which it is remembered what they say: of most texts most words are common ones."""
_USUAL_CONTEXT = 24_000
"""Characters that a conversation with its passages usually has at most."""
_TOLD = 0.2
"""What a sign has to add to be a reason."""
_STEEPEST = 30.0
_ENDINGS = frozenset("s es ed d ing er ers en n t e st em 's ly".split())
_ENDING_LENGTHS = (1, 2, 3)
_QUOTE = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』|\"[^\"]*\"")
_CUT = re.compile(r"[:：] ?|\n")
_INLINE = re.compile(r"`[^`]*`")
_NUMBER = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")
_LARGE = re.compile(r"[0-9]{4,12} ?[*x×/÷] ?[0-9]{3,12}|[0-9]{3,12} ?[*x×/÷] ?[0-9]{4,12}")
_PAUSE = re.compile(r"[,;:.!?] |[،，。；：、？！؟]|\n")
_LIVELY = re.compile("[!\u2600-\u27bf\U0001f300-\U0001faff]")
_LATER = re.compile(r"(?:ok(?:ay)? )?(?:and|but|now|what if|still|so|then|und|aber|jetzt|dann|et|y|pero|а|но|ve|ama) ")
_USUAL = re.compile(
    r"(?:what(?:'s|s| is| are| does)|who|when|where|how (?:do|to|can|tall|old|many|much|far|long)|define|meaning|"
    r"can (?:yo)?u|could you|was (?:ist|heißt|bedeutet)|wie|wer|wann|wo\b|comment|c'est quoi|qu'est|qu[eé] es|"
    r"c[oó]mo|cu[aá]|как|кто|где|сколько|ne |nasıl|kim)"
)
_SELF = frozenset("i i'm im me my we us our ich mein meine meinen mir mich wir je mon ma yo mi я мой ben benim".split())


@dataclass(frozen=True, slots=True)
class Score:
    """How hard a question is, from 0 to 1, and why."""

    value: float
    weighed: Mapping[str, float]
    """What each sign adds."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The signs, the weightiest first, each with what it adds; none of the text's own words is among them."""
        told = sorted(self.weighed.items(), key=lambda item: -abs(item[1]))
        return tuple(f"{amount:+.1f} {name}" for name, amount in told if abs(amount) >= _TOLD)

    def main_reasons(self, most: int) -> str:
        """The weightiest of the reasons, in a line."""
        told = nlargest(most, self.weighed.items(), key=lambda item: abs(item[1]))
        return ", ".join([f"{amount:+.1f} {name}" for name, amount in told if abs(amount) >= _TOLD])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a question comes with."""

    images: int = 0
    tools: int = 0
    schema: bool = False
    """Whether the answer has to follow one."""
    context: int = 0
    """Characters of the conversation before the question, and of the passages."""
    earlier: str = ""
    """What was asked before; a short question that goes on from it is nearly as hard."""


ALONE = Surroundings()


def difficulty(text: str, beside: Surroundings = ALONE) -> Score:
    """Score a question: a text always scores the same, and however long it is, in less than a millisecond."""
    weighed = {name: WEIGHTS[name] * amount for name, amount in signs(text).items() if amount}
    if beside is not ALONE:
        weighed |= {name: amount for name, amount in _of(beside).items() if amount}
    if beside.earlier and goes_on(text) and (hard := _sum(signs(beside.earlier))) > 0:
        weighed["what it goes on from"] = _SHARE * hard
    return Score(_logistic(WEIGHTS[START] + sum(weighed.values())), weighed)


def goes_on(text: str) -> bool:
    """Whether it is a short question that begins as one does that goes on from another."""
    short = text[:_HEAD].lower().lstrip()
    return len(short) <= _LATER_LENGTH and bool(_LATER.match(short))


def signs(text: str) -> dict[str, float]:
    """How much of each sign a text has, by its name in `WEIGHTS`; 0 is none."""
    asked, words, code, quoted = parts(text)
    hits = found(words, asked)
    if code:
        hits["expert"] |= found(WORD.findall(code), code)["expert"]
    about = bool(quoted) and not hits["rework"] and len(words) < _ABOUT
    return {
        **{NAMES[kind]: _LISTED[min(len(entries), _MOST)] for kind, entries in hits.items()},
        **_shape(asked, words),
        "code": float(bool(code)),
        "quotation": _much(quoted / 50),
        "a question about given words": float(about),
        "the wording": max(-_WIDEST, min(_WIDEST, learned(words))),
    }


def parts(text: str) -> tuple[str, list[str], str, int]:
    """What is asked in small letters, its words, the code beside it, and how many characters are quoted or given."""
    asked, code, quoted = _parted(_ends(text).lower().replace("’", "'"))
    request = _request(asked)
    words = WORD.findall(request)
    if len(words) > _FIRST_WORDS + _LAST_WORDS:
        words = words[:_FIRST_WORDS] + words[-_LAST_WORDS:]
    return request, words, code, quoted + len(asked) - len(request)


def _of(beside: Surroundings) -> dict[str, float]:
    """What stands beside a question, by judgement: no labelled prompt has any of it.

    The passages of a search and a usual conversation say nothing: every question of a house has them.
    """
    return {
        "images": 0.8 * bool(beside.images),
        "tools": 0.5 * bool(beside.tools),
        "an answer by a schema": 0.5 * beside.schema,
        "a long conversation": 0.5 * _much(max(0, beside.context - _USUAL_CONTEXT) / 8000, 16),
    }


def _sum(amounts: Mapping[str, float]) -> float:
    return WEIGHTS[START] + sum(WEIGHTS[name] * amount for name, amount in amounts.items())


def _logistic(z: float) -> float:
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, z))))


def _much(count: float, most: float = math.inf) -> float:
    """Each further one says less."""
    return math.log1p(min(count, most)) if count else 0.0


def _ends(text: str) -> str:
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"


def _parted(text: str) -> tuple[str, str, int]:
    """What is asked, the code in it, and how many characters are quoted; a text of nothing else is what is asked."""
    parts = text.split("```")
    outside = " ".join(parts[::2])
    code = " ".join([*parts[1::2], *_INLINE.findall(outside)])
    outside = _INLINE.sub(" ", outside)
    asked = _QUOTE.sub(" ", outside).strip()
    quoted = len(outside) - len(asked)
    return (asked, code, quoted) if len(asked) >= _LEAST else (outside.strip(), code, 0)


def _request(asked: str) -> str:
    """What is asked without the text that it is about, behind a colon or a line, or before the last of these."""
    cut = _CUT.search(asked)
    if not cut:
        return asked
    if cut.start() <= _REQUEST and len(asked) - cut.end() >= _GIVEN and _reworks(asked[: cut.start()]):
        return asked[: cut.start()]
    for mark in ("\n", ": "):
        before, _, last = asked.rpartition(mark)
        if _LEAST <= len(last) <= _REQUEST and len(before) >= 2 * _GIVEN and _reworks(last):
            return last
    return asked


def _reworks(text: str) -> bool:
    return bool(found(WORD.findall(text), text)["rework"])


def _shape(asked: str, words: list[str]) -> dict[str, float]:
    latin = [word for word in words if len(word) > 1 and word[0] <= "ɏ"]
    unknown = [word for word in latin if not _is_everyday(word)]
    strange = set(unknown)
    known = bool(latin) and len(latin) - len(unknown) >= _KNOWN * len(latin)
    length = len(words) - 0.5 * len([word for word in words if word >= "\u3040"])
    return {
        "length": _much(length, 120),
        "long words": _much(len([word for word in words if len(word) >= _LONG]), 20),
        "rare words": _much(len([word for word in strange if len(word) >= _RARE]), 8) if known else 0.0,
        "another language": float(bool(words) and not known),
        "numbers": _much(len(_NUMBER.findall(asked)), 8),
        "a sum of large numbers": float(bool(_LARGE.search(asked))),
        "clauses": _much(len(_PAUSE.findall(asked)), 12),
        "a short usual question": float(length <= _BRIEF and bool(_USUAL.match(asked))),
        "exclamations": _much(len(_LIVELY.findall(asked)), 4),
        "about oneself": _much(len([word for word in words if word in _SELF]), 5),
    }


@lru_cache(_WORDS)
def _is_everyday(word: str) -> bool:
    if word in EVERYDAY:
        return True
    for length in _ENDING_LENGTHS:
        if word[-length:] in _ENDINGS and (word[:-length] in EVERYDAY or f"{word[:-length]}e" in EVERYDAY):
            return True
    return False
