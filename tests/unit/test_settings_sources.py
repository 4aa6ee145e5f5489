import os
from pathlib import Path

import pytest

from acore.adapters.llm.scripted import ScriptedSettings
from acore.settings import Settings, load, load_settings
from acore.settings_sources.aliases import ALIASES, ELSEWHERE, LATER


def put(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


def token_of(settings: Settings) -> str | None:
    return settings.discord.token.get_secret_value() if settings.discord.token else None


# files


def test_without_any_file_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_the_file_in_the_working_directory_is_read() -> None:
    put("settings.toml", "[web]\nport = 9000\n")
    assert load_settings().web.port == 9000


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read() -> None:
    Path("settings.toml").write_bytes(b"\xef\xbb\xbf[web]\r\nport = 9000\r\n")
    assert load_settings().web.port == 9000


def test_a_named_file_replaces_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    put("settings.toml", "[web]\nport = 1\n")
    put("by_variable.toml", "[web]\nport = 2\n")
    named = put("by_option.toml", "[web]\nport = 3\n")
    monkeypatch.setenv("ACORE_SETTINGS", "by_variable.toml")
    assert load_settings().web.port == 2
    assert load_settings(named).web.port == 3


def test_an_empty_variable_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    put("settings.toml", "[web]\nport = 1\n")
    monkeypatch.setenv("ACORE_SETTINGS", "")
    assert load_settings().web.port == 1


def test_dotenv_may_name_the_file() -> None:
    put("other.toml", "[web]\nport = 4\n")
    put(".env", "acore_settings=other.toml\n")
    assert load_settings().web.port == 4


def test_the_local_file_beside_the_named_one_wins_over_it() -> None:
    named = put("etc/settings.toml", "[web]\nport = 1\nhost = 'localhost'\n")
    put("etc/settings.local.toml", "[web]\nport = 2\n")
    put("settings.local.toml", "[web]\nport = 3\n")
    settings = load_settings(named)
    assert (settings.web.port, settings.web.host) == (2, "localhost")


def test_the_local_file_is_read_where_there_is_no_other() -> None:
    put("settings.local.toml", "[web]\nport = 3\n")
    assert load_settings().web.port == 3


def test_the_local_file_can_be_named_itself() -> None:
    assert load_settings(put("settings.local.toml", "[web]\nport = 3\n")).web.port == 3


def test_no_settings_can_be_named() -> None:
    put("settings.toml", "[web]\nport = 1\n")
    assert load_settings(Path("/dev/null")).web.port == 8800


def test_an_engines_table_may_be_empty() -> None:
    put("settings.toml", "[llm]\nuse = 'scripted'\n[llm.engines.scripted]\n")
    assert load_settings().llm.engines == {"scripted": ScriptedSettings()}


def test_paths_stay_relative_and_a_tilde_is_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    put("settings.toml", 'data_dir = "~/acore"\n[rag]\npaths = ["docs", "~/notes"]\n')
    settings = load_settings()
    assert settings.data_dir == Path("/home/ada/acore")
    assert settings.rag.paths == (Path("docs"), Path("/home/ada/notes"))


# variables


def test_a_variable_wins_over_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    put("settings.toml", "[web]\nport = 1\n")
    put("settings.local.toml", "[web]\nport = 2\n")
    monkeypatch.setenv("ACORE_WEB__PORT", "3")
    assert load_settings().web.port == 3


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    put(".env", "ACORE_WEB__PORT=2\nDISCORD_TOKEN=\n")
    monkeypatch.setenv("ACORE_WEB__PORT", "")
    monkeypatch.setenv("ACORE_NOSUCH", "")
    settings = load_settings()
    assert (settings.web.port, settings.discord.token) == (2, None)


def test_a_variable_may_be_written_in_any_case_and_upper_case_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("acore_web__port", "1")
    assert load_settings().web.port == 1
    monkeypatch.setenv("ACORE_WEB__PORT", "2")
    assert load_settings().web.port == 2


def test_dotenv_is_read_and_its_foreign_lines_are_not_ours() -> None:
    put(".env", "export ACORE_WEB__PORT=9\nPOSTGRES_PASSWORD=x\nACORES=2\n# ACORE_NOSUCH=1\nACORE_NOSUCH\n")
    assert load_settings().web.port == 9


def test_a_folder_named_dotenv_is_somebody_elses() -> None:
    Path(".env").mkdir()
    assert load_settings() == Settings()


def test_values_for_an_engine_reach_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    put("settings.toml", "[llm.engines.parrot]\nengine = 'scripted'\npace_s = 2\n")
    monkeypatch.setenv("ACORE_LLM__USE", "parrot")
    monkeypatch.setenv("ACORE_LLM__ENGINES__PARROT__REPLIES", "Squawk!, Ahoy!")
    assert load_settings().llm.selected() == ScriptedSettings(replies=("Squawk!", "Ahoy!"), pace_s=2)


def test_a_table_can_be_made_of_variables_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__USE", "parrot")
    monkeypatch.setenv("ACORE_LLM__ENGINES__PARROT__ENGINE", "scripted")
    assert load_settings().llm.selected() == ScriptedSettings()


def test_switching_the_engine_leaves_the_others_keys_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    put("settings.toml", "[vector_store]\nuse = 'edge'\n[llm]\nuse = 'x'\n[llm.engines.x]\nengine = 'scripted'\n")
    monkeypatch.setenv("ACORE_LLM__USE", "scripted")
    assert load_settings().llm.selected() == ScriptedSettings()


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("docs", ["docs"]),
        ("docs, notes", ["docs", "notes"]),
        (f"docs{os.pathsep}notes{os.pathsep}", ["docs", "notes"]),
        ('["a,b", "c"]', ["a,b", "c"]),
        (" [] ", []),
    ],
)
def test_a_list_of_paths_is_json_or_has_separators(
    text: str, paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACORE_RAG__PATHS", text)
    assert load_settings().rag.paths == tuple(Path(path) for path in paths)


def test_text_that_looks_like_a_number_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__ENGINES__SCRIPTED__REPLIES", '["7", "true"]')
    monkeypatch.setenv("ACORE_LLM__USE", "scripted")
    assert load_settings().llm.selected() == ScriptedSettings(replies=("7", "true"))


# aliases


def test_aliases_fill_our_keys_below_our_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    put(".env", "ACORE_LOG__LEVEL=debug\n")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    assert load_settings().log.level == "debug"
    Path(".env").unlink()
    put("settings.toml", "[log]\nlevel = 'warning'\n")
    assert load_settings().log.level == "error"


def test_of_two_aliases_the_upper_row_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_BOT_TOKEN", "lower")
    assert token_of(load_settings()) == "lower"
    monkeypatch.setenv("DISCORD_TOKEN", "upper")
    assert token_of(load_settings()) == "upper"
    assert load().origins["discord.token"] == "DISCORD_TOKEN"


def test_one_variable_can_fill_two_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-one")
    monkeypatch.setenv("OLLAMA_HOST", "box:11435")
    for slot in ("llm", "embedder"):
        engines = getattr(load_settings(), slot)
        assert engines.table("openai").api_key.get_secret_value() == "sk-one"
        assert engines.table("ollama").base_url == "http://box:11435"
    assert load_settings().embedder.filled() is None


@pytest.mark.parametrize("name", LATER)
def test_a_variable_of_a_later_feature_warns_and_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "anything")
    loaded = load()
    assert loaded.settings == Settings()
    assert [warning for warning in loaded.warnings if warning.startswith(f"{name} is for {LATER[name]}")]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_variable_of_what_each_engine_has_warns_and_changes_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "5")
    loaded = load()
    assert loaded.settings == Settings()
    assert [warning for warning in loaded.warnings if name in warning and "llm.engines.NAME.retry.attempts" in warning]


