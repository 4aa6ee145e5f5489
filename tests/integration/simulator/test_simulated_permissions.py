"""What an unmodified discord.py bot may and may not do."""

from collections.abc import AsyncGenerator
from typing import Any

import discord
import pytest

from acore.simulator.permissions import Permission

from .conftest import Bot, Place, connected


@pytest.fixture
async def bot(place: Place) -> AsyncGenerator[Bot]:
    async with connected(Bot()) as bot:
        yield bot


def _general(bot: Bot, place: Place) -> Any:
    return bot.get_channel(int(place.general.id))


@pytest.mark.parametrize(
    ("denied", "content"),
    [
        (Permission.SEND_MESSAGES, {"content": "x"}),
        (Permission.EMBED_LINKS, {"embed": discord.Embed(title="x")}),
        (Permission.ATTACH_FILES, {"content": "x", "file": True}),
    ],
)
async def test_a_bot_is_refused_what_it_may_not_send(
    bot: Bot, place: Place, denied: Permission, content: dict[str, Any]
) -> None:
    place.world.permit(place.general, place.world.bot, deny=denied)
    if "file" in content:
        content = content | {"file": discord.File(__file__)}
    with pytest.raises(discord.Forbidden) as refused:
        await _general(bot, place).send(**content)
    assert refused.value.code == 50013
    assert place.world.messages(place.general.id) == ()


@pytest.mark.parametrize("denied", [Permission.EMBED_LINKS, Permission.ATTACH_FILES])
async def test_an_edit_may_add_only_what_the_bot_may_send(bot: Bot, place: Place, denied: Permission) -> None:
    old, new = discord.Embed(title="old"), discord.Embed(title="new")
    message = await _general(bot, place).send("x", embed=old, file=discord.File(__file__))
    place.world.permit(place.general, place.world.bot, deny=denied)
    added: dict[str, Any] = {"embeds": [old, new]}
    if denied == Permission.ATTACH_FILES:
        added = {"attachments": [*message.attachments, discord.File(__file__)]}
    with pytest.raises(discord.Forbidden) as refused:
        await message.edit(**added)
    assert refused.value.code == 50013
    (kept,) = place.world.messages(place.general.id)
    assert (len(kept.embeds), len(kept.attachments), kept.edited_timestamp) == (1, 1, None)


async def test_an_edit_keeps_and_takes_away_without_permissions(bot: Bot, place: Place) -> None:
    message = await _general(bot, place).send("x", embed=discord.Embed(title="old"), file=discord.File(__file__))
    place.world.permit(place.general, place.world.bot, deny=Permission.EMBED_LINKS | Permission.ATTACH_FILES)
    message = await message.edit(content="y", embeds=message.embeds, attachments=message.attachments)
    (kept,) = place.world.messages(place.general.id)
    assert (kept.content, len(kept.embeds), len(kept.attachments)) == ("y", 1, 1)
    await message.edit(embeds=[], attachments=[])
    assert (kept.embeds, kept.attachments) == ([], ())


async def test_a_bot_without_history_reads_nothing(bot: Bot, place: Place) -> None:
    message = await place.world.say(place.ada, place.general, "x")
    place.world.permit(place.general, place.world.bot, deny=Permission.READ_MESSAGE_HISTORY)
    general = _general(bot, place)
    assert [m async for m in general.history()] == []
    with pytest.raises(discord.Forbidden) as single:
        await general.fetch_message(int(message.id))
    assert single.value.code == 50013
    with pytest.raises(discord.Forbidden) as reply:
        await general.get_partial_message(int(message.id)).reply("x")
    assert reply.value.code == 160002


async def test_a_bot_without_sight_has_no_access(bot: Bot, place: Place) -> None:
    place.world.permit(place.general, place.world.bot, deny=Permission.VIEW_CHANNEL)
    with pytest.raises(discord.Forbidden) as refused:
        await _general(bot, place).send("x")
    assert refused.value.code == 50001


async def test_a_bot_that_manages_messages_deletes_those_of_members(bot: Bot, place: Place) -> None:
    world, general = place.world, _general(bot, place)
    messages = [await world.say(place.ada, place.general, text) for text in "abcd"]
    with pytest.raises(discord.Forbidden):
        await general.get_partial_message(int(messages[0].id)).delete()
    with pytest.raises(discord.Forbidden):
        await general.delete_messages([discord.Object(int(m.id)) for m in messages[:2]])
    world.give(world.bot, world.add_role(place.guild, "janitor", Permission.MANAGE_MESSAGES))
    await general.get_partial_message(int(messages[0].id)).delete()
    await general.delete_messages([discord.Object(int(m.id)) for m in messages[1:3]])
    assert world.messages(place.general.id) == (messages[3],)


async def test_a_bot_knows_its_permissions_as_they_change(bot: Bot, place: Place) -> None:
    world, general = place.world, _general(bot, place)
    assert not general.permissions_for(general.guild.me).manage_messages
    role = world.add_role(place.guild, "janitor", Permission.MANAGE_MESSAGES)
    world.give(world.bot, role)
    world.permit(place.general, role, deny=Permission.SEND_MESSAGES)
    await world.say(place.ada, place.general, "done")
    await bot.has_seen(1)
    allowed = general.permissions_for(general.guild.me)
    assert (allowed.manage_messages, allowed.send_messages) == (True, False)


async def test_a_bot_reads_around_a_message(bot: Bot, place: Place) -> None:
    messages = [await place.world.say(place.ada, place.general, str(n)) for n in range(9)]
    general = _general(bot, place)
    around = [m.content async for m in general.history(around=discord.Object(int(messages[4].id)), limit=5)]
    assert sorted(around) == ["2", "3", "4", "5", "6"]


async def test_the_application_belongs_to_the_first_person(bot: Bot, place: Place) -> None:
    assert (await bot.application_info()).owner.id == int(place.ada.id)
