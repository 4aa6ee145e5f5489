"""How well a local score tells hard questions from easy ones, and what that saves.

A hard answer costs 1, an easy one a tenth of it; without routing all are hard. The figures are those of the test
half, which nothing was tuned on: `acore.domain.routing` was fitted on the other one, and on prompts written for it
(`scripts/routing_prompts.jsonl`).
"""

import hashlib
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from acore.domain.routing import THRESHOLD, difficulty
from benchmarks.figures import Figure

_PROMPTS = Path(__file__).with_name("prompts.jsonl")
_FAST_COST = 0.1
_ROUNDS = 300
_LONG = 20_000

Prompt = dict[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What routing one half came to; shares from 0 to 1."""

    misrouted: float
    saved: float
    too_easy: float
    """Hard questions that the fast engine was given, of all."""


def measure() -> list[Figure]:
    tuning, test = outcome(tuning_half()), outcome(_test_half())
    for name, half in (("tuning", tuning), ("test", test)):
        print(f"{name}: misrouted {half.misrouted:.1%} (hard as easy {half.too_easy:.1%}), saved {half.saved:.1%}")
    return [
        Figure("routing.misrouted", test.misrouted * 100, "%", None, "<=10"),
        Figure("routing.saved", test.saved * 100, "%", None, ">=50"),
        Figure("routing.score_us", slowest() * 1e6, "us", None, "<=1000"),
    ]


def tuning_half() -> list[Prompt]:
    """The prompts that may be looked at."""
    return [prompt for prompt in _all() if not _tests(prompt)]


def _test_half() -> list[Prompt]:
    return [prompt for prompt in _all() if _tests(prompt)]


def _all() -> list[Prompt]:
    return [json.loads(line) for line in _PROMPTS.read_text("utf-8").splitlines()]


def _tests(prompt: Prompt) -> bool:
    return bool(hashlib.blake2b(prompt["text"].encode()).digest()[0] % 2)


def outcome(prompts: Sequence[Prompt]) -> Outcome:
    """Route each by its score alone, and compare with its label."""
    pairs = [(difficulty(prompt["text"]).value >= THRESHOLD, prompt["needs"] == "strong") for prompt in prompts]
    count = len(pairs)
    return Outcome(
        misrouted=sum(chosen != needed for chosen, needed in pairs) / count,
        saved=(1 - _FAST_COST) * sum(not chosen for chosen, _ in pairs) / count,
        too_easy=sum(needed and not chosen for chosen, needed in pairs) / count,
    )


def slowest() -> float:
    """Seconds for the slowest kind of text, of 20,000 characters each; the median of many scores."""
    return max(_seconds(text) for text in long_texts())


def long_texts() -> list[str]:
    """Texts of 20,000 characters that are unkind to a scorer."""
    prompts = " ".join(prompt["text"] for prompt in tuning_half())
    unkind = ("„", '"', "`", "```", "«“「", "1,", "9" * 30 + "*", "word ", "なぜ", "a_b", "!?. ", "\n")
    return [(seed * (_LONG // len(seed) + 1))[:_LONG] for seed in (prompts, *unkind)]


def _seconds(text: str) -> float:
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        difficulty(text)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
