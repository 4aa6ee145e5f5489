import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from acore.adapters.llm.scripted import Line
from acore.domain.chat import ChatRequest, Delta, Message, Usage
from acore.domain.knowledge import Passage, Query, Source
from acore.domain.replies import Question, ReplyPart
from acore.domain.scope import Scope
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, InvalidInput
from acore.interfaces import LLM, HistoryStore
from acore.services.chat import ChatOptions, ChatService
from acore.services.turns import RecentTurns
from acore.testing import ManualClock, MemoryHistory, MemoryMetrics, MemoryVectorStore, ScriptedLLM
from tests.unit.services.knowledge_double import knowledge

END = Delta(finish="stop")
HERE = Scope(channel="general", user="ada", guild="g")


class Unsearchable(MemoryVectorStore):
    async def search(self, query: Query) -> tuple[()]:
        raise EngineUnavailable("the worker died", engine="edge")


class Full(MemoryHistory):
    async def append(self, scope: Scope, messages: Sequence[Message], turn: str | None = None) -> None:
        raise EngineUnavailable("the disk is full", engine="sqlite")


class Silent(LLM):
    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        yield Delta("a word ")
        await asyncio.Event().wait()


class House:
    """A chat service on doubles, with everything it was given at hand."""

    def __init__(
        self,
        folder: Path,
        *script: Line,
        llm: LLM | None = None,
        history: HistoryStore | None = None,
        store: MemoryVectorStore | None = None,
        options: ChatOptions | None = None,
    ) -> None:
        self.scripted = ScriptedLLM.saying(*script)
        self.history = history or MemoryHistory()
        self.clock = ManualClock()
        self.metrics = MemoryMetrics()
        self.turns = RecentTurns()
        self.chat = ChatService(
            llm=llm or self.scripted,
            knowledge=knowledge(folder, store=store),
            history=self.history,
            clock=self.clock,
            metrics=self.metrics,
            turns=self.turns,
            options=options or ChatOptions(),
        )

    async def ask(self, text: str, *, remember: bool = True) -> list[ReplyPart]:
        return await self.hear(Question(text, HERE, "Ada", remember=remember))

    async def hear(self, question: Question) -> list[ReplyPart]:
        return [part async for part in self.chat.reply(question)]

    async def said(self) -> list[tuple[str, str]]:
        return [(message.role, message.text) for message in await self.history.recent(HERE, 100)]


async def test_a_reply_streams_and_ends_with_its_record(tmp_path: Path) -> None:
    house = House(tmp_path, [Delta("Hello "), Delta("Ada"), Delta(finish="stop", usage=Usage(3, 2))])
    *parts, last = await house.ask("hi")
    assert [part.text for part in parts] == ["Hello", " Ada"]
    assert last.record
    assert (last.record.engine, last.record.finish, last.record.usage) == ("scripted", "stop", Usage(3, 2))
    assert house.turns.latest("general") is last.record
    assert house.metrics.counted("chat.replies", engine="scripted") == 1


