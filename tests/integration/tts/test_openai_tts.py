import asyncio
import sys
from collections.abc import Iterator
from contextlib import aclosing
from typing import Any

import pytest

from acore.adapters.tts.openai import WAY_OUT, OpenAITTS, OpenAITTSSettings
from acore.adapters.tts.plan import SpeakingPlan
from acore.adapters.tts.tower import standing
from acore.errors import (
    CircuitOpen,
    EngineRefused,
    EngineTimeout,
    EngineUnavailable,
    NotFound,
    RateLimited,
    SettingsError,
)
from acore.interfaces import TTS
from acore.testing import TTSContract, engine_context
from tests.integration.llm.far_side import Asked, FarSideServer, Line, far_side
from tests.integration.tts.speech_server import VOICES, elsewhere, samples, speech, wav

KEY = "sk-secret-of-the-test"


def openai_at(server: FarSideServer | str, **settings: Any) -> OpenAITTS:
    return OpenAITTS(settings_at(server, **settings), engine_context())


def settings_at(server: FarSideServer | str, **settings: Any) -> OpenAITTSSettings:
    address = server if isinstance(server, str) else f"{server.address}/v1"
    return OpenAITTSSettings.model_validate({"base_url": address, "voice": VOICES[0], **settings})


class OnLoopback(TTSContract):
    settings: dict[str, Any] = {}  # noqa: RUF012

    @pytest.fixture(autouse=True)
    def _server(self) -> Iterator[None]:
        with elsewhere() as self.server:
            yield

    def tts(self) -> TTS:
        return openai_at(self.server, **self.settings)


class TestBareSamples(OnLoopback):
    pass


class TestWavFiles(OnLoopback):
    settings = {"response_format": "wav", "rate": 8000}  # noqa: RUF012


class TestTower(OnLoopback):
    def tts(self) -> TTS:
        return standing(SpeakingPlan({"far": settings_at(self.server)}, 1_000_000), engine_context())


def saying(media_type: str, *pieces: bytes, status: int = 200, ends: bool = True, **headers: str) -> Any:
    """A script that answers whatever is asked with that."""

    async def script(_: Asked, line: Line) -> None:
        await line.head(media_type, status, **headers)
        await line.send(*pieces)
        if not ends:
            line.reset()

    return script


async def test_it_is_asked_as_it_wants() -> None:
    async with far_side(speech) as server, openai_at(server, api_key=KEY, instructions="Whisper.") as tts:
        clip = await tts.synthesize("one two", voice="af_heart", speed=1.5)
        await tts.synthesize("one two")
    (first, second) = [asked for asked in server.asked if asked.method == "POST"]
    assert first.path == "/v1/audio/speech"
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert first.body == {
        "model": "gpt-4o-mini-tts",
        "input": "one two",
        "voice": "af_heart",
        "response_format": "pcm",
        "speed": 1.5,
        "instructions": "Whisper.",
    }
    assert "speed" not in second.body
    assert second.body["voice"] == "nova"
    assert clip is not None
    assert (clip.rate, clip.channels, round(clip.seconds, 2)) == (24000, 1, 0.24)


async def test_a_long_text_takes_several_requests() -> None:
    async with far_side(speech) as server, openai_at(server) as tts:
        clip = await tts.synthesize("word " * 2000)
    assert [len(asked.body["input"]) <= 4000 for asked in server.asked] == [True] * 3
    assert sum(asked.body["input"].count("word") for asked in server.asked) == 2000
    assert clip is not None
    assert clip.seconds == pytest.approx(2000 * 4 * 0.06)


async def test_the_voices_are_those_of_the_server_and_asked_for_once() -> None:
    async with far_side(speech) as server, openai_at(server, voice="own") as tts:
        assert [voice.name for voice in await tts.voices()] == ["own", *VOICES]
        with pytest.raises(NotFound, match="nova"):
            await tts.synthesize("hello", voice="nov")
        assert await tts.synthesize("hello", voice="own") is not None
    assert [asked.path for asked in server.asked] == ["/v1/audio/voices", "/v1/audio/speech"]


async def test_a_server_without_a_list_of_voices_knows_them_itself() -> None:
    async def listless(asked: Asked, line: Line) -> None:
        if asked.path.endswith("/voices"):
            return await line.json({"error": "not found"}, 404)
        return await speech(asked, line)

    async with far_side(listless) as server, openai_at(server) as tts:
        assert [voice.name for voice in await tts.voices()] == ["nova"]
        for _ in range(2):
            assert await tts.synthesize("hello", voice="secret") is not None
    assert [asked.path for asked in server.asked].count("/v1/audio/voices") == 1


@pytest.mark.parametrize("told", [{"voices": None}, [1, None], {"data": [{"id": 7}]}, "nothing"])
async def test_a_list_of_another_form_is_none(told: object) -> None:
    async def odd(_: Asked, line: Line) -> None:
        await line.json(told)

    async with far_side(odd) as server, openai_at(server) as tts:
        assert [voice.name for voice in await tts.voices()] == ["nova"]


async def test_a_server_that_is_not_there_has_the_voice_of_the_settings() -> None:
    async with far_side(speech) as server:
        pass
    async with openai_at(server) as tts:
        assert [voice.name for voice in await tts.voices()] == ["nova"]
        with pytest.raises(EngineUnavailable, match="can not be reached"):
            await tts.synthesize("hello", voice="other")
        with pytest.raises(EngineUnavailable):
            await tts.ping()


