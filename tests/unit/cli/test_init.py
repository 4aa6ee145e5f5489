from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from acore.cli import init as verb
from acore.cli import main
from acore.errors import SettingsError
from acore.settings import Settings, load_settings

ROOT = Path(__file__).parents[3]


def init(*arguments: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(main.app, [*arguments], input=typed)


def test_init_writes_the_settings_with_what_each_does() -> None:
    result = init("init")
    assert result.exit_code == 0
    assert "settings.toml is written" in result.stdout
    assert "acore init discord" in result.stdout
    assert load_settings() == Settings()
    assert Path("settings.toml").read_text("utf-8") == (ROOT / "src/acore/cli/settings.toml").read_text("utf-8")


def test_init_leaves_a_file_that_is_there_alone() -> None:
    Path("settings.toml").write_text("web.port = 9000\n")
    result = init("init", "--yes")
    assert result.exit_code == 0
    assert "settings.toml is there already, and stays as it is" in result.stdout
    assert Path("settings.toml").read_text() == "web.port = 9000\n"


def test_init_writes_the_file_that_would_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "acore --settings mine.toml run" in init("--settings", "mine.toml", "init").stdout
    monkeypatch.setenv("ACORE_SETTINGS", "named.toml")
    assert "named.toml is written" in init("init").stdout
    assert sorted(path.name for path in Path().glob("*.toml")) == ["mine.toml", "named.toml"]


def test_init_tells_where_it_can_not_write() -> None:
    result = init("--settings", "nosuch/mine.toml", "init")
    assert isinstance(result.exception, SettingsError)
    assert "nosuch/mine.toml can not be written: No such file or directory" in str(result.exception)


def test_a_file_that_can_not_be_filled_is_not_left_half_written() -> None:
    with pytest.raises(UnicodeEncodeError):
        verb._create(Path("settings.toml"), "\ud800")
    assert not Path("settings.toml").exists()


def test_the_file_is_the_shipped_one() -> None:
    first, _, rest = (ROOT / "settings.toml").read_text("utf-8").partition("\n")
    assert first.startswith("#:schema")
    assert (ROOT / "src/acore/cli/settings.toml").read_text("utf-8") == rest, "run: python scripts/reference.py"


@pytest.mark.parametrize("typed", ["", b"\xff\xfe\x00\n"])
def test_without_a_terminal_the_token_comes_from_standard_input_whatever_it_holds(typed: str | bytes) -> None:
    result = init("init", "discord", typed=typed)
    assert isinstance(result.exception, SettingsError)
    assert not Path("data").exists()
