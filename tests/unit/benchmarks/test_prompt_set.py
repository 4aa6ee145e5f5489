"""The prompts that routing is measured on are what their page says."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
PROMPTS: list[dict[str, str]] = [
    json.loads(line) for line in (BENCHMARKS / "prompts.jsonl").read_text("utf-8").splitlines()
]
PAGE = (BENCHMARKS / "prompts.md").read_text("utf-8")


def half(prompt: dict[str, str]) -> str:
    return "test" if hashlib.blake2b(prompt["text"].encode()).digest()[0] % 2 else "tuning"


def share(prompts: list[dict[str, str]], field: str, value: str) -> float:
    return sum(prompt[field] == value for prompt in prompts) / len(prompts)


def row(name: str, prompts: list[dict[str, str]]) -> str:
    needs = Counter(prompt["needs"] for prompt in prompts)
    return f"| {name} | {needs['fast']} | {needs['strong']} | {needs.total()} |"


def test_there_are_enough_prompts_and_no_two_are_the_same() -> None:
    assert len(PROMPTS) >= 320
    assert len({" ".join(prompt["text"].casefold().split()) for prompt in PROMPTS}) == len(PROMPTS)


def test_every_prompt_is_whole() -> None:
    for prompt in PROMPTS:
        assert prompt.keys() == {"text", "needs", "kind", "language"}
        assert prompt["needs"] in {"fast", "strong"}
        assert all(value == value.strip() != "" for value in prompt.values()), prompt


def test_a_message_fits_into_discord() -> None:
    assert max(len(prompt["text"]) for prompt in PROMPTS) <= 2000


def test_about_a_third_needs_the_strong_model() -> None:
    assert 0.28 <= share(PROMPTS, "needs", "strong") <= 0.38


def test_the_languages_are_those_of_the_members() -> None:
    assert {prompt["language"] for prompt in PROMPTS} == set("en de fr es it pt tr ru ja zh ar".split())
    assert 0.2 <= share(PROMPTS, "language", "de") <= 0.3


@pytest.mark.parametrize("field", ["kind", "language"])
def test_no_kind_and_no_language_gives_the_label_away(field: str) -> None:
    labels = {(prompt[field], prompt["needs"]) for prompt in PROMPTS}
    assert labels == {(value, needs) for value, _ in labels for needs in ("fast", "strong")}


def test_length_alone_does_not_decide_the_label() -> None:
    for cut in range(2000):
        wrong = sum((len(prompt["text"]) > cut) != (prompt["needs"] == "strong") for prompt in PROMPTS)
        assert wrong / len(PROMPTS) >= 0.2, cut


@pytest.mark.parametrize("name", ["tuning", "test"])
def test_each_half_can_tell_a_router_from_a_guess(name: str) -> None:
    prompts = [prompt for prompt in PROMPTS if half(prompt) == name]
    assert len(prompts) >= 120
    assert 0.25 <= share(prompts, "needs", "strong") <= 0.75


def test_the_page_counts_what_is_there() -> None:
    rows = [row("both", PROMPTS)]
    rows += [row(name, [p for p in PROMPTS if half(p) == name]) for name in ("tuning", "test")]
    for field in ("kind", "language"):
        for value in {prompt[field] for prompt in PROMPTS}:
            rows.append(row(value, [p for p in PROMPTS if p[field] == value]))
    counted = [line for line in PAGE.splitlines() if line.startswith("| ") and line[-3].isdigit()]
    assert sorted(counted) == sorted(rows)
    strong = sum(prompt["needs"] == "strong" for prompt in PROMPTS)
    assert f"{strong} of {len(PROMPTS)} need the strong model, {100 * strong / len(PROMPTS):.1f} %" in PAGE
    assert f"holds {len(PROMPTS)} messages" in PAGE
