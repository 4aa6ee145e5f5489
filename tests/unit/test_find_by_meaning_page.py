"""What the page about embedders says is so."""

import re
import tomllib
from pathlib import Path

import pytest

from acore.settings import Settings, set_value
from acore.switching import choice_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/find-by-meaning.md").read_text("utf-8")
TABLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("choice", sorted(set(re.findall(r"`acore use (\S+)`", PAGE))))
def test_a_choice_is_understood(choice: str) -> None:
    found = choice_of(choice, Settings())
    assert choice == f"{found.slot}/{found.name}"


def test_the_tables_can_be_used_and_those_with_values_are_the_defaults() -> None:
    local, onnx, hybrid, reranked = (Settings.model_validate(table) for table in TABLES)
    server, model = local.embedder.filled(), onnx.embedder.filled()
    assert server
    assert model
    assert server.model_dump()["model"] == "bge-m3"
    assert model.model_dump()["folder"] == Path("models/multilingual-e5-small")
    assert hybrid.rag.selected() == Settings().rag.selected()
    assert reranked.reranker.filled() == Settings().reranker.table("server")


def test_the_numbers_are_those_of_the_code() -> None:
    settings = Settings()
    assert f"last {settings.embedder.cache.questions} that differ" in PAGE
    waits = settings.embedder.table("ollama").model_dump()["question_s"]
    assert f"`question_s` seconds at most ({waits:g})" in PAGE


def test_an_embedder_is_taken_out_again() -> None:
    assert "`acore config set embedder.use none`" in PAGE
    Path("settings.toml").write_text('[embedder]\nuse = "ollama"\n', "utf-8")
    assert set_value("embedder.use", "none").value == ""
    assert Settings().embedder.filled() is None
