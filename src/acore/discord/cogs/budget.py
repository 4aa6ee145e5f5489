"""/budget: what today's answers may still cost."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.reading import scope_of
from acore.discord.replies import tell_privately
from acore.discord.translations import in_language_of
from acore.domain.budgets import Standing
from acore.interfaces import Budget

_TITLES = {"server": "This server", "member": "You"}
_TOKENS = "**{who}**: {spent} of {most} tokens today"
_MONEY = "**{who}**: {spent} of {most} in money today"
_NO_LIMIT = "Nobody has set a limit to what a day may cost."


class BudgetCog(commands.Cog):
    """Tells how far the day's budget is."""

    def __init__(self, *, budget: Budget) -> None:
        self._budget = budget

    @app_commands.command(name="budget", description="What today's answers may still cost, here and for you.")
    async def budget(self, interaction: discord.Interaction[Any]) -> None:
        """Tell what was spent today, to the member alone."""
        standing = await self._budget.standing(scope_of(interaction))
        lines = [line for one in standing for line in await _lines(one, interaction)]
        await tell_privately(interaction, "{lines}" if lines else _NO_LIMIT, lines="\n".join(lines))


async def _lines(standing: Standing, interaction: discord.Interaction[Any]) -> Sequence[str]:
    who, lines = await in_language_of(interaction, _TITLES[standing.who]), []
    if standing.cap.tokens:
        spent, most = f"{standing.spent.tokens:,}", f"{standing.cap.tokens:,}"
        lines.append(await in_language_of(interaction, _TOKENS, who=who, spent=spent, most=most))
    if standing.cap.money:
        spent, most = f"{standing.spent.money:,.2f}", f"{standing.cap.money:,.2f}"
        lines.append(await in_language_of(interaction, _MONEY, who=who, spent=spent, most=most))
    return lines
