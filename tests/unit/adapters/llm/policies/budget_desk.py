"""A budget, a model that costs something, and one of this machine, for tests."""

from typing import Any

from acore.adapters.budget.memory import MemoryBudget
from acore.adapters.llm.policies.budgeting import BudgetingLLM
from acore.adapters.llm.policies.measuring import MeasuringLLM
from acore.adapters.llm.scripted import ScriptedLLM
from acore.adapters.llm.terms import Terms
from acore.adapters.llm.token_bounds import request_tokens_at_most
from acore.domain.budgets import Cap, Spending
from acore.domain.chat import Capabilities, Delta, Usage
from acore.interfaces import PriceSettings
from acore.testing import ManualClock
from acore.testing.contracts.llm import asked

PRICE = PriceSettings(input=1_000_000, output=1_000_000)
"""One unit of money a token."""
TERMS = Terms(PRICE)
ASKS = request_tokens_at_most(asked())


class Desk:
    """A budget, the model that costs, and the one that does not."""

    def __init__(self, cap: Cap, *script: Any, local: bool = True, terms: Terms = TERMS, pace_s: float = 0) -> None:
        self.clock = ManualClock()
        self.budget = MemoryBudget({"server": cap, "member": Cap()}, self.clock)
        self.dear = ScriptedLLM.saying(*script, clock=self.clock, pace_s=pace_s)
        self.dear.capabilities = Capabilities(vision=True, tools=True, json_schema=True)
        self.local = ScriptedLLM.saying("from this machine") if local else None
        inner = MeasuringLLM(self.dear, "dear", PRICE, self.clock)
        free = MeasuringLLM(self.local, "local", PriceSettings(), self.clock) if self.local else None
        self.llm = BudgetingLLM(inner, free, self.budget, lambda: terms)

    async def spent(self) -> Spending:
        (server,) = await self.budget.standing(asked().scope)
        return server.spent

    async def reserved(self) -> Spending:
        (server,) = await self.budget.standing(asked().scope)
        return server.reserved

    async def spend(self, tokens: int) -> None:
        await self.budget.settle(await self.budget.reserve(asked().scope, Spending(tokens)), Spending(tokens))


def answer(text: str, used: Usage | None = None) -> tuple[Delta, ...]:
    return (Delta(text), Delta(finish="stop", usage=used))
