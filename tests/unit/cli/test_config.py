import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from acore.cli import main
from acore.cli.config import app
from acore.errors import SettingsError


@pytest.fixture(autouse=True)
def _scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__USE", "scripted")


def config(*arguments: str, settings: Path | None = None) -> Result:
    return CliRunner().invoke(app, [*arguments], obj=settings)


def lines(*arguments: str) -> list[str]:
    result = config(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_show_prints_every_key_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_WEB__PORT", "9000")
    shown = lines("show")
    for line in (
        "web.port = 9000",
        'data_dir = "data"',
        "llm.engines.scripted.replies = []",
        "discord.proxy is not set",
    ):
        assert line in shown


def test_show_tells_where_each_value_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("settings.toml").write_text("chat.history = 3\n")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    shown = lines("show", "--origin")
    assert "chat.history = 3    # settings.toml" in shown
    assert 'log.level = "debug"    # LOG_LEVEL' in shown
    assert "web.port = 8800    # default" in shown
    assert 'llm.use = "scripted"    # ACORE_LLM__USE' in shown


def test_show_gives_one_json_object() -> None:
    (line,) = lines("show", "--json")
    shown = json.loads(line)
    assert shown["web.port"] == 8800
    assert shown["discord.token"] is None
    assert shown["rag.paths"] == []


def test_show_gives_origins_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_RAG__PATHS", "docs")
    (line,) = lines("show", "--json", "--origin")
    shown = json.loads(line)
    assert shown["rag.paths"] == {"value": ["docs"], "origin": "ACORE_RAG__PATHS"}
    assert shown["web.port"] == {"value": 8800, "origin": "default"}


@pytest.mark.parametrize("options", [(), ("--json",), ("--origin",), ("--json", "--origin")])
def test_a_secret_is_never_shown(options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "s3cret-token")
    monkeypatch.setenv("ACORE_DISCORD__PROXY", "http://ada:s3cret-word@proxy:1")
    shown = "\n".join(lines("show", *options))
    assert "s3cret" not in shown
    assert "set (DISCORD_TOKEN)" in shown
    assert "http://***@proxy:1" in shown


def test_the_settings_file_of_the_command_line_is_used() -> None:
    Path("bot.toml").write_text("web.port = 1\n")
    assert "web.port = 1" in config("show", settings=Path("bot.toml")).stdout


def test_check_finds_settings_that_can_be_used() -> None:
    result = config("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "The settings can be used.\n", "")


def test_check_warns_on_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_DRIVE_CREDENTIALS", "s3cret")
    result = config("check")
    assert result.exit_code == 0
    assert result.stderr.startswith("acore: warning: GOOGLE_DRIVE_CREDENTIALS is for ")
    assert "s3cret" not in result.output


def test_check_tells_every_problem() -> None:
    Path("settings.toml").write_text("webb = 1\nweb.prot = 1\n")
    error = config("check").exception
    assert isinstance(error, SettingsError)
    assert str(error).startswith("2 problems in the settings:")


@pytest.mark.parametrize("verb", [["check"], ["show"], ["set", "web.port", "x"], ["set", "discord.token", "x"]])
def test_wrong_settings_end_with_2(
    verb: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if len(verb) == 1:
        Path("settings.toml").write_text("webb = 1\n")
    monkeypatch.setattr(sys, "argv", ["acore", "config", *verb])
    code = main.main()
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith("acore: ")


def test_a_negative_value_is_a_value_and_no_option() -> None:
    with pytest.raises(SettingsError, match=r"web\.port should be greater than or equal to 0"):
        CliRunner().invoke(app, ["set", "web.port", "-1"], catch_exceptions=False)


def test_set_writes_the_local_file_and_says_so() -> None:
    assert lines("set", "web.port", "9000") == ["web.port = 9000    # settings.local.toml"]
    assert "web.port = 9000    # settings.local.toml" in lines("show", "--origin")


def test_set_tells_which_variable_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "debug")
    result = config("set", "log.level", "error")
    assert result.exit_code == 0
    assert result.stderr == "acore: warning: LOG_LEVEL sets log.level as well, and wins\n"


def test_without_a_verb_the_verbs_are_told() -> None:
    result = config()
    assert all(verb in result.output for verb in ("show", "check", "set"))


def test_show_gives_long_values_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_RAG__PATHS", "x" * 300)
    assert f'rag.paths = ["{"x" * 300}"]' in lines("show")


@pytest.mark.skipif(sys.platform == "win32", reason="variables of Windows are text")
def test_a_path_that_is_not_utf8_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_RAG__PATHS", "a\udcff")
    (line,) = lines("show", "--json")
    assert json.loads(line)["rag.paths"] == ["a\udcff"]
    assert 'rag.paths = ["a\\udcff"]' in lines("show")
