"""Voice channels of the world, who is in them, and what the bot is told of it."""

import pytest

from acore.errors import InvalidInput
from acore.simulator.calling import CallChange
from acore.simulator.model import Dispatch
from acore.simulator.permissions import Permission
from acore.simulator.session import Intents, Session
from acore.simulator.world import Channel, Guild, User, World

from .conftest import Sent


@pytest.fixture
def hall(world: World, guild: Guild) -> Channel:
    return world.add_voice_channel(guild, "Hall", user_limit=2)


def states(sent: Sent) -> list[tuple[str, str | None]]:
    told = [event.data for event in sent if event.name == "VOICE_STATE_UPDATE"]
    return [(state["user_id"], state["channel_id"]) for state in told]


def test_a_voice_channel_is_announced_with_its_limit(sent: Sent, hall: Channel) -> None:
    created = sent.last("CHANNEL_CREATE")
    assert (created["type"], created["user_limit"], created["bitrate"]) == (2, 2, 64_000)
    assert hall.speaks


def test_who_comes_moves_and_goes_is_told_of(world: World, guild: Guild, hall: Channel, ada: User, sent: Sent) -> None:
    attic = world.add_voice_channel(guild, "Attic")
    world.enter_call(ada, hall, self_mute=True)
    told = sent.last("VOICE_STATE_UPDATE")
    assert (told["self_mute"], told["self_deaf"], told["guild_id"]) == (True, False, guild.id)
    assert told["member"]["user"]["id"] == ada.id
    world.enter_call(ada, attic)
    assert sent.last("VOICE_STATE_UPDATE")["session_id"] == told["session_id"]
    world.leave_call(ada, guild)
    world.leave_call(ada, guild)
    assert states(sent) == [(ada.id, hall.id), (ada.id, attic.id), (ada.id, None)]


def test_watchers_learn_what_was_before_and_after(world: World, guild: Guild, hall: Channel, ada: User) -> None:
    changes: list[CallChange] = []
    end = world.watch_calls(changes.append)
    world.enter_call(ada, hall)
    world.silence_in_call(ada, guild, mute=True)
    world.leave_call(ada, guild)
    end()
    world.enter_call(ada, hall)
    assert [change.moved for change in changes] == [True, False, True]
    assert [change.after and change.after.mute for change in changes] == [False, True, None]
    assert [change.before is None for change in changes] == [True, False, False]


def test_a_full_channel_takes_only_those_who_may_move_others(world: World, guild: Guild, hall: Channel) -> None:
    owner, bob, cem = (world.add_member(guild, name) for name in ("Owner", "Bob", "Cem"))
    dan = world.add_member(guild, "Dan")
    world.enter_call(bob, hall)
    world.enter_call(cem, hall)
    with pytest.raises(InvalidInput, match="Dan can not come into Hall: it is full"):
        world.enter_call(dan, hall)
    world.enter_call(cem, hall, self_deaf=True)
    world.enter_call(owner, hall)
    assert world.people_in(hall) == (bob, cem, owner)


def test_who_may_not_connect_stays_out(world: World, guild: Guild, hall: Channel, ada: User) -> None:
    bob = world.add_member(guild, "Bob")
    world.permit(hall, bob, deny=Permission.CONNECT)
    with pytest.raises(InvalidInput, match="they may not connect"):
        world.enter_call(bob, hall)
    world.enter_call(ada, hall)
    assert world.people_in(hall) == (ada,)


def test_who_may_not_speak_is_suppressed(world: World, guild: Guild, hall: Channel, ada: User) -> None:
    bob = world.add_member(guild, "Bob")
    world.permit(hall, bob, deny=Permission.SPEAK)
    world.enter_call(bob, hall)
    world.enter_call(ada, hall)
    assert (guild.voice[bob.id].speaks, guild.voice[ada.id].speaks) == (False, True)


