# /// script
# requires-python = ">=3.11"
# dependencies = ["scikit-learn==1.9.*"]
# ///
"""Fits how the built-in engine chooses: ``PYTHONPATH=src:. python scripts/fit_answers.py``, and paste what it prints.

It reads every labelled question that may be tuned on: the tuning half and the tuning sets of `benchmarks/answers`, the
questions elsewhere in the tests, and those that the tests ask of the help pages; never the test half nor the
validation set. `RANK` is fitted so that a right line stands first, `JUDGE` so that first lines that are right are told
from the first lines of questions that nobody can answer. What it prints first was asked of weights that were fitted to
the other documents only; the features themselves were written with all of these questions in view.

The packages that it needs, at the top, are no part of the project's environment. It takes half a minute, and the same
questions always give the same weights.
"""
# ruff: noqa: T201  a program, not a package

import asyncio
import logging
import math
import runpy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import structlog
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from acore.adapters.llm.answering.choosing import RANK, lead
from acore.adapters.llm.answering.judging import judged
from acore.adapters.vector_store.memory import MemoryVectorStore
from benchmarks.answer_faults import Row, Tried, tells, tried
from benchmarks.answers import FOLDER, indexed, rows_in, tuning_half, tuning_sets

_TESTS = Path(__file__).parents[1] / "tests/unit/adapters/llm"
_RANK_RIDGE, _JUDGE_LOOSENESS = 0.005, 0.05
_WRONG_LINE = 0.3
"""How much a wrong first line counts where another one answers: it is wrong either way."""
_HELP = 2.0
"""How much a question about the help pages counts: they are what everybody has."""
_FOLDS = 10
_REFUSED = 0.92
"""The share of unanswerable questions that `ENOUGH` shall refuse."""
_WIDTH = 120
_HELD_BACK = {"asks": -1.0}
"""Weights that are at most so high: too few of the questions stand in a conversation to fit them."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question as the fit sees it."""

    group: str
    """Its set and document: the documents that weights are tried on are none of those they were fitted to."""
    tried: Tried
    numbers: np.ndarray
    """The ranking numbers of its lines."""
    wanted: np.ndarray
    """The lines that ought to stand first."""
    weight: float

    @property
    def is_answerable(self) -> bool:
        """Whether the documents hold the answer."""
        return bool(self.tried.row["answerable"])


Judged = tuple[Mapping[str, float] | None, bool]
"""The numbers of a first line, None where nothing was found, and whether it is right."""


