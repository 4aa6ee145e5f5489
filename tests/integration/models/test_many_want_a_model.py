import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from threading import Event
from typing import NamedTuple

import pytest

from acore.adapters.clock.system import SystemClock
from acore.adapters.models.files import ModelFiles
from acore.adapters.models.store import ModelStore
from acore.container import Container
from acore.domain.model_files import Kept, Model
from acore.errors import EngineRefused, EngineTimeout, EngineUnavailable, NotFound
from acore.settings import Settings
from acore.testing import ManualClock
from tests.integration.llm.far_side import Asked, Line
from tests.integration.models.file_server import (
    KIND,
    Files,
    QuickClock,
    answering,
    content,
    model,
    serving,
    slowly,
    whole,
)

MODEL = model(model_bin=3000, onnx__config_json=70)
LARGE = model("large", model_bin=3_000_000)


@pytest.fixture
async def files() -> AsyncIterator[Files]:
    async with serving(MODEL, LARGE) as there:
        yield there


@pytest.fixture
def store(files: Files, tmp_path: Path) -> ModelStore:
    return store_at(tmp_path, files)


def store_at(folder: Path, files: Files) -> ModelStore:
    return ModelStore(folder, files.address, QuickClock(), [MODEL, LARGE])


async def until(done: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not done():
            await asyncio.sleep(0.01)


async def test_ten_at_once_fetch_it_once(store: ModelStore, files: Files, tmp_path: Path) -> None:
    files.always = slowly(0.001, 500)
    places = await asyncio.gather(*(store.get("tiny") for _ in range(10)))
    assert set(places) == {tmp_path / "models" / "tiny"}
    assert sorted(asked.path for asked in files.asked) == ["/tiny/model.bin", "/tiny/onnx/config.json"]


async def test_two_houses_fetch_it_once(files: Files, tmp_path: Path) -> None:
    files.always = slowly(0.005, 500)
    first, second = store_at(tmp_path, files), store_at(tmp_path, files)
    await asyncio.gather(first.get("tiny"), second.get("tiny"))
    assert len(files.asked) == 2


async def test_a_failure_reaches_all_who_wait_and_a_later_call_tries_again(store: ModelStore, files: Files) -> None:
    files.always = answering(404)
    async with asyncio.timeout(5):
        ended = await asyncio.gather(*(store.get("tiny", within=5) for _ in range(10)), return_exceptions=True)
    assert all(isinstance(error, EngineRefused) for error in ended)
    assert len(files.asked) == 1
    files.always = whole
    assert await store.get("tiny")


async def test_who_can_wait_no_longer_is_told_and_it_goes_on_later(store: ModelStore, files: Files) -> None:
    files.always = slowly(0.02)
    with pytest.raises(EngineTimeout, match=r"within 0\.3 s.*acore models get tiny"):
        await store.get("tiny", within=0.3)
    kept, _ = await store.kept()
    assert kept.state == "partial"
    assert 0 < kept.have < 3000
    files.always = whole
    await store.get("tiny")
    assert files.asked[1].headers["range"] == f"bytes={kept.have}-"


async def test_who_leaves_early_harms_no_other(store: ModelStore, files: Files) -> None:
    files.always = slowly(0.005)
    leaving, staying = asyncio.create_task(store.get("tiny")), asyncio.create_task(store.get("tiny"))
    await until(lambda: files.asked)
    leaving.cancel()
    await asyncio.wait({leaving})
    assert await staying
    assert len(files.asked) == 2


async def test_the_last_one_to_leave_stops_it(store: ModelStore, files: Files) -> None:
    dropped = asyncio.Event()

    async def stalling(_: Asked, line: Line, __: bytes) -> None:
        await line.until_dropped()
        dropped.set()

    files.always = stalling
    before = asyncio.all_tasks()
    waiting = [asyncio.create_task(store.get("tiny")) for _ in range(3)]
    await until(lambda: files.asked)
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting)
    await asyncio.wait_for(dropped.wait(), 5)
    await until(lambda: asyncio.all_tasks() == before)
    files.always = whole
    assert await store.get("tiny")


