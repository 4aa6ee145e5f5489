"""/help tells what there is."""

from types import SimpleNamespace
from typing import Any

import discord
from discord import app_commands

from acore.discord.cogs.help import HelpCog, overview


async def _sing(interaction: discord.Interaction, song: str, loud: bool = False) -> None:  # noqa: FBT001, FBT002  an option of a command
    del interaction, song, loud


def _tree() -> app_commands.CommandTree[Any]:
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    tree.add_command(app_commands.Command(name="sing", description="Sing a song.", callback=_sing))
    group = app_commands.Group(name="radio", description="A group.")
    group.add_command(app_commands.Command(name="play", description="Play one.", callback=_sing))
    tree.add_command(group)
    return tree


async def test_every_command_is_named_with_its_options_in_order(stage: Any) -> None:
    interaction = stage.interaction("help")
    interaction.client = SimpleNamespace(tree=_tree())
    lines = [line for line in (await overview(interaction)).splitlines() if line.startswith("- ")]
    assert lines == ["- `/radio play song: [loud:]` Play one.", "- `/sing song: [loud:]` Sing a song."]


async def test_help_is_for_the_member_alone(stage: Any) -> None:
    interaction = stage.interaction("help")
    interaction.client = SimpleNamespace(tree=_tree())
    cog: Any = HelpCog()
    await cog.help.callback(cog, interaction)
    assert [sent.ephemeral for sent in stage.sent] == [True]
    assert "mention me" in stage.sent[0].content


async def test_help_speaks_german_to_who_does(stage: Any) -> None:
    interaction = stage.interaction("help")
    interaction.locale = discord.Locale.german
    interaction.client = SimpleNamespace(tree=_tree())
    text = await overview(interaction)
    assert text.startswith("**Rede mit mir**")
    assert "- `/sing song: [loud:]` Sing a song." in text, "what has no translation stays as it is"
