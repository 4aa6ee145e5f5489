"""The arithmetic of the routing figures; the figures themselves are `make bench ONLY=routing`."""

import hashlib
import json
from pathlib import Path

import pytest

from benchmarks import routing


def test_the_tuning_half_holds_no_prompt_of_the_test_half() -> None:
    half = routing.tuning_half()
    assert len(half) > 100
    assert all(hashlib.blake2b(prompt["text"].encode()).digest()[0] % 2 == 0 for prompt in half)


def test_the_prompts_for_fitting_are_labelled_and_no_two_are_the_same() -> None:
    file = Path(__file__).parents[3] / "scripts/routing_prompts.jsonl"
    prompts = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    texts = [" ".join(prompt["text"].casefold().split()) for prompt in [*prompts, *routing.tuning_half()]]
    assert len(prompts) > 2500
    assert len(set(texts)) == len(texts)
    assert {prompt["needs"] for prompt in prompts} == {"fast", "strong"}
    assert {prompt["set"] for prompt in prompts} == {1, 2, 3, 4}


def test_the_outcome_counts_what_went_wrong_and_what_was_saved() -> None:
    hi, proof = "hi there", "prove the theorem of cauchy and justify why each step is rigorous"
    right = [{"text": hi, "needs": "fast"}, {"text": proof, "needs": "strong"}]
    wrong = [{"text": hi, "needs": "strong"}, {"text": proof, "needs": "fast"}]
    found, lost = routing.outcome(right), routing.outcome(wrong)
    assert (found.misrouted, found.too_easy) == (0, 0)
    assert (lost.misrouted, lost.too_easy) == (1, 0.5)
    assert found.saved == lost.saved == pytest.approx(0.45)


def test_the_tuning_half_is_routed_well() -> None:
    """The weights are fitted to it, so this only tells that nobody broke the scorer."""
    found = routing.outcome(routing.tuning_half())
    assert found.misrouted < 0.1
    assert 0.5 <= found.saved <= 0.7


def test_the_long_texts_are_as_long_as_they_say() -> None:
    assert {len(text) for text in routing.long_texts()} == {20_000}
