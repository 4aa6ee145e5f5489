from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.llm import request_key
from acore.adapters.llm.request_key import RequestKeys
from acore.domain.chat import ChatRequest, Image, Message, Tool, ToolCall
from acore.domain.knowledge import Passage, Source
from acore.domain.scope import Scope

_T = TypeVar("_T")
TEXTS = st.text(st.characters(exclude_categories=()), max_size=6)  # lone surrogates too
MAYBE = st.none() | TEXTS
IMAGES = st.builds(Image, st.binary(max_size=4), TEXTS)
CALLS = st.builds(ToolCall, TEXTS, TEXTS, TEXTS)
TOOLS = st.builds(Tool, TEXTS, TEXTS, TEXTS)
ROLES = st.sampled_from(["system", "user", "assistant", "tool"])
SCOPES = st.builds(Scope, TEXTS, TEXTS, MAYBE, MAYBE)
SOURCES = st.builds(Source, TEXTS, TEXTS)
NUMBERS = st.floats(0, 2)


def few(strategy: st.SearchStrategy[_T]) -> st.SearchStrategy[tuple[_T, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


MESSAGES = st.builds(Message, ROLES, TEXTS, author=MAYBE, images=few(IMAGES), tool_calls=few(CALLS), tool_call_id=MAYBE)
PASSAGES = st.builds(Passage, TEXTS, SOURCES, NUMBERS)
REQUESTS = st.builds(
    ChatRequest,
    messages=few(MESSAGES),
    scope=SCOPES,
    passages=few(PASSAGES),
    tools=few(TOOLS),
    temperature=st.none() | NUMBERS,
    max_tokens=st.none() | st.integers(0, 2**70),
    response_schema=MAYBE,
    effort=st.sampled_from(["any", "fast"]),
    aloud=st.booleans(),
)
FIELDS: dict[type, dict[str, st.SearchStrategy[Any]]] = {
    ChatRequest: {
        "messages": few(MESSAGES),
        "scope": SCOPES,
        "passages": few(PASSAGES),
        "tools": few(TOOLS),
        "temperature": st.none() | NUMBERS,
        "max_tokens": st.none() | st.integers(0, 2**70),
        "response_schema": MAYBE,
        "effort": st.sampled_from(["any", "fast"]),
        "aloud": st.booleans(),
    },
    Scope: {"channel": TEXTS, "user": TEXTS, "guild": MAYBE, "category": MAYBE, "parent": MAYBE},
    Message: {
        "role": ROLES,
        "text": TEXTS,
        "author": MAYBE,
        "images": few(IMAGES),
        "tool_calls": few(CALLS),
        "tool_call_id": MAYBE,
    },
    Image: {"data": st.binary(max_size=4), "media_type": TEXTS},
    ToolCall: {"id": TEXTS, "name": TEXTS, "arguments": TEXTS},
    Passage: {"text": TEXTS, "source": SOURCES, "score": NUMBERS},
    Source: {"title": TEXTS, "uri": TEXTS},
    Tool: {"name": TEXTS, "description": TEXTS, "parameters": TEXTS},
}
"""Every field that changes an answer, by the value it is a field of."""
IRRELEVANT = {(ChatRequest, "cacheable"), (ChatRequest, "deadline"), (Passage, "id")}
PLACES: dict[type, tuple[st.SearchStrategy[Any], Callable[[ChatRequest, Any], ChatRequest]]] = {
    ChatRequest: (REQUESTS, lambda _, value: value),
    Scope: (SCOPES, lambda request, value: replace(request, scope=value)),
    Message: (MESSAGES, lambda request, value: replace(request, messages=(*request.messages, value))),
    Image: (IMAGES, lambda request, value: replace(request, messages=(Message("user", "", images=(value,)),))),
    ToolCall: (CALLS, lambda request, value: replace(request, messages=(Message("user", "", tool_calls=(value,)),))),
    Passage: (PASSAGES, lambda request, value: replace(request, passages=(*request.passages, value))),
    Source: (SOURCES, lambda request, value: replace(request, passages=(Passage("", value, 1),))),
    Tool: (TOOLS, lambda request, value: replace(request, tools=(value, *request.tools))),
}
"""How each of them is made, and where in a request it stands."""


def key(request: ChatRequest, engine: str = "openai", model: str | None = "large") -> bytes:
    """The key as keys that remember nothing make it."""
    return RequestKeys().key(request, engine, model)


def test_no_field_is_forgotten() -> None:
    known = {(owner, name) for owner, names in FIELDS.items() for name in names}
    assert known | IRRELEVANT == {(owner, field.name) for owner in FIELDS for field in fields(owner)}


@pytest.mark.parametrize(
    ("owner", "name"), [pytest.param(o, n, id=f"{o.__name__}.{n}") for o, names in FIELDS.items() for n in names]
)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_requests_that_differ_in_one_field_have_different_keys(owner: type, name: str, data: st.DataObject) -> None:
    values, put = PLACES[owner]
    request, value = data.draw(REQUESTS), data.draw(values)
    other = replace(value, **{name: data.draw(FIELDS[owner][name].filter(lambda new: new != getattr(value, name)))})
    assert key(put(request, value)) != key(put(request, other))


@given(st.lists(REQUESTS, max_size=6))
@settings(max_examples=100, deadline=None)
def test_keys_are_equal_where_requests_are_however_much_is_remembered(requests: list[ChatRequest]) -> None:
    keys = RequestKeys()
    for first in requests:
        for second in requests:
            same = keys.key(first, "a") == keys.key(second, "a")
            assert same == (first == second)
        assert keys.key(first, "a") == RequestKeys().key(first, "a")


ASKED = ChatRequest(messages=(Message("user", "why?", author="Ada"),), scope=Scope("1", "2", "3"))


@pytest.mark.parametrize("other", [replace(ASKED, deadline=3.0), replace(ASKED, cacheable=True)])
def test_what_does_not_change_the_answer_does_not_change_the_key(other: ChatRequest) -> None:
    assert key(other) == key(ASKED)


def test_the_same_question_to_another_engine_or_model_has_another_key() -> None:
    keys = {key(ASKED, *far) for far in [("a", "b"), ("ab", None), ("a", ""), ("a", None), ("", "ab"), ("ab", "")]}
    assert len(keys) == 6


def test_equal_numbers_of_another_kind_are_equal() -> None:
    keys = {key(replace(ASKED, temperature=zero)) for zero in (0, 0.0, -0.0)}
    assert len(keys) == 1
    assert key(replace(ASKED, temperature=None)) not in keys


MESSAGE = Message("user", "ab", author="c")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((Message("user", "ab"), Message("user", "c")), (Message("user", "a"), Message("user", "bc"))),
        ((Message("user", "a"),), (Message("user", "a"), Message("user", ""))),
        ((MESSAGE,), (Message("user", "a", author="bc"),)),
        ((MESSAGE,), (Message("user", "ab1:c"),)),
        ((Message("user", "-"),), (Message("user", "", author="-"),)),
        ((Message("user", "", author=None),), (Message("user", "", author=""),)),
    ],
)
def test_no_words_pass_for_others_by_standing_together(first: tuple[Message, ...], second: tuple[Message, ...]) -> None:
    assert key(replace(ASKED, messages=first)) != key(replace(ASKED, messages=second))


