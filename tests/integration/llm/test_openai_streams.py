"""OpenAI's form as servers really send it, byte for byte."""

import asyncio
import gzip
import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.domain.chat import ChatRequest, Completion, Image, Message, ToolCall, Usage
from acore.domain.scope import Scope
from acore.errors import EngineError, EngineRefused, EngineUnavailable, RateLimited
from acore.testing.contracts.llm import asked as question
from tests.integration.llm.engines import EVERYTHING, OPENAI, event
from tests.integration.llm.far_side import Asked, Line, Script, far_side

DONE = b"data: [DONE]\n\n"


def delta(content: object = None, finish: str | None = None, **more: object) -> bytes:
    said = {} if content is None else {"content": content}
    return event({"id": "x", "choices": [{"index": 0, "delta": {**said, **more}, "finish_reason": finish}]})


STOP = delta(finish="stop")


def sending(*pieces: bytes, media_type: str = "text/event-stream; charset=utf-8") -> Script:
    async def script(_asked: Asked, line: Line) -> None:
        await line.head(media_type)
        await line.send(*pieces)

    return script


async def answer_to(*pieces: bytes, **more: Any) -> Completion:
    async with far_side(sending(*pieces, **more)) as served, OPENAI.llm(served.address) as llm:
        return await llm.complete(question())


@pytest.mark.parametrize(
    "pieces",
    {
        "plain": (delta("", role="assistant"), delta("Hel"), delta("lo"), STOP, DONE),
        "comments": (b": OPENROUTER PROCESSING\n\n", delta("Hel"), b": still here\n\n", delta("lo"), STOP, DONE),
        "empty deltas": (delta(), delta(""), delta("Hello"), delta(), event({"choices": []}), STOP, DONE),
        "crlf": tuple(p.replace(b"\n", b"\r\n") for p in (delta("Hel"), delta("lo"), STOP, DONE)),
        "cr split from lf": (delta("Hello")[:-2] + b"\r", b"\n\r", b"\n", STOP, DONE),
        "all in one packet": (delta("Hel") + delta("lo") + STOP + DONE,),
        "byte by byte": tuple(bytes([b]) for b in delta("Hello") + STOP + DONE),
        "no space": (b'data:{"choices":[{"delta":{"content":"Hello"},"finish_reason":"stop"}]}\n\n', DONE),
        "no empty lines": (delta("Hel")[:-1], delta("lo")[:-1], STOP[:-1], DONE),
        "data over lines": (b'data: {"choices": [\ndata: {"delta": {"content": "Hello"}}]}\n\n', STOP, DONE),
        "event names": (b"event: message\nid: 1\n" + delta("Hello"), STOP, DONE),
        "no done": (delta("Hello"), STOP),
        "no finish reason": (delta("Hello"), DONE),
        "no empty line at the end": (delta("Hello"), STOP, b"data: [DONE]"),
        "unknown finish": (delta("Hello"), delta(finish="eos_token"), DONE),
        "finish with the text": (delta("Hel"), delta("lo", finish="stop"), DONE),
        "null usage": (
            delta("Hello"),
            event({"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": None}),
            DONE,
        ),
        "reasoning fields": (delta(reasoning_content="Hmm"), delta(None, reasoning="hm"), delta("Hello"), STOP, DONE),
        "thinking in the text": (delta("<th"), delta("ink>Hmm</think>\n"), delta("\nHello"), STOP, DONE),
        "content in parts": (delta([{"type": "thinking", "text": "x"}, {"type": "text", "text": "Hello"}]), STOP, DONE),
        "null content": (event({"choices": [{"delta": {"content": None}}]}), delta("Hello"), STOP, DONE),
        "byte order mark": (b"\xef\xbb\xbf\n", delta("Hello"), STOP, DONE),
    }.items(),
    ids=lambda item: item[0],
)
async def test_an_answer_is_heard_however_it_is_sent(pieces: tuple[str, Sequence[bytes]]) -> None:
    whole = await answer_to(*pieces[1])
    assert (whole.text, whole.finish) == ("Hello", "stop")


@pytest.mark.parametrize(
    ("finish", "ours"),
    [("stop", "stop"), ("length", "length"), ("content_filter", "filtered"), ("tool_calls", "tool_calls")],
)
async def test_their_words_for_the_end_are_ours(finish: str, ours: str) -> None:
    assert (await answer_to(delta("x"), delta(finish=finish), DONE)).finish == ours


