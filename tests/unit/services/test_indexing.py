"""What is indexed again, and what is no longer found."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from errno import EIO
from pathlib import Path

import pytest

from acore.adapters.documents.reader import FileReader
from acore.domain.chunking import chunks
from acore.domain.knowledge import Added, Audience, Document, Query, Vector
from acore.domain.scope import Scope
from acore.errors import InvalidInput, NotFound
from acore.interfaces.embedder import Kind
from acore.services.knowledge import KnowledgeLimits
from acore.testing import MemoryVectorStore
from tests.unit.services.knowledge_double import CountingReader, CountingStore, Numbers, Web, knowledge

HOUSE = Scope("cli", "cli")
HERE = Scope(channel="c", user="ada", guild="g", category="k")
PAGE = "https://mill.example/hours"


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)
    return folder


async def test_one_of_a_thousand_files_was_touched_and_one_is_read_again(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", **{f"f{n}": f"Sentence number {n}." for n in range(1000)})
    reader, store, embedder = CountingReader(), CountingStore(), Numbers()
    service = knowledge(tmp_path, reader=reader, store=store, embedder=embedder)
    assert len((await service.index([docs])).indexed) == 1000
    for counted in (reader.names, store.written, embedder.texts):
        assert len(counted) == 1000
        counted.clear()
    (docs / "f7.md").write_text("Another sentence.")
    (docs / "f8.md").touch()
    report = await service.index([docs])
    assert (report.indexed, len(report.unchanged)) == (("f7.md",), 999)
    assert reader.names == ["f7.md"]
    assert store.written == [(docs / "f7.md").as_uri()]
    assert embedder.texts == ["f7.md\nAnother sentence."]


async def test_what_is_removed_from_a_folder_is_no_longer_found(tmp_path: Path) -> None:
    docs, other = write(tmp_path / "docs", a="apples", b="pears"), write(tmp_path / "docs2", a="plums")
    store = MemoryVectorStore()
    service = knowledge(tmp_path, store=store)
    await service.index([docs, other])
    await service.index([docs], guild="g")
    for file in (docs / "a.md", other / "a.md"):
        file.unlink()
    assert (await service.index([docs])).removed == ("a.md",)
    assert {(one.document, one.audience.guild) for one in await service.listed()} == {
        ((docs / "b.md").as_uri(), None),
        ((docs / "a.md").as_uri(), "g"),
        ((docs / "b.md").as_uri(), "g"),
        ((other / "a.md").as_uri(), None),
    }


async def test_what_went_with_its_folder_is_no_longer_found(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a="apples")
    write(docs / "sub" / "deep", b="pears")
    service = knowledge(tmp_path)
    await service.index([docs])
    shutil.rmtree(docs / "sub")
    assert (await service.index([docs])).removed == ("b.md",)
    assert [one.title for one in await service.listed()] == ["a.md"]


async def test_what_grew_too_large_is_no_longer_found_and_what_can_not_be_read_now_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write(tmp_path / "docs", a="apples", b="pears")
    service = knowledge(tmp_path, limits=KnowledgeLimits(largest_file=10))
    await service.index([docs])
    (docs / "a.md").write_text("apples and pears and plums")
    read = Path.read_bytes

    def fail(file: Path) -> bytes:
        if file.name == "b.md":
            raise OSError(EIO, "Input/output error")
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", fail)
    report = await service.index([docs])
    assert (len(report.refused), report.removed) == (2, ("a.md",))
    assert [one.title for one in await service.listed()] == ["b.md"]


async def test_a_drive_that_is_not_there_takes_no_document_with_it(tmp_path: Path) -> None:
    docs = write(tmp_path / "mount" / "docs", a="apples")
    service = knowledge(tmp_path)
    await service.index([docs])
    docs.rename(tmp_path / "away")
    with pytest.raises(NotFound):
        await service.index([docs])
    await service.prepare()
    assert [one.title for one in await service.listed()] == ["a.md"]


async def test_what_can_not_be_read_any_more_is_no_longer_found(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a="apples")
    service = knowledge(tmp_path)
    await service.index([docs])
    (docs / "a.md").write_bytes(b"\x89PNG")
    report = await service.index([docs])
    assert (len(report.refused), report.removed) == (1, ("a.md",))
    assert await service.listed() == ()


async def test_the_start_looks_again_at_what_was_indexed(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a="apples", b="pears", c="plums")
    store = MemoryVectorStore()
    await knowledge(tmp_path, store=store).index([docs])
    (docs / "a.md").write_text("quinces")
    (docs / "b.md").unlink()
    report = await knowledge(tmp_path, store=store).prepare()
    assert (report.removed, "a.md" in report.indexed, "c.md" in report.unchanged) == (("b.md",), True, True)


async def test_a_file_whose_name_is_no_text_is_known_at_the_next_start(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs")
    (docs / os.fsdecode(b"caf\xe9.md")).write_text("apples")
    store = MemoryVectorStore()
    first = knowledge(tmp_path, store=store)
    (step,) = [step async for step in first.steps([docs])]
    assert step.name == str(docs / "caf\ufffd.md")
    await knowledge(tmp_path, store=store).prepare()
    assert [one.title for one in await first.listed()] == ["caf\ufffd.md"]
    (docs / os.fsdecode(b"caf\xe9.md")).unlink()
    assert (await first.index([docs])).removed == ("caf\ufffd.md",)


async def test_the_name_of_a_file_breaks_no_line_and_steers_no_terminal(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", **{"a\nb\x1b[31m": "apples", "c\u202e\x07": ""})
    service = knowledge(tmp_path)
    report = await service.index([docs])
    assert report.indexed == ("a\ufffdb\ufffd[31m.md",)
    assert [refusal.name for refusal in report.refused] == [str(docs / "c\ufffd\ufffd.md")]
    assert [one.title for one in await service.listed()] == ["a\ufffdb\ufffd[31m.md"]


async def test_a_file_is_removed_and_not_what_has_its_name_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = write(tmp_path / "here", a="apples"), write(tmp_path / "there", a="pears")
    service = knowledge(tmp_path)
    await service.index([here, there])
    monkeypatch.chdir(here)
    assert await service.remove_named("a.md") == ("a.md",)
    assert [one.document for one in await service.listed()] == [(there / "a.md").as_uri()]


async def test_the_start_drops_pages_that_are_kept_no_more(tmp_path: Path) -> None:
    store, web = MemoryVectorStore(), Web({PAGE: "<p>nine"})
    service = knowledge(tmp_path, store=store, reader=FileReader(), pages=web)
    for guild in ("g", "other"):
        await service.add_page(PAGE, audience=Audience(guild))
        await service.add_text("https://chat.example/1", "Ada wrote", "apples", audience=Audience(guild))
    shutil.rmtree(tmp_path / "data" / "documents" / "g")
    report = await knowledge(tmp_path, store=store, reader=FileReader(), pages=web).prepare()
    assert set(report.removed) == {"hours", "1"}
    assert {(one.document, one.audience.guild) for one in await service.listed()} == {
        (PAGE, "other"),
        ("https://chat.example/1", "other"),
    }


async def test_help_pages_of_an_earlier_acore_are_dropped(tmp_path: Path) -> None:
    store = MemoryVectorStore()
    await knowledge(tmp_path, store=store).prepare()
    known = await store.documents()
    old = Document("acore:help/gone", "Gone", "What an earlier acore told.")
    await store.replace(old.uri, chunks(old))
    await knowledge(tmp_path, store=store).prepare()
    assert await store.documents() == known


async def test_another_audience_is_written_down(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    for audience in (Audience("g"), Audience("g", channel="c"), Audience("g", owner="bob")):
        assert (await service.add("a.md", b"apples", audience=audience)).indexed == ("a.md",)
        assert [one.audience for one in await service.listed()] == [audience]
    assert await service.listed(HERE) == ()


async def test_nobody_takes_a_document_away_from_other_readers(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    await service.add("a.md", b"apples", audience=Audience("g"), added=Added("bob"))
    with pytest.raises(InvalidInput, match=r"has a\.md already, for other readers"):
        await service.add("a.md", b"pears", audience=Audience("g", owner="ada"), added=Added("ada"))
    (one,) = await service.listed()
    assert one.audience == Audience("g")
    assert (tmp_path / "data" / "documents" / "g" / "a.md").read_bytes() == b"apples"
    assert (await service.add("a.md", b"pears", audience=Audience("g"), added=Added("bob"))).indexed


@pytest.mark.parametrize("mine", [Audience("g"), Audience("g", channel="c"), Audience("g", owner="ada")])
async def test_a_name_that_another_keeps_privately_is_free_and_both_stay(tmp_path: Path, mine: Audience) -> None:
    service = knowledge(tmp_path)
    bobs = Audience("g", owner="bob")
    await service.add("a.md", b"apples", audience=bobs, added=Added("bob"))
    for words in (b"pears", b"plums"):
        assert (await service.add("a.md", words, audience=mine, added=Added("ada"))).indexed == ("a.md",)
    again = knowledge(tmp_path, store=MemoryVectorStore())
    await again.prepare()
    for house in (service, again):
        assert {(one.title, one.audience) for one in await house.listed()} == {("a.md", bobs), ("a.md", mine)}
        assert "apples" in [p.text for p in await house.find(Query("apples", Scope("c", "bob", "g")))]
        assert "apples" not in [p.text for p in await house.find(Query("apples plums", HERE))]
    (own,) = [one for one in await again.listed() if one.audience == mine]
    await again.remove(own.document, guild="g")
    assert [one.audience for one in await again.listed()] == [bobs]
    assert (await again.add("a.md", b"quinces", audience=bobs, added=Added("bob"))).indexed
    assert len(await again.listed()) == 1


@pytest.mark.parametrize("mine", [Audience("g", channel="c"), Audience("g", owner="ada")])
async def test_a_page_that_another_keeps_privately_is_neither_told_nor_taken(tmp_path: Path, mine: Audience) -> None:
    service = knowledge(tmp_path, reader=FileReader(), pages=Web({PAGE: "<p>nine"}))
    bobs = Audience("g", owner="bob")
    await service.add_page(PAGE, audience=bobs, added=Added("bob"))
    with pytest.raises(InvalidInput) as refused:
        await service.add_page(PAGE, audience=mine, added=Added("ada"))
    assert str(refused.value) == "I can not take that for these readers. Save it as a file, and give me that."
    assert [one.audience for one in await service.listed()] == [bobs]


async def test_a_page_that_somebody_keeps_for_themselves_can_be_given_to_all(tmp_path: Path) -> None:
    service = knowledge(tmp_path, reader=FileReader(), pages=Web({PAGE: "<p>nine"}))
    await service.add_page(PAGE, audience=Audience("g", owner="bob"), added=Added("bob"))
    await service.add_page(PAGE, audience=Audience("g"), added=Added("ada"))
    assert [one.audience for one in await service.listed()] == [Audience("g")]
    with pytest.raises(InvalidInput, match=PAGE):
        await service.add_page(PAGE, audience=Audience("g", owner="bob"), added=Added("bob"))


async def test_a_document_whose_readers_can_not_be_told_is_refused_at_the_start(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    await service.add("a.md", b"apples", audience=Audience("g", owner="bob"), added=Added("bob"))
    (tmp_path / "data" / "documents" / "g" / ".a.md.about").write_bytes(b"{")
    again = knowledge(tmp_path)
    (refusal,) = (await again.prepare()).refused
    assert "who may find it can not be read" in refusal.reason
    assert await again.listed() == ()


async def test_another_embedder_reads_everything_again_and_one_that_was_down_does_later(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a="apples")
    store, first, other = CountingStore(), Numbers(), Numbers("other")
    assert (await knowledge(tmp_path, store=store, embedder=first).index([docs])).indexed
    assert (await knowledge(tmp_path, store=store, embedder=Numbers()).index([docs])).unchanged
    other.down = True
    assert (await knowledge(tmp_path, store=store, embedder=other).index([docs])).indexed
    written = len(store.written)
    assert (await knowledge(tmp_path, store=store, embedder=other).index([docs])).unchanged
    assert len(store.written) == written
    other.down = False
    assert (await knowledge(tmp_path, store=store, embedder=other).index([docs])).indexed
    assert other.texts == ["a.md\napples"]


async def test_a_web_page_is_indexed_under_its_address_and_kept(tmp_path: Path) -> None:
    service = knowledge(tmp_path, reader=FileReader(), pages=Web({PAGE: "<title>The mill</title><p>It opens at nine."}))
    assert (await service.index([f"{PAGE}#top"])).indexed == ("The mill",)
    (passage, *_) = await service.find(Query("When does the mill open?", HOUSE))
    assert passage.source.uri == PAGE
    (kept,) = service.kept()
    assert kept.startswith("mill.example-hours-")
    report = await service.index([PAGE, "https://mill.example/none"])
    assert (report.unchanged, "nothing stands there" in report.refused[0].reason) == ((PAGE,), True)


async def test_without_a_fetcher_a_page_is_refused_in_words(tmp_path: Path) -> None:
    assert "can not fetch" in (await knowledge(tmp_path).index([PAGE])).refused[0].reason
    with pytest.raises(InvalidInput, match="can not fetch"):
        await knowledge(tmp_path).add_page(PAGE)


async def test_a_server_reads_its_documents_again(tmp_path: Path) -> None:
    web = Web({PAGE: "<p>nine", "https://mill.example/b": "<p>b"})
    service = knowledge(tmp_path, reader=FileReader(), pages=web)
    by_ada = Added("ada", datetime(2026, 11, 21, tzinfo=UTC))
    await service.add_page(PAGE, audience=Audience("g", channel="c"), added=by_ada)
    await service.add_page("https://mill.example/b", audience=Audience("other"))
    await service.add_text("https://chat.example/1", "Ada wrote", "apples", audience=Audience("g"), added=by_ada)
    web.pages = {PAGE: "<p>The mill opens at ten", "https://mill.example/b": "<p>c"}
    report = await service.reload("g")
    assert len(report.indexed) == 1
    (passage, *_) = await service.find(Query("When does the mill open?", HERE))
    assert "ten" in passage.text
    assert {(one.title, one.audience, one.added) for one in await service.listed(HERE)} >= {
        ("Ada wrote", Audience("g"), by_ada),
    }
    web.down = True
    assert "network is down" in (await service.reload("g")).refused[0].reason
    (passage, *_) = await service.find(Query("When does the mill open?", HERE))
    assert "ten" in passage.text


async def test_all_that_was_handed_over_is_there_again_after_the_index_was_deleted(tmp_path: Path) -> None:
    by_ada = Added("ada", datetime(2026, 11, 21, tzinfo=UTC))
    first = knowledge(tmp_path, reader=FileReader(), pages=Web({PAGE: "<title>The mill</title>nine"}))
    await first.add("notes.md", b"everyone's apples")
    await first.add("notes.md", b"the server's pears", audience=Audience("g", channel="c"), added=by_ada)
    await first.add_text(
        "https://chat.example/1", "Ada wrote", "plums", audience=Audience("g", owner="ada"), added=by_ada
    )
    await first.add_page(PAGE, audience=Audience("h"))
    second = knowledge(tmp_path, reader=FileReader(), store=MemoryVectorStore())
    await second.prepare()
    assert await second.listed() == await first.listed()
    assert len(await second.listed()) == 4
    assert await second.listed(Scope("c", "bob", "other")) == (await second.listed(HOUSE))
    (only,) = await second.listed(HOUSE)
    assert only.audience == Audience()
    assert {one.title for one in await second.listed(HERE)} == {"notes.md", "Ada wrote"}


async def test_a_server_s_documents_are_not_indexed_for_everyone(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    await service.add("secret.md", b"pears", audience=Audience("g"))
    report = await service.index([tmp_path])
    assert (report.indexed, report.unchanged) == ((), ())
    named = await service.index([tmp_path / "data" / "documents" / "g" / "secret.md"])
    assert "acore's own" in named.refused[0].reason
    assert service.kept() == ()


async def test_what_is_removed_is_deleted_where_it_is_kept(tmp_path: Path) -> None:
    service = knowledge(tmp_path)
    await service.add("a.md", b"apples", audience=Audience("g"), added=Added("ada"))
    await service.add("a.md", b"pears")
    uri = (tmp_path / "data" / "documents" / "g" / "a.md").as_uri()
    with pytest.raises(NotFound):
        await service.remove(uri, guild="other")
    await service.remove(uri, guild="g")
    assert list((tmp_path / "data" / "documents" / "g").iterdir()) == []
    assert [one.audience.guild for one in await service.listed()] == [None]
    with pytest.raises(NotFound):
        await service.remove(uri, guild="g")


@pytest.mark.parametrize("name", ["{}/docs", "{}/docs/a.md", "a.md"])
async def test_documents_are_removed_by_folder_file_or_title(tmp_path: Path, name: str) -> None:
    docs = write(tmp_path / "docs", a="apples")
    write(tmp_path / "docs2", b="pears")
    service = knowledge(tmp_path)
    await service.index([docs, tmp_path / "docs2"])
    await service.index([docs], guild="g")
    assert await service.remove_named(name.format(tmp_path)) == ("a.md",)
    assert {(one.title, one.audience.guild) for one in await service.listed()} == {
        ("b.md", None),
        ("a.md", "g"),
    }
    with pytest.raises(NotFound, match="--list"):
        await service.remove_named(name.format(tmp_path))


async def test_steps_tell_how_far_it_is(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a="apples", b="pears")
    service = knowledge(tmp_path, pages=Web({}))
    await service.index([docs])
    (docs / "b.md").unlink()
    steps = [step async for step in service.steps([docs, PAGE])]
    assert [(Path(step.name).name, step.done, step.total) for step in steps] == [
        ("a.md", 1, 1),
        ("", 1, 1),
        ("hours", 1, 1),
    ]


class Slow(Numbers):
    """Takes its time with apples."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.goes_on = asyncio.Event(), asyncio.Event()

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        if any("apples" in text for text in texts):
            self.began.set()
            await self.goes_on.wait()
        return await super().embed(texts, kind)