def test_a_passage_is_no_message() -> None:
    passage = Passage("why?", Source("", ""), 1)
    one, two = replace(ASKED, passages=(passage,)), replace(ASKED, messages=(), passages=(passage, passage))
    assert len({key(ASKED), key(one), key(two)}) == 3


def test_only_what_is_new_in_a_conversation_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    of_message = request_key._of_message

    def counting(message: Message) -> bytes:
        hashed.append(message.text)
        return of_message(message)

    monkeypatch.setattr(request_key, "_of_message", counting)
    keys = RequestKeys()
    said = [Message("user", str(number)) for number in range(14)]
    for turn in range(1, 15):
        again = tuple(Message("user", message.text) for message in said[:turn])
        keys.key(replace(ASKED, messages=again), "a")
    assert hashed == [message.text for message in said]


def test_the_key_of_an_equal_request_that_may_be_cached_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = RequestKeys()
    asked = replace(ASKED, cacheable=True)
    first = keys.key(asked, "a", "m")
    monkeypatch.setattr(keys, "_hashed", None)
    assert keys.key(replace(asked, deadline=3.0), "a", "m") == first


def test_it_keeps_neither_pictures_nor_long_texts_and_no_more_than_its_bound() -> None:
    keys = RequestKeys()
    large = (Message("user", "x" * 8001), Message("user", "see", images=(Image(b"png", "image/png"),)))
    keys.key(replace(ASKED, messages=large, passages=(Passage("x" * 8001, Source("", ""), 1),), cacheable=True), "a")
    assert (keys._message.cache_info().currsize, keys._passage.cache_info().currsize) == (0, 0)
    keys.key(replace(ASKED, messages=(Message("user", "x" * 7000),) * 5, cacheable=True), "a")
    assert len(keys._keys) == 0
    for number in range(3000):
        keys.key(replace(ASKED, messages=(Message("user", str(number)),), max_tokens=number, cacheable=True), "a")
    assert (keys._message.cache_info().currsize, keys._frame.cache_info().currsize) == (2048, 512)
    assert len(keys._keys) == 256
