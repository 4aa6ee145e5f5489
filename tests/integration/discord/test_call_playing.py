"""What the bot plays arrives in its time, and stops at once."""

import asyncio
from itertools import pairwise

import pytest

from acore.errors import EngineUnavailable
from acore.interfaces.opus import SILENT_PACKET
from acore.testing import LoopbackDiscord
from tests.integration.discord.calling import PATIENCE_S, hall_of, pitch, tone, until


async def test_pieces_are_played_one_behind_the_other_without_a_gap(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        whole = tone(440, 2, 24_000)
        for begin in range(0, len(whole.samples), 1111):
            await call.player.play(type(whole)(whole.samples[begin : begin + 1111], whole.rate))
        await call.player.drained()
        await until(lambda: len(ann.caller.frames) >= 100)
        heard = list(ann.caller.heard)
        assert len(ann.caller.frames) == 100
        assert [one.frame for one in heard[:100]] == ann.caller.frames
        assert all((two.sequence - one.sequence) % 2**16 == 1 for one, two in pairwise(heard))
        assert call.player.played_s == pytest.approx(2)
        assert pitch(await ann.sound()) == pytest.approx(440, abs=1)
        await call.leave()


async def test_a_pause_begins_within_a_frame_and_goes_on_where_it_was(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        await call.player.play(tone(440, 2))
        await until(lambda: call.player.played_s > 0.5)
        call.player.pause()
        call.player.pause()
        played = call.player.played_s
        await asyncio.sleep(0.3)
        assert call.player.played_s <= played + 0.041
        assert call.player.queued_s > 1
        call.player.resume()
        call.player.resume()
        await call.player.drained()
        await until(lambda: len(ann.caller.frames) >= 100)
        assert len(ann.caller.frames) == 100
        assert call.player.played_s == pytest.approx(2)
        await call.leave()


@pytest.mark.parametrize("paused", [False, True])
async def test_what_is_stopped_is_gone_within_a_frame_and_more_can_be_played(
    loopback_discord: LoopbackDiscord, *, paused: bool
) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        await call.player.play(tone(440, 2))
        await until(lambda: call.player.played_s > 0.3)
        if paused:
            call.player.pause()
        call.player.stop()
        played = call.player.played_s
        await asyncio.wait_for(call.player.drained(), PATIENCE_S)
        assert call.player.queued_s == 0
        await asyncio.sleep(0.2)
        assert call.player.played_s <= played + 0.041
        assert ann.caller.heard[-1].frame == SILENT_PACKET
        ann.caller.heard.clear()
        await call.player.play(tone(880, 0.6))
        await call.player.drained()
        await until(lambda: len(ann.caller.frames) >= 30)
        assert pitch(await ann.sound()) == pytest.approx(880, abs=1)
        await call.leave()


async def test_what_is_played_while_it_is_paused_waits(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        call = await hall.call()
        call.player.pause()
        await call.player.play(tone(440, 0.5))
        await asyncio.sleep(0.2)
        assert call.player.played_s == 0
        call.player.resume()
        await call.player.drained()
        assert call.player.played_s == pytest.approx(0.5)
        await call.leave()


async def test_a_change_of_the_volume_is_heard_soon(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        await call.player.play(tone(440, 2.5))
        await until(lambda: call.player.played_s > 0.5)
        call.player.volume = 0.25
        await call.player.drained()
        await until(lambda: len(ann.caller.frames) >= 125)
        wave = (await ann.sound()).mono().astype(float)
        before, after = wave[4_800:19_200].std(), wave[52_800:96_000].std()
        assert after / before == pytest.approx(0.25, rel=0.1)
        for wanted, kept in ((7, 2), (-1, 0), (1, 1)):
            call.player.volume = wanted
            assert call.player.volume == kept
        await call.leave()


async def test_more_than_a_few_seconds_wait_for_room(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        call = await hall.call()
        call.player.pause()  # or a machine that is held up for a second makes room
        playing = [asyncio.create_task(call.player.play(tone(440, 1))) for _ in range(5)]
        await until(lambda: all(task.done() for task in playing[:3]))
        await asyncio.sleep(0.2)
        assert [task.done() for task in playing] == [True, True, True, False, False]
        assert call.player.queued_s == pytest.approx(3)
        playing[4].cancel()
        call.player.resume()
        await asyncio.gather(*playing, return_exceptions=True)
        await call.player.drained()
        assert call.player.played_s == pytest.approx(4)
        await call.leave()


async def test_nothing_is_played_behind_the_end(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        call = await hall.call()
        for _ in range(4):
            await call.player.play(tone(440, 1))
        waiting = [asyncio.create_task(call.player.play(tone(440, 1))), asyncio.create_task(call.player.drained())]
        await asyncio.sleep(0.1)
        await call.leave()
        refused, drained = await asyncio.gather(*waiting, return_exceptions=True)
        assert isinstance(refused, EngineUnavailable)
        assert drained is None
        with pytest.raises(EngineUnavailable):
            await call.player.play(tone(440, 1))
        call.player.stop()
        call.player.resume()


async def test_sound_shorter_than_a_frame_is_played_without_more(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        call = await hall.call()
        await call.player.play(tone(440, 0.013, 22_050))
        await asyncio.wait_for(call.player.drained(), PATIENCE_S)
        assert call.player.played_s == pytest.approx(0.013, abs=0.001)
        await call.player.play(tone(440, 0, 22_050))
        await asyncio.wait_for(call.player.drained(), PATIENCE_S)
        await call.leave()
