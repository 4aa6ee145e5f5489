import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from acore.adapters.models.store import ModelStore
from acore.domain.model_files import Model
from acore.errors import EngineRefused, EngineUnavailable, RateLimited
from tests.integration.llm.far_side import Asked, Line
from tests.integration.models.file_server import (
    KIND,
    TAKEN_S,
    Files,
    QuickClock,
    answering,
    breaking_off,
    content,
    model,
    serving,
    tag,
    whole,
)

MODEL = model(model_bin=3000, onnx__config_json=70)


@pytest.fixture
async def files() -> AsyncIterator[Files]:
    async with serving(MODEL) as there:
        yield there


@pytest.fixture
def clock() -> QuickClock:
    return QuickClock()


@pytest.fixture
def store(files: Files, clock: QuickClock, tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path, f"{files.address}/", clock, [MODEL])


def found_below(folder: Path) -> dict[str, bytes]:
    there = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in there}


def is_there(folder: Path, one: Model = MODEL) -> bool:
    """Whether it and nothing else is there."""
    return found_below(folder) == {f"{one.name}/{file.path}": content(file.path, file.size) for file in one.files}


async def test_all_files_come_to_their_place_and_nothing_else_is_left(store: ModelStore, tmp_path: Path) -> None:
    assert await store.get("tiny") == tmp_path / "models" / "tiny"
    assert is_there(tmp_path / "models")
    assert [kept.state for kept in await store.kept()] == ["ready"]


async def test_what_is_here_is_not_fetched_again(store: ModelStore, files: Files) -> None:
    await store.get("tiny")
    await store.get("tiny")
    assert len(files.asked) == 2


async def test_nothing_is_at_the_place_before_all_is_there(store: ModelStore, files: Files, tmp_path: Path) -> None:
    seen: list[bool] = []

    async def looking(asked: Asked, line: Line, data: bytes) -> None:
        seen.append((tmp_path / "models" / "tiny").exists())
        await whole(asked, line, data)

    files.always = looking
    await store.get("tiny")
    assert seen == [False, False]


async def test_it_goes_on_where_it_broke_off(store: ModelStore, files: Files, tmp_path: Path) -> None:
    files.next_ones = [breaking_off(1000), breaking_off(1500)]
    await store.get("tiny")
    assert is_there(tmp_path / "models")
    assert [asked.headers.get("range") for asked in files.asked[:3]] == [None, "bytes=1000-", "bytes=2500-"]
    assert files.asked[1].headers["if-range"] == tag(content("model.bin", 3000))


async def test_as_long_as_something_comes_it_is_tried_again(store: ModelStore, files: Files, tmp_path: Path) -> None:
    files.next_ones = [breaking_off(300) for _ in range(7)]
    await store.get("tiny")
    assert is_there(tmp_path / "models")


async def test_where_nothing_comes_any_more_it_fails_and_the_next_time_goes_on(
    store: ModelStore, files: Files, clock: QuickClock, tmp_path: Path
) -> None:
    files.next_ones = [breaking_off(1000)]
    files.always = breaking_off(0)
    with pytest.raises(EngineUnavailable, match="broke off"):
        await store.get("tiny")
    assert clock.slept == [0.5, 1, 2, 4]
    assert [(kept.state, kept.have) for kept in await store.kept()] == [("partial", 1000)]
    files.always = whole
    await store.get("tiny")
    assert files.asked[-2].headers["range"] == "bytes=1000-"
    assert is_there(tmp_path / "models")


async def test_a_new_house_goes_on_with_what_another_one_began(
    store: ModelStore, files: Files, clock: QuickClock, tmp_path: Path
) -> None:
    files.next_ones = [breaking_off(2000), *[answering(500)] * 5]
    with pytest.raises(EngineUnavailable):
        await store.get("tiny")
    later = ModelStore(tmp_path, files.address, clock, [MODEL])
    await later.get("tiny")
    assert files.asked[-2].headers["range"] == "bytes=2000-"


async def test_a_server_that_ignores_ranges_is_read_from_the_beginning(
    store: ModelStore, files: Files, tmp_path: Path
) -> None:
    async def ignoring(_: Asked, line: Line, data: bytes) -> None:
        await line.answer(KIND, data)

    files.next_ones = [breaking_off(1000), ignoring]
    await store.get("tiny")
    assert is_there(tmp_path / "models")


@pytest.mark.parametrize("odd", ["bytes 7-2999/3000", "nonsense", ""])
async def test_a_range_that_was_not_asked_for_is_not_put_together(
    store: ModelStore, files: Files, tmp_path: Path, odd: str
) -> None:
    files.next_ones = [breaking_off(1000), answering(206, b"x" * 2000, **({"Content_Range": odd} if odd else {}))]
    await store.get("tiny")
    assert is_there(tmp_path / "models")


async def test_a_part_of_a_file_that_has_changed_is_let_go(store: ModelStore, files: Files, tmp_path: Path) -> None:
    wrong = b"w" * 1000

    async def older(_: Asked, line: Line, data: bytes) -> None:
        await line.head(KIND, Content_Length=str(len(data)), ETag='"older"')
        await line.send(wrong)
        await asyncio.sleep(TAKEN_S)
        line.reset()

    files.next_ones = [older]
    await store.get("tiny")
    assert files.asked[1].headers["if-range"] == '"older"'
    assert is_there(tmp_path / "models")


async def test_a_part_of_another_file_without_a_mark_is_found_out_by_the_digest(
    store: ModelStore, files: Files, tmp_path: Path
) -> None:
    part = tmp_path / "models" / "tiny.part" / "model.bin.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 1000)
    await store.get("tiny")
    assert [asked.headers.get("range") for asked in files.asked] == ["bytes=1000-", None, None]
    assert is_there(tmp_path / "models")


