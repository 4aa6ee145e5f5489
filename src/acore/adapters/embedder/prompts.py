"""What models were taught to be told before a text, by the beginnings of their names.

Told otherwise, they find less: their makers say so where they describe the models.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Prompts(NamedTuple):
    """What stands before a question, and before a passage."""

    question: str = ""
    passage: str = ""


_SEARCHING = Prompts("Represent this sentence for searching relevant passages: ")
_KNOWN: Mapping[str, Prompts] = {
    "bge-base-en": _SEARCHING,
    "bge-large-en": _SEARCHING,
    "bge-small-en": _SEARCHING,
    "e5-": Prompts("query: ", "passage: "),
    "embeddinggemma": Prompts("task: search result | query: ", "title: none | text: "),
    "multilingual-e5": Prompts("query: ", "passage: "),
    "mxbai-embed": _SEARCHING,
    "nomic-embed-text": Prompts("search_query: ", "search_document: "),
    "snowflake-arctic-embed": _SEARCHING,
}
_NOTHING = Prompts()


def prompts_of(model: str, question: str | None = None, passage: str | None = None) -> Prompts:
    """What the model is told: what is given, else what is known of it, else nothing."""
    plain = model.rpartition("/")[2].lower()
    known = next((prompts for begins, prompts in _KNOWN.items() if plain.startswith(begins)), _NOTHING)
    return Prompts(known.question if question is None else question, known.passage if passage is None else passage)
