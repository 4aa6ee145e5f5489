"""The real faster-whisper, on a tiny model that always says the same."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from acore.adapters.stt.whisper import WhisperSettings, WhisperSTT
from acore.domain.audio import AudioChunk
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable, NotFound
from acore.interfaces import STT, Models, NoModels
from acore.testing import STTContract, engine_context
from tests.integration.stt.speech import after, saying
from tests.integration.stt.tiny_whisper import SAYS, make

SENTENCE = "The harbour opens at nine in the morning."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("models"))


def engine(folder: Path, **settings: Any) -> WhisperSTT:
    table = {"folder": folder, "device": "cpu", "compute_type": "float32", "threads": 1, **settings}
    return WhisperSTT(WhisperSettings.model_validate(table), engine_context())


def copied(folder: Path, other: Path, *, without: str) -> None:
    for file in folder.iterdir():
        if file.name != without:
            (other / file.name).symlink_to(file)


class TestWhisper(STTContract):
    words = SAYS

    @pytest.fixture(autouse=True)
    def _folder(self, folder: Path) -> None:
        self.folder = folder

    def stt(self) -> STT:
        return engine(self.folder)

    def speech(self) -> AudioChunk:
        return saying(SENTENCE)


async def test_language_and_confidence_come_from_the_model(folder: Path) -> None:
    async with engine(folder) as stt:
        heard = await stt.transcribe(saying(SENTENCE))
        assert (heard.text, heard.language) == (SAYS, "en")
        assert heard.segments[0].confidence == pytest.approx(1, abs=0.01)
        assert (await stt.transcribe(saying(SENTENCE), language="de-AT")).language == "de"


async def test_a_long_recording_is_heard_half_a_minute_at_a_time_with_the_times_of_the_whole(folder: Path) -> None:
    pause = AudioChunk.silence(1, 22_050)
    clip = after(*[saying(SENTENCE), pause] * 20)
    async with engine(folder) as stt:
        heard = await stt.transcribe(clip)
    assert 3 <= len(heard.segments) <= 5
    starts = [segment.start for segment in heard.segments]
    assert starts == sorted(starts)
    assert 15 < starts[1] - starts[0] < 30
    assert heard.segments[-1].end <= clip.seconds


async def test_a_language_that_the_model_does_not_know_is_refused(folder: Path) -> None:
    async with engine(folder) as stt:
        with pytest.raises(EngineRefused, match="does not know the language xx; it knows af, am"):
            await stt.transcribe(saying(SENTENCE), language="xx")


@pytest.mark.parametrize("file", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
async def test_a_folder_that_lacks_a_file_is_refused_without_looking_for_it_elsewhere(
    file: str, folder: Path, tmp_path: Path
) -> None:
    copied(folder, tmp_path, without=file)
    with pytest.raises(EngineRefused, match=rf"{file} should be there; put them there, or unset .*folder"):
        await engine(tmp_path, model="small").open()


class Fetching(Models):
    """Where a model is on its way, until it is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.there = False

    async def folder(self, name: str) -> Path:
        if name != "whisper-tiny":
            raise NotFound("There is no model {name}.", name=name)
        if not self.there:
            raise EngineUnavailable("whisper-tiny is being fetched: 3 of 75 MB", engine="whisper")
        return self._folder


def fetched(models: Models, model: str) -> WhisperSTT:
    settings = WhisperSettings(model=model, device="cpu", compute_type="float32", threads=1)
    return WhisperSTT(settings, replace(engine_context(), models=models))


async def test_while_its_model_is_being_fetched_it_opens_and_says_how_far_that_is(folder: Path) -> None:
    models = Fetching(folder)
    async with fetched(models, "tiny") as stt:
        for _ in range(2):
            with pytest.raises(EngineUnavailable, match="3 of 75 MB"):
                await stt.transcribe(saying(SENTENCE))
        models.there = True
        assert (await stt.transcribe(saying(SENTENCE))).text == SAYS


async def test_a_model_that_nobody_fetches_is_refused_with_the_command_or_the_setting(folder: Path) -> None:
    assert WhisperSettings(model="tiny").needs_model() == "whisper-tiny"
    assert WhisperSettings(folder=folder).needs_model() is None
    with pytest.raises(EngineRefused, match="acore models get whisper-tiny"):
        await fetched(NoModels(), "tiny").open()
    with pytest.raises(EngineRefused, match=r"no model whisper-vast.*set stt.engines.whisper.folder"):
        await fetched(Fetching(folder), "vast").open()


