import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager

import numpy as np
import pytest

from acore.domain.audio import AudioChunk
from acore.domain.calls import CallEvent, CallPlace, Deaf, Ended, HearsAgain, Joined, Left, Moved, Participant
from acore.errors import EngineRefused
from acore.testing import CallContract, CallStage, ManualClock, ScriptedCall, ScriptedCalls

HALL = CallPlace("guild", "hall")


def loud(seconds: float, rate: int = 16_000) -> AudioChunk:
    return AudioChunk(np.full((round(seconds * rate), 1), 5000, np.int16), rate)


class Stage(CallStage):
    def __init__(self) -> None:
        self.clock = ManualClock()
        self.call: ScriptedCall = ScriptedCall(HALL, self.clock)

    async def come(self, name: str) -> str:
        return self.call.come(name.lower(), name).user

    async def go(self, user: str) -> None:
        self.call.go(user)

    async def speak(self, user: str, seconds: float) -> None:
        speaking = asyncio.create_task(self.call.speak(user, loud(seconds)))
        await self.clock.advance(seconds + 2.1)
        await speaking

    def sound(self, seconds: float) -> AudioChunk:
        return loud(seconds, 24_000)

    async def pass_time(self, seconds: float) -> None:
        await self.clock.advance(seconds)


class TestScriptedCall(CallContract):
    @asynccontextmanager
    async def stage(self) -> AsyncGenerator[CallStage]:
        stage = Stage()
        yield stage
        stage.call.end("The test is over.")


async def told(call: ScriptedCall, events: list[CallEvent]) -> None:
    async with aclosing(call.events()) as happening:
        async for event in happening:
            events.append(event)


async def test_what_a_test_does_to_a_call_is_told() -> None:
    call = Stage().call
    ann = call.come("ann")
    events: list[CallEvent] = []
    listening = asyncio.create_task(told(call, events))
    await asyncio.sleep(0)
    call.deafen("no key")
    call.hear_again()
    kitchen, bob = CallPlace("guild", "kitchen"), Participant("bob", "Bob")
    call.move(kitchen, bob)
    call.end("over")
    await listening
    assert events == [Joined(ann), Deaf("no key"), HearsAgain(), Left(ann), Moved(kitchen), Joined(bob), Ended("over")]
    assert (call.place, call.participants) == (kitchen, (bob,))


async def test_who_listens_late_is_told_how_things_are() -> None:
    call = Stage().call
    call.come("ann")
    call.deafen("no key")
    call.end("over")
    call.end("again")
    assert [event async for event in call.events()] == [
        Joined(Participant("ann", "Ann")),
        Deaf("no key"),
        Ended("over"),
    ]


async def test_a_deaf_call_hands_nothing_on() -> None:
    call = Stage().call
    call.come("ann")
    call.admit("ann")
    call.deafen()
    call.send("ann", loud(0.02))
    call.hear_again()
    call.send("ann", loud(0.02), pause_s=0.5)
    assert (call.counters().received, call.counters().heard, call.decoded["ann"]) == (3, 2, 2)


async def test_sound_that_nobody_takes_is_bounded_and_the_oldest_goes() -> None:
    call = Stage().call
    call.come("ann")
    call.admit("ann")
    for level in range(30):
        call.send("ann", AudioChunk(np.full((16_000, 1), level, np.int16), 16_000))
    assert call.counters().overrun == 20
    hearing = call.hear("ann")
    assert int((await anext(hearing)).samples[0, 0]) == 20
    await hearing.aclose()


async def test_only_what_a_call_hands_on_can_be_sent() -> None:
    with pytest.raises(ValueError, match="16000"):
        Stage().call.send("ann", loud(0.1, 48_000))


async def test_what_was_played_is_kept_with_its_time() -> None:
    stage = Stage()
    await stage.call.player.play(loud(1, 24_000))
    await stage.clock.advance(0.4)
    stage.call.player.pause()
    await stage.clock.advance(1)
    stage.call.player.resume()
    await stage.clock.advance(0.1)
    stage.call.player.stop()
    sent = [(round(at, 6), round(chunk.seconds, 6)) for at, chunk in stage.call.player.sent]
    assert sent == [(0, 0.4), (1.4, 0.1)]
    assert stage.call.player.stops == 1


async def test_who_speaks_again_ends_their_own_silence() -> None:
    stage = Stage()
    stage.call.come("ann")
    stage.call.admit("ann")
    first = asyncio.create_task(stage.call.speak("ann", loud(0.1)))
    await stage.clock.advance(0.5)
    second = asyncio.create_task(stage.call.speak("ann", loud(0.1)))
    await stage.clock.advance(0.04)
    assert first.done()
    await stage.clock.advance(3)
    assert second.done()
    assert stage.call.decoded["ann"] == 25 + 5 + 100


async def test_a_guild_has_one_call_which_is_moved() -> None:
    calls = ScriptedCalls(ManualClock())
    call = await calls.join(HALL)
    kitchen = CallPlace("guild", "kitchen")
    assert await calls.join(kitchen) is call
    assert call.place == kitchen
    assert await calls.join(kitchen) is call
    await call.leave()
    assert await calls.join(HALL) is not call
    assert await calls.join(CallPlace("other", "hall")) is not call


async def test_joining_fails_as_it_is_told() -> None:
    calls = ScriptedCalls(ManualClock())
    calls.fails = EngineRefused("The channel is full.", engine="discord")
    with pytest.raises(EngineRefused):
        await calls.join(HALL)