async def test_the_bill_that_follows_the_end_is_taken() -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 5}}
    whole = await answer_to(delta("x"), STOP, event({"choices": [], "usage": usage}), DONE)
    assert whole.usage == Usage(input=9, output=4, cached=5)


async def test_a_connection_left_open_after_the_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acore.adapters.llm.openai._AFTERWORDS_S", 0.1)

    async def script(_asked: Asked, line: Line) -> None:
        await line.head("text/event-stream")
        await line.send(delta("Hello"), STOP)
        await line.until_dropped()

    async with far_side(script) as served, OPENAI.llm(served.address, timeout=60) as llm:
        async with asyncio.timeout(10):
            assert (await llm.complete(question())).text == "Hello"


async def test_a_server_that_does_not_stream_is_heard_as_well() -> None:
    told = {
        "choices": [{"message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 2, "completion_tokens": 1},
    }
    whole = await answer_to(orjson.dumps(told), media_type="application/json")
    assert (whole.text, whole.finish, whole.usage) == ("Hello", "stop", Usage(2, 1))


async def test_a_compressed_answer_is_heard() -> None:
    async def script(_asked: Asked, line: Line) -> None:
        await line.head("text/event-stream", Content_Encoding="gzip")
        await line.send(gzip.compress(delta("Hello") + STOP + DONE))

    async with far_side(script) as served, OPENAI.llm(served.address) as llm:
        assert (await llm.complete(question())).text == "Hello"


def fragment(arguments: object, **more: object) -> dict[str, object]:
    return {"function": {"arguments": arguments, **({"name": more.pop("name")} if "name" in more else {})}, **more}


@pytest.mark.parametrize(
    "calls",
    {
        "by index": [
            [fragment("", index=0, id="a", name="roll"), fragment("", index=1, id="b", name="flip")],
            [fragment('{"sides"', index=0)],
            [fragment("{}", index=1)],
            [fragment(": 6}", index=0)],
        ],
        "without index": [
            [fragment('{"sides"', id="a", name="roll")],
            [fragment(": 6}")],
            [fragment("{}", id="b", name="flip")],
        ],
        "whole": [
            [fragment('{"sides": 6}', index=0, id="a", name="roll"), fragment("{}", index=1, id="b", name="flip")]
        ],
    }.items(),
    ids=lambda item: item[0],
)
async def test_tool_calls_are_put_together_from_their_fragments(calls: tuple[str, list[list[object]]]) -> None:
    whole = await answer_to(*[delta(tool_calls=each) for each in calls[1]], delta(finish="tool_calls"), DONE)
    assert whole.tool_calls == (ToolCall("a", "roll", '{"sides": 6}'), ToolCall("b", "flip", "{}"))
    assert whole.finish == "tool_calls"


async def test_arguments_that_are_an_object_are_taken_and_a_stop_after_calls_is_their_end() -> None:
    whole = await answer_to(delta(tool_calls=[fragment({"sides": 6}, name="roll")]), STOP, DONE)
    assert whole.tool_calls == (ToolCall("call_0", "roll", '{"sides":6}'),)
    assert whole.finish == "tool_calls"


OPENROUTER_ERROR = {"code": 429, "message": "Provider returned error", "metadata": {"raw": "slow down"}}


@pytest.mark.parametrize(
    ("told", "error", "says"),
    [
        ({"error": {"message": "out of memory", "type": "server_error"}}, EngineUnavailable, "out of memory"),
        ({"error": OPENROUTER_ERROR}, RateLimited, "slow down"),
        ({"error": {"message": "no such model", "code": "404"}}, EngineRefused, "no such model"),
        ({"error": "just words"}, EngineUnavailable, "just words"),
        ({"choices": [{"delta": {}, "error": {"code": 502, "message": "upstream"}}]}, EngineUnavailable, "upstream"),
    ],
)
@pytest.mark.parametrize("before", [(), (delta("half "),)])
async def test_an_error_inside_the_stream_is_an_error(
    before: tuple[bytes, ...], told: object, error: type[EngineError], says: str
) -> None:
    with pytest.raises(error, match=says):
        await answer_to(*before, event(told))


@pytest.mark.parametrize(
    "told",
    [
        [],
        7,
        {"choices": {"a": 1}},
        {"choices": ["x"]},
        {"choices": [{"delta": "x"}]},
        {"choices": [{"delta": {"content": 7}}]},
        {"choices": [{"delta": {"tool_calls": "x"}}]},
        {"choices": [{"delta": {"tool_calls": [{}]}}]},
    ],
)
async def test_what_is_not_of_the_form_is_told(told: object) -> None:
    with pytest.raises(EngineUnavailable, match="can not be understood"):
        await answer_to(event(told), STOP, DONE)


@pytest.mark.parametrize("told", [{}, {"detail": "model crashed"}, {"choices": []}])
async def test_a_whole_answer_that_is_none_is_not_passed_off_as_one(told: object) -> None:
    with pytest.raises(EngineUnavailable, match="it ended without an answer"):
        await answer_to(orjson.dumps(told), media_type="application/json")


@pytest.mark.parametrize(
    ("pieces", "thought"),
    [
        ((delta(reasoning_content="Hmm, é"), delta(reasoning="so")), 9),
        ((delta(reasoning="Hmm", reasoning_content="Hmm"),), 3),
        ((delta("<think>"), delta("Hmm")), 10),
        ((delta(tool_calls=[{"index": 0, "function": {"name": "roll", "arguments": "{}"}}]),), 2),
        ((delta(role="assistant"),), 0),
    ],
)
@pytest.mark.parametrize("end", [(), (event({"error": {"message": "gone"}}),)])
async def test_what_breaks_off_while_it_is_thought_tells_how_much_it_was(
    pieces: tuple[bytes, ...], thought: int, end: tuple[bytes, ...]
) -> None:
    with pytest.raises(EngineError) as failed:
        await answer_to(*pieces, *end)
    assert failed.value.thought == thought


@pytest.mark.parametrize("reason", ["error", "abort"])
async def test_an_end_that_is_a_failure_is_one(reason: str) -> None:
    with pytest.raises(EngineUnavailable, match=f"it ended its answer with '{reason}'"):
        await answer_to(delta("half"), delta(finish=reason), DONE)


async def test_what_comes_after_the_end_harms_nothing() -> None:
    assert (await answer_to(delta("Hello"), STOP, b"data: oops\n\n")).text == "Hello"


async def test_a_line_end_split_over_packets_is_one() -> None:
    whole = await answer_to(b'data: {"choices":\r', b'\ndata: [{"delta":{"content":"Hello"}}]}\r\n\r\n', STOP, DONE)
    assert whole.text == "Hello"


async def test_an_answer_packed_more_than_once_is_refused_unread() -> None:
    async def script(_asked: Asked, line: Line) -> None:
        await line.head("text/event-stream", Content_Encoding="gzip, gzip")
        await line.send(gzip.compress(gzip.compress(bytes(10_000_000))))

    async with far_side(script) as served, OPENAI.llm(served.address) as llm:
        with pytest.raises(EngineRefused, match="in the coding gzip, gzip"):
            await llm.complete(question())


async def test_a_packed_answer_is_bounded_as_it_is_unpacked() -> None:
    async def script(_asked: Asked, line: Line) -> None:
        await line.head("text/event-stream", Content_Encoding="gzip")
        await line.send(gzip.compress(b"\n" * 50_000_000))

    async with far_side(script) as served, OPENAI.llm(served.address, timeout=60) as llm:
        with pytest.raises(EngineRefused, match="sent more than"):
            await llm.complete(question())


async def test_a_key_that_comes_back_is_not_shown() -> None:
    async def script(asked: Asked, line: Line) -> None:
        await line.head("text/event-stream")
        await line.send(b"data: " + asked.headers["authorization"].encode() + b"\n\n")

    async with far_side(script) as served, OPENAI.llm(served.address, api_key="supersecretkeyvalue") as llm:
        with pytest.raises(EngineUnavailable, match="no JSON") as no:
            await llm.complete(question())
    assert "supersecret" not in str(no.value)


async def test_a_number_that_json_can_not_hold_is_refused_in_words() -> None:
    with pytest.raises(EngineRefused, match="can not be written as JSON"):
        await sent_for(question(), seed=2**70)


# what is sent


async def sent_for(request: ChatRequest, **settings: Any) -> dict[str, Any]:
    async with far_side(sending(delta("x"), STOP, DONE)) as served, OPENAI.llm(served.address, **settings) as llm:
        await llm.complete(request)
    assert served.asked[0].path == "/v1/chat/completions"
    body: dict[str, Any] = served.asked[0].body
    return body


async def test_only_what_is_set_is_sent_and_zero_is_a_value() -> None:
    assert await sent_for(question()) == {
        "model": "tiny",
        "messages": [{"role": "user", "content": "Ada: Tell me about the moon."}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    body = await sent_for(question(), temperature=0, top_k=0, seed=0, presence_penalty=0, stop=("END",), max_tokens=5)
    kept = {"temperature": 0, "top_k": 0, "seed": 0, "presence_penalty": 0, "stop": ["END"], "max_tokens": 5}
    assert {key: body[key] for key in kept} == kept


async def test_the_requests_own_values_win() -> None:
    request = ChatRequest(messages=(Message("user", "?"),), scope=Scope("c", "u"), temperature=0, max_tokens=7)
    body = await sent_for(request, temperature=1.5, max_tokens=900)
    assert (body["temperature"], body["max_tokens"]) == (0, 7)


async def test_tools_pictures_results_and_a_schema_are_sent_in_their_form() -> None:
    body = await sent_for(EVERYTHING)
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}}
    assert body["messages"][0]["content"] == [{"type": "text", "text": "See"}, picture]
    call = {"id": "a", "type": "function", "function": {"name": "roll", "arguments": '{"sides":6}'}}
    assert body["messages"][1]["tool_calls"] == [call]
    assert body["messages"][2] == {"role": "tool", "content": "4", "tool_call_id": "a"}
    function = {"name": "roll", "description": "Rolls dice.", "parameters": {"type": "object"}}
    assert body["tools"] == [{"type": "function", "function": function}]
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}


async def test_pictures_are_refused_where_the_model_can_not_see() -> None:
    request = ChatRequest(messages=(Message("user", "See", images=(Image(b"x", "image/png"),)),), scope=Scope("c", "u"))
    with pytest.raises(EngineRefused, match="can not see pictures"):
        await sent_for(request, vision=False)


async def test_the_key_is_sent_and_the_first_model_taken_where_none_is_set() -> None:
    async with far_side(OPENAI.serve) as served, OPENAI.llm(served.address, model=None) as llm:
        assert llm.model is None
        await llm.complete(question())
        assert llm.model == "tiny"
        assert await llm.models() == ("tiny", "large")
    assert served.asked[0].headers["authorization"].startswith("Bearer sk-")
    assert served.asked[1].body["model"] == "tiny"


# any cutting of the bytes

WHOLE = (
    b": hi\r\n\r\n"
    + delta("Größe 👩‍🚀 ")
    + delta("東京\n", None)
    + delta(tool_calls=[fragment("{}", name="f")])
    + STOP
    + DONE
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, len(WHOLE) - 1), max_size=12))
def test_how_the_bytes_are_cut_into_packets_makes_no_difference(cuts: list[int]) -> None:
    places = [0, *sorted(set(cuts)), len(WHOLE)]
    pieces = [WHOLE[start:end] for start, end in itertools.pairwise(places)]
    whole = asyncio.run(answer_to(*pieces))
    assert whole.text == "Größe 👩‍🚀 東京\n"
    assert whole.tool_calls == (ToolCall("call_0", "f", "{}"),)


@pytest.mark.parametrize(
    ("model", "settings", "sent"),
    [
        ("gpt-5-mini", {}, {}),
        ("openai/o3", {}, {}),
        ("gpt-5-mini", {"temperature": 1}, {"temperature": 1.0}),
        ("gpt-4.1", {}, {"temperature": 0}),
        ("o-my-llama", {}, {"temperature": 0}),
    ],
)
async def test_a_model_that_chooses_its_own_temperature_is_not_told_one(
    model: str, settings: dict[str, Any], sent: dict[str, Any]
) -> None:
    bodies: list[dict[str, Any]] = []

    async def script(asked: Asked, line: Line) -> None:
        bodies.append(asked.body)
        await sending(delta("Yes."), STOP, DONE)(asked, line)

    async with far_side(script) as served, OPENAI.llm(served.address, model=model, **settings) as llm:
        await llm.complete(replace(question(), temperature=0))
    assert {key: value for key, value in bodies[0].items() if key == "temperature"} == sent