def test_no_variable_is_of_two_kinds() -> None:
    assert len({*ALIASES, *ELSEWHERE, *LATER}) == len(ALIASES) + len(ELSEWHERE) + len(LATER)


def test_the_cache_is_set_by_its_usual_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LLM_CACHE_ENABLED", "false"), ("LLM_CACHE_TTL", "60"), ("LLM_CACHE_MAX_SIZE", "7")):
        monkeypatch.setenv(name, value)
    cache = load_settings().llm.cache
    assert (cache.enabled, cache.ttl, cache.max_entries) == (False, 60, 7)


# secrets


def test_a_secret_comes_from_each_of_its_places() -> None:
    put("data/secrets.toml", "[discord]\ntoken = 'from-secrets'\n")
    assert token_of(load_settings()) == "from-secrets"
    put(".env", "DISCORD_TOKEN=from-dotenv\n")
    assert token_of(load_settings()) == "from-dotenv"


@pytest.mark.parametrize("name", ["ACORE_DISCORD__TOKEN_FILE", "DISCORD_TOKEN_FILE", "DISCORD_BOT_TOKEN_FILE"])
def test_a_secret_is_read_from_the_file_that_a_variable_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put("run/token", "  from-file\n")
    monkeypatch.setenv(name, "run/token")
    loaded = load()
    assert token_of(loaded.settings) == "from-file"
    assert loaded.origins["discord.token"] == name


def test_a_secret_itself_wins_over_the_file_that_holds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    put("token", "from-file")
    monkeypatch.setenv("ACORE_DISCORD__TOKEN_FILE", "token")
    monkeypatch.setenv("ACORE_DISCORD__TOKEN", " itself\n")
    assert token_of(load_settings()) == "itself"


def test_secrets_are_looked_for_in_the_data_directory_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    put("elsewhere/secrets.toml", "[discord]\ntoken = 'from-secrets'\n")
    monkeypatch.setenv("ACORE_DATA_DIR", "elsewhere")
    loaded = load()
    assert token_of(loaded.settings) == "from-secrets"
    assert loaded.origins["discord.token"] == "elsewhere/secrets.toml"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_secrets_that_others_can_read_warn_with_the_way_out(mode: int) -> None:
    put("data/secrets.toml", "[discord]\ntoken = 'x'\n").chmod(mode)
    assert any("chmod 600 data/secrets.toml" in warning for warning in load().warnings)


def test_secrets_of_our_own_do_not_warn() -> None:
    put("data/secrets.toml", "[discord]\ntoken = 'x'\n")
    assert load().warnings == ()


# origins and warnings


def test_every_value_that_was_given_has_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    put("settings.toml", "[web]\nport = 1\n[chat]\nhistory = 2\n[log]\nformat = 'json'\n")
    put("settings.local.toml", "[chat]\nhistory = 3\n")
    put(".env", "ACORE_LOG__FORMAT=console\n")
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert load().origins == {
        "web.port": "settings.toml",
        "chat.history": "settings.local.toml",
        "log.format": "ACORE_LOG__FORMAT in .env",
        "log.level": "LOG_LEVEL",
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_a_host_beyond_loopback_is_allowed_and_warned_of(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_WEB__HOST", host)
    loaded = load()
    assert loaded.settings.web.host == host
    assert any(host in warning for warning in loaded.warnings)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_a_loopback_host_does_not_warn(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_WEB__HOST", host)
    assert load().warnings == ()
