"""Who agreed is heard, through whatever network; nobody else is."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np
import pytest

from acore.adapters.sound.opus import AVOpus
from acore.adapters.stt.pocketsphinx import PocketSphinxSettings, PocketSphinxSTT
from acore.domain.calls import Deaf, HearsAgain, Joined, Left, Muted, Participant
from acore.interfaces import Call
from acore.simulator.voice.network import Conditions
from acore.testing import LoopbackDiscord, engine_context
from acore.testing.loopback_voice import Speaker
from tests.integration.discord.calling import Hall, Hearing, Noted, hall_of, pitch, tone, until
from tests.integration.discord.watched_opus import WatchedOpus, decryptions


@asynccontextmanager
async def ann_heard(loopback: LoopbackDiscord) -> AsyncGenerator[tuple[Hall, Speaker, Any, Hearing]]:
    """Ann in a call, who agreed, and who hears her; the bot leaves at the end."""
    async with hall_of(loopback) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        call.admit(ann.user.id)
        yield hall, ann, call, Hearing(call, ann.user.id)
        await call.leave()


async def assert_heard_again(call: Call, speaker: Speaker) -> None:
    """Whoever listens to them anew hears what they play; how exactly depends on the machine's other work."""
    again = Hearing(call, speaker.user.id)
    await speaker.play(tone(660, 1))
    await until(lambda: again.seconds > 1.5)
    assert pitch(again.sound) == pytest.approx(660, abs=3)


async def test_who_did_not_agree_is_neither_decrypted_nor_decoded(loopback_discord: LoopbackDiscord) -> None:
    opus = WatchedOpus()
    async with hall_of(loopback_discord, opus) as hall:
        ann, bob = await hall.speaker("Ann"), await hall.speaker("Bob", "libdave")
        call = await hall.call()
        decoders = opus.decoders
        call.admit(ann.user.id)
        hearing, nobody = Hearing(call, ann.user.id), Hearing(call, bob.user.id)
        await asyncio.gather(ann.play(tone(440, 1)), bob.play(tone(880, 1)))
        await until(lambda: hearing.seconds > 2)
        counters = call.counters()
        assert (counters.received, counters.without_consent, counters.heard) == (110, 55, 50)
        assert decryptions(call, bob.user.id) == 0
        assert decryptions(call, ann.user.id) >= 50
        assert opus.decoders == decoders + 1
        assert pitch(hearing.sound) == pytest.approx(440, abs=1)
        assert nobody.ended
        assert nobody.chunks == []
        await call.leave()


async def test_who_takes_it_back_is_heard_no_more_from_that_moment_on(loopback_discord: LoopbackDiscord) -> None:
    async with ann_heard(loopback_discord) as (_, ann, call, hearing):
        speaking = asyncio.create_task(ann.play(tone(440, 2)))
        await until(lambda: hearing.seconds > 0.5)
        call.exclude(ann.user.id)
        tried, heard = decryptions(call, ann.user.id), hearing.seconds
        await speaking
        assert hearing.ended
        assert hearing.seconds <= heard + 0.1
        assert decryptions(call, ann.user.id) <= tried + 3
        assert call.counters().without_consent > 50
        call.admit(ann.user.id)
        await assert_heard_again(call, ann)


