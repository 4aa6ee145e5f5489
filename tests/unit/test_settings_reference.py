import importlib.util
import json
import re
import tomllib
from functools import reduce
from itertools import pairwise
from operator import getitem
from pathlib import Path
from types import ModuleType

import pytest

from acore.settings import Settings, load, load_settings
from acore.settings_sources.keys import Keys, dotted

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "settings.toml"
KEYS = Keys(Settings, {})


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_examples() -> str:
    """The shipped file with the values that are comments in it."""
    return re.sub(r"^# (?=\[|[a-z_]+ = )", "", SHIPPED.read_text("utf-8"), flags=re.MULTILINE)


def test_the_shipped_settings_are_the_defaults() -> None:
    assert load_settings(SHIPPED) == Settings()


def test_the_shipped_settings_have_every_key_that_has_a_default() -> None:
    given = set(load(SHIPPED).origins)
    defaults = {key: value for key, value in _defaults() if value is not None}
    assert given == defaults.keys()


def test_the_shipped_settings_show_every_other_key_as_an_example() -> None:
    tree = tomllib.loads(with_examples())
    others = [key for key, value in _defaults() if value is None and not KEYS.is_secret(tuple(key.split(".")))]
    assert others
    for key in others:
        *tables, name = key.split(".")
        assert name in reduce(getitem, tables, tree), key


def test_the_examples_in_the_shipped_settings_can_be_used() -> None:
    Path("settings.toml").write_text(with_examples(), "utf-8")
    settings = load_settings()
    assert settings.discord.proxy == "http://proxy.example:3128"
    assert settings.llm.table("parrot").engine == "scripted"


def test_every_value_in_the_shipped_settings_is_explained() -> None:
    shipped = SHIPPED.read_text("utf-8").splitlines()
    for before, line in pairwise(shipped):
        if re.match(r"[a-z_]+ = ", line):
            assert before.startswith("# "), line


@pytest.mark.parametrize("name", ["settings.md", "settings.schema.json"])
def test_the_reference_is_current(name: str, reference: ModuleType) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text("utf-8")
    assert written == reference.render()[name], "run: python scripts/reference.py"


def test_the_reference_has_every_key_with_its_meaning(reference: ModuleType) -> None:
    page = reference.render()["settings.md"]
    for key in KEYS.values():
        (line,) = [line for line in page.splitlines() if line.startswith(f"| `{dotted(key)}` |")]
        assert len(line.split(" | ")[-1]) > 10, line
        assert line.endswith(" |"), "a row of a table is one line"


def test_the_schema_knows_the_keys_of_a_file_and_no_secrets(reference: ModuleType) -> None:
    schema = json.loads(reference.render()["settings.schema.json"])
    assert schema["properties"].keys() == Settings.model_fields.keys()
    assert schema["properties"]["discord"]["properties"].keys() == {"proxy", "api_base_url"}
    engines = schema["properties"]["llm"]["properties"]["engines"]["properties"]
    assert {"engine", "replies", "pace_s"} <= engines["scripted"]["properties"].keys()
    assert "$ref" not in json.dumps(schema)


def _defaults() -> list[tuple[str, object]]:
    tree = Settings().model_dump()
    found: list[tuple[str, object]] = []
    for key in KEYS.values():
        value = tree
        for step in key:
            value = value[step]
        found.append((dotted(key), value))
    return found
