from importlib.metadata import EntryPoint
from typing import Literal

import pytest

from acore.adapters import engines
from acore.interfaces import LLM, EngineSettings


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    engines.load.cache_clear()
    engines._from_outside.cache_clear()


class ParrotSettings(EngineSettings):
    engine: Literal["parrot"] = "parrot"
    pitch: int = 1


class Parrot(LLM):
    Settings = ParrotSettings


def from_outside(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("parrot", value, "acore.llm")
    monkeypatch.setattr(engines, "entry_points", lambda *, group: [point] if group == "acore.llm" else [])


def test_the_names_of_a_slot_are_those_of_acore() -> None:
    assert {"extractive", "scripted"} <= set(engines.names("llm"))


@pytest.mark.parametrize(("slot", "name"), [(slot, name) for slot in engines.BUILT_IN for name in engines.names(slot)])
def test_every_built_in_engine_loads_and_its_table_names_it(slot: str, name: str) -> None:
    assert engines.settings_for(slot, {"engine": name}).engine == name
    assert engines.origin(slot, name) == "built-in"


def test_an_engine_from_outside_is_found_like_a_built_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from_outside(monkeypatch, f"{__name__}:Parrot")
    assert "parrot" in engines.names("llm")
    assert engines.load("llm", "parrot") is Parrot
    assert engines.settings_for("llm", {"engine": "parrot", "pitch": "3"}) == ParrotSettings(pitch=3)
    assert engines.origin("llm", "parrot") == "unknown"


def test_an_unknown_engine_is_an_error_that_lists_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no engine 'nosuch' for llm; there are .*extractive"):
        engines.load("llm", "nosuch")


@pytest.mark.parametrize(
    "value", ["no.such.module:Parrot", f"{__name__}:nothing", "json:dumps", f"{__name__}:ParrotSettings"]
)
def test_a_broken_engine_from_outside_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    from_outside(monkeypatch, value)
    with pytest.raises(ValueError, match="engine 'parrot' of unknown can not be loaded"):
        engines.load("llm", "parrot")
