from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, Field, SecretStr

from acore.adapters import engines
from acore.errors import SettingsError
from acore.interfaces import Engine, EngineSettings
from acore.settings import load, load_settings, secrets_of


class Limits(BaseModel):
    concurrent: int = 4


class HostedSettings(EngineSettings):
    engine: Literal["hosted"] = "hosted"
    base_url: str
    api_key: SecretStr | None = None
    token: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    stop: list[str] | None = None
    limits: Limits | None = None


class Hosted(Engine):
    Settings = HostedSettings


@pytest.fixture(autouse=True)
def _hosted_is_there(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    known = {**engines.BUILT_IN["llm"], "hosted": f"{__name__}:Hosted", "gone": "acore.nosuch:Gone"}
    monkeypatch.setattr(engines, "BUILT_IN", {**engines.BUILT_IN, "llm": known})
    yield
    engines.load.cache_clear()


@pytest.fixture
def hosted() -> Path:
    file = Path("settings.toml")
    file.write_text("[llm]\nuse = 'fast'\n[llm.engines.fast]\nengine = 'hosted'\nbase_url = 'http://x'\n")
    return file


def selected() -> HostedSettings:
    settings = load_settings().llm.selected()
    assert isinstance(settings, HostedSettings)
    return settings


@pytest.mark.usefixtures("hosted")
def test_the_secret_of_an_engine_comes_from_its_variable_or_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("key").write_text("from-file\n")
    monkeypatch.setenv("ACORE_LLM__ENGINES__FAST__API_KEY_FILE", "key")
    assert selected().api_key == SecretStr("from-file")
    monkeypatch.setenv("ACORE_LLM__ENGINES__FAST__API_KEY", "itself")
    assert selected().api_key == SecretStr("itself")


@pytest.mark.usefixtures("hosted")
def test_the_secret_of_an_engine_may_stand_in_secrets_toml() -> None:
    Path("data").mkdir()
    Path("data/secrets.toml").write_text("[llm.engines.fast]\napi_key = 'from-secrets'\n")
    assert selected().api_key == SecretStr("from-secrets")


@pytest.mark.usefixtures("hosted")
def test_a_token_is_a_secret_even_where_the_engine_calls_it_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__ENGINES__FAST__TOKEN", "plain-secret")
    assert secrets_of(load_settings()) == ("plain-secret",)


def test_the_secret_of_an_engine_is_refused_in_a_settings_file(hosted: Path) -> None:
    hosted.write_text(hosted.read_text() + "api_key = 's3cret'\n")
    with pytest.raises(SettingsError, match="Set ACORE_LLM__ENGINES__FAST__API_KEY, or") as caught:
        load_settings()
    assert "s3cret" not in str(caught.value)


@pytest.mark.usefixtures("hosted")
def test_lists_tables_and_nested_keys_of_engines_can_be_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__ENGINES__FAST__STOP", "END, STOP")
    monkeypatch.setenv("ACORE_LLM__ENGINES__FAST__HEADERS", '{"a": "1"}')
    monkeypatch.setenv("ACORE_LLM__ENGINES__FAST__HEADERS__B", "2")
    monkeypatch.setenv("ACORE_LLM__ENGINES__FAST__LIMITS__CONCURRENT", "2")
    assert selected().stop == ["END", "STOP"]
    assert selected().headers == {"a": "1", "b": "2"}
    assert selected().limits == Limits(concurrent=2)


def test_a_table_of_an_engine_in_a_file_is_one_value(hosted: Path) -> None:
    hosted.write_text(hosted.read_text() + "[llm.engines.fast.headers]\nX-Team = 'a'\n")
    assert selected().headers == {"X-Team": "a"}
    assert load().origins["llm.engines.fast.headers"] == "settings.toml"


def test_a_required_key_that_is_missing_is_told_with_its_table() -> None:
    Path("settings.toml").write_text("[llm.engines.fast]\nengine = 'hosted'\n")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == (
        "settings.toml: [llm.engines.fast] needs base_url; set it there, or as ACORE_LLM__ENGINES__FAST__BASE_URL"
    )


def test_an_engine_that_needs_keys_can_not_be_used_without_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__USE", "hosted")
    with pytest.raises(SettingsError, match=r"ACORE_LLM__USE: .* needs base_url in \[llm.engines.hosted\]"):
        load_settings()


def test_an_engine_that_can_not_be_imported_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__USE", "gone")
    with pytest.raises(SettingsError, match="engine 'gone' can not be imported: No module named"):
        load_settings()


def test_variables_that_contradict_each_other_are_told_not_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__ENGINES__X__A", "1")
    monkeypatch.setenv("ACORE_LLM__ENGINES__X__A__B", "2")
    with pytest.raises(SettingsError, match="there is no engine 'x'"):
        load_settings()
