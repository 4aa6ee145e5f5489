import io

import pytest

from acore.cli.transcribe import _Shown
from acore.domain.speech import Segment


class FakeTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(text: str, *, final: bool) -> Segment:
    return Segment(text, 1.0, 2.0, final=final)


def test_on_a_terminal_guesses_stand_on_one_line_and_go_when_it_is_sure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = FakeTerminal()
    monkeypatch.setattr("sys.stderr", terminal)
    shown = _Shown(prints=True)
    for text in ("what", "what can " + "you " * 40):
        shown.show(told(text, final=False))
    shown.show(told(" what can you do ", final=True))
    shown.end()
    assert terminal.getvalue().startswith("\r\x1b[K   1.0 s  what\r\x1b[K")
    assert terminal.getvalue().endswith("you \r\x1b[K")
    assert max(map(len, terminal.getvalue().split("\r\x1b[K"))) <= 79
    assert capsys.readouterr().out == "what can you do\n"


def test_elsewhere_only_what_is_sure_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = _Shown(prints=True)
    shown.show(told("what", final=False))
    shown.show(told("what can you do", final=True))
    shown.end()
    assert tuple(capsys.readouterr()) == ("what can you do\n", "")


def test_for_json_nothing_is_printed_on_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    shown = _Shown(prints=False)
    shown.show(told("what can you do", final=True))
    assert tuple(capsys.readouterr()) == ("", "")