async def test_wrong_bytes_are_refused_and_nothing_is_left_of_them(
    store: ModelStore, files: Files, tmp_path: Path
) -> None:
    files.always = answering(200, b"w" * 3000)
    with pytest.raises(EngineRefused, match=r"/tiny/model\.bin is not the file that is meant: it has the SHA-256"):
        await store.get("tiny")
    assert found_below(tmp_path / "models") == {}
    files.always = whole
    await store.get("tiny")
    assert is_there(tmp_path / "models")


@pytest.mark.parametrize(("length", "told"), [(2999, "2,999 bytes, not 3,000"), (9000, "9,000 bytes, not 3,000")])
async def test_a_file_of_another_length_is_refused_before_it_is_read(
    store: ModelStore, files: Files, length: int, told: str
) -> None:
    files.always = answering(200, b"x" * length)
    with pytest.raises(EngineRefused, match=told):
        await store.get("tiny")
    assert len(files.asked) == 1


async def test_a_body_that_is_shorter_than_it_says_is_gone_on_with(
    store: ModelStore, files: Files, tmp_path: Path
) -> None:
    async def short(_: Asked, line: Line, data: bytes) -> None:
        await line.head(KIND, Content_Length="3000", ETag=tag(data))
        await line.send(data[:1234])
        await asyncio.sleep(TAKEN_S)

    async def short_without_length(_: Asked, line: Line, data: bytes) -> None:
        told = f"bytes 1234-2999/{len(data)}"
        await line.head(KIND, 206, Content_Range=told)
        await line.send(data[1234:2000])
        await asyncio.sleep(TAKEN_S)

    files.next_ones = [short, short_without_length]
    await store.get("tiny")
    assert [asked.headers.get("range") for asked in files.asked[:3]] == [None, "bytes=1234-", "bytes=2000-"]
    assert is_there(tmp_path / "models")


async def test_a_body_without_an_end_is_refused(store: ModelStore, files: Files) -> None:
    async def endless(_: Asked, line: Line, __: bytes) -> None:
        await line.head(KIND)
        while True:
            await line.send(b"x" * 1000)

    files.always = endless
    with pytest.raises(EngineRefused, match="more than 3,000 bytes"):
        await store.get("tiny")


async def test_redirects_are_followed(store: ModelStore, files: Files, tmp_path: Path) -> None:
    port = files.address.rpartition(":")[2]
    files.data["/elsewhere"] = content("model.bin", 3000)
    files.next_ones = [
        answering(302, Location="/somewhere?signed=1"),
        answering(307, Location=f"http://localhost:{port}/elsewhere"),
    ]
    await store.get("tiny")
    assert [asked.path for asked in files.asked[:3]] == ["/tiny/model.bin", "/somewhere?signed=1", "/elsewhere"]
    assert is_there(tmp_path / "models")


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("/tiny/model.bin", "without an end"),
        ("ftp://127.0.0.1/x", "not"),
        ("http://a:port/x", "no address"),
        ("", "302"),
    ],
)
async def test_redirects_that_lead_nowhere_are_refused(
    store: ModelStore, files: Files, location: str, told: str
) -> None:
    files.always = answering(302, b"", **({"Location": location} if location else {}))
    with pytest.raises(EngineRefused, match=told):
        await store.get("tiny")


async def test_a_file_that_is_not_there_is_refused_at_once(store: ModelStore, files: Files) -> None:
    files.always = answering(404)
    with pytest.raises(EngineRefused, match=r"404: there is no such model or address.*models\.mirror"):
        await store.get("tiny")
    assert len(files.asked) == 1


async def test_a_busy_server_is_given_the_time_that_it_asks_for(
    store: ModelStore, files: Files, clock: QuickClock, tmp_path: Path
) -> None:
    files.next_ones = [answering(429, Retry_After="7"), answering(503)]
    await store.get("tiny")
    assert clock.slept == [7, 1]
    assert is_there(tmp_path / "models")


async def test_a_server_that_asks_for_an_hour_is_not_waited_for(store: ModelStore, files: Files) -> None:
    files.always = answering(429, Retry_After="3600")
    with pytest.raises(RateLimited) as raised:
        await store.get("tiny")
    assert raised.value.retry_after == 3600


async def test_a_server_that_fails_is_tried_five_times(store: ModelStore, files: Files) -> None:
    files.always = answering(500)
    with pytest.raises(EngineUnavailable, match="500"):
        await store.get("tiny")
    assert len(files.asked) == 5


async def test_what_comes_compressed_is_refused(store: ModelStore, files: Files) -> None:
    files.always = answering(200, b"x" * 100, Content_Encoding="gzip")
    with pytest.raises(EngineRefused, match="compressed"):
        await store.get("tiny")


async def test_where_nobody_is_at_the_address_that_is_said(clock: QuickClock, tmp_path: Path) -> None:
    store = ModelStore(tmp_path, None, clock, [MODEL])
    with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:1/model\.bin can not be reached.*Is there a network"):
        await store.get("tiny")


async def test_a_server_that_goes_silent_is_left_and_tried_again(tmp_path: Path, files: Files) -> None:
    from acore.adapters.models.fetching import Fetcher

    async def silent(_: Asked, line: Line, data: bytes) -> None:
        await line.head(KIND, Content_Length=str(len(data)), ETag=tag(data))
        await line.send(data[:500])
        await asyncio.sleep(30)

    files.next_ones = [silent]
    part, (file, _) = tmp_path / "part", MODEL.files
    await Fetcher(QuickClock(), silence_s=0.2).fetch(file, f"{files.address}/tiny/model.bin", part)
    assert part.read_bytes() == content("model.bin", 3000)
    assert files.asked[1].headers["range"] == "bytes=500-"
