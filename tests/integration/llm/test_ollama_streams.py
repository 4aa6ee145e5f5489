"""Ollama's form, line by line, and what is asked of it."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from acore.domain.chat import ChatRequest, Completion, Image, Message, ToolCall, Usage
from acore.domain.scope import Scope
from acore.errors import EngineError, EngineRefused, EngineUnavailable
from acore.testing.contracts.llm import asked as question
from tests.integration.llm.engines import EVERYTHING, OLLAMA
from tests.integration.llm.far_side import Asked, Line, Script, far_side


def said(content: str = "", **more: object) -> bytes:
    message = {"role": "assistant", "content": content, **more}
    return orjson.dumps({"model": "tiny", "message": message, "done": False}) + b"\n"


def done(reason: str = "stop", **more: object) -> bytes:
    ended = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": reason, **more}
    return orjson.dumps(ended) + b"\n"


def sending(*pieces: bytes) -> Script:
    async def script(_asked: Asked, line: Line) -> None:
        await line.head("application/x-ndjson")
        await line.send(*pieces)

    return script


async def answer_to(*pieces: bytes, request: ChatRequest | None = None, **settings: Any) -> Completion:
    async with far_side(sending(*pieces)) as served, OLLAMA.llm(served.address, **settings) as llm:
        return await llm.complete(request or question())


@pytest.mark.parametrize(
    "pieces",
    {
        "plain": (said("Hel"), said("lo"), done()),
        "one packet": (said("Hel") + said("lo") + done(),),
        "byte by byte": tuple(bytes([b]) for b in said("Hello") + done()),
        "crlf and empty lines": (said("Hello").replace(b"\n", b"\r\n\r\n"), done()),
        "no line end at the end": (said("Hello"), done()[:-1]),
        "thinking apart": (said("", thinking="Hmm"), said("Hello", thinking=""), done()),
        "thinking in the text": (said("<think>Hmm</think>"), said("Hello"), done()),
        "text in the last line": (said("Hel"), done(message={"role": "assistant", "content": "lo"})),
        "no message in the last line": (said("Hello"), b'{"done":true}\n'),
    }.items(),
    ids=lambda item: item[0],
)
async def test_an_answer_is_heard_however_it_is_sent(pieces: tuple[str, Sequence[bytes]]) -> None:
    whole = await answer_to(*pieces[1])
    assert (whole.text, whole.finish) == ("Hello", "stop")


async def test_the_length_limit_and_the_counts_are_told() -> None:
    whole = await answer_to(said("x"), done("length", prompt_eval_count=7, eval_count=3))
    assert (whole.finish, whole.usage) == ("length", Usage(7, 3))


async def test_tool_calls_come_whole() -> None:
    calls = [{"function": {"name": "roll", "arguments": {"sides": 6}}}, {"function": {"name": "flip"}}]
    whole = await answer_to(said("", tool_calls=calls), done())
    assert whole.tool_calls == (ToolCall("call_0", "roll", '{"sides":6}'), ToolCall("call_1", "flip", "{}"))
    assert whole.finish == "tool_calls"


@pytest.mark.parametrize(
    ("pieces", "thought"),
    [((said("", thinking="Hmm, é"), said("", thinking="so")), 9), ((said("<think>"), said("Hmm")), 10), ((), 0)],
)
@pytest.mark.parametrize("end", [(), (b'{"error": "gone"}\n',)])
async def test_what_breaks_off_while_it_is_thought_tells_how_much_it_was(
    pieces: tuple[bytes, ...], thought: int, end: tuple[bytes, ...]
) -> None:
    with pytest.raises(EngineError) as failed:
        await answer_to(*pieces, *end)
    assert failed.value.thought == thought


@pytest.mark.parametrize(
    "line", [b"7\n", b'{"message": "x"}\n', said("", tool_calls=[{}]), b'{"message": {"content": 7}}\n']
)
async def test_what_is_not_of_the_form_is_told(line: bytes) -> None:
    with pytest.raises(EngineUnavailable, match="can not be understood"):
        await answer_to(line, done())


async def sent_for(request: ChatRequest, **settings: Any) -> dict[str, Any]:
    async def script(asked: Asked, line: Line) -> None:
        if asked.path == "/api/show":
            await line.json({"capabilities": ["vision", "tools"], "model_info": {"llama.context_length": 8192}})
        else:
            await sending(said("x"), done())(asked, line)

    async with far_side(script) as served, OLLAMA.llm(served.address, **settings) as llm:
        await llm.complete(request)
    assert served.asked[-1].path == "/api/chat"
    body: dict[str, Any] = served.asked[-1].body
    return body


async def test_only_what_is_set_is_sent_and_zero_is_a_value() -> None:
    assert await sent_for(question()) == {
        "model": "tiny",
        "messages": [{"role": "user", "content": "Ada: Tell me about the moon."}],
        "stream": True,
        "options": {},
    }
    body = await sent_for(
        question(),
        temperature=0,
        seed=0,
        max_tokens=5,
        num_ctx=4096,
        repeat_penalty=1.1,
        min_p=0,
        keep_alive="0",
        think=False,
    )
    assert body["options"] == {
        "temperature": 0, "seed": 0, "num_predict": 5, "num_ctx": 4096, "repeat_penalty": 1.1, "min_p": 0
    }  # fmt: skip
    assert (body["keep_alive"], body["think"]) == (0, False)


@pytest.mark.parametrize(("text", "sent"), [("30m", "30m"), ("-1", -1), ("300", 300)])
async def test_how_long_the_model_is_kept_is_sent_as_ollama_takes_it(text: str, sent: object) -> None:
    assert (await sent_for(question(), keep_alive=text))["keep_alive"] == sent


async def test_tools_pictures_results_and_a_schema_are_sent_in_their_form() -> None:
    body = await sent_for(EVERYTHING)
    assert body["messages"][0]["images"] == ["iVBORw=="]
    assert body["messages"][1]["tool_calls"] == [{"function": {"name": "roll", "arguments": {"sides": 6}}}]
    assert body["tools"][0]["function"]["name"] == "roll"
    assert body["format"] == {"type": "object"}


async def test_what_the_model_can_not_take_is_refused() -> None:
    request = ChatRequest(messages=(Message("user", "See", images=(Image(b"x", "image/png"),)),), scope=Scope("c", "u"))
    async with far_side(OLLAMA.serve) as served, OLLAMA.llm(served.address) as llm:
        with pytest.raises(EngineRefused, match="can not see pictures"):
            await llm.complete(request)


async def test_ping_looks_whether_the_model_is_pulled_and_learns_what_it_can() -> None:
    async with far_side(OLLAMA.serve) as served:
        async with OLLAMA.llm(served.address) as llm:
            await llm.ping()
            assert (llm.capabilities.vision, llm.capabilities.context) == (False, 2048)
        async with OLLAMA.llm(served.address, model="absent") as llm:
            with pytest.raises(EngineRefused, match=r"no model absent; there are tiny, large.*ollama pull absent"):
                await llm.ping()


async def test_an_ollama_without_any_model_says_how_to_get_one() -> None:
    async def script(_asked: Asked, line: Line) -> None:
        await line.json({"models": []})

    async with far_side(script) as served, OLLAMA.llm(served.address, model=None) as llm:
        with pytest.raises(EngineRefused, match=r"it has none yet.*ollama pull"):
            await llm.complete(question())
