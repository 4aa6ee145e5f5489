"""Any server that speaks OpenAI's chat completions."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, ClassVar, Literal

import orjson
from pydantic import Field

from acore.adapters.llm.openai_wire import Failed, Hearing, body_of
from acore.adapters.llm.remote import ENDED, STOPPED, RemoteLLM, RemoteSettings
from acore.adapters.sse import DONE, NOTHING, JsonEvents
from acore.domain.chat import Capabilities, ChatRequest, Delta
from acore.errors import EngineUnavailable
from acore.interfaces import EngineContext, HttpAnswer

_JSON = "application/json"
_STREAM = "text/event-stream"
_AFTERWORDS_S = 3
"""After the end the bill may follow; a server that leaves the connection open is not waited for."""
_OPENAI = "https://api.openai.com"
_REASONING = re.compile(r"gpt-5|o\d")
"""Models that refuse every temperature but their own (https://platform.openai.com/docs/guides/reasoning)."""


class OpenAICompatibleSettings(RemoteSettings):
    """A server that speaks like OpenAI's."""

    repetition_penalty: float | None = Field(default=None, gt=0)
    """Against repetition, where 1 is none: known to vLLM, OpenRouter and others."""
    vision: bool = False
    """Whether the model can see pictures."""
    tools: bool = True
    """Whether the model can use tools."""
    context: int | None = Field(default=None, ge=1)
    """Tokens that fit into one request, where you know it."""


class OpenAISettings(OpenAICompatibleSettings):
    """OpenAI, or any server that speaks like it and has no engine of its own here."""

    engine: Literal["openai"] = "openai"
    base_url: str = Field(default=f"{_OPENAI}/v1", pattern=r"^https?://\S+$")
    """The server's address with its version, such as http://127.0.0.1:8080/v1."""
    model: str | None = Field(default="gpt-5-mini", min_length=1)
    """The model's name, as the server lists it."""
    vision: bool = True
    """Whether the model can see pictures."""


class OpenAILLM(RemoteLLM):
    """Streams `POST /chat/completions`; `GET /models` tells what there is."""

    Settings: ClassVar[type[OpenAICompatibleSettings]] = OpenAISettings
    _path = "chat/completions"

    def __init__(self, settings: OpenAICompatibleSettings, context: EngineContext) -> None:
        super().__init__(settings, context)
        self._repetition_penalty = settings.repetition_penalty
        self.capabilities = Capabilities(
            vision=settings.vision, tools=settings.tools, json_schema=True, context=settings.context
        )

    async def ping(self) -> None:
        """Ask for the list of models."""
        await self._client.get("models")

    async def models(self) -> tuple[str, ...]:
        """The models that the server lists."""
        told = await self._client.get("models")
        listed = told.get("data") if isinstance(told, dict) else None
        if not isinstance(listed, list):
            raise self._client.malformed("its list of models has no data")
        return tuple(one["id"] for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str))

    def _body(self, request: ChatRequest, model: str) -> dict[str, Any]:
        sampling = self._sampling(request)
        if "temperature" in sampling and _REASONING.match(model.rpartition("/")[2]):
            del sampling["temperature"]
            sampling |= {key: value for key, value in self._set.items() if key == "temperature"}
        if self._repetition_penalty is not None:
            sampling["repetition_penalty"] = self._repetition_penalty
        if self._settings.base_url.startswith(_OPENAI) and "max_tokens" in sampling:
            sampling["max_completion_tokens"] = sampling.pop("max_tokens")  # renamed there, and nowhere else
        body = body_of(request, model, sampling)
        if request.response_schema is not None:
            body["response_format"] = self._format(orjson.loads(request.response_schema))
        return body

    def _format(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
        """How the server is told of the schema that the answer has to follow."""
        return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}

    async def _deltas(self, answer: HttpAnswer) -> AsyncGenerator[Delta, None]:
        answer.expect(_STREAM, _JSON)
        hearing = Hearing()
        heard = self._whole if answer.media_type == _JSON else self._streamed
        with hearing.unsaid:
            try:
                async with aclosing(heard(answer, hearing)) as texts:
                    async for text in texts:
                        yield Delta(text)
                for delta in hearing.ending():
                    yield delta
            except Failed as error:
                raise self._client.reported(str(error), error.status) from error
            except ValueError as error:  # no JSON, or not of the form
                raise self._client.malformed(str(error)) from error

    async def _whole(self, answer: HttpAnswer, hearing: Hearing) -> AsyncGenerator[str, None]:
        """The answer of a server that does not stream."""
        if text := hearing.hear(await answer.json()):
            yield text
        if not (hearing.begun or hearing.finish):  # a whole one without a finish is whole: nothing of it is missing
            raise self._client.malformed(ENDED)

    async def _streamed(self, answer: HttpAnswer, hearing: Hearing) -> AsyncGenerator[str, None]:
        events = JsonEvents()
        try:
            async with aclosing(answer.lines()) as batches:
                async for lines in batches:
                    for line in lines:
                        event = events.feed(line)
                        if event is DONE:
                            return
                        if event is not NOTHING and (text := hearing.hear(event)):
                            yield text
                    if hearing.finish:
                        answer.hurry(_AFTERWORDS_S)
            if (event := events.close()) is not NOTHING and (text := hearing.hear(event)):
                yield text
        except (EngineUnavailable, ValueError):
            if not hearing.finish:  # else all is said, and only the bill is missing
                raise
        if not hearing.finish:
            raise self._client.malformed(STOPPED if hearing.begun else ENDED)
