"""The sets beside the first one: those that were tuned on, and the one that was held out meanwhile."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.unit.benchmarks.test_answer_set import FIELDS, KINDS, QUESTIONS, ROOT, contains, squeezed, text_of

SETS = [*sorted((ROOT / "tuning").iterdir()), ROOT / "validation"]
Rows = list[dict[str, Any]]


@pytest.fixture(params=SETS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def rows(folder: Path) -> Rows:
    return [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def texts(folder: Path) -> dict[str, str]:
    return {document.name: text_of(document) for document in sorted((folder / "documents").iterdir())}


def test_a_set_is_large_enough_and_a_third_of_it_unanswerable(rows: Rows) -> None:
    assert len(rows) >= 120
    assert 0.28 <= sum(not row["answerable"] for row in rows) / len(rows) <= 0.40


def test_no_question_of_a_set_stands_twice_nor_in_the_first_set(rows: Rows) -> None:
    assert max(Counter(row["id"] for row in rows).values()) == 1
    assert max(Counter(f"{row.get('earlier')} {row['question']}" for row in rows).values()) == 1
    assert not {row["question"] for row in rows} & {row["question"] for row in QUESTIONS}


def test_every_question_of_a_set_has_its_fields(rows: Rows) -> None:
    for row in rows:
        assert row.keys() - {"earlier"} == FIELDS, row["id"]
        assert row["kind"] in KINDS, row["id"]
        assert row["language"] in {"en", "de", "ja"}, row["id"]
        assert row["question"] == row["question"].strip() != "", row["id"]
        assert row["answerable"] or not (row["must"] or row["evidence"]), row["id"]


def test_the_evidence_is_in_its_document_and_satisfies_the_rule(rows: Rows, texts: dict[str, str]) -> None:
    wrong = []
    for row in rows:
        if row["answerable"]:
            evidence = squeezed(re.sub(r"<[^>]+>", " ", row["evidence"]))
            stands = evidence in texts[row["document"]]
            told = all(any(contains(evidence, part) for part in group) for group in row["must"])
            spoilt = any(contains(evidence, part) for part in row["must_not"])
            wrong += [row["id"]] if spoilt or not (stands and told and row["must"]) else []
    assert wrong == []


def test_the_counts_of_the_sets_on_the_page_are_true() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    for folder in SETS:
        found = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
        languages = Counter(row["language"] for row in found)
        counts = " | ".join(str(languages[language]) for language in ("en", "de", "ja"))
        unknown = sum(not row["answerable"] for row in found)
        documents = len(list((folder / "documents").iterdir()))
        name = folder.relative_to(ROOT).as_posix()
        assert f"| [{name}]({name}) | {documents} | {len(found)} | {unknown} | {counts} |" in page
