import errno
import io
import shutil
import stat
import sys
from pathlib import Path
from typing import BinaryIO

import pytest
import typer

from acore.cli import sounding
from acore.cli.sounding import ToFile, ToPlayer, ToStandardOutput, target_of
from acore.errors import EngineUnavailable


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def players(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that programs are found in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, does: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys\n{does}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_file_holds_what_was_written_and_nothing_of_before(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(b"x" * 1000)
    with ToFile(str(file)).opened() as sound:
        sound.write(b"0000sound")
        sound.seek(0)
        sound.write(b"head")
        assert file.read_bytes() == b"x" * 1000
    assert file.read_bytes() == b"headsound"


@pytest.mark.parametrize("before", [None, b"what was there"])
def test_what_fails_leaves_no_trace(tmp_path: Path, before: bytes | None) -> None:
    file = tmp_path / "a.wav"
    if before is not None:
        file.write_bytes(before)
    with pytest.raises(RuntimeError, match="hoarse"), ToFile(str(file)).opened() as sound:
        sound.write(b"begun")
        raise RuntimeError("hoarse")
    assert (file.read_bytes() if file.exists() else None) == before


def test_a_file_that_can_not_be_written_is_told_before_anything_is_said(tmp_path: Path) -> None:
    for name in (tmp_path, tmp_path / "none" / "a.wav"):
        with pytest.raises(OSError, match=str(tmp_path)), ToFile(str(name)).opened():
            pytest.fail("it was said")


def test_a_new_file_is_not_there_before_all_of_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    with ToFile(str(file)).opened() as sound:
        sound.write(b"sound")
        assert not file.exists()
    assert file.read_bytes() == b"sound"


def test_a_link_to_a_file_that_is_not_there_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link.wav"
    link.symlink_to(tmp_path / "a.wav")
    with ToFile(str(link)).opened() as sound:
        sound.write(b"sound")
    assert link.is_symlink()
    assert (tmp_path / "a.wav").read_bytes() == b"sound"


def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "full.wav"
    file.symlink_to("/dev/full")
    with pytest.raises(OSError, match=r"full\.wav"), ToFile(str(file)).opened() as sound:
        sound.write(b"sound")


@pytest.mark.parametrize("before", [None, b"what was there"])
def test_a_disk_that_is_full_at_the_end_leaves_what_was_there(
    tmp_path: Path, before: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: BinaryIO, target: BinaryIO) -> None:
        target.write(b"half")
        target.flush()
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "a.wav"
    if before is not None:
        file.write_bytes(before)
    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(OSError, match=r"a\.wav"), ToFile(str(file)).opened() as sound:
        sound.write(b"sound")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == ({"a.wav": before} if before else {})


def test_what_is_replaced_stays_where_a_link_leads_and_may_be_read_by_whom_it_was(tmp_path: Path) -> None:
    file, link, new = tmp_path / "there" / "a.wav", tmp_path / "link.wav", tmp_path / "new.wav"
    file.parent.mkdir()
    file.write_bytes(b"what was there")
    file.chmod(0o640)
    link.symlink_to(file)
    plain = tmp_path / "plain"
    plain.touch()
    for name in (link, new):
        with ToFile(str(name)).opened() as sound:
            sound.write(b"sound")
    assert link.is_symlink()
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"sound", 0o640)
    assert new.stat().st_mode == plain.stat().st_mode
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_takes_no_other_file_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    file = tmp_path / "a.wav"
    file.write_bytes(b"what was there before")
    monkeypatch.setattr(sounding, "NamedTemporaryFile", refused)
    with ToFile(str(file)).opened() as sound:
        sound.write(b"sound")
    assert file.read_bytes() == b"sound"


def test_what_is_no_file_can_be_written_to() -> None:
    with ToFile("/dev/null").opened() as sound:
        sound.write(b"sound")
    assert Path("/dev/null").exists()


def test_a_file_of_another_kind_is_refused_and_other_names_are_not() -> None:
    for name in ("a.mp3", "b.OGG"):
        with pytest.raises(typer.BadParameter, match="WAV"):
            target_of(name)
    for name in ("a.wav", "b", "c.2", "/dev/null"):
        assert target_of(name).name == name


def test_standard_output_gets_all_of_it_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    held = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(held))
    with pytest.raises(RuntimeError), ToStandardOutput().opened() as sound:
        sound.write(b"begun")
        raise RuntimeError
    assert held.getvalue() == b""
    with ToStandardOutput().opened() as sound:
        sound.write(b"sound")
    sys.stdout.flush()
    assert held.getvalue() == b"sound"


@pytest.mark.usefixtures("players")
def test_where_it_goes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert target_of("a.wav") == ToFile("a.wav")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
    assert target_of(None) == target_of("-") == ToStandardOutput()
    monkeypatch.setattr(sys, "stdout", Terminal())
    for output in (None, "-"):
        with pytest.raises(typer.BadParameter, match="-o FILE"):
            target_of(output)


def test_a_terminal_has_it_played(players: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    program(players, "ffplay", "")
    assert target_of(None) == ToPlayer(("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"))
    program(players, "aplay", "")
    assert target_of(None).name == "aplay"
    with pytest.raises(typer.BadParameter):
        target_of("-")


def test_a_player_is_given_a_file_that_is_gone_afterwards(players: Path) -> None:
    heard = players.parent / "heard"
    program(players, "aplay", f"open({str(heard)!r}, 'w').write(sys.argv[-1] + ' ' + open(sys.argv[-1]).read())")
    with ToPlayer((str(players / "aplay"), "-q")).opened() as sound:
        sound.write(b"sound")
    name, told = heard.read_text().split()
    assert told == "sound"
    assert name.endswith(".wav")
    assert not Path(name).exists()


def test_a_player_that_fails_is_told(players: Path) -> None:
    program(players, "aplay", "sys.exit(3)")
    told = r"could not play it \(code 3\); write it to a file"
    with pytest.raises(EngineUnavailable, match=told), ToPlayer((str(players / "aplay"),)).opened() as sound:
        sound.write(b"sound")


def test_every_player_is_named_once() -> None:
    names = [player[0] for player in sounding._PLAYERS]
    assert len(names) == len(set(names))
