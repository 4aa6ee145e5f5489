import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from acore.domain.knowledge import Chunk, Hit, Query, Vector
from acore.domain.scope import Scope
from acore.errors import EngineTimeout, EngineUnavailable, InvalidInput, NotFound
from acore.services.knowledge import KnowledgeLimits
from acore.testing import MemoryVectorStore
from tests.unit.services.knowledge_double import knowledge

ALONE = Scope("cli", "cli")


class Failing(MemoryVectorStore):
    """Fails so many writes, or waits for ever."""

    def __init__(self, failures: int = 0, *, silent: bool = False) -> None:
        super().__init__()
        self.failures = failures
        self.silent = silent
        self.writes = 0

    async def replace(
        self,
        document: str,
        chunks: Sequence[Chunk],
        *,
        guild: str | None = None,
        vectors: Sequence[Vector] | None = None,
    ) -> None:
        self.writes += 1
        if self.silent:
            await asyncio.Event().wait()
        if self.failures:
            self.failures -= 1
            raise EngineUnavailable("full", engine="test")
        await super().replace(document, chunks, guild=guild, vectors=vectors)


async def test_help_is_found_without_anything_indexed(tmp_path: Path) -> None:
    first, *_ = await knowledge(tmp_path).find(Query("How do I add a Discord token?", ALONE))
    assert first.source.uri == "acore:help/discord-token"


