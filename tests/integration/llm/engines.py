"""The engines over HTTP, each with the forms that its server speaks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from acore.adapters.budget.memory import MemoryBudget
from acore.adapters.cache.memory import MemoryCache
from acore.adapters.clock.system import SystemClock
from acore.adapters.llm.ollama import OllamaLLM, OllamaSettings
from acore.adapters.llm.openai import OpenAILLM, OpenAISettings
from acore.adapters.llm.plan import Around, Plan
from acore.adapters.llm.presets import OpenRouterLLM, OpenRouterSettings
from acore.adapters.llm.terms import Terms
from acore.adapters.llm.tower import answering, around
from acore.domain.budgets import Cap
from acore.domain.chat import ChatRequest, Image, Message, Tool, ToolCall
from acore.domain.scope import Scope
from acore.interfaces import LLM, EngineSettings, PriceSettings, RetrySettings
from acore.testing import engine_context
from tests.integration.llm.far_side import Asked, Line

KEY = "sk-secret-of-the-test-0123456789"


@dataclass(frozen=True)
class Kind:
    """An engine and its server: how it is built, and how an answer is sent."""

    name: str
    build: Callable[..., LLM]
    media_type: str
    word: Callable[[str], bytes]
    """One piece of an answer."""
    end: bytes
    models: tuple[str, object]
    """Where the models are listed, and a list."""

    def llm(self, address: str, **settings: Any) -> LLM:
        return self.build(address, **{"model": "tiny", "api_key": KEY, "timeout": 5, **settings})

    async def answer(self, line: Line, *words: str) -> None:
        await line.head(self.media_type)
        await line.send(*map(self.word, words), self.end)

    async def serve(self, asked: Asked, line: Line) -> None:
        """A server that is well."""
        if asked.method == "GET":
            await line.json(self.models[1])
        elif asked.path == "/api/show":
            await line.json({"capabilities": ["completion"], "model_info": {"tiny.context_length": 2048}})
        else:
            await self.answer(line, "The moon ", "is far ", "away.")


def event(told: object) -> bytes:
    return b"data: " + orjson.dumps(told) + b"\n\n"


def _choice(text: str) -> bytes:
    return event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})


def _openai(address: str, **settings: Any) -> LLM:
    return OpenAILLM(OpenAISettings(base_url=f"{address}/v1", **settings), engine_context(clock=SystemClock()))


def _openrouter(address: str, **settings: Any) -> LLM:
    return OpenRouterLLM(OpenRouterSettings(base_url=f"{address}/v1", **settings), engine_context(clock=SystemClock()))


def _ollama(address: str, **settings: Any) -> LLM:
    return OllamaLLM(OllamaSettings(base_url=address, **settings), engine_context(clock=SystemClock()))


_FINISH = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
_LISTED = ("/v1/models", {"object": "list", "data": [{"id": "tiny"}, {"id": "large"}]})
_SSE = ("text/event-stream", _choice, event(_FINISH) + b"data: [DONE]\n\n", _LISTED)

OPENAI = Kind("openai", _openai, *_SSE)
OPENROUTER = Kind("openrouter", _openrouter, *_SSE)
OLLAMA = Kind(
    "ollama",
    _ollama,
    "application/x-ndjson",
    lambda text: orjson.dumps({"message": {"role": "assistant", "content": text}, "done": False}) + b"\n",
    b'{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}\n',
    ("/api/tags", {"models": [{"name": "tiny"}, {"name": "large"}]}),
)
KINDS = (OPENAI, OPENROUTER, OLLAMA)


def _tower(table: EngineSettings) -> LLM:
    """The engine with everything around it that a house has."""
    context = engine_context(clock=SystemClock())
    in_use = answering(Plan(table.engine, {table.engine: table}), context)
    budget = MemoryBudget({"server": Cap(10**9), "member": Cap(10**9)}, context.clock)
    given = Around(budget=True)
    cache = MemoryCache(context.clock)
    return around(
        in_use, given, cache=cache, budget=budget, terms=lambda: Terms(PriceSettings(input=1)), context=context
    )


def _openai_tower(address: str, **settings: Any) -> LLM:
    return _tower(OpenAISettings(base_url=f"{address}/v1", retry=_TWICE, **settings))


def _openrouter_tower(address: str, **settings: Any) -> LLM:
    return _tower(OpenRouterSettings(base_url=f"{address}/v1", retry=_TWICE, **settings))


def _ollama_tower(address: str, **settings: Any) -> LLM:
    return _tower(OllamaSettings(base_url=address, retry=_TWICE, **settings))


_TWICE = RetrySettings(attempts=2)
"""Asked twice where it fails before its first words."""
TOWERS = (
    replace(OPENAI, build=_openai_tower),
    replace(OPENROUTER, build=_openrouter_tower),
    replace(OLLAMA, build=_ollama_tower),
)
WAYS = (*KINDS, *TOWERS)
"""The engines alone, and each at the foot of the whole tower."""
WAYS_NAMED = [*(kind.name for kind in KINDS), *(f"{kind.name}-tower" for kind in TOWERS)]

EVERYTHING = ChatRequest(
    messages=(
        Message("user", "See", images=(Image(b"\x89PNG", "image/png"),)),
        Message("assistant", "", tool_calls=(ToolCall("a", "roll", '{"sides":6}'),)),
        Message("tool", "4", tool_call_id="a"),
    ),
    scope=Scope("c", "u"),
    tools=(Tool("roll", "Rolls dice.", '{"type":"object"}'),),
    response_schema='{"type":"object"}',
)
"""A request that has all that a request can have."""
