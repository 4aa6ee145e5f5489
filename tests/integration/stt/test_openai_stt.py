"""Transcriptions by a server on loopback."""

import asyncio
import io
import math
import re
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from typing import Any

import numpy as np
import pytest

from acore.adapters.clock.system import SystemClock
from acore.adapters.stt.languages import code_of
from acore.adapters.stt.openai import WAY_OUT, OpenAISTT, OpenAISTTSettings
from acore.domain.audio import AudioChunk
from acore.errors import CircuitOpen, EngineRefused, EngineTimeout, EngineUnavailable, RateLimited, SettingsError
from acore.interfaces import STT, EngineContext
from acore.testing import STTContract, engine_context
from tests.integration.embedder.far_sides import saying
from tests.integration.llm.far_side import Asked, FarSideServer, Line, far_side
from tests.integration.tts.speech_server import elsewhere

WORDS = "the harbour opens at nine"
VERBOSE = {
    "task": "transcribe",
    "language": "english",
    "duration": 1.2,
    "text": WORDS,
    "segments": [
        {"id": 0, "start": 0.0, "end": 0.5, "text": " the harbour", "avg_logprob": -0.2, "no_speech_prob": 0.1},
        {"id": 1, "start": 0.5, "end": 9.0, "text": " opens at nine", "avg_logprob": -0.1, "no_speech_prob": 0.0},
    ],
}


def form(asked: Asked) -> dict[str, Any]:
    """The fields of a form, and the file as sound."""
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    fields: dict[str, Any] = {}
    for part in message_from_bytes(head + asked.body).get_payload():
        assert not isinstance(part, str)
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        fields[str(name)] = content if part.get_filename() else content.decode()  # type: ignore[union-attr]
    return fields


async def listening(asked: Asked, line: Line) -> None:
    if asked.path.endswith("/models"):
        return await line.json({"data": []})
    return await line.json(VERBOSE)


def at(server: FarSideServer, context: EngineContext | None = None, **settings: object) -> OpenAISTT:
    table = {"base_url": f"{server.address}/v1", "retry": {"attempts": 1}, **settings}
    return OpenAISTT(OpenAISTTSettings.model_validate(table), context or engine_context())


def clip(seconds: float = 1.2, rate: int = 22_050) -> AudioChunk:
    times = np.arange(round(seconds * rate)) / rate
    return AudioChunk.of_floats(0.3 * np.sin(2 * np.pi * 440 * times), rate)


class TestOpenAISTT(STTContract):
    words = WORDS

    @pytest.fixture(autouse=True)
    def _server(self) -> Any:
        with elsewhere(listening) as server:
            self.server = server
            yield

    def stt(self) -> STT:
        return at(self.server)

    def speech(self) -> AudioChunk:
        return clip()


@asynccontextmanager
async def engine(
    told: Any, status: int = 200, headers: dict[str, str] | None = None, **settings: Any
) -> AsyncIterator[OpenAISTT]:
    async with saying(told, status, **(headers or {})) as server, at(server, **settings) as stt:
        yield stt


