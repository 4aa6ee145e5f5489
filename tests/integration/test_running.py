"""Commands that find an acore already running hand their work over to it."""

import asyncio
import errno
import stat
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from acore.adapters.running import RunningAcore, read
from acore.app import Application
from acore.cli.house import house
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import AcoreError, DataDirInUse, EngineRefused, EngineUnavailable, InvalidInput
from acore.settings import Settings

HERE = Scope("cli", "cli")


def settings(folder: Path) -> Settings:
    return Settings.model_validate({"data_dir": folder / "data", "web": {"port": 0}})


async def test_a_document_indexed_through_the_running_acore_is_answered_from(tmp_path: Path) -> None:
    (tmp_path / "party.md").write_text("The garden party begins at five.")
    async with Application(settings(tmp_path)) as app:
        await app.serve()
        async with house(settings(tmp_path)) as there:
            assert isinstance(there, RunningAcore)
            report = await there.index([Path("party.md")])
            assert report.indexed == ("party.md",)
            assert (await there.index([tmp_path / "party.md"])).unchanged == ("party.md",)
            *parts, last = [
                part async for part in there.reply(Question("When does the garden party begin?", HERE, "you"))
            ]
            assert "five" in "".join(part.text for part in parts)
            assert last.record
            assert last.citations[0].passage.source.uri == (tmp_path / "party.md").as_uri() + "#L1-L1"
            assert await there.forget(HERE) == 2


async def test_errors_of_the_running_acore_arrive_as_they_were(tmp_path: Path) -> None:
    async with Application(settings(tmp_path)) as app:
        await app.serve()
        async with house(settings(tmp_path)) as there:
            with pytest.raises(InvalidInput, match="no text"):
                [part async for part in there.reply(Question("", HERE, "you"))]
            with pytest.raises(AcoreError, match="there is no such file"):
                [step async for step in there.steps([tmp_path / "nowhere"])]


async def test_an_acore_that_serves_nothing_can_not_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acore.cli.house._TRIES", 2)
    async with Application(settings(tmp_path)):
        with pytest.raises(DataDirInUse):
            async with house(settings(tmp_path)):
                pass


async def test_a_short_command_is_waited_for(tmp_path: Path) -> None:
    holding = Application(settings(tmp_path))
    await holding.__aenter__()
    opening = asyncio.create_task(_ask(tmp_path))
    while not opening.done() and len(asyncio.all_tasks()) < 2:
        await asyncio.sleep(0)
    await asyncio.sleep(0.05)
    assert not opening.done()
    await holding.__aexit__(None, None, None)
    assert "4" in await opening


async def _ask(folder: Path) -> str:
    async with house(settings(folder)) as here:
        return "".join([part.text async for part in here.reply(Question("2+2", HERE, "you"))])


async def test_a_full_disk_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("acore.adapters.running.os.open", full)
    with pytest.raises(EngineUnavailable, match=r"can not be written: No space left on device\. Make room"):
        async with Application(settings(tmp_path)):
            pass


async def test_what_is_written_is_for_this_user_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    async with Application(settings(tmp_path)) as app:
        await app.serve()
        modes = {
            file.name: stat.S_IMODE(file.stat().st_mode) for file in [tmp_path / "data", *_files(tmp_path / "data")]
        }
    assert modes.pop("data") == 0o700
    assert {mode & 0o077 for mode in modes.values()} == {0}


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_an_acore_that_is_gone_is_told(tmp_path: Path) -> None:
    async with RunningAcore("http://127.0.0.1:9", SecretStr("x")) as there:
        with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:9 can not be reached"):
            await there.index([tmp_path])


async def test_the_doors_open_to_the_token_alone(tmp_path: Path) -> None:
    async with Application(settings(tmp_path)) as app:
        address = await app.serve()
        running = read(settings(tmp_path).data_dir)
        assert running
        right = {"Authorization": f"Bearer {running.token.get_secret_value()}"}
        async with httpx.AsyncClient(base_url=address, trust_env=False) as http:
            for door in ("/api/reply", "/api/index", "/api/forget", "/api/use"):
                assert (await http.post(door, content=b"{}")).status_code == 401
                assert (await http.post(door, content=b"{}", headers={"Authorization": "Bearer no"})).status_code == 401
                assert (await http.post(door, content=b"no json", headers=right)).json()["error"] == "InvalidInput"
                assert (await http.post(door, content=b"x" * 1_100_000, headers=right)).status_code == 413
                assert (await http.get(door, headers=right)).status_code == 405
            for file in ("https://mill.example/a.md", "a.md", "file:///%00"):
                body = {"name": "a.md", "file": file}
                assert (await http.post("/api/remove", json=body, headers=right)).json()["error"] == "InvalidInput"
            assert (await http.get("/healthz")).json()["status"] == "ok"
            assert (await http.get("/healthz", headers={"Host": "evil.example"})).status_code == 400
            assert "acore is running" in (await http.get("/")).text
        async with RunningAcore(address, SecretStr("wrong")) as stranger:
            with pytest.raises(EngineRefused, match="401"):
                await stranger.forget(HERE)


async def test_a_part_that_is_down_makes_health_degraded_and_still_200(tmp_path: Path) -> None:
    async with Application(settings(tmp_path)) as app:
        address = await app.serve()
        await app.container.database().aclose()
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.get(f"{address}/healthz")
        assert answer.status_code == 200
        assert answer.json()["status"] == "degraded"
        assert "is not open" in answer.json()["parts"]["database"]


def test_a_run_file_that_can_not_be_read_is_none(tmp_path: Path) -> None:
    assert read(tmp_path) is None
    (tmp_path / "run.json").write_text("{broken")
    assert read(tmp_path) is None
