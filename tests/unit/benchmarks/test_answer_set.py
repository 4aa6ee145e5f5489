import hashlib
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3] / "benchmarks" / "answers"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "questions.jsonl").read_text("utf-8").splitlines()
]
ANSWERABLE = [row for row in QUESTIONS if row["answerable"]]
UNANSWERABLE = [row for row in QUESTIONS if not row["answerable"]]
TEST_HALF = [row for row in QUESTIONS if hashlib.blake2b(row["question"].encode()).digest()[0] % 2 == 1]
TUNING_HALF = [row for row in QUESTIONS if row not in TEST_HALF]
DOCUMENTS = sorted((ROOT / "documents").iterdir())
KINDS = set("how-many when who where which what why how list yes-no compare followup crosslingual unanswerable".split())
FIELDS = set("id question kind language answerable document must must_not evidence".split())


def squeezed(text: str) -> str:
    return " ".join(text.split())


def text_of(document: Path) -> str:
    text = document.read_text("utf-8")
    if document.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    if document.suffix == ".srt":
        text = "\n".join(line for line in text.splitlines() if not line.isdigit() and "-->" not in line)
    return squeezed(text)


TEXTS = {document.name: text_of(document) for document in DOCUMENTS}


def labels(rows: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in rows]


def contains(text: str, part: str) -> bool:
    return squeezed(part).casefold() in squeezed(text).casefold()


def test_there_are_enough_documents_and_questions() -> None:
    assert len(DOCUMENTS) >= 14
    assert len(QUESTIONS) >= 200
    assert {path.suffix for path in DOCUMENTS} >= {".md", ".txt", ".html", ".json", ".csv", ".srt", ".py"}


@pytest.mark.parametrize("field", ["id", "question"])
def test_no_question_stands_twice(field: str) -> None:
    # A follow-up is judged by its own words, so the half it belongs to must not depend on which of two it is.
    assert max(Counter(row[field] for row in QUESTIONS).values()) == 1


def test_a_third_is_unanswerable_in_the_whole_and_in_each_half() -> None:
    for rows in (QUESTIONS, TEST_HALF, TUNING_HALF):
        assert 0.28 <= sum(not row["answerable"] for row in rows) / len(rows) <= 0.40


def test_both_halves_are_large_enough_to_judge_by() -> None:
    assert min(len(TEST_HALF), len(TUNING_HALF)) >= 80


def test_german_and_japanese_have_their_share() -> None:
    shares = {language: n / len(QUESTIONS) for language, n in Counter(row["language"] for row in QUESTIONS).items()}
    assert shares.keys() == {"en", "de", "ja"}
    assert shares["de"] >= 0.15
    assert shares["ja"] >= 0.10
    assert sum(row["kind"] == "crosslingual" for row in QUESTIONS) <= 5


def test_every_document_is_asked_about() -> None:
    assert {row["document"] for row in ANSWERABLE} == TEXTS.keys()


@pytest.mark.parametrize("row", labels(QUESTIONS))
def test_a_question_has_its_fields(row: dict[str, Any]) -> None:
    assert row.keys() - {"earlier"} == FIELDS
    assert row["kind"] in KINDS
    assert row["question"] == row["question"].strip() != ""
    assert ("earlier" in row) == (row["kind"] == "followup") or row["kind"] == "unanswerable"


@pytest.mark.parametrize("row", labels(ANSWERABLE))
def test_the_evidence_is_in_the_document_and_satisfies_the_rule(row: dict[str, Any]) -> None:
    assert squeezed(row["evidence"]) in TEXTS[row["document"]]
    assert row["must"]
    for group in row["must"]:
        assert any(contains(row["evidence"], alternative) for alternative in group), group
    assert not [part for part in row["must_not"] if contains(row["evidence"], part)]


def test_no_label_is_empty_or_it_would_be_contained_in_every_answer() -> None:
    for row in ANSWERABLE:
        assert all(squeezed(part) for group in [*row["must"], row["must_not"]] for part in group), row["id"]


@pytest.mark.parametrize("row", labels(UNANSWERABLE))
def test_an_unanswerable_question_names_nothing_to_find(row: dict[str, Any]) -> None:
    assert (row["kind"], row["document"], row["must"], row["must_not"], row["evidence"]) == (
        "unanswerable",
        None,
        [],
        [],
        "",
    )


def test_the_counts_on_the_page_are_true() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    test = Counter(row[field] for row in TEST_HALF for field in ("kind", "language"))
    whole = Counter(row[field] for row in QUESTIONS for field in ("kind", "language"))
    for name, count in whole.items():
        assert f"| {name} | {count} | {count - test[name]} | {test[name]} |" in page
    assert page.count(f"| all | {len(QUESTIONS)} | {len(TUNING_HALF)} | {len(TEST_HALF)} |") == 2
    assert f"{len(QUESTIONS)} questions over {len(DOCUMENTS)} documents, {len(UNANSWERABLE)} of them" in page
    for name, count in Counter(row["document"] for row in ANSWERABLE).items():
        assert re.search(rf"\[{re.escape(name)}\]\(documents/{re.escape(name)}\) \| [^|]+ \| {count} \|", page)


def test_the_page_tells_for_how_many_questions_a_whole_document_would_pass() -> None:
    passing = 0
    for row in ANSWERABLE:
        text = TEXTS[row["document"]]
        complete = all(any(contains(text, part) for part in group) for group in row["must"])
        passing += complete and not any(contains(text, part) for part in row["must_not"])
    page = (ROOT / "README.md").read_text("utf-8")
    assert f"a whole document passes for {passing} of the {len(ANSWERABLE)} answerable questions" in page
