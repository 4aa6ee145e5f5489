"""How many tokens a request has, roughly: what it costs to know it exactly would cost more than it is worth."""

from acore.domain.chat import ChatRequest

_CHARACTERS = 4
"""Of a token, in English; other languages have fewer."""


def estimated_tokens(request: ChatRequest) -> int:
    """Tokens of everything that is sent as text; pictures and the answer are not in it."""
    characters = sum(len(message.text) for message in request.messages)
    characters += sum(len(passage.text) for passage in request.passages)
    characters += sum(len(tool.description) + len(tool.parameters) for tool in request.tools)
    return (characters + len(request.response_schema or "")) // _CHARACTERS + 1
