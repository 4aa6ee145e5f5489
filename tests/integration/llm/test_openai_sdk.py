"""OpenAI's own client and acore read the same text from the same bytes."""

import openai
import pytest

from acore.domain.chat import Usage
from acore.testing.contracts.llm import asked as question
from tests.integration.llm.engines import OPENAI, event
from tests.integration.llm.far_side import Asked, Line, far_side
from tests.integration.llm.test_openai_streams import DONE, STOP, delta, fragment

USAGE = event({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}})
RECORDED = {
    "openai": (delta("", role="assistant", refusal=None), delta("Grüße"), delta(", 東京 👩‍🚀"), STOP, USAGE, DONE),
    "openrouter": (
        b": OPENROUTER PROCESSING\n\n",
        delta("Hel"),
        b": OPENROUTER PROCESSING\n\n",
        delta("lo"),
        STOP,
        DONE,
    ),
    "llama.cpp": (delta(role="assistant"), *(delta(f" {n}") for n in range(40)), delta(finish="length"), DONE),
    "one packet": (delta("a") + delta("b") + delta("c") + STOP + DONE,),
    "byte by byte": tuple(bytes([b]) for b in delta("ü") + delta("\n\ncode: `x`\r\n") + STOP + DONE),
    "crlf": tuple(piece.replace(b"\n", b"\r\n") for piece in (delta("Hello"), STOP, DONE)),
    "empty deltas": (delta(), delta(""), delta("x"), delta(), STOP, DONE),
    "tools": (
        delta(tool_calls=[fragment('{"sides"', index=0, id="a", name="roll", type="function")]),
        delta(tool_calls=[fragment(": 6}", index=0)]),
        delta(finish="tool_calls"),
        DONE,
    ),
}


@pytest.mark.parametrize("pieces", RECORDED.values(), ids=RECORDED)
async def test_both_read_the_same(pieces: tuple[bytes, ...]) -> None:
    async def script(_asked: Asked, line: Line) -> None:
        await line.head("text/event-stream")
        await line.send(*pieces)

    async with far_side(script) as served:
        async with OPENAI.llm(served.address) as llm:
            ours = await llm.complete(question())
        async with openai.AsyncOpenAI(base_url=f"{served.address}/v1", api_key="k", max_retries=0) as client:
            stream = await client.chat.completions.create(
                model="tiny", messages=[{"role": "user", "content": "?"}], stream=True
            )
            text, arguments, finish, usage = "", "", None, None
            async for chunk in stream:
                usage = Usage(chunk.usage.prompt_tokens, chunk.usage.completion_tokens) if chunk.usage else usage
                for choice in chunk.choices:
                    text += choice.delta.content or ""
                    finish = choice.finish_reason or finish
                    for call in choice.delta.tool_calls or ():
                        arguments += (call.function.arguments or "") if call.function else ""
    assert ours.text == text
    assert "".join(call.arguments for call in ours.tool_calls) == arguments
    assert (ours.finish, ours.usage) == (finish, usage)
