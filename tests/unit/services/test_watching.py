import os
import shutil
from pathlib import Path

import pytest

from acore.services.document_files import DocumentFiles, FileLimits
from acore.services.watching import Changes, FolderWatch


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("apples")
    (folder / "b.md").write_text("pears")
    return folder


def watching(*paths: Path) -> FolderWatch:
    return FolderWatch(DocumentFiles(Path("/nowhere/data"), Path("/nowhere/data/documents"), FileLimits()), paths)


def write(file: Path, text: str, second: int) -> None:
    file.write_text(text)
    os.utime(file, (second, second))


def test_nothing_changed(docs: Path) -> None:
    watch = watching(docs)
    assert [watch.look(), watch.look()] == [Changes(), Changes()]


def test_a_change_is_told_once_when_the_file_stands_still(docs: Path) -> None:
    watch = watching(docs)
    write(docs / "a.md", "half of", 10)
    assert watch.look() == Changes()
    write(docs / "a.md", "half of it", 20)
    assert watch.look() == Changes()
    assert watch.look() == Changes(changed=(docs / "a.md",))
    assert watch.look() == Changes()


def test_new_files_and_those_that_are_gone_are_told(docs: Path) -> None:
    watch = watching(docs)
    write(docs / "c.md", "plums", 10)
    (docs / "b.md").unlink()
    assert watch.look() == Changes(gone=(docs / "b.md",))
    assert watch.look() == Changes(changed=(docs / "c.md",))
    assert watch.look() == Changes()


def test_a_file_that_goes_and_comes_back_is_new(docs: Path) -> None:
    watch = watching(docs / "a.md")
    (docs / "a.md").unlink()
    assert watch.look().gone == (docs / "a.md",)
    write(docs / "a.md", "apples again", 10)
    assert [watch.look().changed, watch.look().changed] == [(), (docs / "a.md",)]


def test_hidden_files_are_not_watched(docs: Path) -> None:
    watch = watching(docs)
    write(docs / ".a.md.swp", "x", 10)
    assert [watch.look(), watch.look()] == [Changes(), Changes()]


def test_what_goes_with_a_folder_is_gone_and_what_stands_on_a_drive_that_went_is_not(docs: Path) -> None:
    (docs / "sub" / "deep").mkdir(parents=True)
    (docs / "sub" / "deep" / "c.md").write_text("plums")
    alone = docs.parent / "alone.md"
    alone.write_text("quinces")
    watch = watching(docs, alone)
    shutil.rmtree(docs / "sub")
    alone.unlink()
    assert watch.look().gone == (docs / "sub" / "deep" / "c.md", alone)
    docs.rename(docs.parent / "away")
    assert watch.look() == Changes()
    (docs.parent / "away").rename(docs)
    assert watch.look() == Changes()
    (docs / "a.md").unlink()
    assert watch.look().gone == (docs / "a.md",)


def test_changes_that_wait_are_told_once(docs: Path) -> None:
    one, other = docs / "a.md", docs / "b.md"
    assert Changes((one,), (other,)) + Changes((one, other), ()) == Changes((one, other), (other,))
