# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy", "orjson", "scikit-learn==1.9.*"]
# ///
"""Fits `acore.domain.routing`: ``PYTHONPATH=src:. python scripts/fit_routing.py``, and paste the weights it prints.

The weights of the words it writes into `src/acore/domain/routing_stems.py` itself. The packages that it needs, at the
top, are no part of the project's environment: any throw-away one that has them will do. It takes half a minute, and
the same prompts always give the same weights.

It reads the tuning half of `benchmarks/prompts.jsonl` and `scripts/routing_prompts.jsonl`, and never the test half.
A prompt of `routing_prompts.jsonl` names its `set`: each was written by itself, and so was the tuning half. The errors
that it prints first are those of each set by weights that were fitted to the others. They still flatter: the
lists of words were written with all of these prompts in view, only the learned weights were not. For the same reason
each prompt is shown many times, each time with some of its listed words left out: the fit is not to rely on them.
"""
# ruff: noqa: T201  a program, not a package

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MaxAbsScaler

from acore.domain import routing
from acore.domain.routing_lexicon import features, packed
from benchmarks.routing import tuning_half

_OWN = Path(__file__).with_name("routing_prompts.jsonl")
_STEMS = Path(__file__).parents[1] / "src/acore/domain/routing_stems.py"
_COPIES, _LEFT_OUT = 8, 0.35
_LOOSENESS = 0.5
"""The inverse of the ridge's strength, for each prompt counted once."""
_TRUST = 4.0
"""How much less the ridge holds the signs back than the words; a sign goes from 0 to this."""
_OFTEN, _KEPT = 2, 2000
"""Prompts that a word has to be in, and the weightiest words that are kept."""
_JUDGED = {"a sum of large numbers": 7.0, "the wording": 1.0}
"""Weights of what is so rare in the prompts that a fit can not find them, and certain all the same; the wording's
own weights are in it."""
_SIGNS = [name for name in routing.signs("") if name != "the wording"]
_LISTED = [_SIGNS.index(name) for name in routing.NAMES.values()]
_CUTS = [n / 100 for n in range(30, 71)]

Prompt = Mapping[str, Any]


class Seen(NamedTuple):
    """Prompts as a fit sees them."""

    signs: np.ndarray
    words: list[list[str]]
    hard: np.ndarray


class Fit(NamedTuple):
    """What a fit found: the start, the weight of each sign, and of each word that was kept."""

    start: float
    signs: np.ndarray
    words: dict[str, float]

    def odds(self, prompts: Seen) -> np.ndarray:
        """The logarithms of the odds that each is hard."""
        said = [max(-6.0, min(6.0, sum(self.words.get(word, 0.0) for word in words))) for words in prompts.words]
        return self.start + prompts.signs @ self.signs + np.array(said)


def main() -> None:
    """Print the errors on prompts not fitted on, write the words' weights, and print the others."""
    sets = {name: _seen(prompts) for name, prompts in _sets().items()}
    tried = {name: _fitted([s for other, s in sets.items() if other != name]).odds(s) for name, s in sets.items()}
    odds, hard = np.concatenate(list(tried.values())), np.concatenate([s.hard for s in sets.values()])
    best = min(_CUTS, key=lambda cut: (_wrong(odds, hard, cut), abs(cut - 0.5)))
    for name, found in tried.items():
        saved = 0.9 * np.mean(found < _odds(best))
        print(f"# {name}: {_wrong(found, sets[name].hard, best):.1%} of {len(found)} misrouted, {saved:.1%} saved")
    for cut in (0.4, 0.5, 0.6, best):
        print(f"# all, cut {cut:.2f}: {_wrong(odds, hard, cut):.1%} misrouted")
    fit = _fitted(list(sets.values()))
    _write(fit.words)
    print(f'    "{routing.START}": {fit.start + _odds(routing.THRESHOLD) - _odds(best):.2f},')
    weights = dict(zip(_SIGNS, fit.signs, strict=True)) | _JUDGED
    for name in routing.signs(""):
        print(f'    "{name}": {weights[name]:.2f},')


