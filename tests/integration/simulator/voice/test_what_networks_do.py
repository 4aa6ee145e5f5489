"""Sound that gets lost, comes twice, late and in disorder; cameras; feedback; all between members and discord.py."""

import asyncio
import itertools

from acore.simulator.voice.network import Conditions
from acore.simulator.voice.rtp import CAMERA, SILENCE
from tests.integration.simulator.voice.conftest import Call, frames, until


async def test_a_tenth_of_the_sound_is_lost_both_ways(call: Call) -> None:
    ann = call.caller("Ann", "libdave")
    await call.enter()
    await call.sit(ann)
    call.voice.to_bot.conditions = call.voice.from_bot.conditions = Conditions(loss=0.1)
    await asyncio.gather(call.play(frames("bot", 100)), ann.speak(frames("ann", 100)))
    await until(lambda: len(ann.heard) + call.voice.from_bot.lost == 105)
    await until(lambda: len(call.heard.sequences[ann.user.id]) + call.voice.to_bot.lost == 105)
    assert 3 <= call.voice.to_bot.lost <= 25
    assert 3 <= call.voice.from_bot.lost <= 25


async def test_sound_comes_late_twice_and_in_disorder(call: Call) -> None:
    ann = call.caller("Ann")
    ann.sequence = 65_530
    await call.enter()
    await call.sit(ann)
    call.voice.to_bot.conditions = Conditions(jitter_s=0.06, reorder=0.2, duplicates=0.2)
    await ann.speak(frames("ann", 80))
    network = call.voice.to_bot
    await until(lambda: len(call.heard.sequences[ann.user.id]) + len(call.heard.failed) == 85 + network.duplicated)
    numbers = call.heard.sequences[ann.user.id]
    unwrapped = [number if number > 60_000 else number + 65_536 for number in numbers]
    assert sorted({*unwrapped}) == [*range(65_530, 65_530 + 85)]
    assert any(later < earlier for earlier, later in itertools.pairwise(unwrapped))
    assert network.reordered > 0
    assert network.duplicated > 0


async def test_the_bot_may_learn_late_who_speaks(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    await ann.speak(frames("ann", 20), announced_after=10)
    await until(lambda: len(call.heard.sequences[ann.user.id]) == 25)
    assert len(call.heard.held) >= 10
    assert call.heard.frames[ann.user.id] == frames("ann", 20)


async def test_a_camera_is_no_sound(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    await asyncio.gather(ann.speak(frames("ann", 20)), ann.film(20))
    await until(lambda: len(call.heard.others) == 30)
    assert {*call.heard.others} == {CAMERA}
    assert call.heard.frames[ann.user.id] == frames("ann", 20)


async def test_feedback_comes_every_five_seconds_of_sound(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    await asyncio.gather(*(ann.film(90) for _ in range(2)))
    await until(lambda: call.heard.reports == 1)


async def test_people_keep_to_one_script(call: Call) -> None:
    ann, bob = call.caller("Ann"), call.caller("Bob")
    await call.enter()
    await call.sit(ann, bob)
    clock = call.world.clock
    start = clock.monotonic() + 0.3
    await asyncio.gather(ann.speak(frames("ann", 10), at=start), bob.speak(frames("bob", 10), at=start + 0.1))
    assert clock.monotonic() - start >= 0.1 + 14 * 0.02
    await until(lambda: all(len(call.heard.sequences[c.user.id]) == 15 for c in (ann, bob)))


async def test_one_person_speaks_with_one_voice(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    await asyncio.gather(ann.speak(frames("one", 5)), ann.speak(frames("two", 5)))
    await until(lambda: len(call.heard.sequences[ann.user.id]) == 20)
    assert call.heard.frames[ann.user.id] == frames("one", 5) + frames("two", 5)


async def test_who_is_interrupted_ends_with_silence(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    speaking = asyncio.create_task(ann.speak(frames("ann", 500)))
    await until(lambda: len(call.heard.frames[ann.user.id]) > 3)
    speaking.cancel()
    await asyncio.gather(speaking, return_exceptions=True)
    spoken = len(call.heard.frames[ann.user.id])
    await until(lambda: len(call.heard.sequences[ann.user.id]) >= spoken + 5)
    assert len(call.heard.frames[ann.user.id]) <= spoken + 1


async def test_what_was_heard_tells_when_it_came(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    await call.play(frames("bot", 20))
    await until(lambda: len(ann.heard) == 25)
    gaps = [later.at - earlier.at for earlier, later in itertools.pairwise(ann.heard)]
    assert 0.4 < sum(gaps) < 1.5
    assert [heard.frame for heard in ann.heard][-5:] == [SILENCE] * 5
    assert {later.sequence - earlier.sequence for earlier, later in itertools.pairwise(ann.heard)} == {1}
