"""Ollama, by its own interface."""

import re
from base64 import b64encode
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, ClassVar, Literal

import orjson
from pydantic import Field

from acore.adapters.asking import no_json
from acore.adapters.llm.openai_wire import tools_of
from acore.adapters.llm.prompting import prompted
from acore.adapters.llm.remote import STOPPED, RemoteLLM, RemoteSettings
from acore.adapters.llm.thinking import Unsaid, WithoutThinking
from acore.domain.chat import Capabilities, ChatRequest, Delta, FinishReason, Message, ToolCall, Usage
from acore.errors import EngineRefused
from acore.interfaces import EngineContext, HttpAnswer

_NAMES = {"max_tokens": "num_predict"}
"""Ollama's own words for ours."""
_ENDS: dict[str, FinishReason] = {"length": "length"}


class OllamaSettings(RemoteSettings):
    """Models that Ollama runs on this machine, or another one."""

    engine: Literal["ollama"] = "ollama"
    base_url: str = Field(default="http://127.0.0.1:11434", pattern=r"^https?://\S+$")
    """Where Ollama listens."""
    repeat_penalty: float | None = Field(default=None, gt=0)
    """Against repetition, where 1 is none."""
    num_ctx: int | None = Field(default=None, ge=1)
    """Tokens of context that Ollama makes room for; more takes more memory."""
    keep_alive: str | None = None
    """How long it keeps the model in memory, such as 30m; 0 is not at all, -1 for ever."""
    think: bool | None = None
    """Whether a model that can think does so before it answers; what it thinks is not shown."""


class OllamaLLM(RemoteLLM):
    """Streams `POST /api/chat`; `/api/tags` tells which models are pulled, `/api/show` what one of them can do."""

    Settings: ClassVar[type[OllamaSettings]] = OllamaSettings
    _path = "api/chat"

    def __init__(self, settings: OllamaSettings, context: EngineContext) -> None:
        super().__init__(settings, context)
        self._keys = settings
        self._known: str | None = None
        """The model whose capabilities are known."""
        self.capabilities = Capabilities(vision=True, tools=True, json_schema=True, context=settings.num_ctx)

    async def ping(self) -> None:
        """Look whether the model is pulled, and what it can do; raises EngineRefused with those there are."""
        name = await self._named()
        there_are = await self.models()
        if name not in there_are and f"{name}:latest" not in there_are:
            raise EngineRefused(f"{self._unknown_model(there_are)} {self._way_out}", engine=self._settings.engine)
        await self._learn(name)

    async def models(self) -> tuple[str, ...]:
        """The models that are pulled."""
        told = await self._client.get("api/tags")
        listed = told.get("models") if isinstance(told, dict) else None
        if not isinstance(listed, list):
            raise self._client.malformed("its list of models has no models")
        return tuple(one["name"] for one in listed if isinstance(one, dict) and isinstance(one.get("name"), str))

    async def _prepare(self, request: ChatRequest, model: str) -> None:
        """Only pictures and tools depend on what the model can do."""
        if (request.tools or any(message.images for message in request.messages)) and self._known != model:
            await self._learn(model)

    async def _learn(self, model: str) -> None:
        told = await self._client.post("api/show", {"model": model})
        if not isinstance(told, dict):
            raise self._client.malformed("what it tells of a model is no object")
        able, info = told.get("capabilities"), told.get("model_info")
        can = able if isinstance(able, list) else ["vision", "tools"]  # older versions do not say
        longest = (
            next((v for k, v in info.items() if k.endswith(".context_length")), None)
            if isinstance(info, dict)
            else None
        )
        self.capabilities = Capabilities(
            vision="vision" in can,
            tools="tools" in can,
            json_schema=True,
            context=self._keys.num_ctx or (longest if isinstance(longest, int) else None),
        )
        self._known = model

    def _unknown_model(self, there_are: tuple[str, ...]) -> str:
        return f"{super()._unknown_model(there_are)} To get it: ollama pull {self.model or 'llama3.2'}."

    def _body(self, request: ChatRequest, model: str) -> dict[str, Any]:
        options = {_NAMES.get(key, key): value for key, value in self._sampling(request).items()}
        own = {"num_ctx": self._keys.num_ctx, "repeat_penalty": self._keys.repeat_penalty}
        options.update({key: value for key, value in own.items() if value is not None})
        body: dict[str, Any] = {
            "model": model,
            "messages": [_message(message) for message in prompted(request)],
            "stream": True,
            "options": options,
            "tools": tools_of(request) or None,
            "format": orjson.loads(request.response_schema) if request.response_schema is not None else None,
            "keep_alive": _seconds(self._keys.keep_alive),
            "think": self._keys.think,
        }
        return {key: value for key, value in body.items() if value is not None}

    async def _deltas(self, answer: HttpAnswer) -> AsyncGenerator[Delta, None]:
        answer.expect("application/x-ndjson", "application/json")
        aloud, calls = WithoutThinking(), 0
        with Unsaid() as unsaid:
            async with aclosing(answer.lines()) as batches:
                async for lines in batches:
                    for told in map(self._read, filter(None, lines)):
                        said = told.get("message") or {}
                        content = said.get("content") or ""
                        if text := aloud.feed(content):
                            yield Delta(text)
                        else:
                            unsaid.count(content or said.get("thinking"))
                        for call in said.get("tool_calls") or ():
                            yield Delta(tool_call=self._call(call, calls))
                            calls += 1
                        if told.get("done"):
                            if text := aloud.close():
                                yield Delta(text)
                            finish = "tool_calls" if calls else _ENDS.get(str(told.get("done_reason")), "stop")
                            yield Delta(finish=finish, usage=_usage(told))
                            return
            raise self._client.malformed(STOPPED)

    def _read(self, line: bytes) -> dict[str, Any]:
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise self._client.malformed(no_json(line)) from error
        if not isinstance(told, dict):
            raise self._client.malformed("a line of its answer is no object")
        if words := told.get("error"):
            raise self._client.reported(str(words))
        message = told.get("message")
        well = message is None or (isinstance(message, dict) and isinstance(message.get("content") or "", str))
        if not well or not isinstance((message or {}).get("tool_calls") or [], list):
            raise self._client.malformed("a message of its answer is not of the form")
        return told

    def _call(self, given: object, number: int) -> ToolCall:
        function = given.get("function") if isinstance(given, dict) else None
        if not isinstance(function, dict) or not isinstance(name := function.get("name"), str):
            raise self._client.malformed("a tool call has no function with a name")
        arguments = function.get("arguments") or {}
        text = arguments if isinstance(arguments, str) else orjson.dumps(arguments).decode()
        assert isinstance(given, dict)
        return ToolCall(str(given.get("id") or f"call_{number}"), name, text)


def _message(message: Message) -> dict[str, Any]:
    told: dict[str, Any] = {"role": message.role, "content": message.text}
    if message.images:
        told["images"] = [b64encode(image.data).decode() for image in message.images]
    if message.tool_calls:
        told["tool_calls"] = [
            {"function": {"name": call.name, "arguments": orjson.loads(call.arguments or "{}")}}
            for call in message.tool_calls
        ]
    return told


def _seconds(text: str | None) -> str | int | None:
    """A bare number is seconds to Ollama only as a number."""
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else text


def _usage(told: dict[str, Any]) -> Usage | None:
    spent = told.get("prompt_eval_count") or 0, told.get("eval_count") or 0
    return Usage(*spent) if any(spent) and all(isinstance(number, int) for number in spent) else None