def _sets() -> dict[str, list[Prompt]]:
    sets: defaultdict[str, list[Prompt]] = defaultdict(list, {"tuning half": list(tuning_half())})
    for prompt in map(json.loads, _OWN.read_text("utf-8").splitlines()):
        sets[f"set {prompt['set']}"].append(prompt)
    return sets


def _seen(prompts: Sequence[Prompt]) -> Seen:
    signs = [routing.signs(prompt["text"]) for prompt in prompts]
    words = [sorted(map(_joined, features(routing.parts(prompt["text"])[1]))) for prompt in prompts]
    hard = np.array([prompt["needs"] == "strong" for prompt in prompts])
    return Seen(np.array([[found[name] for name in _SIGNS] for found in signs]), words, hard)


def _joined(feature: str | tuple[str, str]) -> str:
    return feature if isinstance(feature, str) else "_".join(feature)


def _fitted(sets: Sequence[Seen]) -> Fit:
    chance = np.random.default_rng(1)
    signs, hard = np.vstack([s.signs for s in sets]), np.concatenate([s.hard for s in sets])
    counter = CountVectorizer(analyzer=list, min_df=_OFTEN, binary=True)
    words = counter.fit_transform([found for s in sets for found in s.words])
    scale = MaxAbsScaler().fit(signs)
    shown = [csr_matrix(scale.transform(_thinned(signs, chance)) * _TRUST) for _ in range(_COPIES)]
    model = LogisticRegression(C=_LOOSENESS / _COPIES, max_iter=5000)
    model.fit(vstack([hstack([words, copy]) for copy in shown]).tocsr(), np.tile(hard, _COPIES))
    names, weights = counter.get_feature_names_out(), model.coef_[0]
    kept = np.argsort(-np.abs(weights[: len(names)]), kind="stable")[:_KEPT]
    by_name = {str(names[n]): round(float(weights[n]), 2) for n in kept}
    return Fit(float(model.intercept_[0]), weights[len(names) :] * _TRUST / scale.scale_, by_name)


def _thinned(signs: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """The signs as they were with some of the listed words left out; an amount is the logarithm of a count."""
    thin = signs.copy()
    counts = np.rint(np.expm1(signs[:, _LISTED])).astype(int)
    thin[:, _LISTED] = np.log1p(chance.binomial(counts, 1 - _LEFT_OUT))
    return thin


def _wrong(odds: np.ndarray, hard: np.ndarray, cut: float) -> float:
    return float(np.mean((odds >= _odds(cut)) != hard))


def _odds(p: float) -> float:
    return math.log(p / (1 - p))


def _write(words: Mapping[str, float]) -> None:
    pairs = {tuple(name.split("_")) if "_" in name else name: weight for name, weight in words.items()}
    rows = "".join(f"    {weight}: {_lines(entries)},\n" for weight, entries in packed(pairs) if weight)
    _STEMS.write_text(
        '"""What beginnings of words, and pairs of neighbours, say of a question, in hundredths; above 0 is hard.\n\n'
        "Written by scripts/fit_routing.py. A pair is joined by ``_``; ``^`` stands before the first word, ``$`` after "
        'the\nlast.\n"""\n\nfrom collections.abc import Mapping\n\n'
        f"STEMS: Mapping[int, str] = {{\n{rows}}}\n",
        "utf-8",
    )


def _lines(entries: str, width: int = 106) -> str:
    lines = [""]
    for entry in entries.split():
        if lines[-1] and len(f"{lines[-1]} {entry}".encode()) > width:  # Chinese characters are wide
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{entry}"
    if len(lines) == 1:
        return f'"{lines[0]}"'
    return '"""\n' + "".join(f"        {line}\n" for line in lines) + '    """'


if __name__ == "__main__":
    main()
