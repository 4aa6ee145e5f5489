"""The page about spending less says what is so."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from acore.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/spend-less.md").read_text("utf-8")
TABLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", TABLES)
def test_a_table_can_be_used(text: str) -> None:
    llm = Settings.model_validate(tomllib.loads(text)).llm
    assert llm != Settings().llm
    assert llm.plan().engines


def test_the_example_of_routing_routes() -> None:
    plan = Settings.model_validate(tomllib.loads(TABLES[1])).llm.plan()
    assert (plan.fast, plan.strong) == ("small", "large")


def test_the_limits_without_a_setting_are_those_of_the_page() -> None:
    limits = {name: getattr(Settings().llm.table(name), "limits") for name in ("openai", "openrouter", "extractive")}  # noqa: B009  engines differ
    assert (limits["openai"].concurrent, limits["openai"].per_minute) == (5, 60)
    assert (limits["openrouter"].concurrent, limits["openrouter"].per_minute) == (3, 20)
    assert (limits["extractive"].concurrent, limits["extractive"].per_minute) == (None, None)
    llm = Settings().llm
    assert (llm.cache.enabled, llm.cache.ttl, llm.coalesce.enabled, llm.route.threshold) == (True, 300, True, 0.3)


def test_the_figures_of_routing_are_those_that_were_measured() -> None:
    rows: dict[str, Any] = {}
    for line in (ROOT / "benchmarks/results.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["name"]] = row["value"]
    assert f"saved {rows['routing.saved']:.0f} %" in PAGE.replace("\n", " ")
    assert f"sent {rows['routing.misrouted']:.0f} %" in PAGE.replace("\n", " ")
