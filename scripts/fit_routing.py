"""Fits the weights of `acore.domain.routing`: ``PYTHONPATH=. python scripts/fit_routing.py``, and paste what it prints.

It reads the tuning half of `benchmarks/prompts.jsonl` and `scripts/routing_prompts.jsonl`, written for this, and
never the test half. The lists of words were written beside these prompts and know them too well; so each prompt is
shown many times, each time with some of its listed words left out. Plain Python: it takes a minute.
"""
# ruff: noqa: INP001, T201, S311  a program, not a package; its chance hides no secret

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from acore.domain import routing
from benchmarks.routing import tuning_half

_OWN = Path(__file__).with_name("routing_prompts.jsonl")
_COPIES, _LEFT_OUT = 8, 0.35
_RIDGE = 1.0
_FOLDS = 10
_ROUNDS = 12
_JUDGED = {"a sum of large numbers": 4.0}
"""Weights of what is so rare in the prompts that a fit can not find them, and certain all the same."""

Row = tuple[list[float], float]


def main() -> None:
    """Print the error of each threshold on prompts not fitted on, and the weights with the best one moved to 0.3."""
    chance = Random(1)
    texts = [*tuning_half(), *map(json.loads, _OWN.read_text("utf-8").splitlines())]
    prompts = [(text["text"], float(text["needs"] == "strong")) for text in texts]
    chance.shuffle(prompts)
    names = [routing.START, *routing.signs("")]
    heard = []
    for fold in range(_FOLDS):
        weights = _fitted([row for n, p in enumerate(prompts) if n % _FOLDS != fold for row in _rows(*p, chance)])
        heard += [(row, weights) for n, p in enumerate(prompts) if n % _FOLDS == fold for row in _rows(*p, chance)]
    scored = [(_probability(weights, x), y) for (x, y), weights in heard]
    best = min((n / 100 for n in range(20, 61)), key=lambda cut: _wrong(scored, cut))
    for cut in (0.2, 0.3, 0.4, 0.5, best):
        print(f"# cut {cut:.2f}: {_wrong(scored, cut):.3f} misrouted")
    weights = _fitted([row for p in prompts for row in _rows(*p, chance)])
    weights[0] += _odds(routing.THRESHOLD) - _odds(best)
    for name, weight in zip(names, weights, strict=True):
        print(f'    "{name}": {_JUDGED.get(name, weight):.2f},')


def _rows(text: str, hard: float, chance: Random) -> Iterator[Row]:
    for _ in range(_COPIES):
        amounts = routing.signs(text)
        kept = {name: _thinned(amounts[name], chance) for name in routing.NAMES.values()}
        yield [1.0, *(amounts | kept).values()], hard


def _thinned(amount: float, chance: Random) -> float:
    return math.log1p(sum(chance.random() >= _LEFT_OUT for _ in range(round(math.expm1(amount)))))


def _wrong(scored: Sequence[tuple[float, float]], cut: float) -> float:
    return sum((p >= cut) != bool(y) for p, y in scored) / len(scored)


def _odds(p: float) -> float:
    return math.log(p / (1 - p))


def _probability(weights: Sequence[float], x: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, x, strict=True))))


def _fitted(rows: Sequence[Row]) -> list[float]:
    """Newton's method for the logistic loss, each prompt counted once, with a ridge on all but the start."""
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(_ROUNDS):
        slope = [_RIDGE * w * (n > 0) for n, w in enumerate(weights)]
        bend = [[_RIDGE * (a == b) for a in range(size)] for b in range(size)]
        for x, y in rows:
            p = _probability(weights, x)
            there = [n for n, v in enumerate(x) if v]
            for a in there:
                slope[a] += (p - y) * x[a] / _COPIES
                share = p * (1 - p) * x[a] / _COPIES
                for b in there:
                    bend[a][b] += share * x[b]
        weights = [w - step for w, step in zip(weights, _solved(bend, slope), strict=True)]
    return weights


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss's elimination; the matrix is positive definite, so no pivot is needed."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for n in range(len(rows)):
        pivot = [value / rows[n][n] for value in rows[n]]
        rows[n] = pivot
        for m, row in enumerate(rows):
            if m != n and row[n]:
                rows[m] = [value - row[n] * above for value, above in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]


if __name__ == "__main__":
    main()
