"""Files that are read in a process of their own."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from acore.adapters.documents.reader import FileReader
from acore.domain.knowledge import Anchor, Refusal
from acore.domain.reading import Reading
from tests.unit.adapters.documents.making import docx, paragraph, pdf
from tests.waiting import wait_until


def reason(outcome: Reading | Refusal) -> str:
    assert isinstance(outcome, Refusal), outcome
    return outcome.reason


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A worker that never answers."""
    (tmp_path / "slow_worker.py").write_text("import sys, time\nsys.stdin.buffer.read()\ntime.sleep(60)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    monkeypatch.setattr("acore.adapters.documents.reader._WORKER", "slow_worker")
    return "slow_worker"


def running(module: str) -> bool:
    return any(module in " ".join(child.cmdline()) for child in psutil.Process().children())


def test_a_pdf_and_a_word_file_are_read() -> None:
    reader = FileReader()
    read = reader.read("a.pdf", pdf([["The mill."], ["It is old."]], "Mills"))
    assert read == Reading("The mill.\n\nIt is old.", "Mills", (Anchor(1, "page=1"), Anchor(3, "page=2")), "plain")
    word = reader.read("ä name.docx", docx(paragraph("Grüße")))
    assert isinstance(word, Reading)
    assert word.text == "Grüße"


def test_a_large_page_is_read_as_a_small_one() -> None:
    page = reader_text(b"<h1>Mill</h1>" + b"<p>It is old.</p>" * 30_000)
    assert page.startswith("# Mill\n\nIt is old.")
    assert page.count("old") == 30_000


def reader_text(data: bytes) -> str:
    outcome = FileReader().read("a.html", data)
    assert isinstance(outcome, Reading)
    return outcome.text


def test_reasons_come_from_there() -> None:
    assert "damaged" in reason(FileReader().read("a.pdf", b"%PDF-1.4 nothing"))


@pytest.mark.usefixtures("slow")
def test_a_file_that_takes_too_long_is_given_up_and_its_process_is_gone() -> None:
    assert "longer than 0.5 s" in reason(FileReader(deadline_s=0.5).read("a.pdf", pdf([["words"]])))
    assert not running("slow_worker")


@pytest.mark.usefixtures("slow")
def test_closing_ends_what_is_being_read() -> None:
    reader, outcomes = FileReader(), []
    thread = threading.Thread(target=lambda: outcomes.append(reader.read("a.pdf", pdf([["words"]]))))
    thread.start()
    wait_until(lambda: running("slow_worker"))
    reader.close()
    thread.join(10)
    assert "stopping" in reason(outcomes[0])
    assert "stopping" in reason(reader.read("b.pdf", pdf([["words"]])))
    assert not running("slow_worker")


def test_a_file_that_kills_its_reader_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "dying_worker.py").write_text("import os, sys\nprint('oh', file=sys.stderr, flush=True)\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    monkeypatch.setattr("acore.adapters.documents.reader._WORKER", "dying_worker")
    assert "ends the program" in reason(FileReader().read("a.pdf", pdf([["words"]])))


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on memory there")
def test_the_memory_of_a_reader_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "greedy_worker.py").write_text(
        "from acore.adapters.documents import parsing, worker\n"
        "parsing._late = lambda path: lambda data: bytearray(2 * 1024**3)\n"
        "worker.main()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    monkeypatch.setattr("acore.adapters.documents.reader._WORKER", "greedy_worker")
    assert "more memory" in reason(FileReader().read("a.pdf", pdf([["words"]])))


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on processor time there")
def test_a_reader_whose_acore_was_killed_ends_by_itself() -> None:
    code = (
        "from acore.adapters.documents import parsing, worker\n"
        "def endless(data):\n    while True: pass\n"
        "parsing._late = lambda path: endless\n"
        "worker.MOST_PROCESSOR_S = 1\n"
        "worker.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, "pdf", "a.pdf"], input=b"%PDF-", timeout=30, check=False)
    assert done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Kids [3 0 R]", b"/Kids [4 0 R]"),
        (b"/Count 1", b"/Count 99999999"),
        (b"/Contents 2 0 R", b"/Contents 3 0 R"),
        (b"/Font << /F1 1 0 R >>", b"/Font << /F1 3 0 R >>"),
    ],
)
def test_a_pdf_that_leads_in_circles_is_read_or_refused_in_time(old: bytes, new: bytes) -> None:
    data = pdf([["words"]])
    assert old in data
    began = time.monotonic()
    outcome = FileReader(deadline_s=20).read("a.pdf", data.replace(old, new))
    assert isinstance(outcome, Refusal) or outcome.text.strip()
    assert time.monotonic() - began < 30
