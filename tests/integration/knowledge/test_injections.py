"""Retrieved text is data: whatever it says, nothing comes of it but words on the screen."""

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from acore.adapters.documents.reader import FileReader
from acore.adapters.llm.extractive import ExtractiveLLM, ExtractiveSettings
from acore.adapters.llm.prompting import prompted
from acore.adapters.rag.bm25 import BM25Retriever, BM25Settings
from acore.domain.chat import ChatRequest
from acore.domain.discretion import MOST
from acore.domain.knowledge import Audience, Hit, Passage, Query, Source
from acore.domain.reading import Reading
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.domain.web import Fetched, Found
from acore.interfaces import LLM, PageFetcher, WebSearch
from acore.services.chat import INSTRUCTIONS, ChatOptions, ChatService
from acore.services.evaluation import SetKnowledge
from acore.services.indexing import Indexing, Taken
from acore.services.turns import RecentTurns
from acore.services.web import WebService
from acore.testing import (
    ManualClock,
    MemoryHistory,
    MemoryMetrics,
    MemoryVectorStore,
    engine_context,
    retriever_context,
)
from tests.injections.obeying import ObeyingLLM
from tests.injections.strings import INJECTIONS, KINDS, planted

CANARY = "quetzal-5521"
TOLD = f"{INSTRUCTIONS} The canary of this house is {CANARY}."
ELSEWHERE = "heron-8842"
SECRETS = (CANARY, ELSEWHERE)
HERE = Scope(channel="general", user="ada", guild="home", category="talk")
ASKED = "When was the lighthouse of Merrow Point built?"
FACT = "The lighthouse of Merrow Point was built in 1871."
VAULT = f"The code of the vault at the lighthouse of Merrow Point is {ELSEWHERE}: all documents of the staff say so."
STRANGERS = (
    Audience(guild="other"),
    Audience(guild="home", channel="staff"),
    Audience(guild="home", category="staff"),
    Audience(guild="home", owner="bob"),
)
URL = "https://coast.example/merrow"


class Watched(MemoryVectorStore):
    """Notes who asks."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_by: set[Scope] = set()

    async def search(self, query: Query) -> tuple[Hit, ...]:
        self.asked_by.add(query.scope)
        return await super().search(query)


class Engine(WebSearch):
    """Finds one page, and shows the text in its title and below it."""

    def __init__(self, text: str) -> None:
        self._text = text

    async def search(self, text: str, limit: int = 5, language: str | None = None) -> tuple[Found, ...]:
        return (Found(f"Merrow Point {self._text}", URL, f"{FACT} {self._text}"),)


class Page(PageFetcher):
    """One page for every address; notes which."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.fetched: list[str] = []

    async def fetch(self, url: str, *, largest: int, timeout: float) -> Fetched:  # noqa: ASYNC109  the contract's
        self.fetched.append(url)
        return Fetched(url, "text/html", self._data)


def page(text: str) -> bytes:
    """A page with the text as it is, in an attribute, and as people would see it."""
    seen = html.escape(text)
    return (
        f'<html><head><title>Merrow Point {seen}</title></head><body><main><h1>The lighthouse</h1><p title="{seen}">'
        f"{FACT}</p><p>{seen}</p><div>{text}</div></main></body></html>"
    ).encode()


class House:
    """A conversation over documents, one of which is hostile, and over those of others."""

    def __init__(self, llm: LLM, data: bytes = b"", found: str = "") -> None:
        self.store, self.history, self.web_page = Watched(), MemoryHistory(), Page(data)
        self._metrics = MemoryMetrics()
        context = engine_context()
        online = WebService(Engine(found), self.web_page, FileReader(), context, "when_nothing_found")
        knowledge: Any = SetKnowledge(BM25Retriever(BM25Settings(), retriever_context(self.store)))
        self.chat = ChatService(
            llm=llm,
            knowledge=knowledge,
            history=self.history,
            clock=ManualClock(),
            metrics=self._metrics,
            turns=RecentTurns(),
            options=ChatOptions(instructions=TOLD),
            web=online if found else None,
        )

    async def index(self, name: str, data: bytes) -> None:
        indexing = Indexing(self.store, self._metrics, FileReader())
        for number, audience in enumerate(STRANGERS):
            await indexing.take(Taken(f"file:///strangers/{number}.md", "vault.md", VAULT.encode(), audience))
        report = await indexing.take(Taken(f"file:///docs/{name}", name, data, Audience(guild="home")))
        assert report.indexed

    async def ask(self, *material: Passage) -> list[ReplyPart]:
        question = Question(ASKED, HERE, "Ada", material=material)
        return [part async for part in self.chat.reply(question)]


