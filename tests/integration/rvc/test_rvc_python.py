import asyncio
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest

from acore.adapters.rvc.policies.plain_voice import NOTICE
from acore.adapters.rvc.rvc_python import RvcPythonConverter, RvcPythonSettings
from acore.adapters.rvc.tower import standing
from acore.domain.audio import AudioChunk, Samples
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable, NotFound, RateLimited
from acore.interfaces import VoiceConverter
from acore.testing import VoiceConverterContract, engine_context
from acore.testing.contracts.rvc import spoken
from tests.integration.llm.far_side import Asked, Line
from tests.integration.rvc.rvc_server import RvcServer, louder, rvc_server, wav


def converter_at(server: RvcServer | str, **table: Any) -> RvcPythonConverter:
    address = server if isinstance(server, str) else server.address
    return RvcPythonConverter(RvcPythonSettings.model_validate({"base_url": address, **table}), engine_context())


class TestRvcPython(VoiceConverterContract):
    server: RvcServer

    @pytest.fixture(autouse=True)
    async def _served(self) -> AsyncIterator[None]:
        async with rvc_server() as self.server:
            yield

    def converter(self) -> VoiceConverter:
        return converter_at(self.server)


async def test_the_model_is_loaded_once_and_told_its_parameters() -> None:
    async with rvc_server() as server, converter_at(server, voice="bob", pitch=2, index_rate=0.4) as converter:
        for _ in range(3):
            await converter.convert(spoken(0.5), pitch=-4.6)
        assert [voice.name for voice in await converter.voices()] == ["bob", "ada"]
    assert server.did == ["bob", "params", *[("bob", -3, 0.5)] * 3]
    assert server.params["index_rate"] == 0.4
    assert server.params["f0method"] == "rmvpe"


async def test_what_comes_back_is_the_sound_of_the_server() -> None:
    clip = spoken(0.5)

    def other_rate(samples: Samples, rate: int) -> tuple[Samples, int]:
        return louder(samples[::2], rate)[0], rate // 2

    async with rvc_server(voice=other_rate) as server, converter_at(server) as converter:
        made = await converter.convert(clip)
    assert made.rate == clip.rate // 2
    assert made.seconds == pytest.approx(clip.seconds, rel=0.01)
    assert (made.samples == louder(clip.samples[::2], 0)[0][: len(made.samples)]).all()


async def test_two_voices_at_once_never_mix() -> None:
    async with rvc_server(sleeps_s=0.01) as server, converter_at(server) as converter:
        asked = [("ada", 0.3, 1), ("bob", 0.4, -2), ("ada", 0.5, 3), ("bob", 0.6, 0)]
        await asyncio.gather(
            *(converter.convert(spoken(seconds), voice=voice, pitch=pitch) for voice, seconds, pitch in asked)
        )
    assert sorted(server.conversions) == sorted((voice, pitch, seconds) for voice, seconds, pitch in asked)
    assert server.most_at_work == 1


async def test_a_model_with_an_odd_name_is_loaded_by_it() -> None:
    odd = "Ada Löwe/2?#%"
    async with rvc_server(models=("ada", odd)) as server, converter_at(server, voice=odd) as converter:
        with pytest.raises(EngineRefused, match="not found"):  # the stub does not decode paths, and so tells what came
            await converter.convert(spoken(0.2))
        assert server.far
        assert "/models/Ada%20L%C3%B6we%2F2%3F%23%25" in [asked.path for asked in server.far.asked]


async def test_what_somebody_else_changed_is_noticed() -> None:
    async with rvc_server() as server, converter_at(server) as converter:
        await converter.convert(spoken(0.2))
        server.loaded, server.params["f0up_key"] = "bob", 7
        await converter.convert(spoken(0.2))
    assert [(model, pitch) for model, pitch, _ in server.conversions] == [("ada", 0), ("ada", 0)]


async def test_a_server_that_was_restarted_loads_the_model_again() -> None:
    async with rvc_server() as server, converter_at(server) as converter:
        await converter.convert(spoken(0.2))
        server.loaded = None
        with pytest.raises(EngineUnavailable, match="lost its model"):
            await converter.convert(spoken(0.2))
        await converter.convert(spoken(0.2))
        assert server.loaded == "ada"


