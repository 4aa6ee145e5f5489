"""The page about documents says what was measured."""

import json
from pathlib import Path
from typing import Any

from benchmarks.answers import FOLDER, rows_in, tuning_half

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/give-it-documents.md").read_text("utf-8")


def test_the_figures_of_the_built_in_engine_are_those_that_were_measured() -> None:
    rows: dict[str, Any] = {}
    for line in (ROOT / "benchmarks/results.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["name"]] = row["value"]
    assert f"{rows['answers.right']:.0f} % of those that the documents answer" in PAGE
    assert f"{rows['answers.refusals_right']:.0f} % of the others refused" in PAGE
    asked = len(rows_in(FOLDER)) - len(tuning_half())
    assert f"On {asked} questions over {len(list((FOLDER / 'documents').iterdir()))} documents" in PAGE