async def test_several_are_heard_apart(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        people = [await hall.speaker("Ann"), await hall.speaker("Bob", "libdave"), await hall.speaker("Cem")]
        call = await hall.call()
        for person in people:
            call.admit(person.user.id)
        hearings = [Hearing(call, person.user.id) for person in people]
        await asyncio.gather(*(person.play(tone(330 * n, 1)) for n, person in enumerate(people, 1)))
        await until(lambda: all(hearing.seconds > 2 for hearing in hearings))
        assert [pitch(hearing.sound) for hearing in hearings] == [pytest.approx(330 * n, abs=1) for n in (1, 2, 3)]
        await call.leave()


async def test_packets_whose_speaker_is_told_late_are_heard_all_the_same(loopback_discord: LoopbackDiscord) -> None:
    async with ann_heard(loopback_discord) as (_, ann, call, hearing):
        encoder = AVOpus().encoder()
        packets = [frame.packet for frame in encoder.encode(tone(440, 1))]
        await ann.caller.speak(packets, announced_after=20)
        await until(lambda: call.counters().heard == 50)
        assert pitch(hearing.sound) == pytest.approx(440, abs=1)
        assert call.counters().unknown_speaker == 0


async def test_packets_of_nobody_are_counted_and_dropped(loopback_discord: LoopbackDiscord) -> None:
    async with ann_heard(loopback_discord) as (_, ann, call, _):
        packets = [frame.packet for frame in AVOpus().encoder().encode(tone(440, 0.6))]
        for tick, packet in enumerate(packets):
            ann.caller.send(packet, tick)
        await until(lambda: call.counters().unknown_speaker == 30)
        assert call.counters().heard == 0


async def test_a_camera_is_no_sound(loopback_discord: LoopbackDiscord) -> None:
    async with ann_heard(loopback_discord) as (_, ann, call, hearing):
        await asyncio.gather(ann.play(tone(440, 0.6)), ann.caller.film(40))
        await until(lambda: hearing.seconds > 1)
        assert (call.counters().received, call.counters().heard) == (35, 30)


async def test_a_bad_network_leaves_no_long_gap(loopback_discord: LoopbackDiscord) -> None:
    async with ann_heard(loopback_discord) as (hall, ann, call, hearing):
        hall.voice.to_bot.conditions = Conditions(loss=0.1, jitter_s=0.06, reorder=0.05, duplicates=0.05)
        await ann.play(tone(440, 6))
        await until(lambda: hearing.seconds > 7)
        await asyncio.sleep(0.2)
        counters, network = call.counters(), hall.voice.to_bot
        assert network.lost > 15
        assert counters.received == 305 - network.lost + network.duplicated
        assert counters.late >= network.duplicated
        assert counters.heard >= 300 - network.lost - 10
        assert counters.lost <= network.lost + 10
        assert pitch(hearing.sound) == pytest.approx(440, abs=1)
        loud = np.abs(hearing.sound.mono().astype(int)).reshape(-1, 160).max(axis=1) > 500
        speech = loud[np.flatnonzero(loud)[0] : np.flatnonzero(loud)[-1]]
        longest = max((len([*run]) for sound, run in groupby(speech) if not sound), default=0)
        assert longest * 0.01 <= 0.2


async def test_speech_is_understood_through_a_bad_network(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall, PocketSphinxSTT(PocketSphinxSettings(), engine_context()) as stt:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        call.admit(ann.user.id)
        hall.voice.to_bot.conditions = Conditions(loss=0.1, jitter_s=0.06)
        right = 0
        for _ in range(3):
            hearing = Hearing(call, ann.user.id)
            await ann.say("what can you do")
            said = hearing.seconds
            await hearing.until_s(said + 1)
            await hearing.aclose()
            understood = (await stt.transcribe(hearing.sound)).text.split()
            right += len({"what", "can", "you", "do"} & {*understood})
        assert right >= 7  # of twelve, by a recogniser that mishears the best of sound
        await call.leave()


async def test_who_comes_and_goes_is_told_and_who_goes_in_the_middle_of_a_word_ends(
    loopback_discord: LoopbackDiscord,
) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        noted = Noted(call)
        bob = await hall.speaker("Bob", "libdave")
        for who in (ann, bob):
            call.admit(who.user.id)
        hearings = [Hearing(call, who.user.id) for who in (ann, bob)]
        speaking = [asyncio.create_task(who.play(tone(440, 2))) for who in (ann, bob)]
        await until(lambda: hearings[1].seconds > 0.5)
        bob.leave()
        await until(lambda: hearings[1].ended)
        await asyncio.gather(*speaking)
        await until(lambda: hearings[0].seconds > 3)
        anns, bobs = Participant(ann.user.id, "Ann"), Participant(bob.user.id, "Bob")
        assert noted.events == [Joined(anns), Joined(bobs), Left(bobs)]
        assert call.participants == (anns,)
        assert call.counters().heard >= 100
        assert not hearings[0].ended
        await bob.join(hall.channel)
        await assert_heard_again(call, bob)
        await call.leave()


async def test_who_can_not_be_decrypted_is_told_of_within_five_seconds_and_when_it_is_over(
    loopback_discord: LoopbackDiscord,
) -> None:
    async with ann_heard(loopback_discord) as (_, ann, call, hearing):
        noted = Noted(call)
        key = call.line._connection.secret_key
        call.line._connection.secret_key = [*reversed(key)]
        await asyncio.gather(ann.play(tone(440, 2)), asyncio.wait_for(noted.until(Deaf), 5))
        assert (call.counters().not_decrypted, call.counters().heard) == (105, 0)
        deaf = await noted.until(Deaf)
        assert isinstance(deaf, Deaf)
        assert "voice messages" in deaf.why
        assert hearing.chunks == []
        call.line._connection.secret_key = key
        await ann.play(tone(440, 0.5))
        await noted.until(HearsAgain)


async def test_a_bot_that_a_moderator_deafened_says_so_until_that_is_undone(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        call = await hall.call()
        noted, bot = Noted(call), hall.world.bot
        hall.world.silence_in_call(bot, hall.guild, deaf=True)
        deaf = await asyncio.wait_for(noted.until(Deaf), 5)
        assert isinstance(deaf, Deaf)
        assert "in my menu" in deaf.why
        hall.world.silence_in_call(bot, hall.guild)
        await noted.until(HearsAgain)
        hall.world.silence_in_call(bot, hall.guild, deaf=True)
        await call.leave()
        again = await hall.call()
        assert await asyncio.wait_for(Noted(again).until(Deaf), 5) == deaf, "who was deafened stays so over calls"
        await again.leave()


def told_muted(noted: Noted, times: int) -> bool:
    return [type(event) for event in noted.events].count(Muted) == times


async def test_a_bot_that_a_moderator_muted_says_so_each_time(loopback_discord: LoopbackDiscord) -> None:
    async with hall_of(loopback_discord) as hall:
        call: Any = await hall.call()
        noted, bot = Noted(call), hall.world.bot
        for times in (1, 2):
            hall.world.silence_in_call(bot, hall.guild, mute=True)
            await until(partial(told_muted, noted, times))
            hall.world.silence_in_call(bot, hall.guild)
            await until(lambda: call._muted is None)
        await call.leave()
        assert not any(isinstance(event, Deaf) for event in noted.events)


async def test_who_speaks_while_the_group_changes_is_heard_and_nothing_breaks(
    loopback_discord: LoopbackDiscord,
) -> None:
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        call.admit(ann.user.id)
        noted, hearing = Noted(call), Hearing(call, ann.user.id)
        speaking = asyncio.create_task(ann.play(tone(440, 3)))
        for name, library in (("Bob", "libdave"), ("Cem", "davey")):
            other = await hall.speaker(name, library)
            await asyncio.sleep(0.3)
            other.leave()
        await speaking
        await until(lambda: hearing.seconds > 4)
        counters = call.counters()
        assert counters.heard + counters.dave_failed >= 150
        assert counters.dave_failed <= 10
        assert pitch(hearing.sound) == pytest.approx(440, abs=1)
        assert not any(isinstance(event, Deaf) for event in noted.events)
        await call.leave()
