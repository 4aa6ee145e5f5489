"""The keys of a call change while people come and go, and every library keeps up with them."""

import asyncio
import itertools

import pytest
import structlog

from acore.simulator.voice.ops import Op
from tests.integration.simulator.voice.conftest import Call, frames, until

LIBRARIES = ["davey", "libdave"]
SLOW_S = 0.03
"""So slow are people whom the bot is to outrun."""


@pytest.mark.parametrize("libraries", list(itertools.product(LIBRARIES, repeat=2)))
@pytest.mark.parametrize("slow", [0.0, SLOW_S], ids=["people commit", "the bot commits"])
async def test_people_who_come_and_go_leave_nobody_deaf(call: Call, libraries: tuple[str, str], slow: float) -> None:
    ann, bob = (call.caller(n, library, reaction_s=slow) for n, library in zip(("Ann", "Bob"), libraries, strict=True))
    await call.enter()
    for staying, going in ((ann, bob), (bob, ann)):
        await call.sit(ann, bob)
        assert call.voice.encrypted_for(call.hall) == {ann.user.id, bob.user.id, call.world.bot.id}
        going.leave()
        await call.voice.settled(call.hall)
        assert call.voice.encrypted_for(call.hall) == {staying.user.id, call.world.bot.id}
        staying.heard.clear()
        await asyncio.gather(call.play(frames("bot", 5)), staying.speak(frames("one", 5)))
        await until(lambda who=staying: len(who.heard) >= 10)  # type: ignore[misc]
        await until(lambda who=staying: len(call.heard.sequences[who.user.id]) % 10 == 0)  # type: ignore[misc]
        assert staying.frames == frames("bot", 5)
        assert call.heard.frames.pop(staying.user.id) == frames("one", 5)
    assert (ann.unreadable, bob.unreadable, call.heard.failed) == (0, 0, [])


async def test_people_may_be_slower_than_the_bot_whose_commit_wins_then(call: Call) -> None:
    ann = call.caller("Ann", reaction_s=SLOW_S)
    await call.enter()
    with structlog.testing.capture_logs() as logs:
        await call.sit(ann)
    assert {log["user"] for log in logs} == {ann.user.id}
    assert call.session.own_leaf_index == 0


async def test_the_bot_that_stays_alone_begins_anew(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    assert call.session.ready
    ann.leave()
    await call.voice.settled(call.hall)
    assert not call.session.ready
    assert call.voice.encrypted_for(call.hall) == frozenset()
    await call.sit(ann)
    assert call.session.ready
    assert call.session.epoch == 1


async def test_nobody_notices_who_joins_and_leaves_in_the_middle_of_a_sentence(call: Call) -> None:
    """All is read of who has libdave; davey sends with new keys before everybody has them, and loses some frames."""
    ann, bob, cem = call.caller("Ann", "davey"), call.caller("Bob", "libdave"), call.caller("Cem")
    await call.enter()
    await call.sit(ann, bob)
    said = {ann.user.id: frames("ann", 100), bob.user.id: frames("bob", 100)}
    speaking = asyncio.gather(call.play(frames("bot", 100)), *(c.speak(said[c.user.id]) for c in (ann, bob)))
    for _ in range(3):
        await call.sit(cem)
        await asyncio.sleep(0.2)
        cem.leave()
        await call.voice.settled(call.hall)
        await asyncio.sleep(0.2)
    await speaking
    await until(lambda: len(ann.heard) + ann.unreadable >= 105 and len(bob.heard) + bob.unreadable >= 105)
    await until(lambda: sum(len(call.heard.sequences[c.user.id]) for c in (ann, bob)) + len(call.heard.failed) == 210)
    assert call.heard.frames[bob.user.id] == said[bob.user.id]
    assert len({*call.heard.frames[ann.user.id]}) + len(call.heard.failed) == 100
    assert {*call.heard.frames[ann.user.id]} < {*said[ann.user.id]} or not call.heard.failed
    assert all(len(caller.heard) + caller.unreadable == 105 for caller in (ann, bob))
    call.heard.frames.clear()
    await ann.speak(frames("end", 5))
    await until(lambda: call.heard.frames[ann.user.id] == frames("end", 5))


async def test_who_leaves_in_the_middle_of_a_word_stops(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    speaking = asyncio.create_task(ann.speak(frames("ann", 500)))
    await until(lambda: len(call.heard.sequences[ann.user.id]) > 5)
    ann.leave()
    await asyncio.wait_for(speaking, 1)
    assert call.heard.users[next(iter(call.heard.users))] == ann.user.id
    assert len(call.heard.sequences[ann.user.id]) < 100


async def test_many_come_at_once(call: Call) -> None:
    people = [call.caller(f"P{number}", LIBRARIES[number % 2]) for number in range(8)]
    await call.enter()
    await call.sit(*people)
    assert len(call.voice.encrypted_for(call.hall)) == 9
    await call.play(frames("bot", 10))
    await until(lambda: all(len(caller.heard) == 15 for caller in people))
    assert all(caller.frames == frames("bot", 10) for caller in people)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("op", [Op.ANNOUNCE_COMMIT, Op.WELCOME])
async def test_a_bot_that_can_not_follow_is_taken_in_again(call: Call, op: Op, library: str) -> None:
    ann, bob, cem = call.caller("Ann", library), call.caller("Bob", library), call.caller("Cem", library)
    await call.sit(ann, bob)
    if op == Op.WELCOME:
        entering = asyncio.create_task(call.enter())
        await until(lambda: call.guild.voice.get(call.world.bot.id))
        await asyncio.sleep(0)
        call.voice.spoil(call.guild, Op.WELCOME)
        await entering
    else:
        await call.enter()
        call.voice.spoil(call.guild, Op.ANNOUNCE_COMMIT)
        await call.sit(cem)
    await call.voice.settled(call.hall)
    assert {ann.user.id, bob.user.id, call.world.bot.id} <= call.voice.encrypted_for(call.hall)
    await asyncio.gather(call.play(frames("bot", 5)), ann.speak(frames("ann", 5)))
    await until(lambda: len(bob.heard) == 10 and len(call.heard.sequences[ann.user.id]) == 10)
    assert bob.frames == frames("bot", 5)
    assert call.heard.frames[ann.user.id] == frames("ann", 5)


async def test_what_nobody_can_decrypt_reaches_the_bot_as_it_is(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    call.voice.garbled = True
    await ann.speak(frames("ann", 5))
    await until(lambda: len(call.heard.sequences[ann.user.id]) == 5)
    assert len(call.heard.failed) == 5
    call.voice.garbled = False
    await ann.speak(frames("ann", 5))
    await until(lambda: len(call.heard.frames[ann.user.id]) == 5)


@pytest.mark.loopback_discord(encrypted_voice=False)
async def test_a_call_can_be_without_end_to_end_encryption(call: Call) -> None:
    ann = call.caller("Ann")
    await call.enter()
    await call.sit(ann)
    assert call.heard.state.dave_session is None
    await call.play(frames("bot", 5))
    await until(lambda: len(ann.heard) == 10)
    assert ann.frames == frames("bot", 5)
