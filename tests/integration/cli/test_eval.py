import json
from pathlib import Path

from tests.integration.cli.conftest import Acore

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"


def test_a_file_of_questions_gives_a_table(acore: Acore) -> None:
    done = acore("eval", "rag", str(EXAMPLES / "orchard" / "questions.jsonl"))
    assert done.returncode == 0, done.stderr
    assert "6 questions, 2 documents, 2 passages" in done.stdout
    assert "with rag hybrid, llm extractive" in done.stdout
    for figure in ("recall@5", "MRR@10", "nDCG@10", "citation precision", "right refusals"):
        assert figure in done.stdout
    assert "\x1b" not in done.stdout


def test_json_is_one_object_and_the_report_a_line_a_question(acore: Acore, tmp_path: Path) -> None:
    done = acore(
        "eval", "rag", str(EXAMPLES / "orchard" / "questions.jsonl"), "--json", "-k", "3", "--report", "r.jsonl"
    )
    told = json.loads(done.stdout)
    assert told["retrieval"]["recall@3"] == told["retrieval"]["mrr@10"] == 1
    assert told["answers"]["refusals_right"] == told["answers"]["right"] == 1
    assert told["warnings"] == []
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["closing", "parking", "barn", "plums", "founded", "wifi"]
    assert rows[0]["places"] == [1]
    assert rows[0]["answer"].startswith("In October the gate closes at four")


def test_a_folder_as_beir_lays_it_out_is_ranked_and_no_model_is_asked(acore: Acore) -> None:
    done = acore("eval", "rag", str(EXAMPLES / "orchard-beir"), "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert told["answers"] is None
    assert told["engines"] == {"rag": "hybrid", "embedder": "", "reranker": "", "llm": ""}
    assert (told["retrieval"]["questions"], told["retrieval"]["ndcg@10"]) == (3, 1)


def test_the_index_of_the_user_is_left_alone(acore: Acore, tmp_path: Path) -> None:
    acore("eval", "rag", str(EXAMPLES / "orchard-beir"), "--limit", "1")
    assert not (tmp_path / "data").exists()
    assert "nothing" in acore("ask", "How much does parking at the orchard cost?").stdout


def test_the_configured_engines_are_used(acore: Acore) -> None:
    done = acore(
        "eval", "rag", str(EXAMPLES / "orchard" / "questions.jsonl"), "--json",
        ACORE_LLM__USE="scripted", ACORE_LLM__ENGINES__SCRIPTED__REPLIES='["I do not know."]', ACORE_RAG__USE="bm25",
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert told["engines"] == {"rag": "bm25", "embedder": "", "reranker": "", "llm": "scripted"}
    assert (told["answers"]["refusals_right"], told["answers"]["refusals_wrong"]) == (1, 1)


def test_what_is_wrong_is_named_and_ends_with_its_code(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("A.", "utf-8")
    (tmp_path / "set.jsonl").write_text('{"question": "Why?"}\n{"question": 7}\n', "utf-8")
    bad = acore("eval", "rag", "set.jsonl")
    assert bad.returncode == 1
    assert "set.jsonl, line 2: question: " in bad.stderr
    assert acore("eval", "rag", "nowhere.jsonl").returncode == 1
    assert acore("eval", "rag", str(EXAMPLES / "orchard-beir"), "--documents", "documents").returncode == 2
    assert acore("eval", "rag", "set.jsonl", "--split", "dev").returncode == 2
    unwritten = acore(
        "eval", "rag", str(EXAMPLES / "orchard-beir"), "--limit", "1", "--report", str(tmp_path / "no" / "r")
    )
    assert unwritten.returncode == 1
    assert "can not be written" in unwritten.stderr


def test_what_can_not_be_read_is_told(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Water boils at 100 degrees.", "utf-8")
    (tmp_path / "documents" / "b.txt").write_bytes(b"\xff\xfe\xfd\0\1")
    (tmp_path / "set.jsonl").write_text('{"question": "When does water boil?", "document": "a.txt"}\n', "utf-8")
    done = acore("eval", "rag", "set.jsonl", "--no-answers")
    assert done.returncode == 0, done.stderr
    assert "acore: b.txt: " in done.stderr


def test_evidence_that_is_nowhere_in_its_document_is_a_fault_of_the_set(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Water boils at 100 degrees.", "utf-8")
    lines = (
        {"id": "good", "question": "When does water boil?", "document": "a.txt", "evidence": "water boils at 100"},
        {"id": "bad", "question": "When does water boil?", "document": "a.txt", "evidence": "mercury freezes early"},
        {"id": "none", "question": "When does water boil?", "document": "a.txt"},
    )
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = acore("eval", "rag", "set.jsonl", "--no-answers", "--json")
    told = json.loads(done.stdout)
    assert told["evidence_missing"] == 1
    assert [warning.partition(":")[0] for warning in told["warnings"]] == ["question bad"]
    assert "acore: question bad: no passage of its document holds its evidence" in done.stderr
    assert done.returncode == 0
    assert (
        json.loads(acore("eval", "rag", "set.jsonl", "--no-answers", "--json", "--limit", "1").stdout)["warnings"] == []
    )
