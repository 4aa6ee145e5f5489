import pytest

from acore.adapters.llm.policies.measuring import MeasuringLLM
from acore.adapters.llm.scripted import ScriptedLLM
from acore.domain.chat import Call, Delta, Usage
from acore.interfaces import LLM, PriceSettings
from acore.testing import LLMContract, ManualClock
from acore.testing.contracts.llm import asked

PRICE = PriceSettings(input=2, output=10)


class TestMeasuringLLM(LLMContract):
    def llm(self) -> LLM:
        return MeasuringLLM(ScriptedLLM.saying("one two three"), "table", PRICE, ManualClock())

    def at_work(self, llm: LLM) -> int:
        assert isinstance(llm, MeasuringLLM)
        inner = llm._inner
        assert isinstance(inner, ScriptedLLM)
        return inner.at_work


async def test_the_last_delta_tells_who_answered_how_soon_and_what_it_cost() -> None:
    clock = ManualClock()
    line = (Delta("Hi"), Delta(finish="stop", usage=Usage(1_000_000, 100_000)))
    llm = MeasuringLLM(ScriptedLLM.saying(line), "table", PRICE, clock)
    *before, last = [delta async for delta in llm.stream(asked())]
    assert [delta.call for delta in before] == [None]
    assert last.call == Call("table", None, first_delta_s=0, cost=3.0)
    assert llm.name == "table"


@pytest.mark.parametrize(("price", "cost"), [(PRICE, None), (PriceSettings(output=1), None), (PriceSettings(), 0)])
async def test_what_is_not_counted_costs_nobody_knows_how_much(price: PriceSettings, cost: float | None) -> None:
    llm = MeasuringLLM(ScriptedLLM.saying("Hi"), "table", price, ManualClock())
    *_, last = [delta async for delta in llm.stream(asked())]
    assert last.call
    assert last.call.cost == cost


@pytest.mark.parametrize("seconds", [0.0, 2.5])
async def test_the_first_words_are_timed_from_the_question_on(seconds: float) -> None:
    clock = ManualClock()

    class Slow(ScriptedLLM):
        async def stream(self, request):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            clock._elapsed += seconds
            async for delta in super().stream(request):
                yield delta

    llm = MeasuringLLM(Slow.saying("Hi there"), "table", PRICE, clock)
    *_, last = [delta async for delta in llm.stream(asked())]
    assert last.call
    assert last.call.first_delta_s == seconds