async def test_what_is_removed_while_it_is_indexed_does_not_come_back(tmp_path: Path) -> None:
    await knowledge(tmp_path).add("a.md", b"apples", audience=Audience("g"))
    slow, store = Slow(), MemoryVectorStore()
    uri = (tmp_path / "data" / "documents" / "g" / "a.md").as_uri()
    await store.replace(uri, chunks(Document(uri, "a.md", "pears", Audience("g"))), guild="g")
    service = knowledge(tmp_path, store=store, embedder=slow)
    preparing = asyncio.create_task(service.prepare())
    await slow.began.wait()
    removing = asyncio.create_task(service.remove(uri, guild="g"))
    await asyncio.wait([removing], timeout=0.05)
    slow.goes_on.set()
    await asyncio.gather(preparing, removing)
    assert await service.listed() == ()


async def test_what_is_given_while_an_earlier_text_of_it_is_indexed_is_what_is_found(tmp_path: Path) -> None:
    await knowledge(tmp_path).add("a.md", b"apples", audience=Audience("g"))
    slow = Slow()
    service = knowledge(tmp_path, embedder=slow)
    preparing = asyncio.create_task(service.prepare())
    await slow.began.wait()
    adding = asyncio.create_task(service.add("a.md", b"The pears are ripe.", audience=Audience("g")))
    await asyncio.wait([adding], timeout=0.05)
    slow.goes_on.set()
    await asyncio.gather(preparing, adding)
    (passage,) = await service.find(Query("Are the pears ripe?", HERE))
    assert passage.text == "The pears are ripe."
