"""Who may join does; who may not is told why; and nothing is left behind."""

import asyncio
import threading
from typing import Any

import pytest

from acore.adapters.clock.system import SystemClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.sound.opus import AVOpus
from acore.domain.calls import CallPlace, Ended, Joined
from acore.errors import EngineRefused, EngineUnavailable, NotFound
from acore.interfaces import Call
from acore.simulator.permissions import Permission
from acore.testing import LoopbackDiscord
from tests.integration.discord.calling import Hearing, Noted, hall_of, tone, until


def threads() -> set[str]:
    """Those of a call, as their names begin."""
    names = {thread.name.partition(":")[0] for thread in threading.enumerate()}
    return names & {"call-ear", "call-encoder", "voice-socket-reader", "audio-player", "voice-keep-alive-handler"}


async def test_leaving_frees_all_and_twice_is_harmless(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        call.admit(ann.user.id)
        hearing, noted = Hearing(call, ann.user.id), Noted(call)
        await call.player.play(tone(440, 1))
        await asyncio.gather(ann.play(tone(440, 0.5)), until(lambda: call.player.played_s > 0.2))
        await asyncio.gather(call.leave(), call.leave())
        await call.leave()
        await until(lambda: hearing.ended and noted.over)
        assert isinstance(noted.events[-1], Ended)
        await until(lambda: not threads())
        assert hall.bot.voice_clients == []
        assert [chunk async for chunk in call.hear(ann.user.id)] == []
        assert [event async for event in call.events()][-1] == noted.events[-1]
        assert hall.metrics.counted("call.packets", what="heard") == call.counters().heard > 20
        assert hall.metrics.counted("call.packets", what="received") == call.counters().received


async def test_who_is_there_is_told_at_first_and_bots_are_nobody(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        noted = Noted(call)
        await noted.until(Joined)
        assert [who.name for who in call.participants] == ["Ann"]
        await noted.aclose()
        with pytest.raises(RuntimeError):
            await asyncio.gather(*(anext(call.events()) for _ in range(2)))
        await call.leave()
        assert ann.user.id


async def test_many_join_at_once_and_get_one_call(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        calls = await asyncio.gather(*(hall.calls.join(hall.place()) for _ in range(3)))
        assert calls[0] is calls[1] is calls[2]
        await calls[0].leave()
        again = await hall.calls.join(hall.place())
        assert again is not calls[0]
        await again.leave()


async def test_what_stands_in_the_way_is_told(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        text = next(iter(hall.guild.channels.values()))
        for place in (CallPlace(hall.guild.id, "12345"), CallPlace("1", hall.channel.id), hall.place(text)):
            with pytest.raises(NotFound, match="no voice channel"):
                await hall.calls.join(place)
        with pytest.raises(NotFound):
            await hall.calls.join(CallPlace(hall.guild.id, "hall"))
        unserved = type(hall.calls)(AVOpus(), SystemClock(), MemoryMetrics())
        with pytest.raises(EngineUnavailable, match="not connected"):
            await unserved.join(hall.place())
        assert hall.bot.voice_clients == []


async def test_a_bot_that_may_not_speak_says_what_it_lacks(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        channel: Any = hall.bot.get_channel(int(hall.channel.id))
        hall.world.permit(hall.channel, hall.world.bot, deny=Permission.SPEAK)
        await until(lambda: not channel.permissions_for(channel.guild.me).speak)
        with pytest.raises(EngineRefused, match="permission to speak"):
            await hall.calls.join(hall.place())


async def test_a_full_channel_is_not_joined(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        await hall.speaker("Ann")
        hall.channel.user_limit = 1
        channel: Any = hall.bot.get_channel(int(hall.channel.id))
        channel.user_limit = 1
        await until(lambda: channel.voice_states)
        with pytest.raises(EngineRefused, match="full: 1 of 1"):
            await hall.calls.join(hall.place())


async def test_a_server_that_does_not_answer_is_told_in_time_and_nothing_is_left(
    loopback_discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acore.discord.voice.calls._CONNECT_S", 0.5)
    async with hall_of(loopback_discord) as hall:
        monkeypatch.setattr(hall.world, "bot_asks", lambda *_args, **_options: None)
        with pytest.raises(EngineUnavailable, match="did not answer"):
            await hall.calls.join(hall.place())
        assert hall.bot.voice_clients == []
        await until(lambda: not threads())


async def test_a_line_that_is_cut_while_it_is_laid_is_told(
    loopback_discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall_of(loopback_discord) as hall:
        monkeypatch.setattr(hall.world, "bot_asks", lambda *_args, **_options: None)
        joining = asyncio.create_task(hall.calls.join(hall.place()))
        await until(lambda: hall.bot.voice_clients)
        await asyncio.sleep(0.05)
        await hall.bot.voice_clients[0].disconnect(force=True)
        with pytest.raises(EngineUnavailable, match="taken out"):
            await joining
        assert hall.bot.voice_clients == []
        await until(lambda: not threads())


@pytest.mark.parametrize("milliseconds", range(0, 12, 2))
async def test_who_cancels_joining_leaves_the_channel_whenever_that_is(
    loopback_discord: LoopbackDiscord, milliseconds: int
) -> None:
    async with hall_of(loopback_discord) as hall:
        joining = asyncio.create_task(hall.calls.join(hall.place()))
        await until(lambda: hall.bot.voice_clients)
        await asyncio.sleep(milliseconds / 1000)
        joining.cancel()
        (outcome,) = await asyncio.gather(joining, return_exceptions=True)
        if isinstance(outcome, Call):  # it was quicker
            await outcome.leave()
        else:
            assert isinstance(outcome, asyncio.CancelledError)
        assert hall.bot.voice_clients == []
        await until(lambda: hall.world.people_in(hall.channel) == ())
        await until(lambda: not threads())
        call = await hall.call()
        await call.leave()
