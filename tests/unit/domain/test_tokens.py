from dataclasses import replace

from acore.domain.chat import ChatRequest, Message, Tool
from acore.domain.knowledge import Passage, Source
from acore.domain.scope import Scope
from acore.domain.tokens import estimated_tokens

_BARE = ChatRequest(messages=(Message("system", "x" * 40), Message("user", "x" * 43)), scope=Scope("c", "u"))


def test_four_characters_are_about_a_token() -> None:
    assert estimated_tokens(_BARE) == 83 // 4 + 1


def test_all_that_is_sent_as_text_counts() -> None:
    passage = Passage("x" * 40, Source("title", "file:///a"), 1)
    for more in (
        replace(_BARE, passages=(passage,)),
        replace(_BARE, tools=(Tool("t", "x" * 20, "x" * 20),)),
        replace(_BARE, response_schema="x" * 40),
    ):
        assert estimated_tokens(more) == estimated_tokens(_BARE) + 10
