from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from acore.adapters.llm.scripted import ScriptedSettings
from acore.errors import SettingsError
from acore.settings import Settings, load_settings, secrets_of, values_of
from acore.settings_slots import nearest
from acore.settings_tables import ChatSettings, DiscordSettings, LLMSettings, LogSettings, WebSettings


def test_settings_are_built_without_reading_files_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("settings.toml").write_text("[web]\nport = 1\n")
    Path(".env").write_text("ACORE_WEB__PORT=2\n")
    monkeypatch.setenv("ACORE_WEB__PORT", "3")
    assert Settings().web.port == 8800


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().web.port = 1


def test_the_defaults_are_the_promised_ones() -> None:
    settings = Settings()
    assert settings.data_dir == Path("data")
    assert (settings.web.host, settings.web.port) == ("127.0.0.1", 8800)
    assert settings.chat == ChatSettings(history=20, followup_s=60, edit_every_s=1.1)
    assert (settings.llm.use, settings.rag.use, settings.vector_store.use) == ("extractive", "hybrid", "edge")
    assert (settings.rag.paths, settings.rag.top_k) == ((), 5)
    assert settings.log == LogSettings(level="info", format="console", messages=False)
    assert settings.discord == DiscordSettings(token=None, proxy=None, api_base_url=None)


def test_a_table_is_checked_by_the_engine_that_it_names() -> None:
    llm = LLMSettings.model_validate(
        {"use": "parrot", "engines": {"parrot": {"engine": "scripted", "replies": ["Squawk!"]}}}
    )
    assert llm.selected() == ScriptedSettings(replies=("Squawk!",))


def test_two_tables_can_hold_the_same_engine() -> None:
    llm = LLMSettings.model_validate(
        {"engines": {"one": {"engine": "scripted"}, "scripted": {"replies": ["a"]}}, "use": "one"}
    )
    assert llm.table("one") == ScriptedSettings()
    assert llm.table("scripted") == ScriptedSettings(replies=("a",))


def test_tables_may_be_engine_settings_already() -> None:
    ready = ScriptedSettings(replies=("a",))
    assert LLMSettings(use="x", engines={"x": ready}).selected() is ready


def test_an_engine_without_a_table_has_its_defaults() -> None:
    assert LLMSettings(use="scripted").selected() == ScriptedSettings()


def test_a_name_without_table_or_engine_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValidationError, match="did you mean scripted"):
        LLMSettings(use="scriptd")
    with pytest.raises(ValueError, match="did you mean scripted"):
        LLMSettings().table("scriptd")


def test_the_complaint_about_an_engines_key_has_its_whole_path() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"llm": {"engines": {"scripted": {"pace_s": -1}}}})
    assert caught.value.errors()[0]["loc"] == ("llm", "engines", "scripted", "pace_s")


def test_an_unknown_use_and_a_broken_table_are_told_together() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"llm": {"use": "nope", "engines": {"scripted": {"pace_s": -1}}}})
    assert {error["loc"] for error in caught.value.errors()} == {
        ("llm", "use"),
        ("llm", "engines", "scripted", "pace_s"),
    }


@pytest.mark.parametrize("name", ["Big-One", "größer", "a.b", ""])
def test_a_table_name_is_lower_case_letters_digits_and_underscores(name: str) -> None:
    with pytest.raises(ValidationError, match="should match pattern"):
        LLMSettings.model_validate({"engines": {name: {"engine": "scripted"}}})


@pytest.mark.parametrize("engine", [3, ["scripted"], None])
def test_an_engine_that_is_no_name_is_refused(engine: object) -> None:
    with pytest.raises(ValidationError, match="engine should be a name"):
        LLMSettings.model_validate({"engines": {"x": {"engine": engine}}})


@pytest.mark.parametrize("broken", [3, {"engines": 3}, {"engines": {"x": 3}}, {"use": 3}])
def test_what_is_no_table_is_refused(broken: object) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"llm": broken})


def test_settings_survive_their_own_dump() -> None:
    settings = Settings.model_validate(
        {"llm": {"use": "a", "engines": {"a": {"engine": "scripted", "replies": ["x"]}}}}
    )
    assert Settings.model_validate(settings.model_dump()) == settings


def test_a_complaint_never_shows_what_was_given() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate(
            {"discord": {"token": ["s3cret-token"]}, "llm": {"engines": {"scripted": {"k": "s3cret"}}}}
        )
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "level"),
    [("INFO", "info"), ("Warning", "warning"), ("WARN", "warning"), ("CRITICAL", "error"), ("fatal", "error")],
)
def test_pythons_names_of_levels_are_understood(given: str, level: str) -> None:
    assert LogSettings.model_validate({"level": given}).level == level


@pytest.mark.parametrize("level", ["loud", 20, True])
def test_an_unknown_level_is_refused(level: object) -> None:
    with pytest.raises(ValidationError):
        LogSettings.model_validate({"level": level})


@pytest.mark.parametrize("table", [{"port": -1}, {"port": 65536}, {"port": "x"}, {"host": ""}, {"nosuch": 1}])
def test_values_outside_of_their_limits_are_refused(table: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WebSettings.model_validate(table)


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -1, "soon"])
def test_seconds_are_a_finite_number(seconds: object) -> None:
    with pytest.raises(ValidationError):
        ChatSettings.model_validate({"followup_s": seconds})


@pytest.mark.parametrize("address", ["proxy:3128", "ftp://proxy", "http://a b", ""])
def test_the_addresses_of_discord_are_http(address: str) -> None:
    with pytest.raises(ValidationError):
        DiscordSettings(proxy=address)
    with pytest.raises(ValidationError):
        DiscordSettings(api_base_url=address)


def test_every_value_is_listed_with_the_engines_in_use() -> None:
    settings = Settings.model_validate(
        {"llm": {"use": "scripted", "engines": {"a": {"engine": "scripted"}}}, "discord": {"token": "s3cret-token"}}
    )
    values = dict(values_of(settings))
    assert values["web.port"] == 8800
    assert values["llm.engines.scripted.pace_s"] == values["llm.engines.a.pace_s"] == 0
    assert values["discord.token"] == SecretStr("s3cret-token")
    assert secrets_of(settings) == ("s3cret-token",)


def test_without_secrets_there_is_nothing_to_redact() -> None:
    assert secrets_of(Settings.model_validate({"llm": {"use": "scripted"}})) == ()


def test_the_nearest_word_is_offered_or_else_all() -> None:
    assert nearest("scriptd", ["scripted", "extractive"]) == "did you mean scripted?"
    assert nearest("zzz", ["b", "a"]) == "there are a, b"


@pytest.mark.parametrize(
    "table", ['fallback = ["ollamma"]', '[llm.route]\nfast = "ollamma"', '[llm.route]\nstrong = "ollamma"']
)
def test_an_engine_that_a_policy_names_has_to_be_there(tmp_path: Path, table: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"[llm]\n{table}\n", "utf-8")
    with pytest.raises(SettingsError, match=r"names 'ollamma', which is no table and no engine; did you mean ollama\?"):
        load_settings(file)
