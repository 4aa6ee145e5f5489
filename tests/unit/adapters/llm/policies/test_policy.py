from collections.abc import AsyncGenerator

from acore.adapters.llm.policies.measuring import MeasuringLLM
from acore.adapters.llm.policies.policy import Policy
from acore.adapters.llm.scripted import ScriptedLLM
from acore.domain.chat import Capabilities, ChatRequest, Delta
from acore.interfaces import LLM, PriceSettings
from acore.testing import ManualClock


class Plain(Policy):
    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        return self._inner.stream(request)


def measuring(inner: LLM, name: str) -> MeasuringLLM:
    return MeasuringLLM(inner, name, PriceSettings(), ManualClock())


def test_a_policy_has_the_name_of_the_next_one_inside_that_has_one() -> None:
    engine = ScriptedLLM.saying("x")
    assert Plain(engine).name == "scripted"
    assert Plain(Plain(measuring(Plain(engine), "small"))).name == "small"
    assert Plain(measuring(measuring(engine, "small"), "large")).name == "large"


def test_a_policy_has_the_model_that_the_engine_has_now() -> None:
    engine = ScriptedLLM.saying("x")
    outside = Plain(Plain(measuring(Plain(engine), "small")))
    assert outside.model is None
    engine.model = "m1"
    assert outside.model == "m1"


def test_a_policy_can_what_the_engine_can_now() -> None:
    engine = ScriptedLLM.saying("x")
    outside = Plain(Plain(measuring(Plain(engine), "small")))
    engine.capabilities = Capabilities(vision=True)
    assert outside.capabilities.vision
