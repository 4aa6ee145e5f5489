import asyncio

import numpy as np
import pytest

from acore.discord.voice.streams import Happenings, SpeakerSound
from acore.domain.audio import AudioChunk
from acore.domain.calls import Ended, Joined, Participant

ANN = Joined(Participant("ann", "Ann"))


def chunk(level: int, seconds: float = 1.0) -> AudioChunk:
    return AudioChunk(np.full((round(16_000 * seconds), 1), level, np.int16), 16_000)


def levels(chunks: list[AudioChunk]) -> list[int]:
    return [int(one.samples[0, 0]) for one in chunks]


async def test_sound_comes_in_order_until_its_end() -> None:
    sound = SpeakerSound()
    sound.put(chunk(1))

    async def take() -> list[AudioChunk]:
        return [one async for one in sound.take()]

    taking = asyncio.create_task(take())
    await asyncio.sleep(0)
    sound.put(chunk(2))
    await asyncio.sleep(0)
    sound.put(chunk(3))
    sound.end()
    sound.end()
    assert sound.put(chunk(4)) == 0
    assert levels(await taking) == [1, 2, 3]


async def test_what_was_not_taken_can_be_thrown_away_at_the_end() -> None:
    sound = SpeakerSound()
    sound.put(chunk(1))
    sound.end(thrown_away=True)
    assert [one async for one in sound.take()] == []


async def test_the_oldest_goes_where_nobody_takes_it() -> None:
    sound = SpeakerSound(2.0)
    assert [sound.put(chunk(level)) for level in range(5)] == [0, 0, 1, 1, 1]
    assert sound.put(chunk(9, 60)) == 2
    sound.end()
    assert levels([one async for one in sound.take()]) == [9]


async def test_sound_is_taken_by_one_at_a_time() -> None:
    sound = SpeakerSound()
    sound.put(chunk(1))
    first = sound.take()
    await anext(first)
    with pytest.raises(RuntimeError, match="one generator"):
        await anext(sound.take())
    await first.aclose()
    sound.put(chunk(2))
    assert levels([await anext(sound.take())]) == [2]


async def test_events_begin_with_how_things_are_and_end_behind_the_end() -> None:
    happenings = Happenings()
    happenings.tell(Ended("nobody listens"))

    async def listen() -> list[object]:
        return [event async for event in happenings.listen(lambda: [ANN])]

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0)
    happenings.tell(ANN)
    happenings.tell(Ended("over"))
    happenings.tell(ANN)
    assert await listening == [ANN, ANN, Ended("over")]


async def test_events_have_one_listener_at_a_time() -> None:
    happenings = Happenings()
    first = happenings.listen(lambda: [ANN])
    await anext(first)
    with pytest.raises(RuntimeError, match="one generator"):
        await anext(happenings.listen(lambda: [ANN]))
    await first.aclose()
    assert await anext(happenings.listen(lambda: [ANN])) == ANN
