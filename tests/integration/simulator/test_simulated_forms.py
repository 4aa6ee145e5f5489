"""Modals, select menus and completion of an unmodified discord.py bot."""

import asyncio
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from acore.errors import InvalidInput, NotFound

from .conftest import PATIENCE_S, Bot, Place, connected


class Form(ui.Modal, title="A form"):
    """A form of both ages: a bare text input, and a menu below a label."""

    subject: ui.TextInput[Any] = ui.TextInput(label="Subject", min_length=3, max_length=10)
    colour: ui.Label[Any] = ui.Label(
        text="Colour", component=ui.Select(options=[discord.SelectOption(label=name) for name in ("red", "blue")])
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        menu = self.colour.component
        assert isinstance(menu, ui.Select)
        text = f"{self.subject.value} in {menu.values[0]}"
        if interaction.message is None:
            await interaction.response.send_message(text)
        else:
            await interaction.response.edit_message(content=text, view=None)


class Choices(ui.View):
    """A button that opens the form, a menu, and a disabled button."""

    @ui.button(label="Open", custom_id="open")
    async def open(self, interaction: discord.Interaction, _button: ui.Button[Any]) -> None:
        await interaction.response.send_modal(Form())

    @ui.select(custom_id="menu", options=[discord.SelectOption(label=name) for name in "abc"], max_values=2)
    async def pick(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        await interaction.response.send_message(" and ".join(select.values))

    @ui.select(cls=ui.UserSelect, custom_id="who")
    async def name(self, interaction: discord.Interaction, select: ui.UserSelect[Any]) -> None:
        await interaction.response.send_message(f"chose {select.values[0].display_name}")


class Forms(Bot):
    """A bot with one command of each kind."""

    async def setup_hook(self) -> None:
        @self.tree.command()
        async def form(interaction: discord.Interaction) -> None:
            """Open the form."""
            await interaction.response.send_modal(Form())

        @self.tree.command()
        async def choices(interaction: discord.Interaction) -> None:
            """Show buttons and menus."""
            await interaction.response.send_message("choose", view=Choices())

        @self.tree.command()
        async def find(interaction: discord.Interaction, what: str, count: int = 2) -> None:
            """Find something."""
            await interaction.response.send_message(f"{count} {what}")

        @find.autocomplete("what")
        async def _what(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            count = interaction.namespace.count or 26 * (current == "many") or 2
            return [app_commands.Choice(name=f"{current}{n}", value=f"v{n}") for n in range(count)]

        assert isinstance(form, app_commands.Command)
        assert isinstance(choices, app_commands.Command)
        await self.tree.sync()


async def test_a_form_of_a_command_is_filled_in(place: Place) -> None:
    async with connected(Forms()):
        asked = await place.world.invoke(place.ada, place.general, "form")
        event = await place.until("modal")
        assert (event.user, event.interaction_id) == (place.ada, asked)
        assert event.modal is not None
        field = event.modal["components"][0]["components"][0]["custom_id"]
        menu = event.modal["components"][1]["component"]["custom_id"]
        with pytest.raises(InvalidInput, match="from 3 to 10"):
            await place.world.submit(place.ada, asked, {field: "ab", menu: "red"})
        await place.world.submit(place.ada, asked, {field: "roses", menu: "red"})
        answer = await place.until("message")
        assert answer.message is not None
        assert answer.message.content == "roses in red"
        triggering = answer.message.payload()["interaction_metadata"]["triggering_interaction_metadata"]
        assert (triggering["id"], triggering["name"]) == (asked, "form")
        with pytest.raises(NotFound, match="No modal"):
            await place.world.submit(place.ada, asked, {field: "again", menu: "red"})


async def test_a_form_of_a_button_changes_its_message(place: Place) -> None:
    async with connected(Forms()):
        await place.world.invoke(place.ada, place.general, "choices")
        shown = (await place.until("message")).message
        assert shown is not None
        asked = await place.world.press(place.ada, shown, "open")
        modal = (await place.until("modal")).modal
        assert modal is not None
        values = {
            modal["components"][0]["components"][0]["custom_id"]: "violets",
            modal["components"][1]["component"]["custom_id"]: ["blue"],
        }
        await place.world.submit(place.ada, asked, values)
        edited = (await place.until("edit")).message
        assert edited is not None
        assert (edited.id, edited.content, edited.components) == (shown.id, "violets in blue", [])


async def test_menus_hand_their_values_over(place: Place) -> None:
    async with connected(Forms()):
        await place.world.invoke(place.ada, place.general, "choices")
        shown = (await place.until("message")).message
        assert shown is not None
        await place.world.choose(place.ada, shown, "menu", ["a", "c"])
        assert await place.answer() == "a and c"
        await place.world.choose(place.ada, shown, "who", [place.ada.id])
        assert await place.answer() == "chose Ada"


async def test_a_bot_completes_what_is_typed(place: Place) -> None:
    world, ada, general = place.world, place.ada, place.general
    async with connected(Forms()) as bot, asyncio.timeout(PATIENCE_S):
        assert await world.complete(ada, general, "find", "what", "x") == [
            {"name": "x0", "value": "v0"},
            {"name": "x1", "value": "v1"},
        ]
        assert len(await world.complete(ada, general, "find", "what", "x", {"count": 25})) == 25
        await world.invoke(ada, general, "find", {"what": "v0"})
        assert await place.answer() == "2 v0"
        del bot
