"""How well the sources of an answer hold where a model cites badly on purpose.

Over the labelled documents of prose (`benchmarks/answers`), with the passages that retrieval finds for the questions
of the tuning half, a model writes answers out of sentences of those passages, in other words, and of some that no
passage says. It cites badly: it names passages that say something else, invents numbers, forgets some.
"""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.domain.chat import ChatRequest, Delta
from acore.domain.chunking import chunks
from acore.domain.citations import CitationCheck
from acore.domain.evidence import sentences
from acore.domain.knowledge import Document, Passage, Query
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.domain.terms import is_german, terms
from acore.interfaces import LLM
from acore.services.chat import ChatOptions, ChatService
from acore.services.turns import RecentTurns
from acore.testing import ManualClock, MemoryHistory, MemoryMetrics, MemoryVectorStore, retriever_context
from benchmarks.figures import Figure, median_of

_ANSWERS = Path(__file__).with_name("answers")
_ROUNDS = 4
_MARKS = re.compile(r"(?:\s?\[(\d+)\])+")
_MARK = re.compile(r"\[(\d+)\]")
_LEAST_WORDS, _LEAST_CHARACTERS = 6, 24
_WRONG, _INVENTED, _FORGOTTEN, _OUTSIDE = 0.2, 0.15, 0.15, 0.15
_DROPPED_WORDS = 0.15
_LONG, _PIECE = 20_000, 4
_OTHER_WORDS = {
    "begins": "starts", "opens": "is open from", "costs": "is priced at", "must": "has to", "children": "kids",
    "about": "roughly", "every": "each", "only": "just", "kostet": "liegt bei", "jeden": "an jedem",
    "beginnt": "startet", "müssen": "sollen", "large": "big", "small": "little", "may": "can",
}  # fmt: skip
_FROM_NOWHERE: Mapping[bool, Sequence[str]] = {
    True: (
        "Der Eiffelturm wurde im neunzehnten Jahrhundert für die Weltausstellung errichtet.",
        "Kaiser Napoleon kam im Sommer 1769 auf der Insel Korsika zur Welt.",
    ),
    False: (
        "The emperor Napoleon was born on the island of Corsica in the summer of 1769.",
        "A neutron star is so dense that a spoonful of it would weigh as much as a mountain.",
        "The violin has four strings that are tuned in fifths from the lowest to the highest.",
        "Chess was brought to Europe by merchants and scholars from Persia and Arabia.",
    ),
}
"""What no passage says, in German or not."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer, and the passages that it may have been taken from."""

    text: str
    origins: frozenset[int]


@dataclass(slots=True)
class Tally:
    """What became of all the citations."""

    shown: int = 0
    right: int = 0
    borne: int = 0
    """Sentences that a passage says."""
    found: int = 0
    """Those of them whose passage is among the sources."""

    @property
    def precision(self) -> float:
        """The share of the citations shown whose passage says what they stand behind."""
        return self.right / self.shown

    @property
    def recall(self) -> float:
        """The share of the sentences out of passages whose passage is a source."""
        return self.found / self.borne


class BadCiter(LLM):
    """Writes answers out of the passages it is given, and cites them badly; `said` is the last one."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.said: list[Said] = []

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Yield an answer in pieces that cut citations anywhere."""
        text, self.said = self._composed(request.passages)
        size = self._random.randint(1, 12)
        for at in range(0, len(text), size):
            yield Delta(text[at : at + size])
        yield Delta(finish="stop")

    def _composed(self, passages: Sequence[Passage]) -> tuple[str, list[Said]]:
        said: list[Said] = []
        written: list[str] = []
        for _ in range(self._random.randint(2, 5)):
            one = self._one_of(passages)
            if one is None or any(one.text in other.text or other.text in one.text for other in said):
                continue
            said.append(one)
            end = one.text[-1] if one.text[-1] in ".!?。" else ""
            written.append(f"{one.text.removesuffix(end)}{self._cited(one, len(passages))}{end or '.'}")
        return " ".join(written), said

    def _one_of(self, passages: Sequence[Passage]) -> Said | None:
        if not passages or self._random.random() < _OUTSIDE:
            german = any(is_german(passage.text) for passage in passages)
            return Said(self._random.choice(_FROM_NOWHERE[german]), frozenset())
        fitting = [sentence for sentence in sentences(self._random.choice(passages).body) if _is_prose(sentence)]
        if not fitting:
            return None
        sentence = self._random.choice(fitting).strip()
        origins = frozenset(n for n, passage in enumerate(passages, 1) if sentence in passage.text)
        return Said(self._in_other_words(sentence), origins)

    def _in_other_words(self, sentence: str) -> str:
        words = [_OTHER_WORDS.get(word, word) for word in sentence.split(" ")]
        kept = [word for n, word in enumerate(words) if n in (0, len(words) - 1) or not self._drops()]
        return " ".join(kept)

    def _drops(self) -> bool:
        return self._random.random() < _DROPPED_WORDS

    def _cited(self, said: Said, most: int) -> str:
        others = [n for n in range(1, most + 1) if n not in said.origins]
        fate = self._random.random()
        if fate < _FORGOTTEN:
            return ""
        if fate < _FORGOTTEN + _INVENTED:
            return f" [{most + self._random.randint(1, 9)}]"
        if (fate < _FORGOTTEN + _INVENTED + _WRONG or not said.origins) and others:
            return f" [{self._random.choice(others)}]"
        return f" [{self._random.choice(sorted(said.origins))}]" if said.origins else ""


