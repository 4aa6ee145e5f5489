"""An acore that runs takes documents in for other commands, a step at a time."""

import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from acore.adapters import running
from acore.app import Application
from acore.cli.house import house
from acore.domain.knowledge import IndexReport
from acore.errors import InvalidInput, NotFound
from acore.settings import Settings


def settings(folder: Path) -> Settings:
    return Settings.model_validate({"data_dir": folder / "data", "web": {"port": 0}})


@pytest.mark.parametrize("runs", [True, False])
async def test_documents_are_indexed_listed_and_removed(tmp_path: Path, *, runs: bool) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("a.md", "b.md"):
        (docs / name).write_text(f"Words of {name}.")
    if not runs:
        await _check(tmp_path, docs)
        return
    async with Application(settings(tmp_path)) as app:
        await app.serve()
        await _check(tmp_path, docs)
        assert [one.title for one in await app.knowledge.listed()] == ["b.md"]


@pytest.mark.parametrize("runs", [True, False])
async def test_a_file_of_any_name_is_indexed_and_removed(tmp_path: Path, *, runs: bool) -> None:
    (tmp_path / "docs").mkdir()
    name = os.fsdecode(b"caf\xe9\x1b.md")
    (tmp_path / "docs" / name).write_text("apples")
    async with AsyncExitStack() as stack:
        if runs:
            await (await stack.enter_async_context(Application(settings(tmp_path)))).serve()
        async with house(settings(tmp_path)) as acore:
            (step,) = [step async for step in acore.steps([tmp_path / "docs" / name])]
            assert step.report == IndexReport(indexed=("caf\ufffd\ufffd.md",))
            assert await acore.remove(str(tmp_path / "docs" / name)) == ("caf\ufffd\ufffd.md",)


async def test_a_relative_path_is_that_of_who_typed_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("apples")
    async with Application(settings(tmp_path)) as app:
        await app.serve()
        async with house(settings(tmp_path)) as acore:
            assert [step async for step in acore.steps([tmp_path / "docs"])]
            monkeypatch.setattr(running, "Path", lambda name: tmp_path / name)
            assert await acore.remove("docs") == ("a.md",)


async def _check(folder: Path, docs: Path) -> None:
    async with house(settings(folder)) as acore:
        steps = [step async for step in acore.steps([docs, "http://127.0.0.1/"])]
        assert [(Path(step.name).name, step.done, step.total) for step in steps] == [
            ("a.md", 1, 2),
            ("b.md", 2, 2),
            ("127.0.0.1", 1, 1),
        ]
        assert steps[0].report == IndexReport(indexed=("a.md",))
        assert steps[2].report.refused
        assert [one.title for one in await acore.documents()] == ["a.md", "b.md"]
        assert await acore.remove(str(docs / "a.md")) == ("a.md",)
        with pytest.raises(NotFound, match="--list"):
            await acore.remove(str(docs / "a.md"))
        with pytest.raises((NotFound, InvalidInput), match="no such file"):
            [step async for step in acore.steps([docs / "nowhere"])]
