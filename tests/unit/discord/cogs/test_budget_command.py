"""/budget."""

from typing import Any

import discord

from acore.adapters.budget.memory import MemoryBudget
from acore.discord.cogs.status import StatusCog
from acore.domain.budgets import Cap, Spending
from acore.domain.scope import Scope


async def told(stage: Any, server: Cap, member: Cap, *, german: bool = False) -> str:
    budget = MemoryBudget({"server": server, "member": member}, stage.clock)
    reservation = await budget.reserve(Scope("5", "1", "9"), Spending(1500, 0.25))
    await budget.settle(reservation, Spending(1234, 0.2))
    interaction = stage.interaction("budget")
    interaction.locale = discord.Locale.german if german else discord.Locale.american_english
    unused: Any = None
    cog: Any = StatusCog(health=unused, llm=unused, budget=budget)
    await cog.budget.callback(cog, interaction)
    (sent,) = stage.sent
    assert sent.ephemeral
    return str(sent.content)


async def test_what_was_spent_today_is_told_for_each_limit(stage: Any) -> None:
    text = await told(stage, Cap(10_000, 2), Cap(5_000))
    assert text.splitlines() == [
        "**You**: 1,234 of 5,000 tokens today",
        "**This server**: 1,234 of 10,000 tokens today",
        "**This server**: 0.20 of 2.00 in money today",
    ]


async def test_in_german_too(stage: Any) -> None:
    assert await told(stage, Cap(), Cap(5_000), german=True) == "**Du**: heute 1.234 von 5.000 Token"


async def test_where_there_is_no_limit_that_is_said(stage: Any) -> None:
    assert await told(stage, Cap(), Cap()) == "Nobody has set a limit to what a day may cost."