@pytest.mark.parametrize("file", ["model.bin", "tokenizer.json"])
async def test_a_broken_file_is_refused_with_the_command_that_fetches_it_anew(
    file: str, folder: Path, tmp_path: Path
) -> None:
    copied(folder, tmp_path, without=file)
    (tmp_path / file).write_bytes(b"broken")
    with pytest.raises(EngineRefused, match=r"can not load the model.*acore models get whisper-base"):
        await engine(tmp_path).open()
    models = Fetching(tmp_path)
    models.there = True
    with pytest.raises(EngineRefused, match=r"acore models remove whisper-tiny, acore models get whisper-tiny"):
        await fetched(models, "tiny").open()


async def test_who_leaves_stops_it_after_its_segment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from acore.adapters.stt import whisper_model

    asked, go = threading.Event(), threading.Event()
    heard: list[int] = []

    class Slow:
        """Says a word whenever it may."""

        supported_languages = ("en",)

        def transcribe(self, _sound: Any, **_options: Any) -> tuple[Any, Any]:
            from types import SimpleNamespace

            def segments() -> Any:
                for number in range(100):
                    heard.append(number)
                    yield SimpleNamespace(text="word", start=0.0, end=1.0, avg_logprob=-0.1, no_speech_prob=0.0)
                    asked.set()
                    go.wait(10)

            return segments(), SimpleNamespace(language="en")

    monkeypatch.setattr(whisper_model, "WhisperModel", lambda *_, **__: Slow())
    async with engine(folder) as stt:
        async with aclosing(_once(saying(SENTENCE))) as source:
            stream = stt.stream(source)
            assert (await anext(stream)).text == "word"
            await asyncio.to_thread(asked.wait, 10)
            await stream.aclose()
        go.set()
    assert len(heard) <= 2


async def test_one_that_takes_too_long_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from acore.adapters.stt import whisper_model

    go = threading.Event()

    class Stuck:
        supported_languages = ("en",)

        def transcribe(self, _sound: Any, **_options: Any) -> tuple[Any, Any]:
            go.wait(10)
            raise RuntimeError("out of memory")

    monkeypatch.setattr(whisper_model, "WhisperModel", lambda *_, **__: Stuck())
    async with engine(folder, timeout=0.2) as stt:
        with pytest.raises(EngineTimeout, match=r"within 0\.2 s"):
            await stt.transcribe(saying(SENTENCE))
        go.set()
    async with engine(folder) as stt:
        with pytest.raises(EngineUnavailable, match="out of memory"):
            await stt.transcribe(saying(SENTENCE))


async def _once(clip: AudioChunk) -> AsyncGenerator[AudioChunk, None]:
    yield clip


async def test_without_the_library_the_command_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "acore.adapters.stt.whisper_model", None)
    with pytest.raises(EngineRefused, match=r'pip install "acore\[voice\]"'):
        await engine(folder).open()
    with pytest.raises(EngineRefused, match=r'pip install "acore\[voice\]"'):  # and nothing is fetched for nothing
        await fetched(Fetching(folder), "tiny").open()


async def test_the_library_is_loaded_beside_the_event_loop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a second, in which nobody else would be served."""
    name, threads = "acore.adapters.stt.whisper_model", []

    class Watching(MetaPathFinder):
        def find_spec(self, fullname: str, *_: object) -> None:
            if fullname == name:
                threads.append(threading.current_thread())

    monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Watching(), *sys.meta_path])
    async with engine(folder):
        assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


def test_the_library_is_not_loaded_before_it_opens() -> None:
    program = (
        "import sys, acore.adapters.stt.whisper, acore.adapters.stt.openai, acore.adapters.stt.pocketsphinx\n"
        "print([name for name in ('numpy', 'av', 'faster_whisper', 'pocketsphinx', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout == "[]\n"


def test_blocks_have_no_more_than_they_may() -> None:
    from acore.adapters.sound.pieces import blocks

    async def check() -> None:
        rng = np.random.default_rng(2)
        samples = rng.integers(-5000, 5000, (16_000 * 65, 1), np.int16)
        samples[16_000 * 25 : 16_000 * 25 + 3200] = 0

        async def given() -> AsyncGenerator[AudioChunk, None]:
            for begin in range(0, len(samples), 3200):
                yield AudioChunk(samples[begin : begin + 3200], 16_000)

        found = [one async for one in blocks(given(), 28, 8)]
        assert all(block.seconds <= 28 for _, block in found)
        assert found[1][0] == pytest.approx(25.1, abs=0.1)
        assert np.array_equal(np.concatenate([block.samples for _, block in found]), samples)
        ends = [begin + block.seconds for begin, block in found]
        assert [begin for begin, _ in found[1:]] == pytest.approx(ends[:-1])

    asyncio.run(check())
