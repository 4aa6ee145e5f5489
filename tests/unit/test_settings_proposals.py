import stat
import tomllib
from pathlib import Path

import pytest
from pydantic import SecretStr

from acore.errors import SettingsError
from acore.settings import load, load_settings, propose

LOCAL, SECRETS = Path("settings.local.toml"), Path("data/secrets.toml")
KEY = {"llm.engines.openrouter.api_key": SecretStr("sk-or-12345678")}


def test_nothing_is_written_before_it_is_said() -> None:
    proposal = propose({"llm.use": "ollama", "llm.engines.ollama.model": "llama3.2"})
    assert proposal.settings.llm.use == "ollama"
    assert not LOCAL.exists()
    proposal.write()
    assert tomllib.loads(LOCAL.read_text()) == {"llm": {"use": "ollama", "engines": {"ollama": {"model": "llama3.2"}}}}
    assert load_settings() == proposal.settings


def test_a_secret_goes_to_its_own_file_that_nobody_else_can_read() -> None:
    propose({"llm.use": "openrouter"}, secrets=KEY).write()
    assert "12345678" not in LOCAL.read_text()
    assert stat.S_IMODE(SECRETS.stat().st_mode) == 0o600
    assert stat.S_IMODE(SECRETS.parent.stat().st_mode) == 0o700
    found = load()
    table = found.settings.llm.selected().model_dump()
    assert table["api_key"].get_secret_value() == "sk-or-12345678"
    assert found.warnings == ()


def test_a_secrets_file_that_others_can_read_is_closed_to_them() -> None:
    SECRETS.parent.mkdir()
    SECRETS.write_text('discord.token = "abcdefgh"\n')
    SECRETS.chmod(0o644)
    propose({"llm.use": "openrouter"}, secrets=KEY).write()
    assert stat.S_IMODE(SECRETS.stat().st_mode) == 0o600
    token = load_settings().discord.token
    assert token
    assert token.get_secret_value() == "abcdefgh"


def test_of_several_changes_all_are_checked_before_one_is_written() -> None:
    with pytest.raises(SettingsError, match="web\\.port"):
        propose({"llm.use": "scripted", "web.port": "x"})
    with pytest.raises(SettingsError, match="extractive"):
        propose({"llm.use": "extractive", "llm.engines.extractive.model": "x"})
    assert not LOCAL.exists()


def test_a_variable_that_wins_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACORE_LLM__USE", "scripted")
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-or-abcdefgh")
    proposal = propose({"llm.use": "openrouter"}, secrets=KEY)
    assert proposal.hidden == {
        "llm.use": "ACORE_LLM__USE",
        "llm.engines.openrouter.api_key": "OPENROUTER_API_KEY",
    }


def test_a_secret_is_never_shown() -> None:
    assert "12345678" not in repr(propose({"llm.use": "openrouter"}, secrets=KEY))


def test_known_variables_fill_the_engines_keys_and_change_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-openrouter")
    monkeypatch.setenv("ACORE_LLM__ENGINES__OPENAI__API_KEY", "sk-ours")
    found = load()
    assert found.warnings == ()
    assert found.settings.llm.use == "extractive"
    tables = {name: table.model_dump() for name, table in found.settings.llm.engines.items()}
    assert tables["openai"]["api_key"].get_secret_value() == "sk-ours"
    assert tables["openrouter"]["api_key"].get_secret_value() == "sk-openrouter"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:8090", "http://127.0.0.1:8090"),
        (":8090", "http://127.0.0.1:8090"),
        ("gpu.lan", "http://gpu.lan:11434"),
        ("http://gpu.lan:1234/", "http://gpu.lan:1234"),
        ("https://ollama.example", "https://ollama.example:443"),
        ("https://ollama.example/behind/a/proxy", "https://ollama.example:443/behind/a/proxy"),
        ("[::1]:11434", "http://[::1]:11434"),
    ],
)
def test_ollamas_own_variable_is_understood(monkeypatch: pytest.MonkeyPatch, host: str, address: str) -> None:
    monkeypatch.setenv("OLLAMA_HOST", host)
    assert load_settings().llm.table("ollama").model_dump()["base_url"] == address


def test_qdrants_own_variable_is_understood_and_chooses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDRANT_URL", "http://qdrant.lan:6333")
    store = load_settings().vector_store
    assert (store.use, store.table("qdrant").model_dump()["url"]) == ("edge", "http://qdrant.lan:6333")


@pytest.mark.parametrize("key", ["sk ab", "sk-ü", "sk\nab", " "])
def test_a_key_that_can_not_be_sent_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(SettingsError, match=r"llm\.engines\.openrouter\.api_key should be a key") as no:
        propose({"llm.use": "openrouter"}, secrets={"llm.engines.openrouter.api_key": SecretStr(key)})
    assert key not in str(no.value) or not key.strip()
