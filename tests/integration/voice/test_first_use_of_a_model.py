"""Somebody speaks before the model of the voice is here: the house fetches it, says so, and speaks once it is."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest
from dependency_injector import providers

from acore.adapters.clock.system import SystemClock
from acore.adapters.models.store import ModelStore
from acore.app import Application
from acore.container import Container
from acore.domain.audio import AudioChunk
from acore.domain.model_files import Model, ModelFile
from acore.domain.scope import Scope
from acore.domain.voice_events import Answered, Failed, Heard, Playing, Speaker, VoiceEvent
from acore.settings import Settings
from tests.integration.llm.far_side import Asked, Line
from tests.integration.models.file_server import Files, answering, serving, whole
from tests.integration.stt.speech import saying
from tests.integration.tts.tiny_kokoro import tiny_kokoro

HERE = Speaker(Scope("voice", "ada"), "Ada")
KIND = "application/octet-stream"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tiny_kokoro(tmp_path_factory.mktemp("kokoro"))
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
async def files(made: dict[str, bytes]) -> AsyncIterator[Files]:
    async with serving() as files:
        files.data = {f"/kokoro/{name}": data for name, data in made.items()}
        yield files


def house(folder: Path, files: Files, **tables: object) -> Application:
    table = {"data_dir": folder, "tts": {"use": "kokoro"}, "stt": {"use": "scripted"}, "vad": {"use": "energy"}}
    settings = Settings.model_validate({**table, **tables})
    model = Model(
        "kokoro", "tts", "kokoro", "tts/kokoro", "a tiny one", "none",
        tuple(
            ModelFile(path.rpartition("/")[2], "", len(data), hashlib.sha256(data).hexdigest())
            for path, data in files.data.items()
        ),
    )  # fmt: skip
    container = Container(settings=settings)
    store = ModelStore(folder, files.address, SystemClock(), [model])
    container.models.override(providers.Object(store))
    return Application(settings, container)


async def turn(app: Application) -> list[VoiceEvent]:
    session = app.container.voice.session(speaker=HERE)
    async with aclosing(session.answer(saying("what can you do"))) as events:
        return [event async for event in events]


def seconds_of(events: list[VoiceEvent]) -> float:
    return sum(event.chunk.seconds for event in events if isinstance(event, Playing))


def chunks(events: list[VoiceEvent]) -> list[AudioChunk]:
    return [event.chunk for event in events if isinstance(event, Playing)]


def failures(events: list[VoiceEvent]) -> list[Failed]:
    return [event for event in events if isinstance(event, Failed)]


async def test_the_answer_is_there_to_read_until_the_voice_has_come(tmp_path: Path, files: Files) -> None:
    may_go = asyncio.Event()

    async def first_a_little(_: Asked, line: Line, data: bytes) -> None:
        await line.head(KIND, Content_Length=str(len(data)))
        await line.send(data[:100])
        await may_go.wait()
        await line.send(data[100:])

    files.next_ones = [first_a_little]
    async with asyncio.timeout(60), house(tmp_path, files) as app:
        assert files.asked == [], "the start waits for no model, and fetches none"
        for _ in range(3):
            events = await turn(app)
            (failure,) = failures(events)
            assert failure.stage == "tts"
            assert "the model kokoro is being fetched (" in failure.why
            assert seconds_of(events) == 0
            assert not (tmp_path / "models" / "kokoro").exists()
            assert [event.text for event in events if isinstance(event, Heard)] == ["what can you do"]
            assert "documents" in next(event.reply for event in events if isinstance(event, Answered))
        may_go.set()
        await app.container.models().get("kokoro")
        events = await turn(app)
        assert failures(events) == []
        assert seconds_of(events) > 1
    assert len(files.asked) == len(files.data), "each file was asked for once"


async def test_another_voice_speaks_until_it_has_come(tmp_path: Path, files: Files) -> None:
    async def mute(_: Asked, line: Line, __: bytes) -> None:
        await line.until_dropped()

    files.always = mute
    tables = {"tts": {"use": "kokoro", "fallback": ["espeak"]}}
    async with asyncio.timeout(60), house(tmp_path, files, **tables) as app:
        events = await turn(app)
        assert failures(events) == []
        assert {chunk.rate for chunk in chunks(events)} == {22_050}
        assert app.container.voice.tts().spoke == "espeak"
    files.always = whole
    async with asyncio.timeout(60), house(tmp_path, files, **tables) as app:
        await app.container.models().get("kokoro")
        events = await turn(app)
        assert {chunk.rate for chunk in chunks(events)} == {24_000}


async def test_a_model_that_can_not_be_had_is_said_in_every_turn(tmp_path: Path, files: Files) -> None:
    files.always = answering(404)
    async with asyncio.timeout(60), house(tmp_path, files) as app:
        assert "is being fetched" in failures(await turn(app))[0].why
        while len(files.asked) < 1 or app.container.models()._flights:
            await asyncio.sleep(0.01)
        for _ in range(2):
            (failure,) = failures(await turn(app))
            assert "answered 404" in failure.why
            assert "models.mirror" in failure.why
    assert len(files.asked) == 1
    assert not (tmp_path / "models" / "kokoro").exists()
