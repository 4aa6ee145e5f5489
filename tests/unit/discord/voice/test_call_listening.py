import asyncio
from collections.abc import Callable

import pytest

from acore.adapters.clock.system import SystemClock
from acore.discord.voice import listening
from acore.discord.voice.ear import Ear, Heard
from acore.discord.voice.intake import Admission
from acore.discord.voice.listening import Listening
from acore.domain.audio import AudioChunk

SOUND = Heard(Admission("ann", 0.0), AudioChunk.silence(0.02, 16_000))


class FakeEar(Ear):
    """Has something to say for so many ticks."""

    def __init__(self) -> None:
        self.left = 0
        self.asked = 0
        self.fails = False

    @property
    def busy(self) -> bool:
        return self.left > 0

    def listen(self, now: float) -> list[Heard]:
        self.asked += 1
        if self.fails:
            self.fails = False
            raise LookupError("a bug")
        if not self.left:
            return []
        self.left -= 1
        return [SOUND]


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.002)


async def test_it_asks_while_there_is_something_and_sleeps_else() -> None:
    ear, heard = FakeEar(), list[Heard]()
    thread = Listening(ear, SystemClock(), heard.append)
    thread.start()
    await until(lambda: ear.asked)
    assert heard == []
    ear.left = 3
    thread.wake()
    thread.wake()
    await until(lambda: len(heard) == 3)
    await until(lambda: not ear.busy)
    await thread.aclose()
    await thread.aclose()
    asked = ear.asked
    thread.wake()
    await asyncio.sleep(0.05)
    assert ear.asked == asked


async def test_a_failure_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_AFTER_FAILURE_S", 0.01)
    ear, heard = FakeEar(), list[Heard]()
    ear.left, ear.fails = 2, True
    thread = Listening(ear, SystemClock(), heard.append)
    thread.start()
    await until(lambda: len(heard) == 2)
    await thread.aclose()


async def test_an_event_loop_that_is_held_up_loses_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_MOST_WAITING", 2)
    ear, heard = FakeEar(), list[Heard]()
    thread = Listening(ear, SystemClock(), heard.append)
    ear.left = 5
    for _ in range(5):
        thread._listen(0.0)
    assert thread.overrun == 3
    await asyncio.sleep(0)
    assert len(heard) == 2
    await thread.aclose()


def test_a_loop_that_has_closed_ends_it() -> None:
    async def begun() -> tuple[Listening, FakeEar]:
        ear = FakeEar()
        ear.left = 1000
        return Listening(ear, SystemClock(), lambda _: None), ear

    thread, ear = asyncio.run(begun())
    thread.start()
    thread._thread.join(5)
    assert not thread._thread.is_alive()
    assert ear.asked == 1
