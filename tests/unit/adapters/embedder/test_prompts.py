import pytest

from acore.adapters.embedder.prompts import prompts_of


@pytest.mark.parametrize(
    ("model", "question"),
    [
        ("nomic-embed-text", "search_query: "),
        ("nomic-embed-text:v1.5", "search_query: "),
        ("intfloat/multilingual-e5-small", "query: "),
        ("BAAI/bge-small-en-v1.5", "Represent this sentence for searching relevant passages: "),
        ("text-embedding-3-small", ""),
        ("all-MiniLM-L6-v2", ""),
    ],
)
def test_models_are_told_what_they_were_taught(model: str, question: str) -> None:
    assert prompts_of(model).question == question


def test_what_is_set_wins_and_empty_is_a_value() -> None:
    assert prompts_of("nomic-embed-text", "Q: ", "") == ("Q: ", "")
    assert prompts_of("unknown", None, "P: ") == ("", "P: ")