def test_a_moderator_moves_and_silences_people(world: World, guild: Guild, hall: Channel, ada: User) -> None:
    attic = world.add_voice_channel(guild, "Attic", user_limit=1)
    bob = world.add_member(guild, "Bob")
    with pytest.raises(InvalidInput, match="Bob is in no voice channel of Test guild"):
        world.move_in_call(bob, attic)
    with pytest.raises(InvalidInput, match="Bob is in no voice channel of Test guild"):
        world.silence_in_call(bob, guild)
    world.enter_call(ada, attic)
    world.enter_call(bob, hall)
    world.silence_in_call(bob, guild, mute=True, deaf=True)
    world.move_in_call(bob, attic)
    assert world.people_in(attic) == (ada, bob)
    assert (guild.voice[bob.id].mute, guild.voice[bob.id].hears) == (True, False)
    world.leave_call(bob, guild)
    world.enter_call(bob, hall)
    assert (guild.voice[bob.id].mute, guild.voice[bob.id].hears) == (True, False), "it holds over calls"
    world.silence_in_call(bob, guild)
    assert (guild.voice[bob.id].mute, guild.voice[bob.id].hears) == (False, True)


def test_text_channels_and_strangers_have_no_calls(world: World, general: Channel, hall: Channel, ada: User) -> None:
    other = world.add_guild("Other")
    stranger = world.add_member(other, "Stranger")
    for user, channel in ((ada, general), (stranger, hall), (ada, world.dm(ada))):
        with pytest.raises(InvalidInput, match="no voice channel on a guild of"):
            world.enter_call(user, channel)


def test_a_deleted_channel_is_empty(world: World, guild: Guild, hall: Channel, ada: User, sent: Sent) -> None:
    world.enter_call(ada, hall)
    world.remove_channel(hall)
    assert guild.voice == {}
    assert [event.name for event in sent][-2:] == ["VOICE_STATE_UPDATE", "CHANNEL_DELETE"]


async def test_a_bot_that_is_removed_is_in_no_call(world: World, guild: Guild, hall: Channel, sent: Sent) -> None:
    world.bot_asks(guild.id, hall.id, self_mute=False, self_deaf=False)
    assert world.people_in(hall) == (world.bot,)
    await world.remove(guild)
    assert guild.voice == {}
    world.bot_asks(guild.id, hall.id, self_mute=False, self_deaf=False)
    assert guild.voice == {}


def test_what_the_bot_may_not_do_is_passed_over(world: World, guild: Guild, general: Channel, sent: Sent) -> None:
    locked = world.add_voice_channel(guild, "Locked")
    world.add_member(guild, "Owner")
    world.permit(locked, world.bot, deny=Permission.VIEW_CHANNEL)
    for guild_id, channel_id in ((guild.id, general.id), (guild.id, locked.id), (guild.id, "1"), ("1", locked.id)):
        world.bot_asks(guild_id, channel_id, self_mute=False, self_deaf=False)
    world.bot_asks(guild.id, None, self_mute=False, self_deaf=False)
    assert states(sent) == []


def test_a_guild_comes_with_who_is_in_its_calls(world: World, guild: Guild, hall: Channel, ada: User) -> None:
    world.enter_call(ada, hall)
    bob = world.add_member(guild, "Bob")
    events: list[Dispatch] = []
    world.attach(events.append)
    session = Session(world.bot.id, Intents.GUILDS | Intents.GUILD_VOICE_STATES, (0, 1), set())
    from acore.simulator import payloads

    whole = payloads.guild_create(guild, members=[*guild.members.values()])
    seen = session.narrowed("GUILD_CREATE", whole)
    assert [state["user_id"] for state in seen["voice_states"]] == [ada.id]
    assert {member["user"]["id"] for member in seen["members"]} == {world.bot.id, ada.id}
    blind = Session(world.bot.id, Intents.GUILDS, (0, 1), set()).narrowed("GUILD_CREATE", whole)
    assert blind["voice_states"] == []
    assert {member["user"]["id"] for member in blind["members"]} == {world.bot.id}
    assert bob.id in guild.members
