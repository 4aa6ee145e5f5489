import io
import sys

import pytest

from acore.cli import eval as evaluation


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with evaluation._progress("questions") as bar:
        bar.show(3, 7)
    assert "questions" in screen.getvalue()
    assert "3/7" in screen.getvalue()


def test_elsewhere_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with evaluation._progress("questions") as bar:
        bar.show(3, 7)
    assert capsys.readouterr().err == ""
