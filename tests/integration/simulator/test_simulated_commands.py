"""Slash commands and buttons of an unmodified discord.py bot, used by people of the loopback Discord."""

from collections.abc import AsyncGenerator
from typing import Any

import discord
import pytest
from discord import app_commands

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput, NotFound
from acore.simulator.server import Simulator
from acore.simulator.world import World

from .conftest import Bot, Place, connected, point_at


class Commander(Bot):
    """A bot with one command of every kind that the tests use."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[discord.HTTPException] = []
        commands: tuple[app_commands.Command[Any, ..., Any] | app_commands.Group, ...] = (
            add,
            later,
            secret,
            edits,
            both,
            whois,
            buttons,
            group,
        )
        for command in commands:
            self.tree.add_command(command)
        self.tree.error(self._on_problem)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def _on_problem(self, _interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        cause = getattr(error, "original", error)
        assert isinstance(cause, discord.HTTPException), cause
        self.problems.append(cause)
        self.told.put_nowait("problem")


@app_commands.command()
@app_commands.describe(a="first", b="second", loud="shout")
async def add(interaction: discord.Interaction, a: int, b: float, loud: bool = False) -> None:  # noqa: FBT001, FBT002  a command's form
    """Add two numbers."""
    response = await interaction.response.send_message(f"{a + b}{'!' if loud else ''}")
    assert isinstance(response.resource, discord.InteractionMessage)
    assert response.message_id == response.resource.id == (await interaction.original_response()).id


@app_commands.command()
async def later(interaction: discord.Interaction) -> None:
    """Promise, then answer, then add to it."""
    await interaction.response.defer(thinking=True)
    await interaction.followup.send("the answer", wait=True)
    more = await interaction.followup.send("and more", wait=True)
    await more.edit(content="and much more")


@app_commands.command()
async def secret(interaction: discord.Interaction) -> None:
    """Answer for one person."""
    await interaction.response.defer(thinking=True, ephemeral=True)
    await interaction.edit_original_response(content=f"only for you, {interaction.user.display_name}")


@app_commands.command()
async def edits(interaction: discord.Interaction) -> None:
    """Answer, change it, take it back."""
    await interaction.response.send_message("one")
    await interaction.edit_original_response(content="two")
    await interaction.delete_original_response()


@app_commands.command()
async def both(interaction: discord.Interaction) -> None:
    """Answer too long, then twice."""
    with pytest.raises(discord.HTTPException, match=r"In data\.content: Must be 2000 or fewer in length"):
        await interaction.response.send_message("x" * 2001)
    await interaction.response.send_message("first")
    interaction.response._response_type = None
    await interaction.response.send_message("second")


@app_commands.command()
async def whois(interaction: discord.Interaction, who: discord.Member, where: discord.TextChannel) -> None:
    """Name a member and a channel."""
    await interaction.response.send_message(f"{who.display_name} in {where.name}")


@app_commands.command()
async def buttons(interaction: discord.Interaction) -> None:
    """Show a button that changes its message, and one that thinks first."""
    await interaction.response.send_message("press", view=Buttons())


group = app_commands.Group(name="config", description="Settings")


@group.command()
async def show(interaction: discord.Interaction, key: app_commands.Range[str, 2, 5]) -> None:
    """Show a setting."""
    await interaction.response.send_message(f"{key}: on")


class Buttons(discord.ui.View):
    @discord.ui.button(label="now", custom_id="now")
    async def now(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.edit_message(content="pressed")

    @discord.ui.button(label="soon", custom_id="soon")
    async def soon(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="pressed soon")
        await interaction.followup.send("by the way")


async def test_syncing_registers_the_commands_with_their_options(place: Place) -> None:
    async with connected(Commander()) as bot:
        await place.until("commands")
        fetched = await bot.tree.fetch_commands()
        again = await bot.tree.sync()
        await bot.tree.sync(guild=discord.Object(int(place.guild.id)))
    by_name = {command["name"]: command for command in place.world.commands()}
    assert set(by_name) == {"add", "later", "secret", "edits", "both", "whois", "buttons", "config"}
    assert [option["name"] for option in by_name["add"]["options"]] == ["a", "b", "loud"]
    assert {c.id for c in fetched} == {c.id for c in again}


async def test_a_command_with_options_is_answered_at_once(place: Place) -> None:
    async with connected(Commander()) as bot:
        await place.world.invoke(place.ada, place.general, "add", {"a": 2, "b": 0.5, "loud": True})
        event = await place.until("message")
        assert bot.problems == []
    assert event.message
    assert event.message.content == "2.5!"
    assert event.message.interaction == (place.ada, "add")


async def test_a_deferred_answer_thinks_first_and_can_be_followed_up(place: Place) -> None:
    async with connected(Commander()):
        await place.world.invoke(place.ada, place.general, "later", {})
        thinking = await place.until("thinking")
        filled = await place.until("edit")
        await place.until("message")
        more = await place.until("edit")
    assert thinking.message
    assert filled.message
    assert (thinking.message.id, thinking.message.content) == (filled.message.id, "")
    assert filled.message.content == "the answer"
    assert filled.message.edited_timestamp is None
    assert more.message
    assert (more.message.content, more.message.reference) == ("and much more", thinking.message.id)


async def test_an_ephemeral_answer_is_seen_by_one_person_and_never_by_the_bot(place: Place) -> None:
    bob = place.world.add_member(place.guild, "Bob")
    async with connected(Commander()) as bot:
        await place.world.invoke(place.ada, place.general, "secret", {})
        event = await place.until("edit")
        fetched = [m async for m in bot.get_channel(int(place.general.id)).history()]  # type: ignore[union-attr]
    assert event.message
    assert event.message.content == "only for you, Ada"
    assert place.world.messages(place.general.id, seen_by=place.ada.id) == (event.message,)
    assert place.world.messages(place.general.id, seen_by=bob.id) == ()
    assert fetched == []
    assert bot.seen == []


async def test_the_first_answer_can_be_edited_and_deleted(place: Place) -> None:
    async with connected(Commander()):
        await place.world.invoke(place.ada, place.general, "edits", {})
        edited = await place.until("edit")
        deleted = await place.until("delete")
    assert edited.message
    assert deleted.message
    assert edited.message.id == deleted.message.id
    assert edited.message.content == "two"
    assert place.world.messages(place.general.id) == ()


async def test_a_refused_answer_leaves_the_interaction_open_and_a_second_one_is_refused(place: Place) -> None:
    async with connected(Commander()) as bot:
        await place.world.invoke(place.ada, place.general, "both", {})
        assert await place.answer() == "first"
        await bot.told_of("problem")
    assert [(p.status, p.code) for p in bot.problems] == [(400, 40060)]


async def test_members_and_channels_as_options_are_resolved(place: Place) -> None:
    async with connected(Commander()):
        chosen = {"who": place.ada.id, "where": place.general.id}
        await place.world.invoke(place.ada, place.general, "whois", chosen)
        assert await place.answer() == "Ada in general"
        with pytest.raises(InvalidInput, match="no id in this world"):
            await place.world.invoke(place.ada, place.general, "whois", chosen | {"who": "1"})


async def test_a_subcommand_is_called_by_its_words_also_in_direct_messages(place: Place) -> None:
    async with connected(Commander()):
        await place.world.invoke(place.ada, place.world.dm(place.ada), "config show", {"key": "abc"})
        assert await place.answer() == "abc: on"
        with pytest.raises(InvalidInput, match="at most 5 characters"):
            await place.world.invoke(place.ada, place.general, "config show", {"key": "abcdef"})
        with pytest.raises(NotFound, match="/config show"):
            await place.world.invoke(place.ada, place.general, "config", {})


async def test_buttons_change_their_message_and_can_be_followed_up(place: Place) -> None:
    async with connected(Commander()):
        await place.world.invoke(place.ada, place.general, "buttons", {})
        message = (await place.until("message")).message
        assert message
        await place.world.press(place.ada, message, "now")
        await place.until("edit", lambda event: event.message is not None and event.message.content == "pressed")
        await place.world.press(place.ada, message, "soon")
        await place.until("edit", lambda event: event.message is not None and event.message.content == "pressed soon")
        assert await place.answer() == "by the way"
        with pytest.raises(NotFound, match="no button 'never'"):
            await place.world.press(place.ada, message, "never")


class Slow(Bot):
    """Answers only when the test says so."""

    interaction: discord.Interaction

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.interaction = interaction
        self.told.put_nowait("interaction")


@pytest.fixture
async def still(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[tuple[Place, ManualClock]]:
    """A place whose time moves by hand, with one command."""
    clock = ManualClock()
    world = World(clock)
    guild = world.add_guild("Test guild")
    ada = world.add_member(guild, "Ada")
    world.registry.overwrite(None, [{"name": "wait", "description": "Wait"}])
    async with Simulator(world, clock=clock) as simulator, world.subscribe() as events:
        point_at(simulator, monkeypatch)
        yield Place(simulator, guild, ada, events), clock


async def test_an_interaction_fails_after_three_seconds(still: tuple[Place, ManualClock]) -> None:
    place, clock = still
    async with connected(Slow()) as bot:
        await place.world.invoke(place.ada, place.general, "wait", {})
        await bot.told_of("interaction")
        await clock.advance(3.0)
        failed = await place.until("failed")
        with pytest.raises(discord.NotFound) as late:
            await bot.interaction.response.send_message("too late")
        with pytest.raises(discord.NotFound) as hook:
            await bot.interaction.followup.send("too late")
    assert (failed.text, failed.user, failed.channel_id) == (
        "The application did not respond",
        place.ada,
        place.general.id,
    )
    assert (late.value.code, hook.value.code) == (10062, 10015)
    assert place.world.messages(place.general.id) == ()


async def test_an_answer_within_the_deadline_keeps_its_token_for_fifteen_minutes(
    still: tuple[Place, ManualClock],
) -> None:
    place, clock = still
    async with connected(Slow()) as bot:
        await place.world.invoke(place.ada, place.general, "wait", {})
        await bot.told_of("interaction")
        await clock.advance(2.9)
        await bot.interaction.response.defer(thinking=True)
        await clock.advance(14 * 60)
        await bot.interaction.followup.send("in time")
        await clock.advance(60)
        with pytest.raises(discord.HTTPException) as expired:
            await bot.interaction.followup.send("too late")
    assert (expired.value.status, expired.value.code) == (401, 50027)
    assert [m.content for m in place.world.messages(place.general.id)] == ["in time"]
