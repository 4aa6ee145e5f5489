"""All frames come through, both ways, end to end encrypted, with each library that people may have."""

import asyncio

import pytest

from tests.integration.simulator.voice.conftest import Call, frames, until

LIBRARIES = ["davey", "libdave"]


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_member_hears_all_that_the_bot_plays(call: Call, library: str) -> None:
    ann = call.caller("Ann", library)
    await call.enter()
    await call.sit(ann)
    assert call.voice.encrypted_for(call.hall) == {ann.user.id, call.world.bot.id}
    await call.play(frames("bot", 50))
    await until(lambda: len(ann.heard) == 55)
    assert ann.frames == frames("bot", 50)
    assert (ann.unreadable, call.voice.unreadable) == (0, 0)


@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_bot_reads_all_that_a_member_says(call: Call, library: str) -> None:
    ann = call.caller("Ann", library)
    await call.sit(ann)
    await call.enter()
    await ann.speak(frames("ann", 50))
    await until(lambda: len(call.heard.sequences[ann.user.id]) == 55)
    assert call.heard.frames[ann.user.id] == frames("ann", 50)
    assert call.heard.failed == []


async def test_several_speak_at_once_while_the_bot_plays(call: Call) -> None:
    people = [call.caller("Ann", "davey"), call.caller("Bob", "libdave"), call.caller("Cem", "davey")]
    await call.enter()
    await call.sit(*people)
    said = {caller.user.id: frames(caller.user.name, 40) for caller in people}
    await asyncio.gather(call.play(frames("bot", 60)), *(caller.speak(said[caller.user.id]) for caller in people))
    await until(
        lambda: all(
            len(call.heard.sequences[user]) == 45 and len(c.heard) == 65 for user, c in zip(said, people, strict=True)
        )
    )
    assert call.heard.frames == said
    assert all(caller.frames == frames("bot", 60) for caller in people)
    assert call.heard.failed == []