async def test_a_dropped_file_is_kept_and_can_be_asked_about(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    report = await service.add("party.md", b"The garden party begins at five.")
    assert report.indexed == ("party.md",)
    assert (tmp_path / "data" / "documents" / "party.md").read_bytes() == b"The garden party begins at five."
    (passage, *_) = await service.find(Query("When does the garden party begin?", ALONE))
    assert passage.source.uri == (tmp_path / "data" / "documents" / "party.md").as_uri() + "#L1-L1"
    assert (await service.add("party.md", b"The garden party begins at five.")).unchanged == ("party.md",)
    await service.add("party.md", b"The garden party begins at six.")
    (passage, *_) = await service.find(Query("When does the garden party begin?", ALONE))
    assert "six" in passage.text


async def test_of_many_that_are_dropped_at_once_under_one_name_one_is_kept_and_found(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    for _ in range(10):  # each time the threads take turns in another order
        await asyncio.gather(*(service.add("a.md", f"Basket {n} is full.".encode()) for n in range(20)))
        assert [one.title for one in await service.listed()] == ["a.md"]
        (found,) = await service.find(Query("Which basket is full?", ALONE))
        assert found.text == (tmp_path / "data" / "documents" / "a.md").read_text()


async def test_a_dropped_file_can_not_leave_its_folder(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    await service.add("../../etc/passwd", b"words")
    await service.add(".hidden", b"words")
    assert {file.name for file in (tmp_path / "data" / "documents").iterdir()} == {"passwd", "hidden"}
    for name in ("", "..", "/"):
        with pytest.raises(InvalidInput, match="no name"):
            await service.add(name, b"words")


async def test_a_refused_file_is_not_kept(tmp_path: Path) -> None:
    report = await knowledge(tmp_path).add("a.pdf", b"%PDF-1.7")
    assert "a PDF" in report.refused[0].reason
    assert not (tmp_path / "data" / "documents").exists()


async def test_folders_are_read_in_order_and_hidden_files_are_not(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for name in ("b.md", "a.md", ".git/config", "node_modules/x.js", "sub/c.txt", "noise.bin", "blank.md"):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_bytes(b"\0\1" if name.endswith("bin") else b"" if name == "blank.md" else b"words")
    (docs / "outside").symlink_to("/etc")
    heard: list[str] = []
    report = await knowledge(tmp_path).index([docs], progress=heard.append)
    assert report.indexed == ("a.md", "b.md", "c.txt")
    assert [refusal.name for refusal in report.refused] == [str(docs / "blank.md"), str(docs / "noise.bin")]
    assert len(heard) == 5


async def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=str(tmp_path / "nowhere")):
        await knowledge(tmp_path).index([tmp_path / "nowhere"])


async def test_a_file_of_100_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    report = await knowledge(tmp_path).index([huge])
    assert "it has 100 MB" in report.refused[0].reason


async def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.md").write_text("words")
    with pytest.raises(InvalidInput, match="2 go at once"):
        await knowledge(tmp_path, limits=KnowledgeLimits(most_files=2)).index([tmp_path])


async def test_the_start_is_prepared_once_for_everybody(tmp_path: Path) -> None:
    store = Failing()
    service = knowledge(tmp_path, store=store)
    first, second = await asyncio.gather(service.prepare(), service.prepare())
    assert first is second
    assert store.writes == len(first.indexed) > 5


async def test_a_failed_start_is_tried_again(tmp_path: Path) -> None:
    service = knowledge(tmp_path, store=Failing(failures=1))
    with pytest.raises(EngineUnavailable):
        await service.prepare()
    assert (await service.prepare()).indexed


async def test_cancelling_one_who_waits_does_not_stop_the_others(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    waiting = [asyncio.create_task(service.prepare()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1] is results[2]


async def test_a_slow_start_does_not_hold_up_a_question(tmp_path: Path) -> None:
    service = knowledge(tmp_path, store=Failing(silent=True), limits=KnowledgeLimits(wait_s=0.01))
    assert await service.find(Query("anything at all", ALONE)) == ()
    await service.aclose()


class Unsearchable(MemoryVectorStore):
    """Takes documents, and never finds any."""

    async def search(self, query: Query) -> tuple[Hit, ...]:
        await asyncio.Event().wait()
        return await super().search(query)


async def test_an_index_that_does_not_answer_does_not_hold_up_a_question(tmp_path: Path) -> None:
    service = knowledge(tmp_path, store=Unsearchable(), limits=KnowledgeLimits(find_s=0.01))
    with pytest.raises(EngineTimeout, match=r"within 0\.01 s"):
        await service.find(Query("anything at all", ALONE))


async def test_configured_paths_are_indexed_at_the_start_and_missing_ones_told(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("The walnut tree stands in the north.")
    service = knowledge(tmp_path, paths=(tmp_path / "notes.md", tmp_path / "gone"))
    report = await service.prepare()
    assert "notes.md" in report.indexed
    assert str(tmp_path / "gone") in report.refused[0].name
    assert "north" in (await service.find(Query("Where does the walnut tree stand?", ALONE)))[0].text


async def test_what_is_acores_own_is_never_indexed_and_dropped_files_are(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    await service.add("kept.md", b"The kept words.")
    for name in ("secrets.toml", "run.json", "acore.db"):
        (tmp_path / "data" / name).write_text("token = 'abc'")
    (tmp_path / ".env").write_text("DISCORD_TOKEN=abc")
    (tmp_path / "notes.md").write_text("The noted words.")
    report = await service.index([tmp_path])
    assert (report.indexed, report.unchanged, report.refused) == (("notes.md",), ("kept.md",), ())
    named = await service.index([tmp_path / "data" / "secrets.toml", tmp_path / "data" / ".." / ".env"])
    assert named.indexed == ()
    assert all("acore's own" in refusal.reason for refusal in named.refused)
    assert len(named.refused) == 2
    assert (await service.index([tmp_path / "data" / "documents"])).unchanged == ("kept.md",)


async def test_a_link_to_a_secret_is_a_secret(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secrets.toml").write_text("token = 'abc'")
    (tmp_path / "harmless.md").symlink_to(tmp_path / "data" / "secrets.toml")
    report = await knowledge(tmp_path).index([tmp_path / "harmless.md"])
    assert next(refusal.reason for refusal in report.refused).startswith("it is acore's own")


async def test_a_pipe_and_a_device_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    report = await knowledge(tmp_path).index([tmp_path / "pipe", Path("/dev/zero")])
    assert [refusal.reason for refusal in report.refused] == ["it is no regular file."] * 2


async def test_documents_that_can_not_be_read_at_the_start_stop_no_question(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for name in "ab":
        (tmp_path / "many" / f"{name}.md").write_text("words")
    service = knowledge(tmp_path, paths=(tmp_path / "many",), limits=KnowledgeLimits(most_files=1))
    report = await service.prepare()
    assert "Index smaller folders" in report.refused[0].reason
    assert await service.find(Query("How do I add a Discord token?", Scope("c", "u")))
