import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.errors import InvalidInput
from acore.simulator.page.uploads import file_name, question_about


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("notes.md", "notes.md"),
        (" a b.txt ", "a b.txt"),
        ("/tmp/x/notes.md", "notes.md"),
        ("..\\notes.md", "notes.md"),
        ("no\x00tes\n.md", "notes.md"),
        ("gnp\u202edm.exe", "gnpdm.exe"),
        ("übersicht 📄.md", "übersicht 📄.md"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(given_name: str, name: str) -> None:
    assert file_name(given_name) == name


@pytest.mark.parametrize("given_name", ["", "/", "a/", "..", ".", "x/..", "\x00"])
def test_a_name_with_nothing_left_is_refused(given_name: str) -> None:
    with pytest.raises(InvalidInput, match="no name"):
        file_name(given_name)


@given(st.text(max_size=600))
def test_no_name_leads_anywhere(given_name: str) -> None:
    try:
        name = file_name(given_name)
    except InvalidInput:
        return
    assert 0 < len(name) <= 160
    assert not set(name) & {"/", "\\", "\x00", "\n"}
    assert name not in (".", "..")


def test_a_long_name_keeps_its_ending() -> None:
    assert file_name("x" * 400 + ".md").endswith("x.md")
    assert len(file_name("y" * 400)) == 160


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("# Handbook\n\n## Refunds\n\nSixty days.", "What does t say about Refunds?"),
        ("# Only a title\n\nText.", "What is t about?"),
        ("Plain text.", "What is t about?"),
        ("", "What is t about?"),
        ("# FAQ\n\n## What\n\n## How do I return a thing?\n", "How do I return a thing?"),
        ("# A\n\n```sh\n# a comment\n```\n\n## **Bold** ##\n", "What does t say about Bold?"),
        ("# A\n\n## " + "x" * 90 + "\n\n## Short\n", "What does t say about Short?"),
        ("# A\r\n\r\n## Windows\r\n", "What does t say about Windows?"),
    ],
)
def test_the_question_is_about_a_section_where_there_is_one(text: str, question: str) -> None:
    assert question_about("t", text.encode()) == question


@given(st.binary(max_size=2000))
def test_any_bytes_make_a_question(data: bytes) -> None:
    question = question_about("t", data)
    assert question.endswith("?")
    assert "\n" not in question
