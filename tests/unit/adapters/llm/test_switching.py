import asyncio
from contextlib import aclosing

from acore.adapters.llm.scripted import ScriptedLLM
from acore.adapters.llm.switching import SwitchingLLM
from acore.interfaces import LLM
from acore.testing import LLMContract
from acore.testing.contracts.llm import asked


class Closing(ScriptedLLM):
    """One that tells when it was closed."""

    ended = False

    async def aclose(self) -> None:
        self.ended = True


class TestSwitching(LLMContract):
    def llm(self) -> LLM:
        return SwitchingLLM("parrot", ScriptedLLM.saying("The moon is far away."))


async def test_it_is_known_by_the_table_and_the_model_of_the_engine_in_use() -> None:
    first, second = Closing.saying("first"), Closing.saying("second")
    second.model = "large"
    switching = SwitchingLLM("one", first)
    assert (switching.name, switching.model) == ("one", None)
    await switching.switch("two", second)
    assert (switching.name, switching.model) == ("two", "large")
    assert switching.capabilities is second.capabilities
    assert (await switching.complete(asked())).text == "second"
    assert first.ended
    assert not second.ended


async def test_whoever_watches_is_told_of_another_engine_before_it_is_asked() -> None:
    switching, seen = SwitchingLLM("one", ScriptedLLM.saying("first")), []
    switching.watch(lambda: seen.append(switching.name))
    await switching.switch("two", ScriptedLLM.saying("second"))
    await switching.switch("three", ScriptedLLM.saying("third"))
    assert seen == ["two", "three"]


async def test_an_answer_that_has_begun_is_finished_by_the_engine_that_began_it() -> None:
    first, second = Closing.saying("one two three"), Closing.saying("other")
    switching = SwitchingLLM("one", first)
    async with aclosing(switching.stream(asked())) as slow, aclosing(switching.stream(asked())) as given_up:
        heard = (await anext(slow)).text
        await anext(given_up)
        await switching.switch("two", second)
        assert (await switching.complete(asked())).text == "other"
        await given_up.aclose()
        assert not first.ended
        heard += "".join([delta.text async for delta in slow])
    assert heard == "one two three"
    assert first.ended


async def test_closing_closes_the_engine_in_use() -> None:
    first, second = Closing.saying("first"), Closing.saying("second")
    switching = SwitchingLLM("one", first)
    await switching.switch("two", second)
    await switching.aclose()
    assert second.ended


async def test_cancelling_the_last_answer_of_a_replaced_engine_closes_it() -> None:
    first = Closing.saying("one two three")
    switching = SwitchingLLM("one", first)
    begun = asyncio.Event()

    async def listen() -> None:
        async with aclosing(switching.stream(asked())) as deltas:
            await anext(deltas)
            begun.set()
            await asyncio.Event().wait()

    listening = asyncio.create_task(listen())
    await begun.wait()
    await switching.switch("two", Closing.saying("second"))
    assert not first.ended
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert first.ended
