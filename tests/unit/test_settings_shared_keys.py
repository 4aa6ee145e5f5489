"""An engine's API key is that of all its tables, as long as they are at the same address."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from acore.settings import load, propose

TABLE = '[llm.engines.large]\nengine = "openrouter"\nmodel = "some/large"\n'


def key_of(name: str, text: str, slot: str = "llm") -> str | None:
    Path("settings.toml").write_text(text, "utf-8")
    table = getattr(load().settings, slot).table(name)
    return None if table.api_key is None else str(table.api_key.get_secret_value())


@pytest.fixture(autouse=True)
def _key_of_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-or-environment")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-environment")


def put(secrets: str) -> None:
    file = Path("data") / "secrets.toml"
    file.parent.mkdir(mode=0o700)
    file.write_text(secrets)
    file.chmod(0o600)


def test_the_variable_of_an_engine_fills_its_tables_of_other_names() -> None:
    assert key_of("large", TABLE) == "sk-or-environment"
    assert load().origins["llm.engines.large.api_key"] == "OPENROUTER_API_KEY"


def test_a_key_that_was_typed_for_the_engine_fills_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENROUTER_API_KEY")
    assert key_of("large", TABLE) is None
    put('[llm.engines.openrouter]\napi_key = "sk-or-typed"\n')
    assert key_of("large", TABLE) == "sk-or-typed"


def test_a_key_of_its_own_wins() -> None:
    put('[llm.engines.large]\napi_key = "sk-or-own"\n')
    assert key_of("large", TABLE) == "sk-or-own"


@pytest.mark.parametrize(
    ("own", "address", "key"),
    [
        ("", "https://api.elsewhere.example/v1", None),
        ("", "https://api.openai.com/v1", "sk-environment"),
        ('[llm.engines.openai]\nbase_url = "http://proxy.lan/v1"\n', "http://proxy.lan/v1", "sk-environment"),
        ('[llm.engines.openai]\nbase_url = "http://proxy.lan/v1"\n', "https://api.openai.com/v1", None),
    ],
)
def test_a_key_goes_to_no_other_address(own: str, address: str, key: str | None) -> None:
    assert key_of("other", f'{own}[llm.engines.other]\nengine = "openai"\nbase_url = "{address}"\n') == key


def test_the_key_of_another_engine_is_none_of_its() -> None:
    assert key_of("large", '[llm.engines.large]\nengine = "vllm"\n') is None


def test_a_table_that_took_the_name_of_an_engine_gives_its_key_to_nobody() -> None:
    assert key_of("large", f'[llm.engines.openrouter]\nengine = "vllm"\n{TABLE}') is None


def test_engines_without_a_key_are_left_as_they_are() -> None:
    Path("settings.toml").write_text('[llm.engines.robot]\nengine = "scripted"\n')
    assert "llm.engines.robot.api_key" not in load().origins


def test_each_slot_has_keys_of_its_own() -> None:
    assert key_of("words", '[embedder.engines.words]\nengine = "openai"\n', "embedder") == "sk-environment"


def test_a_key_may_be_given_to_a_table_that_shares_one() -> None:
    Path("settings.toml").write_text(TABLE)
    assert propose({"llm.use": "large"}, secrets={"llm.engines.large.api_key": SecretStr("sk-or-new")}).hidden == {}
