"""Sound goes both ways under end-to-end encryption, whole and at its pitch, with each library that people may have."""

import pytest

from acore.testing import LoopbackDiscord
from tests.integration.discord.calling import Hearing, hall_of, pitch, tone, until

LIBRARIES = ["davey", "libdave"]


@pytest.mark.parametrize("library", LIBRARIES)
async def test_all_that_a_member_says_is_heard_at_its_pitch(loopback_discord: LoopbackDiscord, library: str) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann", library)
        call = await hall.call()
        call.admit(ann.user.id)
        hearing = Hearing(call, ann.user.id)
        await ann.play(tone(440, 2))
        await until(lambda: hearing.seconds > 4)
        counters = call.counters()
        assert (counters.received, counters.heard) == (105, 100)
        assert (counters.not_decrypted, counters.dave_failed, counters.opus_failed, counters.lost) == (0, 0, 0, 0)
        assert pitch(hearing.sound) == pytest.approx(440, abs=1)
        await call.leave()
        await hearing.aclose()


@pytest.mark.parametrize("library", LIBRARIES)
async def test_all_that_the_bot_plays_is_heard_at_its_pitch(loopback_discord: LoopbackDiscord, library: str) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann", library)
        call = await hall.call()
        await call.player.play(tone(880, 2, 24_000))
        await call.player.drained()
        await until(lambda: len(ann.caller.frames) >= 100)
        assert (ann.caller.unreadable, hall.voice.unreadable) == (0, 0)
        assert (call.counters().played, call.counters().send_failed) == (100, 0)
        assert call.player.played_s == pytest.approx(2)
        assert pitch(await ann.sound()) == pytest.approx(880, abs=1)
        await call.leave()
