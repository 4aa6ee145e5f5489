from importlib.metadata import EntryPoint, distribution
from typing import Literal

import pytest

from acore.adapters import engines
from acore.interfaces import LLM, EngineSettings

ALL = [(slot, name) for slot in engines.BUILT_IN for name in engines.names(slot)]


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


@pytest.mark.parametrize(("slot", "name"), ALL)
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


@pytest.mark.parametrize("slot", ["vector_store", "embedder", "web_search"])
def test_what_an_engine_lacks_is_told_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch, slot: str) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    built = [engines.load(slot, name) for name in engines.names(slot)]
    assert {engine.__name__: told for engine in built if (told := engines.uninstalled(engine))} == {
        "vector_store": {
            "PgvectorStore": "asyncpg, not installed: pip install 'acore[postgres]'",
            "QdrantVectorStore": "qdrant_client, not installed: pip install 'acore[qdrant]'",
        },
        "embedder": {
            "OnnxEmbedder": "numpy, onnxruntime, tokenizers, not installed: pip install 'acore[embed]'",
        },
        "web_search": {"DdgsSearch": "ddgs, not installed: pip install 'acore[search]'"},
    }[slot]


@pytest.mark.parametrize("slot", ["rvc", "stt", "tts", "vad"])
def test_every_engine_of_the_voice_tells_what_it_lacks(monkeypatch: pytest.MonkeyPatch, slot: str) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    for name in engines.names(slot):
        told = engines.uninstalled(engines.load(slot, name))
        assert told
        assert told.endswith(f"pip install 'acore[{'kokoro' if name == 'kokoro' else 'voice'}]'")


@pytest.mark.parametrize(("slot", "name"), ALL)
def test_nothing_is_lacking_where_all_is_installed(slot: str, name: str) -> None:
    assert engines.uninstalled(engines.load(slot, name)) is None


def test_every_extra_is_one_that_can_be_installed() -> None:
    metadata = distribution("acore").metadata
    extras = {found.extra.name for slot, name in ALL if (found := engines.load(slot, name)).extra}
    assert extras <= set(metadata.get_all("Provides-Extra") or ())
