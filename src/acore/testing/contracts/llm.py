"""What every language model must keep."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import aclosing

import pytest

from acore.domain.chat import ChatRequest, Message
from acore.domain.scope import Scope
from acore.interfaces import LLM

_ODD = ["Grüße 👩‍👩‍👧 東京", "مرحبا بالعالم", "e\u0301\u200d\ufeff", "```py\nx = 1\n```", "long " * 400]


def asked(text: str = "Tell me about the moon.", *past: Message) -> ChatRequest:
    """A request that ends with the question."""
    return ChatRequest(messages=(*past, Message("user", text, author="Ada")), scope=Scope("general", "ada", "guild"))


class LLMContract(ABC):
    """Subclass it as Test..., give it llm(), and every promise of LLM is checked."""

    @abstractmethod
    def llm(self) -> LLM:
        """A new engine, not yet open, that answers any question with at least two words."""

    def at_work(self, _llm: LLM) -> int:
        """How many answers are being made now; override it where that can be seen."""
        return 0

    async def test_an_answer_comes_in_pieces_of_which_the_last_alone_tells_the_finish(self) -> None:
        async with self.llm() as llm, aclosing(llm.stream(asked())) as stream:
            deltas = [delta async for delta in stream]
            assert sum(bool(delta.text) for delta in deltas) > 1
            assert [delta.finish is not None for delta in deltas] == [False] * (len(deltas) - 1) + [True]
            assert all(delta.text or delta.tool_call or delta.finish for delta in deltas)
            whole = await llm.complete(asked())
            assert whole.text.strip()
            assert whole.finish == deltas[-1].finish

    async def test_closing_early_is_quiet_and_stops_the_work(self) -> None:
        async with self.llm() as llm:
            before = asyncio.all_tasks()
            await llm.stream(asked()).aclose()
            stream = llm.stream(asked())
            await anext(stream)
            await stream.aclose()
            assert (self.at_work(llm), asyncio.all_tasks()) == (0, before)
            assert (await llm.complete(asked())).finish

    async def test_cancelling_one_reader_stops_its_work_and_harms_no_other(self) -> None:
        async with self.llm() as llm:
            begun = asyncio.Event()

            async def stall() -> None:
                async with aclosing(llm.stream(asked())) as deltas:
                    await anext(deltas)
                    begun.set()
                    await asyncio.Event().wait()

            before = asyncio.all_tasks()
            stalled = asyncio.create_task(stall())
            await begun.wait()
            assert (await llm.complete(asked())).finish
            stalled.cancel()
            with pytest.raises(asyncio.CancelledError):
                await stalled
            assert (self.at_work(llm), asyncio.all_tasks()) == (0, before)
            assert (await llm.complete(asked())).finish

    async def test_many_are_answered_at_once(self) -> None:
        async with self.llm() as llm:
            answers = await asyncio.gather(*(llm.complete(asked(f"What is {n}?")) for n in range(20)))
            assert all(answer.finish and answer.text for answer in answers)

    @pytest.mark.parametrize("text", _ODD)
    async def test_any_text_can_be_asked_and_quoted(self, text: str) -> None:
        async with self.llm() as llm:
            whole = await llm.complete(asked(text, Message("system", "Be brief."), *[Message("assistant", text)] * 4))
            assert whole.finish
            assert whole.text.encode()

    async def test_ping_returns_and_closing_twice_is_harmless(self) -> None:
        async with self.llm() as llm:
            await llm.ping()
            await llm.aclose()
        await self.llm().aclose()
