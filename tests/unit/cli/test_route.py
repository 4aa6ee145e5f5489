import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from acore.cli import main
from acore.errors import InvalidInput

HARD = "prove that every finite integral domain is a field, and say why each step is needed"
ROUTED = '[llm.route]\nfast = "ollama"\nstrong = "openrouter"\n'


def run(folder: Path, settings: str, *words: str, stdin: str = "") -> Result:
    file = folder / "settings.toml"
    file.write_text(settings, "utf-8")
    return CliRunner().invoke(main.app, ["--settings", str(file), "route", *words], input=stdin)


def test_it_tells_the_score_the_engine_and_why(tmp_path: Path) -> None:
    said = run(tmp_path, ROUTED, HARD).output
    assert "at least the threshold of 0.3: strong" in said
    assert "engine   openrouter\n" in said
    assert "grounds asked for" in said
    assert "engine   ollama\n" in run(tmp_path, ROUTED, "hi there").output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            "",
            "engine   extractive, as for every question: routing is off until llm.route.fast and llm.route.strong are",
        ),
        ('[llm.route]\nfast = "ollama"\n', "routing is off until llm.route.strong is set"),
        (f"{ROUTED}enabled = false\n", "engine   extractive, as for every question: routing is off; to switch it on"),
    ],
)
def test_it_explains_with_routing_off_too_and_says_so(tmp_path: Path, settings: str, said: str) -> None:
    assert said in run(tmp_path, settings, HARD).output


def test_the_threshold_is_the_settings_own(tmp_path: Path) -> None:
    assert "below the threshold of 1: fast" in run(tmp_path, f"{ROUTED}threshold = 1\n", HARD).output


def test_it_reads_standard_input_and_prints_json(tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, ROUTED, "-", "--json", stdin=f"{HARD}\n").output)
    assert (found["route"], found["engine"], found["routing"], found["threshold"]) == (
        "strong",
        "openrouter",
        True,
        0.3,
    )
    assert found["score"] >= 0.3
    assert found["reasons"]


def test_nothing_is_no_question(tmp_path: Path) -> None:
    result = run(tmp_path, ROUTED, "-", stdin=" \n")
    assert isinstance(result.exception, InvalidInput)
