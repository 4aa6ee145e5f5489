import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.evaluation import Case
from acore.errors import InvalidInput, NotFound
from acore.services.beir import documents_in
from acore.services.document_files import DocumentFiles, FileLimits
from acore.services.evaluation import read_set
from acore.services.evaluation_sets import EvaluationSet
from acore.services.json_lines import Problems, Record, records

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
OWN = Path(__file__).parents[3] / "benchmarks" / "answers"


def reading(folder: Path) -> DocumentFiles:
    return DocumentFiles(folder / "data", folder / "data" / "documents", FileLimits())


def read(path: Path, documents: Path | None = None, split: str | None = None) -> EvaluationSet:
    return read_set(path, documents, split, reading(Path("/nowhere")))


def questions(folder: Path, *lines: Any) -> Path:
    (folder / "documents" / "deep").mkdir(parents=True)
    (folder / "documents" / "a.md").write_text("A.", "utf-8")
    (folder / "documents" / "deep" / "b.md").write_text("B.", "utf-8")
    file = folder / "set.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return file


def beir(folder: Path, *judgements: str, queries: tuple[str, ...] = ("1", "2", "3"), split: str = "test") -> Path:
    (folder / "qrels").mkdir()
    documents = [{"_id": one, "title": "", "text": f"Text {one}."} for one in ("1", "a/b", "c")]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)), "utf-8")
    asked = [{"_id": one, "text": f"Question {one}?"} for one in queries]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)), "utf-8")
    lines = ("query-id\tcorpus-id\tscore", *judgements)
    (folder / "qrels" / f"{split}.tsv").write_text("\n".join(lines), "utf-8")
    return folder


def test_the_set_of_the_benchmarks_is_read_whole() -> None:
    found = read(OWN / "questions.jsonl")
    assert len(found.cases) == len((OWN / "questions.jsonl").read_text("utf-8").splitlines())
    assert found.documents == len(list((OWN / "documents").iterdir()))
    assert {case.answerable for case in found.cases} == {True, False}
    assert all(case.evidence and case.must and case.is_ranked for case in found.cases if case.answerable)
    assert any(case.earlier for case in found.cases)


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    line = {"id": "x", "question": "Why?", "document": "a.md", "must": ["one", ["two", "2"]], "kind": "why"}
    found = read(questions(tmp_path, line, {"question": "Who?", "answerable": False}, "", {"question": "When?"}))
    address = (tmp_path / "documents" / "a.md").as_uri()
    assert found.cases == (
        Case("x", "Why?", relevant={address: 1.0}, answerable=True, must=(("one",), ("two", "2"))),
        Case("2", "Who?", answerable=False),
        Case("4", "When?"),
    )
    assert found.first(1).cases == found.cases[:1]


def test_a_document_is_named_by_its_path_or_by_a_name_that_only_one_has(tmp_path: Path) -> None:
    file = questions(tmp_path, {"question": "1?", "document": "deep/b.md"}, {"question": "2?", "document": "b.md"})
    address = (tmp_path / "documents" / "deep" / "b.md").as_uri()
    assert [case.relevant for case in read(file).cases] == [{address: 1.0}] * 2
    (tmp_path / "documents" / "b.md").write_text("Another.", "utf-8")
    (tmp_path / "documents" / "other").mkdir()
    (tmp_path / "documents" / "other" / "a.md").write_text("Another.", "utf-8")
    assert read(file).cases[0].relevant == {address: 1.0}
    assert read(file).cases[1].relevant == {(tmp_path / "documents" / "b.md").as_uri(): 1.0}


def test_the_documents_may_be_elsewhere_and_a_single_file(tmp_path: Path) -> None:
    file = questions(tmp_path, {"question": "Why?", "document": "b.md"})
    found = read(file, tmp_path / "documents" / "deep" / "b.md")
    assert (found.documents, found.cases[0].is_ranked) == (1, True)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 2: Invalid JSON"),
        ("[]", "line 2: Input should be an object"),
        ({}, "line 2: question: Field required"),
        ({"question": " "}, "line 2: question: "),
        ({"question": "Why?", "must": "hot"}, "line 2: must: "),
        ({"question": "Why?", "must": [[]]}, "line 2: must.0: "),
        ({"question": "Why?", "answerable": "no"}, "line 2: answerable: "),
        ({"question": "Why?", "document": "z.md"}, "line 2: there is no document 'z.md' in "),
        ({"question": "Why?", "answerable": False, "document": "a.md"}, "line 2: it is unanswerable, and yet names"),
        ({"question": "Why?", "evidence": "so"}, "line 2: it has evidence, and names no document"),
        ({"question": "Why?", "id": 1}, "line 2: the id '1' stands on an earlier line"),
    ],
)
def test_a_line_that_can_not_be_used_is_named(tmp_path: Path, line: Any, says: str) -> None:
    with pytest.raises(InvalidInput) as told:
        read(questions(tmp_path, {"question": "Good?"}, line))
    assert f"set.jsonl, {says}" in str(told.value)


