"""The page about measuring says what is so."""

import json
import re
import shlex
from pathlib import Path

import pytest

from acore.cli.eval_report import _answer_rows, _retrieval_rows
from acore.domain.evaluation_figures import AnswerFigures, RetrievalFigures
from acore.services.document_files import DocumentFiles, FileLimits
from acore.services.evaluation_sets import _Line, read_questions
from tests.integration.cli.conftest import Acore

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/how-to/measure-your-retrieval.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
LINES = [line for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


def test_there_are_examples() -> None:
    assert (len(COMMANDS), len(LINES)) == (4, 2)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_works(acore: Acore, tmp_path: Path, command: str) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    words = shlex.split(command)
    variables = dict(word.split("=", 1) for word in words[: words.index("acore")])
    done = acore(*words[words.index("acore") + 1 :], **variables)
    assert done.returncode == 0, done.stderr
    assert "recall@" in done.stdout


def test_the_lines_of_the_page_are_ones_that_can_be_used(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(LINES), "utf-8")
    files = DocumentFiles(tmp_path / "data", tmp_path / "data", FileLimits())
    found = read_questions(file, ROOT / "docs/examples/orchard/documents", files)
    assert [case.answerable for case in found.cases] == [True, False]


def test_every_field_of_a_line_is_told() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(_Line.model_fields)
    assert all(set(json.loads(line)) <= set(_Line.model_fields) for line in LINES)


def test_every_figure_is_told() -> None:
    retrieval = RetrievalFigures(1, {5: 1}, 1, 1, 1)
    answers = AnswerFigures(1, 0, 1, 1, 1, 1, 1, 1, 1)
    rows = [*_retrieval_rows(retrieval), *_answer_rows(answers)]
    names = {re.split(r"\s{2,}", row.strip())[0] for row in rows if row.startswith("  ")}
    told = {name.replace("@k", "@5") for name in re.findall(r"^\| ([\w@ ]+) \|", PAGE, re.MULTILINE)}
    assert {name for name in names if "median" not in name} == told - {"Figure", "Field"}
