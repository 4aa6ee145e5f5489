"""What happens to a bot in a call: moved, disconnected, sent to another server, its connection lost."""

import asyncio

import pytest

from acore.simulator.voice.caller import Caller
from tests.integration.simulator.voice.conftest import Call, frames, until


@pytest.fixture
async def ann(call: Call) -> Caller:
    """Ann is in the call with the bot."""
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    return ann


async def sound_passes(call: Call, caller: Caller) -> None:
    """The bot and the member hear each other, all that is said."""
    caller.heard.clear()
    call.heard.frames.clear()
    await asyncio.gather(call.play(frames("bot", 5)), caller.speak(frames("her", 5)))
    await until(lambda: len(caller.heard) == 10 and len(call.heard.frames[caller.user.id]) == 5)
    assert caller.frames == frames("bot", 5)
    assert call.heard.frames[caller.user.id] == frames("her", 5)


async def test_a_moderator_moves_the_bot_and_a_member_follows(call: Call, ann: Caller) -> None:
    attic = call.world.add_voice_channel(call.guild, "Attic")
    call.world.move_in_call(call.world.bot, attic)
    await call.voice.settled(attic)
    assert call.client.channel.id == int(attic.id)
    assert call.voice.encrypted_for(call.hall) == frozenset()
    ann.join(attic)
    await call.voice.settled(attic)
    assert call.voice.encrypted_for(attic) == {ann.user.id, call.world.bot.id}
    await sound_passes(call, ann)


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
async def test_the_bot_moves_itself(call: Call, ann: Caller) -> None:
    attic = call.world.add_voice_channel(call.guild, "Attic")
    ann.join(attic)
    await until(lambda: call.bot.get_channel(int(attic.id)))
    await call.client.move_to(call.bot.get_channel(int(attic.id)), timeout=5)
    await call.voice.settled(attic)
    call.heard.listen()
    await sound_passes(call, ann)


async def test_a_moderator_moves_a_member_out_of_a_word(call: Call, ann: Caller) -> None:
    attic = call.world.add_voice_channel(call.guild, "Attic")
    speaking = asyncio.create_task(ann.speak(frames("ann", 40)))
    await until(lambda: len(call.heard.frames[ann.user.id]) > 5)
    call.world.move_in_call(ann.user, attic)
    await speaking
    assert len(call.heard.frames[ann.user.id]) < 40
    assert call.world.people_in(attic) == (ann.user,)


@pytest.mark.parametrize("gone_first", [False, True])
async def test_the_call_moves_to_another_server(call: Call, ann: Caller, *, gone_first: bool) -> None:
    before = call.voice.endpoint
    await call.voice.change_server(call.guild, gone_first=gone_first)
    assert call.voice.endpoint != before
    await call.voice.settled(call.hall)
    assert call.client.endpoint == call.voice.endpoint
    await sound_passes(call, ann)


async def test_a_moderator_disconnects_the_bot(call: Call, ann: Caller) -> None:
    call.world.leave_call(call.world.bot, call.guild)
    await until(lambda: not call.bot.voice_clients)
    await call.voice.settled(call.hall)
    assert call.world.people_in(call.hall) == (ann.user,)


async def test_the_channel_is_deleted_under_the_bot(call: Call, ann: Caller) -> None:
    call.world.remove_channel(call.hall)
    await until(lambda: not call.bot.voice_clients)
    assert call.guild.voice == {}
    assert ann.ssrc is None


async def test_the_bot_is_removed_from_the_guild(call: Call, ann: Caller) -> None:
    await call.world.remove(call.guild)
    await until(lambda: not call.bot.guilds)
    await call.voice.settled(call.hall)
    assert call.world.people_in(call.hall) == (ann.user,)


async def test_the_bot_leaves_and_comes_back(call: Call, ann: Caller) -> None:
    await call.client.disconnect()
    await call.voice.settled(call.hall)
    assert call.voice.encrypted_for(call.hall) == frozenset()
    await call.enter()
    await sound_passes(call, ann)


@pytest.mark.parametrize("code", [4006, 4009])
async def test_a_session_that_ends_is_begun_anew(call: Call, ann: Caller, code: int) -> None:
    before = call.client.token
    await call.voice.close(code)
    await until(lambda: call.client.token != before and call.client.is_connected())
    await call.voice.settled(call.hall)
    call.heard.listen()
    await sound_passes(call, ann)


async def test_a_connection_that_breaks_is_made_anew(call: Call, ann: Caller) -> None:
    before = call.client.token
    call.voice.drop()
    await until(lambda: call.client.token != before and call.client.is_connected())
    await call.voice.settled(call.hall)
    call.heard.listen()
    await sound_passes(call, ann)


async def test_who_gives_up_waiting_until_all_have_settled_breaks_no_connection(call: Call, ann: Caller) -> None:
    (connection,) = call.voice._connections
    waiting = asyncio.create_task(call.voice.settled(call.hall))
    async with asyncio.timeout(10):
        while not connection._pings:
            await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await call.voice.settled(call.hall)
    await sound_passes(call, ann)
    assert call.voice._connections == {connection}


async def test_a_muted_bot_is_heard_by_nobody_and_a_deaf_one_hears_nobody(call: Call, ann: Caller) -> None:
    call.world.silence_in_call(call.world.bot, call.guild, mute=True, deaf=True)
    await asyncio.gather(call.play(frames("bot", 5)), ann.speak(frames("ann", 5)))
    call.world.silence_in_call(call.world.bot, call.guild)
    await asyncio.gather(call.play(frames("now", 5)), ann.speak(frames("and", 5)))
    await until(lambda: len(ann.heard) == 10 and len(call.heard.frames[ann.user.id]) == 5)
    assert ann.frames == frames("now", 5)
    assert call.heard.frames[ann.user.id] == frames("and", 5)


async def test_members_are_told_of_at_the_gateway(call: Call, ann: Caller) -> None:
    channel = call.client.channel
    assert [member.id for member in channel.members] == [int(call.world.bot.id), int(ann.user.id)]
    ann.leave()
    await until(lambda: len(channel.members) == 1)
