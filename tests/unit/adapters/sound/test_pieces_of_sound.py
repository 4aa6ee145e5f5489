import asyncio
from collections.abc import AsyncGenerator

import pytest

from acore.adapters.sound.pieces import resampled
from acore.domain.audio import AudioChunk
from tests.unit.adapters.sound.recordings import tone


async def whole(clip: AudioChunk) -> AsyncGenerator[AudioChunk, None]:
    yield clip


@pytest.mark.parametrize("rate", [16_000, 48_000])
async def test_others_have_their_turn_while_a_long_clip_is_brought_into_form(rate: int) -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(others())
    pieces = [piece async for piece in resampled(whole(tone(440, 6, rate)), 16_000)]
    waiting.cancel()
    assert sum(len(piece.samples) for piece in pieces) == 6 * 16_000
    assert max(piece.seconds for piece in pieces) < 0.25
    assert turns >= 6 / 0.2 - 1
