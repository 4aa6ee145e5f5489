"""`acore index`, as a person uses it."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Acore
from tests.unit.adapters.documents.making import docx, paragraph, pdf


def write(folder: Path) -> Path:
    docs = folder / "docs"
    docs.mkdir()
    (docs / "report.pdf").write_bytes(
        pdf([["The walnut harvest begins in October."], ["The zeppelin museum opens at ten."]])
    )
    (docs / "minutes.docx").write_bytes(docx(paragraph("The treasurer of the club is Imke Sander.")))
    (docs / "guide.html").write_text("<h2 id=ferry>Ferry</h2><p>The ferry to Skarv leaves at noon.")
    (docs / "talk.srt").write_text("1\n00:01:23,000 --> 00:01:25,000\nA beehive costs eighty dollars.\n")
    (docs / "prices.csv").write_text("tea,price\nMossgarden,11.50\nHarbour Fog,6.40\n")
    return docs


@pytest.mark.parametrize(
    ("question", "answer", "place"),
    [
        ("When does the zeppelin museum open?", "at ten", "report.pdf#page=2"),
        ("Who is the treasurer of the club?", "Imke Sander", "minutes.docx"),
        ("When does the ferry to Skarv leave?", "noon", "guide.html#ferry"),
        ("How much does a beehive cost?", "eighty", "talk.srt#t=83"),
        ("What is the price of Mossgarden?", "11.50", "prices.csv#L2-L3"),
    ],
)
def test_documents_of_all_kinds_are_answered_from_with_their_places(
    acore: Acore, tmp_path: Path, question: str, answer: str, place: str
) -> None:
    assert "5 indexed" in acore("index", str(write(tmp_path))).stdout
    told = json.loads(acore("ask", question, "--json").stdout)
    assert answer in told["reply"]
    assert told["sources"][0]["uri"] == f"{(tmp_path / 'docs').as_uri()}/{place}"


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("option", [(), ("--remove",), ("--watch",)])
def test_an_empty_path_is_not_the_current_folder(
    acore: Acore, tmp_path: Path, empty: str, option: tuple[str, ...]
) -> None:
    write(tmp_path)
    refused = acore("index", *option, empty)
    assert refused.returncode == 2
    assert "acore index ." in refused.stderr
    assert not (tmp_path / "data").exists()


def test_what_changed_is_read_again_and_what_is_gone_is_forgotten(acore: Acore, tmp_path: Path) -> None:
    docs = write(tmp_path)
    first = acore("index", "docs")
    assert "5 indexed, 0 unchanged, 0 refused" in first.stdout
    assert first.stderr.count("docs/") == 5
    (docs / "prices.csv").unlink()
    (docs / "guide.html").write_text("<p>The ferry to Skarv leaves at one.")
    second = acore("index", "docs")
    assert "1 indexed, 3 unchanged, 0 refused, 1 removed" in second.stdout
    assert second.stderr.split() == ["docs/guide.html"]


def test_documents_are_listed_and_removed(acore: Acore, tmp_path: Path) -> None:
    docs = write(tmp_path)
    acore("index", "docs")
    listed = acore("index", "--list")
    assert "report.pdf  (2 passages, everyone)" in listed.stdout
    assert "5 documents" in listed.stdout
    assert {one["title"] for one in json.loads(acore("index", "--list", "--json").stdout)} == {
        f.name for f in docs.iterdir()
    }
    assert acore("index", "--remove", "docs/talk.srt", "prices.csv").stdout == "2 removed: talk.srt, prices.csv\n"
    assert json.loads(acore("index", "--remove", "docs", "--json").stdout)["removed"] == [
        "guide.html", "minutes.docx", "report.pdf",
    ]  # fmt: skip
    gone = acore("index", "--remove", "docs")
    assert gone.returncode == 1
    assert "nothing in the index" in gone.stderr
    assert acore("index", "--list").stdout == "0 documents\n"


@pytest.mark.parametrize("wrong", [[], ["--list", "docs"], ["--remove"], ["docs", "--watch", "--remove"]])
def test_what_makes_no_sense_is_wrong_usage(acore: Acore, wrong: list[str]) -> None:
    done = acore("index", *wrong)
    assert done.returncode == 2
    assert "acore index docs/" in " ".join(done.stderr.split())


def test_a_web_address_is_no_path(acore: Acore) -> None:
    done = acore("index", "http://127.0.0.1:9/")
    assert done.returncode == 1
    assert "http://127.0.0.1:9/: " in done.stderr
    assert "no such file" not in done.stderr


def test_an_address_of_another_kind_is_told_as_that(acore: Acore) -> None:
    done = acore("index", "ftp://mill.example/hours")
    assert done.returncode == 2
    assert "http://" in done.stderr
    assert "no such file" not in done.stderr


def test_what_steers_a_terminal_is_not_printed(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2Jb.md").write_text("The ferry to Skarv leaves \x1b]0;at\x07 noon.")
    (tmp_path / "c\x1b[2J.md").write_text("")
    for command in (("index", "."), ("index", "--list"), ("ask", "When does the ferry to Skarv leave?")):
        done = acore(*command)
        assert "[2J" in done.stdout + done.stderr
        assert not {"\x1b", "\x07"} & {*done.stdout, *done.stderr}
    assert "1 document\n" in acore("index", "--list").stdout


@pytest.fixture
def watching(environment: dict[str, str], tmp_path: Path) -> "Callable[[], subprocess.Popen[str]]":
    def start() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "acore.cli", "index", "docs", "--watch", "--json"],
            cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  tests may ignore it
        )  # fmt: skip

    return start


def test_a_watched_folder_is_kept_in_step(
    watching: "Callable[[], subprocess.Popen[str]]", acore: Acore, tmp_path: Path
) -> None:
    docs = write(tmp_path)
    with watching() as process:
        assert process.stdout
        assert len(json.loads(process.stdout.readline())["indexed"]) == 5
        (docs / "new.md").write_text("The lighthouse keeper is called Oddny.")
        (docs / "talk.srt").unlink()
        told = [json.loads(process.stdout.readline()) for _ in range(2)]
        assert {tuple(one["indexed"]) for one in told} == {("new.md",), ()}
        assert {tuple(one["removed"]) for one in told} == {("talk.srt",), ()}
        assert "Oddny" in acore("ask", "Who is the lighthouse keeper?").stdout
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 130
