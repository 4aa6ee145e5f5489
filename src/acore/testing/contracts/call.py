"""What every call must keep."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from acore.domain.calls import Ended, Joined, Left, Participant
from acore.errors import EngineUnavailable
from acore.interfaces import Call
from acore.interfaces.call import HEARD_RATE

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk

_PATIENCE = 2000
_SPOKEN_S = 0.6


class CallStage(ABC):
    """A call that has begun, and what a test does to it from outside."""

    call: Call

    @abstractmethod
    async def come(self, name: str) -> str:
        """Somebody comes into the channel, or comes back; returns their id."""

    @abstractmethod
    async def go(self, user: str) -> None:
        """They leave it."""

    @abstractmethod
    async def speak(self, user: str, seconds: float) -> None:
        """They say something loud for so long, and are silent then; returns when it was sent."""

    @abstractmethod
    def sound(self, seconds: float) -> "AudioChunk":
        """Something loud to play."""

    @abstractmethod
    async def pass_time(self, seconds: float) -> None:
        """Let so much time go by."""


class CallContract(ABC):
    """Subclass it as Test..., give it stage(), and every promise of Call and Player is checked."""

    @abstractmethod
    def stage(self) -> AbstractAsyncContextManager[CallStage]:
        """A new call with nobody in it but the bot; leaving the block ends what is left of it."""

    async def test_who_is_admitted_is_heard_and_then_their_silence(self) -> None:
        async with self._listening() as (stage, ear):
            await stage.speak(ear.user, _SPOKEN_S)
            await self._until(stage, lambda: ear.seconds >= _SPOKEN_S + 1.5)
            assert {(chunk.rate, chunk.channels) for chunk in ear.heard} == {(HEARD_RATE, 1)}
            loud = sum(chunk.seconds for chunk in ear.heard if int(abs(chunk.samples.astype(int)).max()) > 500)
            assert loud == pytest.approx(_SPOKEN_S, abs=0.15)
            await stage.pass_time(3)
            assert ear.seconds <= _SPOKEN_S + 2.5

    async def test_nobody_else_is_heard(self) -> None:
        async with self.stage() as stage:
            ann = await stage.come("Ann")
            await stage.speak(ann, _SPOKEN_S)
            await self._until(stage, lambda: stage.call.counters().received >= _SPOKEN_S / 0.02)
            counters = stage.call.counters()
            assert (counters.without_consent, counters.heard) == (counters.received, 0)
            assert [chunk async for chunk in stage.call.hear(ann)] == []

    async def test_excluding_ends_hearing_until_they_are_admitted_again(self) -> None:
        async with self._listening() as (stage, ear):
            await self._heard_by(ear, stage)
            stage.call.exclude(ear.user)
            await self._until(stage, ear.task.done)
            count = len(ear.heard)
            await stage.speak(ear.user, _SPOKEN_S)
            await stage.pass_time(0.2)
            assert len(ear.heard) == count
            stage.call.admit(ear.user)
            again = _Ear(stage.call, ear.user)
            await self._heard_by(again, stage)
            await again.aclose()

    async def test_who_is_admitted_before_they_come_is_heard_when_they_speak(self) -> None:
        async with self.stage() as stage:
            ann = await stage.come("Ann")
            await stage.go(ann)
            stage.call.admit(ann)
            ear = _Ear(stage.call, ann)
            await stage.pass_time(0.1)
            assert not ear.task.done()
            await stage.come("Ann")
            await self._heard_by(ear, stage)
            await ear.aclose()

    async def test_hearing_ends_where_they_leave(self) -> None:
        async with self._listening() as (stage, ear):
            await self._heard_by(ear, stage)
            await stage.go(ear.user)
            await self._until(stage, ear.task.done)

    async def test_one_listens_to_a_speaker_at_a_time(self) -> None:
        async with self._listening() as (stage, ear):
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError):
                await anext(stage.call.hear(ear.user))
            await ear.aclose()
            next_ear = _Ear(stage.call, ear.user)
            await asyncio.sleep(0)
            assert not next_ear.task.done()
            await next_ear.aclose()

    async def test_who_is_there_who_comes_and_who_goes_is_told(self) -> None:
        async with self.stage() as stage:
            ann = await stage.come("Ann")
            async with aclosing(stage.call.events()) as events:
                assert await anext(events) == Joined(Participant(ann, "Ann"))
                bob = await stage.come("Bob")
                assert await anext(events) == Joined(Participant(bob, "Bob"))
                assert [who.name for who in stage.call.participants] == ["Ann", "Bob"]
                await stage.go(ann)
                assert await anext(events) == Left(Participant(ann, "Ann"))
                assert [who.name for who in stage.call.participants] == ["Bob"]
            async with aclosing(stage.call.events()) as events:
                assert await anext(events) == Joined(Participant(bob, "Bob"))

    async def test_leaving_ends_everything_and_twice_is_harmless(self) -> None:
        async with self._listening() as (stage, ear):
            await stage.call.player.play(stage.sound(2))
            drained = asyncio.create_task(stage.call.player.drained())
            await asyncio.sleep(0)
            await stage.call.leave()
            await stage.call.leave()
            await self._until(stage, lambda: ear.task.done() and drained.done())
            told = [event async for event in stage.call.events()]
            assert isinstance(told[-1], Ended)
            with pytest.raises(EngineUnavailable):
                await stage.call.player.play(stage.sound(1))
            await stage.call.player.drained()
            assert stage.call.player.is_over
            assert [chunk async for chunk in stage.call.hear(ear.user)] == []

    async def test_what_was_played_is_told(self) -> None:
        async with self.stage() as stage:
            player = stage.call.player
            assert not player.is_over
            await player.drained()
            await player.play(stage.sound(0.5))
            assert 0.3 <= player.queued_s <= 0.5
            await self._drained(stage)
            assert player.queued_s == 0
            assert player.played_s == pytest.approx(0.5)
            assert stage.call.counters().played == pytest.approx(25, abs=1)

    async def test_a_pause_plays_nothing_and_goes_on_where_it_was(self) -> None:
        async with self.stage() as stage:
            player = stage.call.player
            await player.play(stage.sound(1))
            await self._until(stage, lambda: player.played_s >= 0.3)
            player.pause()
            player.pause()
            played = player.played_s
            await stage.pass_time(0.5)
            assert player.played_s <= played + 0.041
            player.resume()
            player.resume()
            await self._drained(stage)
            assert player.played_s == pytest.approx(1)

    async def test_stopping_throws_all_away_and_ends_a_pause(self) -> None:
        async with self.stage() as stage:
            player = stage.call.player
            await player.play(stage.sound(2))
            await self._until(stage, lambda: player.played_s >= 0.2)
            player.pause()
            player.stop()
            played = player.played_s
            assert player.queued_s == 0
            await player.play(stage.sound(0.3))
            await self._drained(stage)
            assert player.played_s == pytest.approx(played + 0.3, abs=0.041)

    async def test_playing_waits_where_much_is_queued_and_can_be_cancelled(self) -> None:
        async with self.stage() as stage:
            player = stage.call.player
            player.pause()
            await player.play(stage.sound(6))
            waiting = asyncio.create_task(player.play(stage.sound(1)))
            await stage.pass_time(0.1)
            assert not waiting.done()
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            assert player.queued_s == pytest.approx(6, abs=0.5)

    async def test_the_volume_is_from_silence_to_twice_as_loud(self) -> None:
        async with self.stage() as stage:
            assert stage.call.player.volume == 1
            for wanted, kept in ((0.5, 0.5), (9, 2), (-1, 0)):
                stage.call.player.volume = wanted
                assert stage.call.player.volume == kept

    @asynccontextmanager
    async def _listening(self) -> AsyncGenerator["tuple[CallStage, _Ear]"]:
        """A call with Ann in it, who was admitted, and who hears her."""
        async with self.stage() as stage:
            ann = await stage.come("Ann")
            stage.call.admit(ann)
            ear = _Ear(stage.call, ann)
            yield stage, ear
            await ear.aclose()

    async def _heard_by(self, ear: "_Ear", stage: CallStage) -> None:
        """They speak, and are heard."""
        await stage.speak(ear.user, _SPOKEN_S)
        await self._until(stage, lambda: ear.heard)

    async def _drained(self, stage: CallStage) -> None:
        """Time goes by until all was played."""
        drained = asyncio.create_task(stage.call.player.drained())
        await self._until(stage, drained.done)

    async def _until(self, stage: CallStage, so: Callable[[], object]) -> None:
        for _ in range(_PATIENCE):
            if so():
                return
            await stage.pass_time(0.01)
        raise AssertionError("that did not come about in time")


class _Ear:
    """Hears one user in the background."""

    def __init__(self, call: Call, user: str) -> None:
        self.user = user
        self.heard: list[AudioChunk] = []
        self.task = asyncio.create_task(self._hear(call))

    @property
    def seconds(self) -> float:
        """Of all that was heard."""
        return sum(chunk.seconds for chunk in self.heard)

    async def aclose(self) -> None:
        """Hear no more."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _hear(self, call: Call) -> None:
        async with aclosing(call.hear(self.user)) as chunks:
            async for chunk in chunks:
                self.heard.append(chunk)