def test_all_problems_are_told_at_once_but_not_thousands(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as told:
        read(questions(tmp_path, *["{"] * 3, {"question": "Good?"}))
    assert str(told.value).count("set.jsonl, line ") == 3
    problems = Problems()
    with pytest.raises(InvalidInput, match="There may be more"):
        for number in range(1000):
            problems.add(tmp_path / "set.jsonl", number, "wrong")


def test_what_is_not_there_is_said_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"set\.jsonl: there is no such file"):
        read(tmp_path / "set.jsonl")
    (tmp_path / "set.jsonl").write_text('{"question": "Why?"}', "utf-8")
    with pytest.raises(NotFound, match="--documents FOLDER"):
        read(tmp_path / "set.jsonl")
    (tmp_path / "documents").mkdir()
    with pytest.raises(InvalidInput, match="no document in it"):
        read(tmp_path / "set.jsonl")
    (tmp_path / "documents" / "a.md").write_text("A.", "utf-8")
    with pytest.raises(NotFound, match=r"other\.jsonl: there is no such file"):
        read(tmp_path / "other.jsonl", tmp_path / "documents")
    (tmp_path / "set.jsonl").write_text("\n", "utf-8")
    with pytest.raises(InvalidInput, match="no question in it"):
        read(tmp_path / "set.jsonl")


def test_a_line_that_is_no_text_or_endless_is_named(tmp_path: Path) -> None:
    file = questions(tmp_path)
    file.write_bytes(b'\xef\xbb\xbf{"question": "With a mark?"}\n{"question": "caf\xe9?"}\n')
    with pytest.raises(InvalidInput, match=r"line 2: byte 18 is not UTF-8"):
        read(file)
    file.write_bytes(b" " * 10_000_001)
    with pytest.raises(InvalidInput, match="line 1: it has more than 10 MB"):
        read(file)
    with pytest.raises(InvalidInput, match="can not be read"):
        list(records(tmp_path / "documents", Record, Problems()))


@given(data=st.binary(max_size=200))
def test_whatever_stands_in_a_file_is_read_or_refused(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("any") / "set.jsonl"
    file.write_bytes(data)
    documents = EXAMPLES / "orchard" / "documents"
    with suppress(InvalidInput):
        assert read(file, documents).cases


def test_the_layout_of_beir_is_read(tmp_path: Path) -> None:
    found = read(beir(tmp_path, "1\ta/b\t2", "1\tc\t0", "2\t1\t1"))
    assert found.cases == (
        Case("1", "Question 1?", relevant={"corpus:a%2Fb": 2.0, "corpus:c": 0.0}, answerable=True, itself="corpus:1"),
        Case("2", "Question 2?", relevant={"corpus:1": 1.0}, answerable=True),
    )
    assert found.documents == 3
    assert found.corpus is not None
    assert [document.uri for document in documents_in(found.corpus)] == ["corpus:1", "corpus:a%2Fb", "corpus:c"]


def test_a_question_that_is_its_own_answer_may_find_itself(tmp_path: Path) -> None:
    assert read(beir(tmp_path, "1\t1\t1")).cases[0].itself is None


def test_the_split_is_the_one_for_tests_or_the_only_one_or_named(tmp_path: Path) -> None:
    beir(tmp_path, "1\tc\t1", split="dev")
    assert [case.id for case in read(tmp_path).cases] == ["1"]
    (tmp_path / "qrels" / "train.tsv").write_text("2\tc\t1\n", "utf-8")
    assert [case.id for case in read(tmp_path, split="train").cases] == ["2"]
    with pytest.raises(NotFound, match=r"no test\.tsv. Choose one with --split: dev, train"):
        read(tmp_path)


def test_judged_documents_that_are_not_there_are_told_and_stop_nothing(tmp_path: Path) -> None:
    found = read(beir(tmp_path, "1\tc\t1", "1\tgone\t1", "2\tgone\t1"))
    assert found.warnings == ("test.tsv, line 3 and 1 more: not in corpus.jsonl, and so can not be found",)
    assert found.cases[1].is_ranked


@pytest.mark.parametrize(
    ("judgement", "says"),
    [
        ("1 c 1", "line 2: it should be query-id, corpus-id and a number"),
        ("1\tc\thigh", "line 2: it should be query-id"),
        ("9\tc\t1", "line 2: there is no query '9' in queries.jsonl"),
        ("1\tc\tnan", "line 2: it should be query-id, corpus-id and a number"),
        ("1\tc\t1\n1\tc\t0", "line 3: an earlier line judges the same document for this query in another way"),
    ],
)
def test_a_judgement_that_can_not_be_used_is_named(tmp_path: Path, judgement: str, says: str) -> None:
    with pytest.raises(InvalidInput) as told:
        read(beir(tmp_path, judgement))
    assert f"test.tsv, {says}" in str(told.value)


def test_a_folder_without_its_files_says_which(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"qrels: there are no judgements"):
        read(tmp_path)
    beir(tmp_path, "1\tc\t1")
    (tmp_path / "corpus.jsonl").write_text('{"_id": "1"}', "utf-8")
    with pytest.raises(InvalidInput, match=r"corpus\.jsonl, line 1: text: Field required"):
        read(tmp_path)
    (tmp_path / "corpus.jsonl").unlink()
    with pytest.raises(NotFound, match=r"corpus\.jsonl: there is no such file"):
        read(tmp_path)


def test_queries_that_stand_twice_or_that_nobody_judged_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="it judges no query"):
        read(beir(tmp_path))
    (tmp_path / "queries.jsonl").write_text('{"_id": 1, "text": "a?"}\n{"_id": "1", "text": "b?"}', "utf-8")
    (tmp_path / "corpus.jsonl").write_text('{"_id": 1, "text": "a"}\n{"_id": 1, "text": "b"}', "utf-8")
    with pytest.raises(InvalidInput, match=r"corpus\.jsonl, line 2: the _id 1 stands on an earlier line"):
        read(tmp_path)
    with pytest.raises(InvalidInput, match=r"queries\.jsonl, line 2: the _id '1' stands on an earlier line"):
        read(tmp_path)
