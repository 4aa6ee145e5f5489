import pytest

from acore.cli.terminal import Terminal


def test_a_terminal_waits_until_enter_and_may_be_left(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", " S ", "skip"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(answers))
    terminal = Terminal(asks=True)
    assert [terminal.again("Switch it on") for _ in range(3)] == [True, False, False]

    def closed(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", closed)
    monkeypatch.setattr("acore.cli.terminal.getpass", closed)
    assert terminal.again("Switch it on") is False
    assert terminal.secret("token: ") == ""
    assert Terminal(asks=False).again("Switch it on") is False


def test_who_wants_no_questions_is_not_asked_for_a_token_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert Terminal(asks=False).secret("token: ") == ""