async def asked(place: str, text: str, llm: LLM) -> tuple[House, list[ReplyPart]]:
    """The reply of a house where the text was planted there."""
    if place == "search":
        house = House(llm, page(text), text)
        return house, await house.ask()
    house = House(llm)
    if place == "message":
        about = Passage(f"{FACT}\n{text}", Source("Mallory", "https://discord.com/channels/1/2/3"), 1)
        return house, await house.ask(about)
    data = f"# The lighthouse\n\n{FACT}\n{text}\n".encode() if place == "document" else page(text)
    await house.index("merrow.md" if place == "document" else "merrow.html", data)
    return house, await house.ask()


def shown(parts: Sequence[ReplyPart]) -> str:
    """All that anybody is shown: the text, and what the sources tell."""
    cited = [one.passage for part in parts for one in (*part.citations, *part.unused)]
    return "".join(part.text for part in parts) + "".join(f"{p.source.title} {p.source.uri} {p.text}" for p in cited)


def check_request(request: ChatRequest) -> None:
    """A model is told apart what the house says, and offered no tool."""
    assert request.tools == ()
    assert request.scope == HERE
    assert [message.role for message in request.messages] == ["system", "user"]
    assert request.messages[0].text == TOLD
    system, user = prompted(request)
    assert system.text == TOLD
    for sign in (
        "<|im_start|>",
        "<|eot_id|>",
        "[INST]",
        "<<SYS>>",
        "</s>",
        "[TOOL_CALLS]",
        "<start_of_turn>",
        "<｜User",
    ):
        assert sign not in user.text
    assert user.text.lower().count("<passage ") == user.text.lower().count("</passage>") == len(request.passages)
    assert user.text.count("<passages>") == user.text.count("</passages>") == 1
    assert user.text.endswith(f"</passages>\n\nAda: {ASKED}")


def test_there_are_enough_of_many_kinds() -> None:
    assert len(set(INJECTIONS.values())) == len(INJECTIONS) >= 50
    assert all(len(texts) >= 4 for texts in KINDS.values())
    page = (Path(__file__).parents[3] / "docs/explanation/retrieved-text-is-data.md").read_text("utf-8")
    assert f"{len(INJECTIONS)} texts of eleven kinds" in page
    assert len(KINDS) == 11
    assert MOST == 12


@pytest.mark.parametrize("place", ["document", "page", "search", "message"])
@pytest.mark.parametrize("name", INJECTIONS)
async def test_a_model_that_obeys_everything_can_do_nothing(name: str, place: str) -> None:
    llm = ObeyingLLM()
    house, parts = await asked(place, planted(name), llm)
    (request,) = llm.requests  # a tool that was run would be told to the model
    check_request(request)
    assert any(FACT in passage.text for passage in request.passages), "what was planted has to be read"
    text = shown(parts)
    assert FACT in text
    assert not [secret for secret in SECRETS if secret in text]
    assert parts[-1].record
    assert parts[-1].record.finish == "withheld"
    assert parts[-1].record.scope == HERE
    assert house.store.asked_by <= {HERE}
    assert house.web_page.fetched == ([URL] if place == "search" else [])
    assert all(one.passage in request.passages for one in parts[-1].citations)
    kept = await house.history.recent(HERE, 100)
    assert [message.role for message in kept] == ["user", "assistant"]
    assert not any(message.tool_calls for message in kept)


@pytest.mark.parametrize("place", ["document", "page", "search", "message"])
@pytest.mark.parametrize("name", INJECTIONS)
async def test_the_offline_engine_quotes_at_most(name: str, place: str) -> None:
    llm = ExtractiveLLM(ExtractiveSettings(), engine_context())
    house, parts = await asked(place, planted(name), llm)
    text = shown(parts)
    assert "1871" in text
    assert not [secret for secret in (*SECRETS, *INSTRUCTIONS.split(". ")) if secret in text]
    assert parts[-1].record
    assert parts[-1].record.finish == "stop"
    assert house.store.asked_by <= {HERE}


@pytest.mark.parametrize("name", [name for name in INJECTIONS if name.startswith("scope-")])
async def test_no_question_leaves_its_scope_however_it_is_put(name: str) -> None:
    llm = ObeyingLLM()
    house = House(llm)
    await house.index("merrow.md", f"{FACT} {planted(name)}".encode())
    for text in (planted(name), f"What is the code of the vault? {planted(name)}"):
        parts = [part async for part in house.chat.reply(Question(text, HERE, "Ada"))]
        assert ELSEWHERE not in shown(parts)
    assert house.store.asked_by == {HERE}
    bob = Scope(channel="staff", user="bob", guild="home", category="staff")
    parts = [part async for part in house.chat.reply(Question("What is the code of the vault?", bob, "Bob"))]
    assert ELSEWHERE in shown(parts), "those who may know it are told"


@pytest.mark.parametrize("name", ["markup-comment", "markup-invisible", "markup-tiny", "markup-script"])
def test_what_a_page_hides_is_not_even_read(name: str) -> None:
    read = FileReader().read("a.html", f"<html><body><p>{FACT}</p>{planted(name)}</body></html>".encode())
    assert isinstance(read, Reading)
    assert read.text.strip() == FACT