def main() -> None:
    """Print what weights do on documents that they were not fitted to, and the weights of all."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    cases = asyncio.run(_cases())
    groups = sorted({case.group for case in cases})
    np.random.default_rng(3).shuffle(groups)
    fold = {group: at % _FOLDS for at, group in enumerate(groups)}
    tried_on: list[tuple[Case, float, bool]] = []
    for at in range(_FOLDS):
        ranks, judges, start = _fitted([case for case in cases if fold[case.group] != at])
        for case in (case for case in cases if fold[case.group] == at):
            numbers, right = _first(case, ranks)
            odds = -math.inf if numbers is None else start + sum(judges[name] * n for name, n in numbers.items())
            tried_on.append((case, odds, right))
    unknown = sorted(odds for case, odds, _ in tried_on if not case.is_answerable)
    for share in (0.9, _REFUSED, 0.95, 0.97):
        known = [right and odds > _cut(unknown, share) for case, odds, right in tried_on if case.is_answerable]
        print(f"# refusals right {share:.0%}, right {np.mean(known):.1%}")
    ranks, judges, start = _fitted(cases)
    print(_written("RANK", ranks), _written("JUDGE", judges), sep="\n")
    print(f"ENOUGH: Final = {_cut(unknown, _REFUSED) - start:.1f}")


def _cut(unknown: Sequence[float], share: float) -> float:
    return unknown[math.ceil(share * len(unknown)) - 1]


async def _cases() -> list[Case]:
    found = await _cases_of("tuning half", FOLDER / "documents", tuning_half())
    for folder in (*tuning_sets(), _TESTS / "answering/elsewhere"):
        found += await _cases_of(folder.name, folder / "documents", rows_in(folder))
    with TemporaryDirectory() as place:
        folder = Path(place)
        found += await _cases_of("help", folder, _about_help(folder), weight=_HELP)
    return found


def _about_help(folder: Path) -> list[Row]:
    """The questions that the tests ask of the help pages, which are always known, and of documents put in a folder."""
    tests = runpy.run_path(str(_TESTS / "test_extractive_answers.py"))
    for name, text in tests["DOCUMENTS"].items():
        (folder / name).write_text(text, "utf-8")
    known = [
        {"question": asked, "answerable": True, "must": [[part] for part in holds]}
        for asked, holds, _ in tests["ANSWERS"]
    ]
    return [*known, *({"question": asked, "answerable": False} for asked in tests["UNKNOWN"])]


async def _cases_of(name: str, documents: Path, rows: Sequence[Row], weight: float = 1) -> list[Case]:
    with TemporaryDirectory() as place:
        async with indexed(MemoryVectorStore(), documents, Path(place)) as knowledge:
            found = []
            for row in rows:
                full = {"must": [], "must_not": [], "document": None, "id": row["question"]} | row
                group = f"{name} {full['document'] or full['id'].rpartition('-')[0]}"
                found.append(_case(group, await tried(knowledge, full), weight))
            return found


def _case(group: str, one: Tried, weight: float) -> Case:
    numbers = np.array([[float(getattr(known, name)) for name in RANK] for known in one.known])
    right = np.array(one.right, bool)
    holding = np.array([_holds_some(one.row, line.block.text) for line in one.lines], bool)
    return Case(group, one, numbers, right & holding if (right & holding).any() else right, weight)


def _holds_some(row: Row, text: str) -> bool:
    """Whether a line itself says one of the facts: a neighbour that is quoted with it is no line to choose."""
    return any(tells({"must": [[part]], "must_not": []}, text) for group in row["must"] for part in group)


def _fitted(cases: Sequence[Case]) -> tuple[dict[str, float], dict[str, float], float]:
    ranks = _ranks([case for case in cases if case.wanted.any() and not case.wanted.all()])
    firsts = [(case, *_first(case, ranks)) for case in cases]
    seen = [(case, numbers, right) for case, numbers, right in firsts if numbers is not None]
    names = list(seen[0][1])
    table = np.array([[numbers[name] for name in names] for _, numbers, _ in seen])
    weights = [case.weight if right or not case.is_answerable else _WRONG_LINE for case, _, right in seen]
    mean, spread = table.mean(0), table.std(0) + 1e-9
    model = LogisticRegression(C=_JUDGE_LOOSENESS, max_iter=3000)
    model.fit((table - mean) / spread, [right for *_, right in seen], sample_weight=weights)
    found = model.coef_[0] / spread
    return ranks, dict(zip(names, map(float, found), strict=True)), float(model.intercept_[0] - found @ mean)


def _ranks(cases: Sequence[Case]) -> dict[str, float]:
    """The weights that make it likeliest that one of the wanted lines stands first."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = _RANK_RIDGE * len(cases) * weights @ weights, 2 * _RANK_RIDGE * len(cases) * weights
        for case in cases:
            sums = case.numbers @ weights
            shares = np.exp(sums - sums.max())
            wanted = shares * case.wanted
            total += np.log(shares.sum()) - np.log(wanted.sum() + 1e-12)
            slope = slope + case.numbers.T @ (shares / shares.sum() - wanted / (wanted.sum() + 1e-12))
        return total, slope

    found = minimize(loss, np.zeros(len(RANK)), jac=True, method="L-BFGS-B").x
    return {name: min(float(one), _HELD_BACK.get(name, math.inf)) for name, one in zip(RANK, found, strict=True)}


def _first(case: Case, ranks: Mapping[str, float]) -> Judged:
    one = case.tried
    if not one.lines:
        return None, False
    sums = list(case.numbers @ np.array(list(ranks.values())))
    best = sums.index(max(sums))
    numbers = judged(one.asked, one.lines[best], one.known[best], lead(one.lines, sums, best))
    return numbers, one.right_with(sums)


def _written(name: str, weights: Mapping[str, float]) -> str:
    lines = ["   "]
    for entry in (f' "{key}": {round(weight, 2)},' for key, weight in weights.items()):
        if len(lines[-1] + entry) > _WIDTH:
            lines.append("   ")
        lines[-1] += entry
    return f"{name}: Final[Mapping[str, float]] = {{\n" + "\n".join(lines) + "\n}  # fmt: skip"


if __name__ == "__main__":
    main()