@dataclass(slots=True)
class _Library:
    """The passages of the documents, as the service for knowledge would find them."""

    store: MemoryVectorStore = field(default_factory=MemoryVectorStore)

    async def fill(self) -> None:
        files = (_ANSWERS / "documents").iterdir()
        for file in sorted(file for file in files if file.suffix in (".md", ".txt")):
            document = Document(f"file:///documents/{file.name}", file.name, file.read_text("utf-8"))
            await self.store.replace(document.uri, chunks(document))

    async def find(self, query: Query) -> tuple[Passage, ...]:
        return await BM25Retriever(BM25Settings(floor=0.2), retriever_context(self.store)).retrieve(query)


def measure() -> list[Figure]:
    tally = asyncio.run(tallied())
    print(
        f"{tally.shown} citations shown, {tally.right} of them right; "
        f"{tally.borne} sentences out of passages, {tally.found} of them with their source"
    )
    checked, read_once = _checking()
    return [
        Figure("citations.precision", tally.precision, "", None, ">=0.95"),
        Figure("citations.recall", tally.recall, "", None, ">=0.9"),
        Figure("citations.check", checked, "ms", read_once, "<=20"),
    ]


async def tallied(rounds: int = _ROUNDS) -> Tally:
    """Ask every question of the tuning half so many times, and look at the sources of the answers."""
    library = _Library()
    await library.fill()
    llm = BadCiter(seed=6)
    chat = _chat(llm, library)
    tally = Tally()
    for _ in range(rounds):
        for text in _questions():
            question = Question(text, Scope(channel="1", user="1"), "Ada", remember=False)
            parts = [part async for part in chat.reply(question)]
            _count(tally, llm.said, parts)
    return tally


def _chat(llm: LLM, knowledge: Any) -> ChatService:  # noqa: ANN401  it stands in for the service
    return ChatService(
        llm=llm,
        knowledge=knowledge,
        history=MemoryHistory(),
        clock=ManualClock(),
        metrics=MemoryMetrics(),
        turns=RecentTurns(),
        options=ChatOptions(),
    )


def _questions() -> list[str]:
    """Those that may be looked at, and that the documents answer."""
    rows = map(json.loads, (_ANSWERS / "questions.jsonl").read_text("utf-8").splitlines())
    return [row["question"] for row in rows if row["answerable"] and not _tests(row["question"])]


def _tests(question: str) -> bool:
    return bool(hashlib.blake2b(question.encode()).digest()[0] % 2)


def _is_prose(sentence: str) -> bool:
    long = len(sentence.split()) >= _LEAST_WORDS or (not sentence.isascii() and len(sentence) >= _LEAST_CHARACTERS)
    return long and not sentence.lstrip().startswith(("|", "#", "```"))


def _count(tally: Tally, said: Sequence[Said], parts: Sequence[ReplyPart]) -> None:
    text = "".join(part.text for part in parts)
    sources = {citation.n for citation in parts[-1].citations}
    origins = frozenset[int]().union(*(one.origins for one in said))
    marked: set[int] = set()
    for one in said:
        marks = _marks_behind(text, one.text)
        marked |= marks
        tally.shown += len(marks)
        tally.right += len(marks & one.origins)
        tally.borne += bool(one.origins)
        tally.found += not sources.isdisjoint(one.origins)
    tally.shown += len(sources - marked)
    tally.right += len((sources - marked) & origins)


def _marks_behind(text: str, sentence: str) -> set[int]:
    bare = sentence.rstrip(".!?。")
    found = _MARKS.match(text, text.index(bare) + len(bare))
    return {int(n) for n in _MARK.findall(found[0])} if found else set()


def _checking() -> tuple[float, float]:
    """Milliseconds of checking a long answer with many citations, and of reading its words once."""
    text = (_ANSWERS / "documents" / "rowing-club.md").read_text("utf-8")
    found = chunks(Document("file:///r.md", "r.md", text))[:5]
    passages = [Passage(chunk.text, chunk.source, 1, chunk.id) for chunk in found]
    answer = " ".join(f"{one} [{n % 7}]" for n, one in enumerate(sentences(text * 9), 1))[:_LONG]

    def check() -> float:
        began = time.perf_counter()
        checking = CitationCheck(passages, "When does the club open?")
        for at in range(0, len(answer), _PIECE):
            checking.feed(answer[at : at + _PIECE])
        checking.close()
        checking.sources()
        return (time.perf_counter() - began) * 1000

    def read() -> float:
        began = time.perf_counter()
        terms(answer)
        return (time.perf_counter() - began) * 1000

    checked, read_once = median_of(9, check, read)
    return checked, read_once
