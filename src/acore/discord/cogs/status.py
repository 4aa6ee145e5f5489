"""/botstatus and /budget: whether everything works, who answers, and what that may still cost."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.reading import scope_of
from acore.discord.replies import tell_privately
from acore.discord.translations import in_language_of
from acore.domain.budgets import Standing
from acore.interfaces import LLM, Budget
from acore.services.health import HealthService, PartHealth

_TITLES = {"server": "This server", "member": "You"}
_TOKENS = "**{who}**: {spent} of {most} tokens today"
_MONEY = "**{who}**: {spent} of {most} in money today"
_NO_LIMIT = "Nobody has set a limit to what a day may cost."


class StatusCog(commands.Cog):
    """Tells how the bot is."""

    def __init__(self, *, health: HealthService, llm: LLM, budget: Budget) -> None:
        self._health = health
        self._llm = llm
        self._budget = budget

    @app_commands.command(name="botstatus", description="Whether everything works, and which model answers.")
    async def botstatus(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the state of every part, to the member alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        parts = await self._health.check()
        text = "\n".join((*_about(interaction.client, self._llm), *_health(parts)))
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())

    @app_commands.command(name="budget", description="What today's answers may still cost, here and for you.")
    async def budget(self, interaction: discord.Interaction[Any]) -> None:
        """Tell what was spent today, to the member alone."""
        standing = await self._budget.standing(scope_of(interaction))
        lines = [line for one in standing for line in await _spending(one, interaction)]
        await tell_privately(interaction, "{lines}" if lines else _NO_LIMIT, lines="\n".join(lines))


def _about(client: discord.Client, llm: LLM) -> Sequence[str]:
    model = f" with {discord.utils.escape_markdown(llm.model)}" if llm.model else ""
    latency = f", {client.latency * 1000:.0f} ms from Discord" if client.latency == client.latency else ""
    count = len(client.guilds)
    return (
        f"**acore {version('acore')}** on {count} {'server' if count == 1 else 'servers'}{latency}",
        f"Answers come from **{discord.utils.escape_markdown(llm.name)}**{model}.",
    )


def _health(parts: Sequence[PartHealth]) -> Sequence[str]:
    """What is wrong in detail is for the person who runs the bot, in the log and at /healthz."""
    return [_line(part.name.replace("_", " "), ok=part.ok) for part in parts]


def _line(name: str, *, ok: bool) -> str:
    return f"✅ {name}" if ok else f"⚠️ {name}: not well"


async def _spending(standing: Standing, interaction: discord.Interaction[Any]) -> Sequence[str]:
    who, lines = await in_language_of(interaction, _TITLES[standing.who]), []
    if standing.cap.tokens:
        tokens = {"spent": standing.spent.tokens, "most": standing.cap.tokens}
        lines.append(await in_language_of(interaction, _TOKENS, who=who, **tokens))
    if standing.cap.money:
        money = {"spent": float(standing.spent.money), "most": float(standing.cap.money)}
        lines.append(await in_language_of(interaction, _MONEY, who=who, **money))
    return lines
