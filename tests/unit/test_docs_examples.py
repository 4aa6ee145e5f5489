"""The examples in the pages about models are ones that work."""

import re
import tomllib
from pathlib import Path

import pytest

from acore.settings import Settings
from acore.switching import choice_of

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs/how-to/use-a-real-model.md", ROOT / "src/acore/help/real-model.md", ROOT / "README.md")
TABLES = [block for page in PAGES for block in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)]
CHOICES = sorted(
    {choice for page in PAGES for choice in re.findall(r"acore use ([a-z]\S*?)[`\s,.]", page.read_text("utf-8"))}
)


def settings() -> Settings:
    return Settings.model_validate(tomllib.loads(TABLES[1]))


def test_there_are_examples() -> None:
    assert len(TABLES) == 2
    assert {"ollama/llama3", "lmstudio", "llamacpp", "llm/extractive", "fast"} <= {one.split(".")[0] for one in CHOICES}


@pytest.mark.parametrize("text", TABLES)
def test_a_table_can_be_used(text: str) -> None:
    used = Settings.model_validate(tomllib.loads(text)).llm
    assert used.selected().model_dump()["base_url"].startswith("http://192.168.1.")


@pytest.mark.parametrize("choice", CHOICES)
def test_a_choice_is_understood(choice: str) -> None:
    found = choice_of(choice, settings())
    assert found.name == (choice.split("/")[1] if choice.startswith("llm/") else choice.split("/", maxsplit=1)[0])


def test_the_usual_addresses_are_those_of_the_engines() -> None:
    page = PAGES[0].read_text("utf-8")
    rows = re.findall(r"\| `acore use ([a-z]+)\S*` \| `(\S+)` \|", page)
    assert len(rows) == 6
    for engine, address in rows:
        assert settings().llm.table(engine).model_dump()["base_url"] == (
            address if engine != "ollama" else "http://127.0.0.1:11434"
        )