async def test_how_far_it_is_is_told_while_it_goes_on(store: ModelStore, files: Files) -> None:
    files.always = slowly(0.05, 200_000)
    async with aclosing(store.steps("large")) as steps:
        told = [(step.state, step.have) async for step in steps]
    assert told[-1] == ("ready", 3_000_000)
    assert told == sorted(told, key=lambda one: one[1])
    assert len({have for _, have in told}) > 2


async def test_a_disk_without_room_is_told_before_anything_is_asked(
    store: ModelStore, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(50_000_100))
    with pytest.raises(EngineUnavailable, match=r"tiny needs 50 MB on the disk of .* where 50 MB are free"):
        await store.get("tiny")
    assert not files.asked


async def test_a_place_that_can_not_be_written_is_told(files: Files, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with pytest.raises(EngineRefused, match="can not be written"):
        await store_at(tmp_path, files).get("tiny")


async def test_a_disk_that_fills_up_keeps_what_has_come(
    store: ModelStore, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    from acore.adapters.models import fetching
    from acore.adapters.models.files import unwritable

    def full(part: Path, _: bytes) -> None:
        raise unwritable(part, OSError(28, os.strerror(28)))

    with monkeypatch.context() as patched:
        patched.setattr(fetching, "_append", full)
        with pytest.raises(EngineUnavailable, match="Make room on the disk"):
            await store.get("tiny")
    assert await store.get("tiny")


async def test_a_folder_that_lacks_a_file_is_mended_by_that_file_alone(
    store: ModelStore, files: Files, tmp_path: Path
) -> None:
    place = await store.get("tiny")
    (place / "onnx" / "config.json").unlink()
    kept, _ = await store.kept()
    assert (kept.state, kept.have) == ("partial", 3000)
    await store.get("tiny")
    assert [asked.path for asked in files.asked[2:]] == ["/tiny/onnx/config.json"]
    assert (place / "onnx" / "config.json").read_bytes() == content("onnx/config.json", 70)
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [".tiny.lock", "tiny"]


async def test_a_file_that_was_changed_in_its_folder_is_not_taken_for_whole(store: ModelStore, files: Files) -> None:
    place = await store.get("tiny")
    (place / "model.bin").write_bytes(b"x" * 3000)
    (place / "onnx" / "config.json").unlink()
    await store.get("tiny")
    assert (place / "model.bin").read_bytes() == content("model.bin", 3000)


async def test_removing_takes_the_whole_and_the_parts(store: ModelStore, files: Files, tmp_path: Path) -> None:
    assert await store.remove("tiny") == 0
    await store.get("tiny")
    assert await store.remove("tiny") == 3070
    files.always = slowly(0.02)
    with pytest.raises(EngineTimeout):
        await store.get("tiny", within=0.2)
    assert await store.remove("tiny") > 0
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".tiny.lock"]


async def test_what_is_being_fetched_is_not_removed(store: ModelStore, files: Files, tmp_path: Path) -> None:
    files.always = slowly(0.02)
    getting = asyncio.create_task(store.get("tiny"))
    await until(lambda: files.asked)
    for one in (store, store_at(tmp_path, files)):
        with pytest.raises(EngineUnavailable, match="is being fetched"):
            await one.remove("tiny")
    assert await getting


async def test_a_name_that_is_none_is_not_found(store: ModelStore) -> None:
    with pytest.raises(NotFound, match="There is no model tinny; there are tiny"):
        await store.get("tinny")


async def test_a_use_says_how_to_get_it_where_nobody_fetches(store: ModelStore, files: Files) -> None:
    with pytest.raises(EngineRefused, match=r"kokoro needs the model tiny \(3 kB\).*: acore models get tiny"):
        await store.folder("tiny")
    assert not files.asked
    await store.get("tiny")
    assert (await store.folder("tiny")).is_dir()


async def test_in_a_house_that_serves_ten_first_uses_begin_one_download(store: ModelStore, files: Files) -> None:
    files.always = slowly(0.01)
    async with store:
        for told in await asyncio.gather(*(store.folder("tiny") for _ in range(10)), return_exceptions=True):
            assert isinstance(told, EngineUnavailable)
            assert "the model tiny is being fetched (0 kB of 3 kB" in str(told)
        await store.get("tiny")
        assert (await store.folder("tiny")).is_dir()
    assert len(files.asked) == 2


async def test_what_to_expect_is_said(files: Files, tmp_path: Path) -> None:
    clock, half = ManualClock(), asyncio.Event()

    async def half_of_it(_: Asked, line: Line, data: bytes) -> None:
        await line.head(KIND, Content_Length=str(len(data)))
        await line.send(data[:1_500_000])
        half.set()
        await line.until_dropped()

    files.always = half_of_it
    async with ModelStore(tmp_path, files.address, clock, [LARGE]) as store:
        with pytest.raises(EngineUnavailable, match=r"\(0 kB of 3 MB\)"):
            await store.folder("large")
        await half.wait()
        while (await store.kept())[0].have < 1_000_000:
            await asyncio.sleep(0.01)
        await clock.advance(600)
        with pytest.raises(EngineUnavailable, match=r"\(1 MB of 3 MB, about 1\d min left\)\. Ask again later"):
            await store.folder("large")


async def test_after_a_failure_uses_wait_a_while_before_it_is_tried_again(files: Files, tmp_path: Path) -> None:
    clock = ManualClock()
    files.always = answering(404)
    async with ModelStore(tmp_path, files.address, clock, [MODEL]) as store:
        with pytest.raises(EngineUnavailable):
            await store.folder("tiny")
        await until(lambda: not store._flights)
        for _ in range(3):
            with pytest.raises(EngineRefused, match="404"):
                await store.folder("tiny")
        assert len(files.asked) == 1
        files.always = whole
        await clock.advance(31)
        with pytest.raises(EngineUnavailable, match="is being fetched"):
            await store.folder("tiny")
        await store.get("tiny")


async def test_a_house_that_closes_stops_fetching_and_tells_who_waits(store: ModelStore, files: Files) -> None:
    files.always = slowly(0.02)
    before = asyncio.all_tasks()
    async with store:
        getting = asyncio.create_task(store.get("tiny"))
        await until(lambda: files.asked)
    with pytest.raises(EngineUnavailable, match="acore ends"):
        await getting
    await until(lambda: asyncio.all_tasks() == before)


async def test_a_use_that_comes_while_the_house_closes_begins_nothing(
    store: ModelStore, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_go = asyncio.Event(), Event()
    loop, kept = asyncio.get_running_loop(), ModelFiles.kept

    def slow(self: ModelFiles, model: Model) -> Kept:
        loop.call_soon_threadsafe(asked.set)
        may_go.wait(10)
        return kept(self, model)

    monkeypatch.setattr(ModelFiles, "kept", slow)
    before = asyncio.all_tasks()
    async with store:
        using = asyncio.create_task(store.folder("tiny"))
        await asked.wait()
    may_go.set()
    with pytest.raises(EngineUnavailable, match="acore ends"):
        await using
    assert asyncio.all_tasks() == before
    assert not files.asked


async def test_a_house_is_ready_before_a_slow_server_has_said_a_word(tmp_path: Path) -> None:
    async def mute(_: Asked, line: Line, __: bytes) -> None:
        await line.until_dropped()

    async with serving() as files:
        files.always = mute
        table = {"use": "kokoro", "fallback": ["espeak"]}
        given = {"data_dir": tmp_path, "tts": table, "models": {"mirror": files.address}}
        began = time.perf_counter()
        house = Container(settings=Settings.model_validate(given))
        async with house.models(), house.voice.tts() as tts:
            ready = time.perf_counter() - began
            clip = await tts.synthesize("Hello there.")
            await until(lambda: files.asked)
    assert ready < 2
    assert clip is not None
    assert [asked.path for asked in files.asked] == ["/kokoro/kokoro-v1.0.onnx"]


async def test_the_clock_of_a_house_is_the_systems(tmp_path: Path) -> None:
    store = ModelStore(tmp_path, None, SystemClock())
    assert [kept.model.name for kept in await store.kept()] == [
        "kokoro",
        "supertonic",
        "whisper-tiny",
        "whisper-base",
        "whisper-small",
    ]
