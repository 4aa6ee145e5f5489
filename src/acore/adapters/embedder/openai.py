"""Any server that speaks OpenAI's embeddings."""

from typing import Any, Literal

from pydantic import Field

from acore.adapters.asking import ask_for_models
from acore.adapters.embedder.remote import RemoteEmbedder, RemoteEmbedderSettings


class OpenAIEmbedderSettings(RemoteEmbedderSettings):
    """OpenAI, or any server that speaks like it: llama.cpp, LM Studio, vLLM, Text Embeddings Inference."""

    engine: Literal["openai"] = "openai"
    base_url: str = Field(default="https://api.openai.com/v1", pattern=r"^https?://\S+$")
    """The server's address with its version, such as http://127.0.0.1:8080/v1."""
    model: str = Field(default="text-embedding-3-small", min_length=1)
    """The model's name, as the server knows it."""


class OpenAIEmbedder(RemoteEmbedder):
    """Asks `POST /embeddings`."""

    Settings = OpenAIEmbedderSettings
    _path = "embeddings"

    async def ping(self) -> None:
        """Ask for the list of models, which costs nothing; a server without one is there as well."""
        await ask_for_models(self._client)

    def _body(self, texts: list[str]) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self._settings.model, "input": texts}
        if self._settings.dimensions is not None:
            body["dimensions"] = self._settings.dimensions
        return body

    def _numbers(self, told: dict[str, Any]) -> list[list[float]]:
        rows = told["data"]
        by_index = {row["index"]: row["embedding"] for row in rows}
        return [by_index[index] for index in range(len(rows))]
