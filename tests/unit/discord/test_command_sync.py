"""Telling Discord the commands."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from acore.discord.command_sync import sync, sync_changed


class FakeTree:
    """A command tree that counts how often it is sent."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.sent = 0
        self.refusal: Exception | None = None
        self.translator: Any = None

    def get_commands(self) -> list[Any]:
        return [SimpleNamespace(to_dict=lambda _tree, name=name: {"name": name}) for name in self.names]

    async def sync(self) -> list[Any]:
        if self.refusal:
            raise self.refusal
        self.sent += 1
        return self.get_commands()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "discord-commands.json"


async def _start(file: Path, *names: str, application: int = 1) -> int:
    tree: Any = FakeTree(*names)
    await sync_changed(tree, application, file)
    return int(tree.sent)


async def test_the_first_start_tells_the_commands(file: Path) -> None:
    assert await _start(file, "chat") == 1


async def test_a_start_with_the_same_commands_tells_nothing(file: Path) -> None:
    await _start(file, "chat")
    assert await _start(file, "chat") == 0


async def test_changed_commands_are_told(file: Path) -> None:
    await _start(file, "chat")
    assert await _start(file, "chat", "ask") == 1


async def test_each_application_is_told_once(file: Path) -> None:
    await _start(file, "chat", application=1)
    assert await _start(file, "chat", application=2) == 1
    assert await _start(file, "chat", application=1) == 0


def _known(file: Path) -> list[str]:
    return list(orjson.loads(file.read_bytes()))


async def test_applications_of_long_ago_are_forgotten(file: Path) -> None:
    for application in range(50):
        await _start(file, "chat", application=application)
    assert len(_known(file)) <= 21
    assert await _start(file, "chat", application=49) == 0


async def test_a_failure_is_made_good_by_the_next_start(file: Path, stage: Any) -> None:
    tree: Any = FakeTree("chat")
    tree.refusal = stage.http_error(500)
    await sync_changed(tree, 1, file)
    assert await _start(file, "chat") == 1


@pytest.fixture(params=[b"", b"{", b"[]", b"\xe4"])
def broken_file(file: Path, request: pytest.FixtureRequest) -> Path:
    file.write_bytes(request.param)
    return file


async def test_a_broken_file_is_made_anew(broken_file: Path) -> None:
    assert await _start(broken_file, "chat") == 1
    assert await _start(broken_file, "chat") == 0


async def test_a_folder_that_can_not_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    assert await _start(tmp_path / "missing" / "file.json", "chat") == 1


async def test_a_new_translation_is_a_change(file: Path) -> None:
    async def translated(_tree: Any, translator: Any) -> Any:
        return {"name": "chat", "description_localizations": {"de": translator}}

    tree: Any = FakeTree()
    tree.get_commands = lambda: [SimpleNamespace(get_translated_payload=translated)]
    for tree.translator in ("eins", "eins", "zwei"):
        await sync_changed(tree, 1, file)
    assert tree.sent == 2


async def test_commands_can_be_told_although_nothing_changed(file: Path) -> None:
    tree: Any = FakeTree("chat", "ask")
    await sync_changed(tree, 1, file)
    assert await sync(tree, 1, file) == 2
    assert tree.sent == 2
    await sync_changed(tree, 1, file)
    assert tree.sent == 2
