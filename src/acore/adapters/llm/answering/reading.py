"""Which reader takes a passage apart: Markdown and prose, records, or source code."""

from functools import lru_cache

from acore.adapters.llm.answering.block import Block
from acore.adapters.llm.answering.blocks import blocks
from acore.adapters.llm.answering.code import SUFFIXES, blocks_of_code
from acore.adapters.llm.answering.records import is_json, records_of_json
from acore.domain.knowledge import Passage

_LONGEST_PASSAGE = 12_000


def blocks_in(passage: Passage) -> tuple[Block, ...]:
    """The blocks of a passage, in order."""
    name = passage.source.uri.partition("#")[0].rpartition("/")[2]
    return _blocks(passage.text[:_LONGEST_PASSAGE], name.rpartition(".")[2].lower())


@lru_cache(maxsize=128)
def _blocks(text: str, suffix: str) -> tuple[Block, ...]:
    if suffix in SUFFIXES:
        return blocks_of_code(text)
    if is_json(text.splitlines()):
        return tuple(records_of_json(text))
    return blocks(text)
