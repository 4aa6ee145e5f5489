"""What the conversation does where the documents hold nothing and the web may be asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from acore.domain.chat import Message
from acore.domain.knowledge import Passage, Source
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.services.chat import ChatOptions, ChatService
from acore.services.turns import RecentTurns
from acore.testing import ManualClock, MemoryHistory, MemoryMetrics, ScriptedLLM
from tests.unit.services.knowledge_double import knowledge

HERE = Scope(channel="general", user="ada", guild="g")
ONLINE = Passage("The Elbe Tunnel was opened in 1911.", Source("Tunnel", "https://tunnel.example/"), 0.9)


class Web:
    """Finds one passage; keeps what it was asked, and after which conversation."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    async def fill_in(self, text: str, past: Sequence[Message]) -> tuple[Passage, ...]:
        self.asked.append((text, [message.text for message in past]))
        return (ONLINE,)


class House:
    def __init__(self, folder: Path) -> None:
        self.web = Web()
        self.llm = ScriptedLLM.saying("It was opened in 1911 [1].")
        self.chat = ChatService(
            llm=self.llm,
            knowledge=knowledge(folder),
            history=MemoryHistory(),
            clock=ManualClock(),
            metrics=MemoryMetrics(),
            turns=RecentTurns(),
            options=ChatOptions(),
            web=cast("Any", self.web),
        )

    async def ask(self, text: str, **about: Any) -> list[ReplyPart]:
        return [part async for part in self.chat.reply(Question(text, HERE, "Ada", **about))]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_what_the_web_holds_is_cited_like_documents(house: House) -> None:
    *_, last = await house.ask("When was the Elbe Tunnel opened?")
    assert [(one.n, one.passage) for one in last.citations] == [(1, ONLINE)]
    assert house.llm.requests[-1].passages == (ONLINE,)


async def test_it_is_asked_with_the_conversation_before(house: House) -> None:
    await house.ask("When was the Elbe Tunnel opened?")
    await house.ask("and by whom?")
    assert house.web.asked[-1] == (
        "and by whom?",
        ["When was the Elbe Tunnel opened?", "It was opened in 1911 [1]."],
    )


async def test_nobody_is_asked_where_the_documents_hold_something(house: House) -> None:
    await house.ask("How do I add a Discord token?")
    assert house.web.asked == []


async def test_nobody_is_asked_about_what_a_message_said(house: House) -> None:
    about = Passage("My secret is Zaphod.", Source("Bob wrote", "https://discord.com/channels/1/2/3"), 1)
    await house.ask("What is that?", material=(about,))
    assert house.web.asked == []
