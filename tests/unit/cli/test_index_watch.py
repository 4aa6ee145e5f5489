"""Watching goes on where the acore that it talks with does not."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from acore.cli import index
from acore.domain.knowledge import IndexReport, IndexStep
from acore.errors import EngineUnavailable, NotFound
from acore.settings import Settings


class Ended(Exception):
    """The test has seen what it wanted."""


class Restarting:
    """An acore that is there, and not the next times that it is asked."""

    def __init__(self, *failures: Exception) -> None:
        self.failures: list[Exception | None] = [None, *failures]
        self.asked: list[list[str]] = []

    @asynccontextmanager
    async def house(self, _: Settings) -> AsyncIterator[Any]:
        yield self

    async def steps(self, targets: Sequence[Path]) -> AsyncGenerator[IndexStep]:
        self.asked.append([target.name for target in targets])
        if self.failures and (failure := self.failures.pop(0)):
            raise failure
        for target in targets:
            yield IndexStep(target.name, 1, 1, IndexReport(indexed=(target.name,)))


@pytest.mark.parametrize("failure", [EngineUnavailable("it stops", engine="acore"), NotFound("it went")])
async def test_changes_wait_until_acore_is_there_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failure: Exception
) -> None:
    (tmp_path / "docs").mkdir()
    acore = Restarting(failure, failure)
    rounds: list[Callable[[], object]] = [
        lambda: (tmp_path / "docs" / "a.md").write_text("apples"),
        *[lambda: None] * 4,
    ]

    async def sleep(_: float) -> None:
        if not rounds:
            raise Ended
        rounds.pop(0)()

    monkeypatch.setattr(index, "house", acore.house)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(Ended):
        await index._watched(Settings(data_dir=tmp_path / "data"), [tmp_path / "docs"], as_json=False)
    assert acore.asked == [["docs"], ["a.md"], ["a.md"], ["a.md"]]
    told = capsys.readouterr()
    assert told.err.count(str(failure)) == 1
    assert told.out.endswith("1 indexed, 0 unchanged, 0 refused\n")
