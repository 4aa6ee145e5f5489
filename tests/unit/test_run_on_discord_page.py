"""The page about running on Discord tells what the bot really does."""

import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from discord import app_commands
from discord.ext import commands

from acore.discord import cogs
from acore.discord.controls import Writing, Written, view_of
from acore.discord.pages import MOST_PARTS
from acore.domain.triggers import named
from acore.services.transcripts import LARGEST_IMPORT
from acore.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs/how-to/run-on-discord.md").read_text("utf-8")
TABLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def cog_classes() -> Iterator[type[commands.Cog]]:
    for module in pkgutil.iter_modules(cogs.__path__):
        for value in vars(importlib.import_module(f"{cogs.__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, commands.Cog) and value.__module__.endswith(module.name):
                yield value


def slash_commands() -> dict[str, app_commands.Command[commands.Cog, ..., object]]:
    found = {}
    for cog in cog_classes():
        for command in vars(cog).values():
            if isinstance(command, app_commands.Command):
                group = cog.__cog_group_name__ if issubclass(cog, commands.GroupCog) else ""
                found[f"{group} {command.name}".strip()] = command
    return found


def rows(heading: str) -> list[list[str]]:
    section = PAGE.split(f"## {heading}\n")[1].split("\n#")[0]
    table = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_every_command_is_in_the_table_and_no_other() -> None:
    assert {row[0].strip("`/") for row in rows("Commands")} == set(slash_commands())


def test_the_table_tells_who_may_use_a_command() -> None:
    for name, _, who, _ in rows("Commands"):
        if " " in name:  # Discord asks nothing of a command in a group: the cog does
            continue
        asked = slash_commands()[name.strip("`/")].default_permissions
        assert (asked is None) == (who == "everybody"), name
        assert ("manage its messages" in who) == bool(asked and asked.manage_messages), name


async def test_every_button_is_in_the_table() -> None:
    told = {emoji for row in rows("Below an answer") for emoji in row[0].split()}
    views = (view_of(Writing("1", 2)), view_of(Written("1", 2, "engine")))
    assert told == {str(child.emoji) for view in views if view for child in view.children if hasattr(child, "emoji")}


@pytest.mark.parametrize("text", TABLES)
def test_a_table_can_be_used(text: str) -> None:
    chat = Settings.model_validate(tomllib.loads(text)).chat
    assert chat != Settings().chat


def test_the_names_of_the_page_call_the_bot() -> None:
    names = Settings.model_validate(tomllib.loads(TABLES[0])).chat.names
    assert named("What do you think, lantern?", names)
    assert not named("Look at `lantern` and https://lantern.example", names)


def test_the_numbers_are_those_of_the_code() -> None:
    chat = Settings().chat
    told = {
        "60 is the default": chat.followup_s == 60,
        "900 is the\n  default": chat.catch_up_s == 900,
        "Beyond four messages": MOST_PARTS == 4,
        "up to a mebibyte": LARGEST_IMPORT == 2**20,
    }
    assert all(words in PAGE and holds for words, holds in told.items()), told


@pytest.mark.parametrize("key", sorted(set(re.findall(r"`(chat\.[a-z_]+)`", PAGE)) - {"chat.feedback"}))
def test_every_setting_exists(key: str) -> None:
    assert key.removeprefix("chat.") in type(Settings().chat).model_fields
