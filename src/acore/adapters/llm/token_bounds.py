"""At most how many tokens a request has: what is set aside for it before it is asked.

A tokenizer's pieces are known only to itself, and a token has at least one byte; but to take a byte for a token sets
aside four times what most questions cost. So each kind of byte has a rate of its own. They were chosen with the
vocabularies of Llama 3, Gemma, Qwen 2 and 3.5, DeepSeek and Command R over 37 texts, from prose in 20 languages to
code, logs and tables: written language never has more tokens than this, and usually half to three quarters of them.
Where nobody writes like that (random letters, base64) it has up to twice as many, and an older vocabulary a few more.
"""

from collections.abc import Iterator
from string import ascii_letters

from acore.adapters.llm.prompting import prompted
from acore.domain.chat import ChatRequest, Message
from acore.domain.knowledge import Passage, Source
from acore.domain.scope import Scope

_PLAIN = f"{ascii_letters} ".encode()
"""Five bytes of these are at most two tokens; digits, signs and line breaks are one each."""
_ASCII = bytes(range(128))
"""Four bytes of all others are at most three tokens."""
_AROUND = 8
"""Tokens by which a model tells one text from the next."""
_PICTURE = 4096
"""Tokens of a picture; few models make more of one."""
_ESCAPED = 3
"""Tokens by which a sign grows that could begin a tag."""


def tokens_at_most(text: str) -> int:
    """At most how many tokens such a text has."""
    data = text.encode("utf-8", "surrogatepass")
    rest = data.translate(None, _PLAIN)
    wide = 0 if text.isascii() else len(rest.translate(None, _ASCII))
    return (len(data) - len(rest)) * 2 // 5 + len(rest) - wide + wide * 3 // 4 + 1


def request_tokens_at_most(request: ChatRequest) -> int:
    """At most how many tokens a model is asked with: words, passages, tools, pictures, and what stands around them."""
    texts = list(_texts(request))
    pictures = sum([len(message.images) for message in request.messages])
    tags = sum([passage.text.count("<") + passage.source.title.count("<") for passage in request.passages])
    return tokens_at_most("".join(texts)) + len(texts) * _AROUND + pictures * _PICTURE + tags * _ESCAPED


def _texts(request: ChatRequest) -> Iterator[str]:
    for message in request.messages:
        yield message.text
        if message.author:
            yield message.author
        if message.tool_call_id:
            yield message.tool_call_id
        for call in message.tool_calls:
            yield from (call.id, call.name, call.arguments)
    if request.passages:
        yield _HEAD
    for passage in request.passages:
        yield from (_FRAME, passage.source.title, passage.text)
    for tool in request.tools:
        yield from (tool.name, tool.description, tool.parameters)
    if request.response_schema:
        yield request.response_schema


def _shown(passages: int) -> str:
    empty = (Passage("", Source("", ""), 1.0),) * passages
    return prompted(ChatRequest(messages=(Message("user", ""),), scope=Scope("", ""), passages=empty))[0].text


_HEAD = _shown(1)
_FRAME = _shown(2).removeprefix(_HEAD[: -len("\n</passages>\n\n")]).removesuffix("\n</passages>\n\n")
"""What stands around each passage."""