async def test_openai_itself_wants_a_key_and_has_known_voices() -> None:
    with pytest.raises(SettingsError, match=r"openai needs api_key: acore use tts/openai asks for it"):
        await OpenAITTS(OpenAITTSSettings(), engine_context()).open()
    async with OpenAITTS(OpenAITTSSettings.model_validate({"api_key": KEY}), engine_context()) as tts:
        assert {"alloy", "nova", "verse"} < {voice.name for voice in await tts.voices()}
        with pytest.raises(NotFound, match="did you mean nova"):
            await tts.synthesize("hello", voice="nova2")


@pytest.mark.parametrize(
    ("script", "error", "told"),
    [
        (saying("audio/pcm"), EngineUnavailable, "no sound"),
        (saying("audio/pcm", b"\1"), EngineUnavailable, "no sound"),
        (saying("audio/wav", wav(samples("hello", 1))[:30]), EngineUnavailable, "before the sound began"),
        (saying("audio/wav", wav(samples("hello", 1))[:3000]), EngineUnavailable, "in the middle of the sound"),
        (saying("audio/wav", b"RIFF1234AVI what"), EngineUnavailable, "no WAV"),
        (saying("audio/pcm", samples("hello", 1), ends=False, Content_Length="99999"), EngineUnavailable, "broke off"),
        (saying("audio/mpeg", b"ID3"), EngineRefused, "audio/mpeg"),
        (saying("text/html", b"<html>"), EngineRefused, "text/html"),
        (saying("application/json", b'{"error": "no voice"}'), EngineRefused, "application/json"),
        (saying("application/json", b'{"error": {"message": "bad model"}}', status=400), EngineRefused, "bad model"),
        (saying("application/json", b'{"error": "wrong key"}', status=401), EngineRefused, "API key"),
        (saying("application/json", b'{"error": "busy"}', status=503), EngineUnavailable, "busy"),
        (saying("application/json", b"slowly", status=429, Retry_After="7"), RateLimited, "7 s"),
    ],
)
async def test_what_goes_wrong_is_told(script: Any, error: type[Exception], told: str) -> None:
    async with far_side(script) as server, openai_at(server, api_key=KEY) as tts:
        with pytest.raises(error, match=told) as raised:
            await tts.synthesize("hello")
    assert KEY not in str(raised.value)
    assert WAY_OUT in str(raised.value)


async def test_what_was_heard_before_it_broke_off_is_heard() -> None:
    sound = samples("hello", 1)
    heard = 0
    async with (
        far_side(saying("audio/pcm", sound, ends=False, Content_Length="99999")) as server,
        openai_at(server) as tts,
    ):
        with pytest.raises(EngineUnavailable, match="broke off"):
            async with aclosing(tts.stream("hello")) as chunks:
                async for chunk in chunks:
                    heard += len(chunk.samples)
    assert 0 < heard * 2 <= len(sound)


async def test_a_server_that_hangs_is_given_up_in_time() -> None:
    async def hangs(_: Asked, line: Line) -> None:
        await line.head("audio/pcm")
        await line.until_dropped()

    async with far_side(hangs) as server, openai_at(server, timeout=0.2) as tts:
        with pytest.raises(EngineTimeout):
            await tts.synthesize("hello")


async def test_leaving_closes_the_connection() -> None:
    gone = asyncio.Event()

    async def endless(_: Asked, line: Line) -> None:
        await line.head("audio/pcm")
        await line.send(samples("hello", 1))
        await line.until_dropped()
        gone.set()

    async with far_side(endless) as server, openai_at(server) as tts:
        async with aclosing(tts.stream("hello")) as chunks:
            await anext(chunks)
        async with asyncio.timeout(5):
            await gone.wait()


async def test_a_first_piece_is_heard_before_the_last_one_is_made() -> None:
    more = asyncio.Event()

    async def slow(_: Asked, line: Line) -> None:
        await line.head("audio/pcm")
        await line.send(samples("hello", 1))
        await more.wait()
        await line.send(samples("hello", 1))

    async with far_side(slow) as server, openai_at(server) as tts, aclosing(tts.stream("hello hello")) as chunks:
        assert (await anext(chunks)).seconds > 0
        more.set()
        assert sum([chunk.seconds async for chunk in chunks]) > 0


async def test_in_the_tower_it_is_tried_again_and_another_engine_stands_in() -> None:
    failures = 2

    async def shaky(asked: Asked, line: Line) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            return await line.json({"error": "starting"}, 503)
        return await speech(asked, line)

    async with far_side(shaky) as server:
        table = settings_at(server, retry={"attempts": 3})
        context = engine_context()
        async with standing(SpeakingPlan({"far": table}), context) as tts:
            task = asyncio.create_task(tts.synthesize("hello"))
            while not task.done():
                await context.clock.advance(1)  # type: ignore[attr-defined]
                await asyncio.sleep(0.01)
            assert await task is not None
    assert len(server.asked) == 3


async def test_a_server_that_fails_too_often_is_left_alone() -> None:
    async with far_side(saying("application/json", b"{}", status=500)) as server:
        table = settings_at(server, retry={"attempts": 1})
        async with standing(SpeakingPlan({"far": table}), engine_context()) as tts:
            for _ in range(5):
                with pytest.raises(EngineUnavailable):
                    await tts.synthesize("hello")
            with pytest.raises(CircuitOpen):
                await tts.synthesize("hello")
    assert len(server.asked) == 5


async def test_without_numpy_it_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "acore.adapters.tts.pcm", None)
    with pytest.raises(EngineRefused, match=r'pip install "acore\[voice\]"'):
        await openai_at("http://127.0.0.1:1/v1").open()


async def test_it_is_not_asked_before_it_is_open() -> None:
    with pytest.raises(RuntimeError, match="before it is open"):
        await openai_at("http://127.0.0.1:1/v1").synthesize("hello")