def speech(seconds: float, rate: int = 16000) -> AudioChunk:
    """A voice that breathes every seven seconds."""
    times = np.arange(round(seconds * rate)) / rate
    return AudioChunk.of_floats(0.3 * np.sin(2 * np.pi * 180 * times) * (times % 7 > 0.4), rate)


@pytest.mark.parametrize("off_s", [0, -0.01, 0.02])
async def test_a_long_recording_comes_back_as_long_and_without_clicks(off_s: float) -> None:
    def uneven(samples: Samples, rate: int) -> tuple[Samples, int]:
        return np.resize(louder(samples, rate)[0], round(len(samples) + off_s * rate)), rate

    clip = speech(65)
    async with rvc_server(voice=uneven) as server, converter_at(server) as converter:
        made = await converter.convert(clip)
    assert len(server.conversions) in (3, 4)
    assert all(seconds <= 30 for _, _, seconds in server.conversions)
    assert made.seconds == pytest.approx(65, rel=0.01)
    jumps = [int(np.abs(np.diff(sound.samples[:, 0].astype(int))).max()) for sound in (made, clip)]
    assert jumps[0] <= 1.25 * jumps[1] + 2


async def test_a_tone_without_a_pause_is_joined_without_clicks() -> None:
    clip = AudioChunk.of_floats(0.3 * np.sin(np.arange(65 * 16000) * 2 * np.pi * 220 / 16000), 16000)
    async with rvc_server() as server, converter_at(server) as converter:
        made = await converter.convert(clip)
    assert np.abs(made.samples - louder(clip.samples, 0)[0].astype(int)).max() <= 1


async def test_nobody_else_waits_while_the_server_takes_its_time() -> None:
    turns = 0

    async def tick() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    async with rvc_server(sleeps_s=2) as server, converter_at(server) as converter:
        ticking = asyncio.create_task(tick())
        await converter.convert(speech(20, 48000))
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
    assert turns > 50