async def test_question_and_answer_are_in_the_history_before_the_last_part(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello Ada")
    async with aclosing(house.chat.reply(Question("hi", HERE, "Ada"))) as parts:
        async for part in parts:
            if part.record:
                assert await house.said() == [("user", "hi"), ("assistant", "Hello Ada")]


async def test_chat_sends_the_history_and_ask_leaves_it_alone(tmp_path: Path) -> None:
    house = House(tmp_path, "one", "two", "three")
    await house.ask("first")
    await house.ask("second")
    assert [m.text for m in house.scripted.requests[-1].messages[1:]] == ["first", "one", "second"]
    await house.ask("apart", remember=False)
    assert [m.text for m in house.scripted.requests[-1].messages[1:]] == ["apart"]
    assert ("user", "apart") not in await house.said()


async def test_only_so_many_messages_go_to_the_model(tmp_path: Path) -> None:
    house = House(tmp_path, "ok", options=ChatOptions(history=4))
    for number in range(5):
        await house.ask(str(number))
    assert [m.text for m in house.scripted.requests[-1].messages[1:]] == ["2", "ok", "3", "ok", "4"]


async def test_the_request_carries_scope_author_and_passages(tmp_path: Path) -> None:
    house = House(tmp_path, "See [1] and [7].")
    *_, last = await house.ask("How do I add a Discord token?")
    request = house.scripted.requests[-1]
    assert request.scope == HERE
    assert request.messages[-1].author == "Ada"
    assert request.passages[0].source.uri == "acore:help/discord-token"
    assert [(citation.n, citation.passage) for citation in last.citations] == [(1, request.passages[0])]


async def test_what_the_answer_does_not_use_is_told_apart_from_its_sources(tmp_path: Path) -> None:
    house = House(tmp_path, "I am not sure.")
    *_, last = await house.ask("How do I add a Discord token?")
    request = house.scripted.requests[-1]
    assert [(citation.n, citation.passage) for citation in last.unused] == [*enumerate(request.passages, 1)]
    assert last.record
    assert (last.record.passages, last.record.used) == (len(request.passages), 0)
    assert last.record.unused == tuple(passage.source.title for passage in request.passages)


async def test_an_invented_citation_is_never_shown_nor_remembered(tmp_path: Path) -> None:
    house = House(tmp_path, [Delta("Set DISCORD_TOKEN ["), Delta("1"), Delta("] and so on [4"), Delta("2]."), END])
    parts = await house.ask("How do I add a Discord token?")
    assert "".join(part.text for part in parts) == "Set DISCORD_TOKEN [1] and so on."
    assert [citation.n for citation in parts[-1].citations] == [1]
    assert (await house.said())[-1] == ("assistant", "Set DISCORD_TOKEN [1] and so on.")


async def test_what_was_held_back_of_half_an_answer_is_kept(tmp_path: Path) -> None:
    house = House(tmp_path, [Delta("half [1"), EngineUnavailable("gone", engine="x")])
    with pytest.raises(EngineUnavailable):
        await house.ask("hi")
    assert await house.said() == [("user", "hi"), ("assistant", "half [1 [cut off here]")]


async def test_a_reply_that_cites_nothing_shows_no_source(tmp_path: Path) -> None:
    *_, last = await House(tmp_path, "I just know.").ask("How do I add a Discord token?")
    assert last.citations == ()


@pytest.mark.parametrize(("text", "says"), [("", "no text"), (" \n ", "no text"), ("x" * 50_000, "50,000 characters")])
async def test_what_can_not_be_asked_is_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    house = House(tmp_path, "never said")
    with pytest.raises(InvalidInput, match=says):
        await house.ask(text)
    assert not house.scripted.requests
    assert await house.said() == []


@pytest.mark.parametrize("error", [EngineUnavailable("down", engine="x"), EngineRefused("no", engine="x")])
async def test_an_engine_that_fails_at_once_leaves_no_trace(tmp_path: Path, error: EngineError) -> None:
    house = House(tmp_path, error)
    with pytest.raises(type(error)):
        await house.ask("hi")
    assert await house.said() == []


@pytest.mark.parametrize("end", [[EngineUnavailable("gone", engine="x")], []])
async def test_half_an_answer_is_kept_and_told_as_cut_off(tmp_path: Path, end: list[Exception]) -> None:
    house = House(tmp_path, [Delta("half an "), Delta("answer"), *end])
    heard: list[str] = []
    with pytest.raises(EngineUnavailable):
        async for part in house.chat.reply(Question("hi", HERE, "Ada")):
            heard.append(part.text)
    assert heard == ["half an", " answer"]
    assert await house.said() == [("user", "hi"), ("assistant", "half an answer [cut off here]")]


async def test_a_reply_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    house = House(tmp_path, llm=Silent(), options=ChatOptions(turn_s=0.01))
    with pytest.raises(EngineTimeout, match=r"llm did not finish within 0\.01 s"):
        await house.ask("hi")


async def test_closing_the_reply_stops_the_engine_and_keeps_what_was_said(tmp_path: Path) -> None:
    house = House(tmp_path, "one two three")
    async with aclosing(house.chat.reply(Question("hi", HERE, "Ada"))) as parts:
        await anext(parts)
    assert house.scripted.closed == 1
    assert house.scripted.at_work == 0
    assert await house.said() == [("user", "hi"), ("assistant", "one [cut off here]")]


async def test_documents_that_can_not_be_searched_are_told_and_stop_nothing(tmp_path: Path) -> None:
    house = House(tmp_path, "An answer.", store=Unsearchable())
    parts = await house.ask("hi there")
    assert "".join(part.text for part in parts).startswith("-# My documents could not be searched")
    assert await house.said() == [("user", "hi there"), ("assistant", "An answer.")]
    assert house.metrics.counted("chat.retrieval_failures", engine="edge") == 1


async def test_a_history_that_can_not_be_written_is_an_error_and_no_silence(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="disk is full"):
        await House(tmp_path, "Hello", history=Full()).ask("hi")


async def test_forgetting_empties_the_channel(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello")
    await house.ask("hi")
    assert await house.chat.forget(HERE) == 2
    assert await house.said() == []


async def test_a_question_that_goes_on_is_searched_with_the_one_before(tmp_path: Path) -> None:
    house = House(tmp_path, "Set it.", "More.")
    await house.ask("How do I add a Discord token?")
    await house.ask("tell me more")
    assert house.scripted.requests[-1].passages[0].source.uri == "acore:help/discord-token"
    assert house.scripted.requests[-1].messages[-1].text == "tell me more"


async def test_a_number_in_code_is_no_citation(tmp_path: Path) -> None:
    house = House(tmp_path, "```py\nprint(argv[1])\n```")
    *_, last = await house.ask("How do I add a Discord token?")
    assert last.citations == ()


async def test_half_a_character_in_a_question_stops_nobody(tmp_path: Path) -> None:
    house = House(tmp_path, "Yes.")
    await house.ask("caf\udce9?")
    assert house.scripted.requests[-1].messages[-1].text == "caf\ufffd?"


async def test_an_answer_that_is_asked_for_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    house = House(tmp_path, "First.", "Second.", "Third.")
    question = Question("hi", HERE, "Ada", turn="1")
    await house.hear(question)
    await house.hear(Question("and then", HERE, "Ada", turn="2"))
    await house.hear(replace(question, text="hi there", again=True))
    assert [m.text for m in house.scripted.requests[-1].messages[1:]] == ["and then", "Second.", "hi there"]
    assert [text for _, text in await house.said()] == ["and then", "Second.", "hi there", "Third."]


async def test_a_question_that_is_taken_back_is_forgotten_with_its_answer(tmp_path: Path) -> None:
    house = House(tmp_path, "First.", "Second.")
    await house.hear(Question("hi", HERE, "Ada", turn="1"))
    await house.hear(Question("and then", HERE, "Ada", turn="2"))
    await house.chat.retract(HERE, "1")
    assert [text for _, text in await house.said()] == ["and then", "Second."]


async def test_what_a_question_is_about_is_material_and_searched_for(tmp_path: Path) -> None:
    house = House(tmp_path, "It is [1].")
    about = Passage("How do I add a Discord token?", Source("Bob", "https://discord.com/channels/1/2/3"), 1)
    *_, last = await house.hear(Question("Explain this message.", HERE, "Ada", material=(about,)))
    passages = house.scripted.requests[-1].passages
    assert passages[0] == about
    assert "acore:help/discord-token" in {passage.source.uri for passage in passages[1:]}
    assert [citation.passage for citation in last.citations] == [about]


async def test_material_that_the_history_holds_is_not_given_twice(tmp_path: Path) -> None:
    house = House(tmp_path, "First.", "Second.")
    await house.hear(Question("hi", HERE, "Ada", turn="1"))
    about = Passage("First.", Source("acore", ""), 1)
    await house.hear(Question("why?", HERE, "Ada", turn="2", material=(about,)))
    assert about not in house.scripted.requests[-1].passages


async def test_what_is_being_answered_while_the_channel_is_forgotten_is_not_kept(tmp_path: Path) -> None:
    house = House(tmp_path, [Delta("Hello "), Delta("Ada"), Delta(finish="stop")], "Again.")
    async with aclosing(house.chat.reply(Question("my secret", HERE, "Ada", turn="1"))) as parts:
        await anext(parts)
        await house.chat.forget(replace(HERE, channel="elsewhere"))
        await house.chat.forget(HERE)
    assert await house.said() == []
    await house.ask("hi")
    assert len(await house.said()) == 2


async def test_forgetting_another_channel_leaves_what_is_being_answered(tmp_path: Path) -> None:
    house = House(tmp_path, [Delta("Hello "), Delta("Ada"), Delta(finish="stop")])
    async with aclosing(house.chat.reply(Question("hi", HERE, "Ada", turn="1"))) as parts:
        await anext(parts)
        await house.chat.forget(replace(HERE, channel="elsewhere"))
        await house.chat.forget(replace(HERE, guild="elsewhere"))
    assert len(await house.said()) == 2


async def test_a_question_is_remembered_until_it_is_forgotten(tmp_path: Path) -> None:
    house = House(tmp_path, "Hello.")
    await house.hear(Question("hi", HERE, "Ada", turn="1"))
    assert await house.chat.remembers(HERE, "1")
    assert not await house.chat.remembers(HERE, "2")
    await house.chat.forget(HERE)
    assert not await house.chat.remembers(HERE, "1")
