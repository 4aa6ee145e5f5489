"""The promises of `acore.interfaces.LLM` as tests; an engine's author subclasses the suite."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest

from acore.domain.chat import ChatRequest, Delta, Message
from acore.domain.scope import Scope
from acore.interfaces import LLM


class LLMContract(ABC):
    """Subclass it as ``Test…``, give it an engine, and pytest (asyncio_mode = auto) proves the contract.

    Every test opens an engine of its own and closes it; none may leave a task behind.
    """

    @abstractmethod
    def llm(self) -> LLM:
        """A new engine, not open yet, that answers any question with at least two deltas of text."""

    def at_work(self, llm: LLM) -> int:  # noqa: ARG002  for those that can tell
        """How many answers the far side is still working on; override it where that can be seen."""
        return 0

    def question(self, text: str = "Tell me about the moon.") -> ChatRequest:
        """A request that the engine answers; override it where one needs more than a question."""
        return ChatRequest(messages=(Message("user", text, author="Ada"),), scope=Scope("general", "ada", "guild"))

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[LLM]:
        """The engine, open; at the end no task may be left that was not there before."""
        before = asyncio.all_tasks()
        async with self.llm() as llm:
            yield llm
        assert asyncio.all_tasks() <= before, "the engine left tasks behind"

    async def read(self, llm: LLM, request: ChatRequest) -> list[Delta]:
        """All deltas of one answer."""
        async with aclosing(llm.stream(request)) as deltas:
            return [delta async for delta in deltas]

    async def test_an_answer_comes_in_pieces_and_its_last_delta_says_how_it_ended(self) -> None:
        """Text first, then one `finish`, at the very end."""
        async with self.opened() as llm:
            deltas = await self.read(llm, self.question())
            assert len([delta for delta in deltas if delta.text]) > 1
            assert [delta.finish for delta in deltas if delta.finish] == [deltas[-1].finish]

    async def test_no_delta_is_empty(self) -> None:
        """Each one carries text, a tool call or the finish."""
        async with self.opened() as llm:
            assert all(delta.text or delta.tool_call or delta.finish for delta in await self.read(llm, self.question()))

    async def test_a_whole_answer_is_the_stream_put_together(self) -> None:
        """`complete` gives text and finish of an answer, not less than the stream does."""
        async with self.opened() as llm:
            whole = await llm.complete(self.question())
            assert whole.text.strip()
            assert whole.finish is not None

    async def test_closing_a_stream_early_is_quiet_and_stops_the_work(self) -> None:
        """After it, the stream has ended, and the engine answers others."""
        async with self.opened() as llm:
            deltas = llm.stream(self.question())
            await anext(deltas)
            await deltas.aclose()
            assert self.at_work(llm) == 0
            with pytest.raises(StopAsyncIteration):
                await anext(deltas)
            assert (await llm.complete(self.question())).finish

    async def test_closing_a_stream_that_was_never_read_is_quiet(self) -> None:
        """Nothing was begun, so nothing is left."""
        async with self.opened() as llm:
            await llm.stream(self.question()).aclose()
            assert self.at_work(llm) == 0

    async def test_cancelling_the_reader_leaves_the_engine_usable(self) -> None:
        """The task ends cancelled, the work stops, and the next question is answered."""
        async with self.opened() as llm:
            begun = asyncio.Event()

            async def read_for_ever() -> None:
                async with aclosing(llm.stream(self.question())) as deltas:
                    async for _ in deltas:
                        begun.set()
                        await asyncio.Event().wait()

            reader = asyncio.create_task(read_for_ever())
            await begun.wait()
            reader.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reader
            assert self.at_work(llm) == 0
            assert (await llm.complete(self.question())).finish

    async def test_many_are_answered_at_once(self) -> None:
        """Each gets a whole answer of its own."""
        async with self.opened() as llm:
            answers = await asyncio.gather(*(llm.complete(self.question(f"What is {n}?")) for n in range(20)))
            assert all(answer.finish and answer.text for answer in answers)
            assert self.at_work(llm) == 0

    @pytest.mark.parametrize("text", ["Grüße 👩‍👩‍👧 東京", "مرحبا بالعالم", "a\u0301\u200d\ufeff", "```py\nx = 1\n```"])
    async def test_any_script_of_the_world_can_be_asked_in(self, text: str) -> None:
        """The answer is whole, and can be encoded."""
        async with self.opened() as llm:
            answer = await llm.complete(self.question(text))
            assert answer.finish
            assert answer.text.encode()

    async def test_a_long_conversation_can_be_asked_about(self) -> None:
        """System, user and assistant turns in one request."""
        past = tuple(Message("user" if n % 2 == 0 else "assistant", f"line {n}") for n in range(40))
        request = self.question()
        messages = (Message("system", "Be brief."), *past, *request.messages)
        async with self.opened() as llm:
            assert (await llm.complete(ChatRequest(messages=messages, scope=request.scope))).finish

    async def test_a_working_engine_answers_its_ping(self) -> None:
        """Ping returns."""
        async with self.opened() as llm:
            await llm.ping()

    async def test_it_can_be_closed_twice_and_without_having_been_opened(self) -> None:
        """Closing is always safe."""
        llm = self.llm()
        await llm.aclose()
        async with self.opened() as opened:
            await opened.aclose()
