from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.errors import SettingsError
from acore.settings import Settings, load_settings

SOURCES = ("settings.toml", "settings.local.toml", "LOG_LEVEL in .env", "LOG_LEVEL", "ACORE in .env", "ACORE")
LEVELS = st.sampled_from(["debug", "info", "warning", "error"])


@settings(deadline=None)
@given(chosen=st.dictionaries(st.sampled_from(SOURCES), LEVELS))
def test_of_any_sources_the_highest_wins(chosen: dict[str, str]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in ("settings.toml", "settings.local.toml"):
            if name in chosen:
                Path(name).write_text(f"[log]\nlevel = '{chosen[name]}'\n")
        lines = {"LOG_LEVEL in .env": "LOG_LEVEL", "ACORE in .env": "ACORE_LOG__LEVEL"}
        Path(".env").write_text(
            "\n".join(f"{name}={chosen[source]}" for source, name in lines.items() if source in chosen)
        )
        for source, name in {"LOG_LEVEL": "LOG_LEVEL", "ACORE": "ACORE_LOG__LEVEL"}.items():
            if source in chosen:
                patch.setenv(name, chosen[source])
        expected = next((chosen[source] for source in reversed(SOURCES) if source in chosen), "info")
        assert load_settings().log.level == expected


KEYS = {("web", "port"): 8800, ("chat", "history"): 20, ("rag", "top_k"): 5}
PLACES = ("settings.toml", "settings.local.toml", ".env", "environment")


@settings(deadline=None)
@given(
    laid=st.fixed_dictionaries(
        {place: st.dictionaries(st.sampled_from(sorted(KEYS)), st.integers(1, 50)) for place in PLACES}
    )
)
def test_every_key_is_laid_over_on_its_own(laid: dict[str, dict[tuple[str, str], int]]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for place in PLACES[:2]:
            Path(place).write_text("".join(f"{table}.{key} = {value}\n" for (table, key), value in laid[place].items()))
        Path(".env").write_text("".join(f"ACORE_{t}__{k}={value}\n".upper() for (t, k), value in laid[".env"].items()))
        for (table, key), value in laid["environment"].items():
            patch.setenv(f"ACORE_{table}__{key}".upper(), str(value))
        merged = KEYS | {key: value for place in PLACES for key, value in laid[place].items()}
        loaded = load_settings()
        assert {key: getattr(getattr(loaded, key[0]), key[1]) for key in KEYS} == merged


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_as_a_file_is_settings_or_a_settings_error(text: str) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("settings.toml").write_bytes(text.encode())
        with suppress(SettingsError):
            assert isinstance(load_settings(), Settings)


PARTS = st.sampled_from(
    ["llm", "engines", "scripted", "engine", "use", "x", "web", "port", "discord", "token", "_", ""]
)
NAMES = st.lists(PARTS, max_size=5).map(lambda parts: f"ACORE_{'__'.join(parts)}")
TEXTS = st.sampled_from(["scripted", "[", "{}", "1", "[1]"]) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=10
)


@settings(deadline=None)
@given(variables=st.dictionaries(NAMES, TEXTS, max_size=6))
def test_any_variables_of_ours_are_settings_or_a_settings_error(variables: dict[str, str]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, text in variables.items():
            patch.setenv(name, text)
        with suppress(SettingsError):
            assert load_settings().web.port == int(variables.get("ACORE_WEB__PORT") or 8800)
