import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from acore.cli import main, route
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


@pytest.mark.parametrize("words", [("-",), (), ("",), (" ", " ")])
def test_nothing_is_no_question(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(tmp_path, ROUTED, *words, stdin=" \n")
    assert isinstance(result.exception, InvalidInput)


def test_who_types_no_question_is_not_left_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "_is_typed", lambda: True)
    result = run(tmp_path, ROUTED, stdin=HARD)
    assert isinstance(result.exception, InvalidInput)


def test_what_is_piped_needs_no_sign(tmp_path: Path) -> None:
    assert "engine   openrouter\n" in run(tmp_path, ROUTED, stdin=HARD).output


def test_a_question_needs_no_quotes(tmp_path: Path) -> None:
    unquoted, quoted = run(tmp_path, ROUTED, *HARD.split(" ")), run(tmp_path, ROUTED, HARD)
    assert unquoted.output == quoted.output


def test_no_end_of_a_text_is_left_out_unsaid(tmp_path: Path) -> None:
    result = run(tmp_path, ROUTED, "-", stdin="word " * 200_001)
    assert str(result.exception) == "That text has more than 1,000,000 characters. Give its beginning."


def test_the_score_is_never_told_as_the_threshold_that_it_is_below(tmp_path: Path) -> None:
    question = "why is the sky blue?"
    score = json.loads(run(tmp_path, ROUTED, question, "--json").output)["score"]
    threshold = score + 0.00001
    said = run(tmp_path, f"{ROUTED}threshold = {threshold}\n", question).output
    assert float(said.split()[1].rstrip(",")) < threshold


def test_json_tells_why_nothing_is_routed(tmp_path: Path) -> None:
    assert json.loads(run(tmp_path, ROUTED, HARD, "--json").output)["off"] is None
    same = '[llm.route]\nfast = "ollama"\nstrong = "ollama"\n'
    found = json.loads(run(tmp_path, same, HARD, "--json").stdout)
    assert (found["engine"], found["routing"]) == ("ollama", False)
    assert found["off"] == "llm.route.fast and llm.route.strong are the same"
