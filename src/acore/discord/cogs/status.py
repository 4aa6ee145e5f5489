"""/botstatus: whether everything works, and who answers."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.interfaces import LLM
from acore.services.health import HealthService, PartHealth


class StatusCog(commands.Cog):
    """Tells how the bot is."""

    def __init__(self, *, health: HealthService, llm: LLM) -> None:
        self._health = health
        self._llm = llm

    @app_commands.command(name="botstatus", description="Whether everything works, and which model answers.")
    async def botstatus(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the state of every part, to the member alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        parts = await self._health.check()
        text = "\n".join((*_about(interaction.client, self._llm), *_health(parts)))
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())


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