_GOOD = wav(np.zeros(8000, np.int16), 16000)
BROKEN: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "audio/wav"),
    "no_wav": (b"ID3 some mp3", "audio/wav"),
    "half": (_GOOD[: len(_GOOD) // 2], "audio/wav"),
    "header": (_GOOD[:30], "audio/wav"),
    "silent": (wav(np.zeros(0, np.int16), 16000), "audio/wav"),
    "short": (wav(np.zeros(1000, np.int16), 16000), "audio/wav"),
    "wrong_rate": (wav(np.zeros(8000, np.int16), 40000), "audio/wav"),
    "no_rate": (_GOOD[:24] + bytes(4) + _GOOD[28:], "audio/wav"),
    "24_bits": (_GOOD[:34] + bytes((24, 0)) + _GOOD[36:], "audio/wav"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_body_is_a_bad_moment(name: str) -> None:
    body, kind = BROKEN[name]

    async def broken(asked: Asked, line: Line) -> bool:
        if asked.path != "/convert":
            return False
        await line.answer(kind, body)
        return True

    async with rvc_server(trouble=broken) as server, converter_at(server) as converter:
        with pytest.raises(EngineUnavailable, match="can not be understood"):
            await converter.convert(AudioChunk.silence(0.5, 16000))


async def test_a_body_that_breaks_off_is_a_bad_moment() -> None:
    async def breaking(asked: Asked, line: Line) -> bool:
        if asked.path != "/convert":
            return False
        await line.head("audio/wav", Content_Length=str(len(_GOOD)))
        await line.send(_GOOD[:1000])
        line.reset()
        return True

    async with rvc_server(trouble=breaking) as server, converter_at(server) as converter:
        with pytest.raises(EngineUnavailable, match="broke off"):
            await converter.convert(AudioChunk.silence(0.5, 16000))


@pytest.mark.parametrize(
    ("status", "kind"), [(500, EngineUnavailable), (503, EngineUnavailable), (429, RateLimited), (404, EngineRefused)]
)
@pytest.mark.parametrize("path", ["/models", "/params", "/models/ada", "/convert"])
async def test_a_status_says_whether_asking_again_helps(status: int, kind: type[Exception], path: str) -> None:
    async def failing(asked: Asked, line: Line) -> bool:
        if asked.path != path:
            return False
        await line.json({"detail": "An error occurred: CUDA"}, status)
        return True

    async with rvc_server(trouble=failing) as server, converter_at(server) as converter:
        with pytest.raises(kind, match="CUDA"):
            await converter.convert(spoken(0.2))
        server.trouble = None
        await converter.convert(spoken(0.2))
    assert server.conversions[-1][0] == "ada"


@pytest.mark.parametrize(
    ("path", "told"), [("/models", []), ("/models", {"models": [1]}), ("/models", {"models": "ada"}), ("/params", [])]
)
async def test_an_answer_of_another_form_is_a_bad_moment(path: str, told: object) -> None:
    async def odd(asked: Asked, line: Line) -> bool:
        if (asked.method, asked.path) != ("GET", path):
            return False
        await line.json(told)
        return True

    async with rvc_server(trouble=odd) as server, converter_at(server) as converter:
        with pytest.raises(EngineUnavailable, match="can not be understood"):
            await converter.convert(spoken(0.2))


async def test_something_else_at_the_address_is_refused() -> None:
    async def page(_: Asked, line: Line) -> bool:
        await line.answer("text/html", b"<html>")
        return True

    async with rvc_server(trouble=page) as server, converter_at(server) as converter:
        with pytest.raises(EngineRefused, match="base_url"):
            await converter.convert(spoken(0.2))


async def test_a_server_without_models_says_what_to_do() -> None:
    async with rvc_server(models=()) as server, converter_at(server) as converter:
        with pytest.raises(EngineRefused, match=r"\.pth"):
            await converter.ping()


async def test_a_model_of_the_settings_that_is_not_there_is_named_with_those_that_are() -> None:
    async with rvc_server() as server, converter_at(server, voice="eve") as converter:
        with pytest.raises(EngineRefused, match="no model eve; there are ada, bob"):
            await converter.convert(spoken(0.2))
        with pytest.raises(NotFound):
            await converter.convert(spoken(0.2), voice="adda")


async def test_a_model_that_came_later_is_found() -> None:
    async with rvc_server() as server, converter_at(server) as converter:
        await converter.convert(spoken(0.2))
        server.models = ("ada", "bob", "eve")
        await converter.convert(spoken(0.2), voice="eve")
    assert server.loaded == "eve"


async def test_a_dead_server_is_unavailable_and_the_voice_the_plain_one() -> None:
    async with rvc_server() as server:
        address = server.address
    async with converter_at(address) as converter:
        with pytest.raises(EngineUnavailable, match="can not be reached"):
            await converter.convert(spoken(0.2))
    table = RvcPythonSettings.model_validate({"base_url": address, "retry": {"attempts": 1}})
    tower = standing(table, engine_context())
    assert tower
    async with tower:
        clip = spoken(0.2)
        assert await tower.convert(clip) is clip
        assert tower.notice() == NOTICE


async def test_a_server_that_hangs_is_given_up() -> None:
    async with rvc_server(sleeps_s=30) as server, converter_at(server, timeout=0.3) as converter:
        with pytest.raises(EngineTimeout):
            await converter.convert(spoken(0.2))


async def test_cancelling_hangs_up_and_the_next_one_loads_the_model_anew() -> None:
    async with rvc_server(sleeps_s=30) as server, converter_at(server) as converter:
        left = asyncio.create_task(converter.convert(spoken(0.2)))
        while not server.at_work:
            await asyncio.sleep(0.01)
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        server.sleeps_s = 0
        assert (await converter.convert(spoken(0.2))).seconds == pytest.approx(0.2)
    assert server.did.count("ada") == 2


async def test_it_is_asked_before_it_is_open() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        await converter_at("http://127.0.0.1:9").convert(spoken(0.2))