async def test_the_sound_is_sent_as_a_wav_file_with_what_is_said_of_it() -> None:
    settings: dict[str, Any] = {"api_key": "sk-test", "prompt": "Kraków", "model": "parakeet"}
    async with far_side(listening) as server, at(server, **settings) as stt:
        heard = await stt.transcribe(clip(), language="en-GB")
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/audio/transcriptions")
    assert asked.headers["authorization"] == "Bearer sk-test"
    sent = form(asked)
    with wave.open(io.BytesIO(sent.pop("file"))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        assert file.getnframes() == pytest.approx(19_200, abs=2)
    assert sent == {"model": "parakeet", "response_format": "verbose_json", "language": "en", "prompt": "Kraków"}
    assert (heard.text, heard.language) == (WORDS, "en")
    first, second = heard.segments
    assert [first.start, first.end, second.end] == pytest.approx([0, 0.5, 1.2], abs=0.01)
    assert first.confidence == pytest.approx(math.exp(-0.2) * 0.9, abs=1e-3)


async def test_text_without_times_is_one_segment() -> None:
    async with engine({"text": " hello there "}, response_format="json") as stt:
        (segment,) = (await stt.transcribe(clip(), language="de")).segments
    assert (segment.text, segment.start, segment.confidence, segment.language) == ("hello there", 0, None, "de")
    assert segment.end == pytest.approx(1.2, abs=0.01)


async def test_a_server_without_times_is_asked_for_the_text_alone_from_then_on() -> None:
    async def script(asked: Asked, line: Line) -> None:
        if form(asked)["response_format"] == "verbose_json":
            return await line.json({"error": "unknown response_format"}, 400)
        return await line.json({"text": "hello"})

    async with far_side(script) as server, at(server) as stt:
        assert [(await stt.transcribe(clip())).text for _ in range(2)] == ["hello", "hello"]
    assert [form(asked)["response_format"] for asked in server.asked] == ["verbose_json", "json", "json"]


async def test_silence_is_not_sent() -> None:
    async with far_side(listening) as server, at(server) as stt:
        assert (await stt.transcribe(AudioChunk.silence(3, 16_000))).text == ""
    assert server.asked == []


async def test_a_long_recording_takes_several_requests_with_the_times_of_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from acore.adapters.stt import openai

    monkeypatch.setattr(openai, "_BLOCK_S", 2.0)
    monkeypatch.setattr(openai, "_SEARCH_S", 0.5)
    async with far_side(listening) as server, at(server) as stt:
        heard = await stt.transcribe(clip(5))
    assert len(server.asked) == 3
    starts = [segment.start for segment in heard.segments]
    assert starts == sorted(starts)
    assert heard.segments[-1].end <= 5


@pytest.mark.parametrize(
    "told",
    [
        [],
        "hello",
        5,
        None,
        {},
        {"text": None},
        {"text": 5},
        {"segments": [{"text": "hello"}], "text": "hello"},
        {"segments": [{"text": 5, "start": 0, "end": 1}], "text": "hello"},
        {"segments": ["hello"], "text": "hello"},
        {"segments": [{"text": "hello", "start": "soon", "end": 1}], "text": "hello"},
        {"segments": [{"text": "hello", "start": "nan", "end": 1}], "text": "hello"},
        {"segments": {"text": "hello"}, "text": "hello"},
    ],
)
async def test_an_answer_of_another_form_is_a_bad_moment(told: Any) -> None:
    async with engine(told) as stt:
        lacks = r"not of the form \((“(text|start)” is missing|a value in it is of another kind)\)"
        with pytest.raises(EngineUnavailable, match=rf"{lacks}; ask again in a moment\. {re.escape(WAY_OUT)}$"):
            await stt.transcribe(clip())


@pytest.mark.parametrize(
    ("media_type", "body", "error"),
    [
        ("application/json", b'{"text": "hel', EngineUnavailable),
        ("application/json", b"", EngineUnavailable),
        ("text/html", b"<html>It works!</html>", EngineRefused),
    ],
)
async def test_what_is_no_json_is_told_as_by_the_other_engines(media_type: str, body: bytes, error: Any) -> None:
    async def script(_: Asked, line: Line) -> None:
        await line.answer(media_type, body)

    async with far_side(script) as server, at(server) as stt:
        with pytest.raises(error):
            await stt.transcribe(clip())


async def test_times_that_can_not_be_are_brought_into_the_recording() -> None:
    segments = [{"text": "hello", "start": -3, "end": 99}, {"text": " ", "start": 0, "end": 1},
                {"text": "there", "start": 1, "end": 0.5, "avg_logprob": "high"}]  # fmt: skip
    async with engine({"text": "hello there", "language": "Klingon", "segments": segments}) as stt:
        first, second = (await stt.transcribe(clip())).segments
    assert [first.start, first.end] == pytest.approx([0, 1.2], abs=0.01)
    assert second.start == second.end == 1
    assert (second.confidence, second.language) == (None, None)


async def test_too_many_requests_say_when_to_come_back() -> None:
    async with engine({"error": {"message": "slow down"}}, 429, {"Retry_After": "7"}) as stt:
        with pytest.raises(RateLimited) as caught:
            await stt.transcribe(clip())
    assert caught.value.retry_after == 7


@pytest.mark.parametrize(
    ("status", "error"), [(401, EngineRefused), (404, EngineRefused), (413, EngineRefused), (500, EngineUnavailable)]
)
async def test_refusals_are_lasting_and_faults_of_the_server_passing(status: int, error: Any) -> None:
    async with engine({"error": "no"}, status) as stt:
        with pytest.raises(error, match=str(status)) as caught:
            await stt.transcribe(clip())
        assert status != 401 or "acore config set stt.use pocketsphinx" in str(caught.value)


async def test_a_passing_fault_is_tried_again_with_all_of_the_sound() -> None:
    async def script(_: Asked, line: Line) -> None:
        await (line.json(VERBOSE) if len(server.asked) > 1 else line.json({"error": "starting"}, 503))

    context = engine_context(clock=SystemClock())
    async with far_side(script) as server, at(server, context, retry={"attempts": 2}) as stt:
        assert (await stt.transcribe(clip())).text == WORDS
    assert len(form(server.asked[0])["file"]) == len(form(server.asked[1])["file"])


async def test_one_that_keeps_failing_is_left_alone() -> None:
    async with saying({"error": "overloaded"}, 503) as server, at(server) as stt:
        for _ in range(5):
            with pytest.raises(EngineUnavailable):
                await stt.transcribe(clip())
        with pytest.raises(CircuitOpen):
            await stt.transcribe(clip())
    assert len(server.asked) == 5


async def test_one_that_does_not_answer_is_given_up() -> None:
    async def script(_: Asked, line: Line) -> None:
        await line.until_dropped()

    async with far_side(script) as server, at(server, timeout=0.3) as stt:
        with pytest.raises(EngineTimeout):
            await stt.transcribe(clip())


async def test_who_leaves_closes_the_connection() -> None:
    begun, dropped = asyncio.Event(), asyncio.Event()

    async def script(_: Asked, line: Line) -> None:
        begun.set()
        await line.until_dropped()
        dropped.set()

    async with far_side(script) as server, at(server) as stt:
        hearing = asyncio.create_task(stt.transcribe(clip()))
        await begun.wait()
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        async with asyncio.timeout(5):
            await dropped.wait()


async def test_a_missing_key_names_the_command_and_the_way_without_one() -> None:
    with pytest.raises(SettingsError, match=r"acore use stt/openai.*stt.use pocketsphinx"):
        await OpenAISTT(OpenAISTTSettings(), engine_context()).open()


@pytest.mark.parametrize(
    ("told", "code"),
    [("english", "en"), ("German", "de"), ("fr", "fr"), ("pt-BR", "pt"), ("yue", "yue"), ("Klingon", None), (5, None)],
)
def test_languages_are_known_by_name_and_code(told: object, code: str | None) -> None:
    assert code_of(told) == code
