import asyncio
import tracemalloc
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from acore.adapters.rvc.presets import PRESETS
from acore.adapters.rvc.shift import ShiftConverter, ShiftSettings
from acore.domain.audio import AudioChunk
from acore.errors import EngineRefused
from acore.testing import VoiceConverterContract, engine_context
from tests.unit.adapters.rvc.voices import RATE, highest_hz, tone


def shift(**table: Any) -> ShiftConverter:
    return ShiftConverter(ShiftSettings.model_validate(table), engine_context())


class TestShift(VoiceConverterContract):
    def converter(self) -> ShiftConverter:
        return shift()


async def test_the_length_is_kept_to_the_sample_and_the_rate_as_well() -> None:
    async with shift() as converter:
        for length in (1, 37, 65_535, 65_536, 65_537, 140_001):
            made = await converter.convert(AudioChunk(np.ones((length, 2), np.int16), 44100))
            assert (made.samples.shape, made.rate) == ((length, 1), 44100)


async def test_a_voice_of_ones_own_is_set_by_numbers() -> None:
    async with shift(voice="tiny", presets={"tiny": {"pitch": "9", "description": "a mouse"}}) as converter:
        (first, *others) = await converter.voices()
        assert (first.name, first.description) == ("tiny", "a mouse")
        assert {voice.name for voice in others} == set(PRESETS)
        made = await converter.convert(AudioChunk.of_floats(tone(400), RATE), pitch=3)
    assert highest_hz(made.floats().astype(float)) == pytest.approx(800, rel=0.005)


async def test_one_of_a_name_that_is_there_takes_its_place() -> None:
    async with shift(presets={"deep": {"pitch": -12}}) as converter:
        made = await converter.convert(AudioChunk.of_floats(tone(400), RATE), voice="deep")
    assert highest_hz(made.floats().astype(float)) == pytest.approx(200, rel=0.005)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"voice": "depe"}, "there are deep"),
        ({"presets": {"My Voice": {}}}, "pattern"),
        ({"presets": {"mine": {"formant": 9}}}, "less than or equal to 2"),
        ({"presets": {"mine": {"color": 1}}}, "color"),
    ],
)
def test_a_voice_that_can_not_be_is_a_wrong_setting(table: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        ShiftSettings.model_validate(table)


async def test_without_numpy_the_way_to_get_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "acore.adapters.rvc.shifting", None)
    with pytest.raises(EngineRefused, match=r'pip install "acore\[voice\]"'):
        async with shift():
            pass


async def test_it_is_asked_before_it_is_open() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        await shift().convert(AudioChunk.silence(1, 8000))


async def test_a_long_clip_needs_no_more_than_a_short_one_beside_its_own_sound() -> None:
    async with shift(voice="child") as converter:
        await converter.convert(AudioChunk.silence(1, 16000))
        beside = []
        for seconds in (20, 120):
            clip = AudioChunk.of_floats(tone(200, seconds, 16000), 16000)
            tracemalloc.start()
            made = await converter.convert(clip)
            beside.append(tracemalloc.get_traced_memory()[1] - made.samples.nbytes)
            tracemalloc.stop()
    assert beside[1] < 1.2 * beside[0]


async def test_two_clips_take_turns() -> None:
    ended: list[str] = []

    async def convert(name: str, seconds: float) -> None:
        await converter.convert(AudioChunk.silence(seconds, 16000))
        ended.append(name)

    async with shift() as converter:
        await asyncio.gather(convert("long", 40), convert("short", 1))
    assert ended == ["short", "long"]
