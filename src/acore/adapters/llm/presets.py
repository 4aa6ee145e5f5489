"""Servers of OpenAI's form that many use: each an engine by its own name, with its usual address."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from acore.adapters.llm.openai import OpenAICompatibleSettings, OpenAILLM
from acore.adapters.llm.remote import RemoteLimits
from acore.interfaces import FarSide

_ADDRESS = r"^https?://\S+$"


class OpenRouterLimits(RemoteLimits):
    """What OpenRouter takes from everybody."""

    concurrent: int | None = Field(default=3, ge=0)
    """Answers at the same time; 0 is no limit."""
    per_minute: int | None = Field(default=20, ge=0)
    """Requests in any sixty seconds; 0 is no limit."""


class OpenRouterSettings(OpenAICompatibleSettings):
    """OpenRouter: the models of many makers behind one key."""

    engine: Literal["openrouter"] = "openrouter"
    limits: OpenRouterLimits = OpenRouterLimits()
    """How much it is asked."""
    base_url: str = Field(default="https://openrouter.ai/api/v1", pattern=_ADDRESS)
    """OpenRouter's address."""
    model: str | None = Field(default="openrouter/auto", min_length=1)
    """Maker and model, such as meta-llama/llama-3.3-70b-instruct; openrouter/auto chooses for you."""


class OpenRouterLLM(OpenAILLM):
    """OpenRouter, to which acore names itself."""

    Settings = OpenRouterSettings

    async def ping(self) -> None:
        """Ask about the key: the list of models is long, and open to everybody."""
        await self._client.get("key")

    def _far(self) -> FarSide:
        return replace(super()._far(), headers={"x-title": "acore"})


class LMStudioSettings(OpenAICompatibleSettings):
    """LM Studio's local server."""

    engine: Literal["lmstudio"] = "lmstudio"
    base_url: str = Field(default="http://127.0.0.1:1234/v1", pattern=_ADDRESS)
    """Where it listens; its page Developer starts it."""


class LMStudioLLM(OpenAILLM):
    """LM Studio."""

    Settings = LMStudioSettings


class LlamaCppSettings(OpenAICompatibleSettings):
    """llama.cpp's llama-server."""

    engine: Literal["llamacpp"] = "llamacpp"
    base_url: str = Field(default="http://127.0.0.1:8080/v1", pattern=_ADDRESS)
    """Where llama-server listens."""


class LlamaCppLLM(OpenAILLM):
    """llama.cpp, which has taken schemas in a form of its own for longer than in OpenAI's."""

    Settings = LlamaCppSettings

    def _format(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
        return {"type": "json_object", "schema": schema}


class VLLMSettings(OpenAICompatibleSettings):
    """vLLM's server."""

    engine: Literal["vllm"] = "vllm"
    base_url: str = Field(default="http://127.0.0.1:8000/v1", pattern=_ADDRESS)
    """Where `vllm serve` listens."""


class VLLMLLM(OpenAILLM):
    """vLLM."""

    Settings = VLLMSettings
