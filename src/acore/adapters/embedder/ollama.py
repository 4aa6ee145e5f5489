"""Ollama's embedders, by its own interface."""

from typing import Any, Literal

from pydantic import Field

from acore.adapters.embedder.remote import WAY_OUT, RemoteEmbedder, RemoteEmbedderSettings
from acore.errors import EngineRefused


class OllamaEmbedderSettings(RemoteEmbedderSettings):
    """A model that Ollama runs on this machine, or another one."""

    engine: Literal["ollama"] = "ollama"
    base_url: str = Field(default="http://127.0.0.1:11434", pattern=r"^https?://\S+$")
    """Where Ollama listens."""
    model: str = Field(default="nomic-embed-text", min_length=1)
    """The model's name, as `ollama list` shows it."""
    keep_alive: str | None = None
    """How long it keeps the model in memory, such as 30m."""


class OllamaEmbedder(RemoteEmbedder):
    """Asks `POST /api/embed`, which cuts what is too long for the model by itself."""

    Settings = OllamaEmbedderSettings
    _path = "api/embed"

    async def ping(self) -> None:
        """Look whether the model is pulled; raises EngineRefused with the way to get it."""
        told = await self._client.get("api/tags")
        listed = told.get("models") if isinstance(told, dict) else None
        if not isinstance(listed, list):
            raise self._client.malformed("its list of models has no models")
        names = {one.get("name") for one in listed if isinstance(one, dict)}
        model = self._settings.model
        if not {model, f"{model}:latest"} & names:
            engine = self._settings.engine
            raise EngineRefused(
                f"{engine} has no model {model}. To get it: ollama pull {model}. {WAY_OUT}", engine=engine
            )

    def _body(self, texts: list[str]) -> dict[str, Any]:
        assert isinstance(self._settings, OllamaEmbedderSettings)
        given = {"dimensions": self._settings.dimensions, "keep_alive": self._settings.keep_alive}
        body: dict[str, Any] = {"model": self._settings.model, "input": texts, "truncate": True}
        return body | {key: value for key, value in given.items() if value is not None}

    def _numbers(self, told: dict[str, Any]) -> list[list[float]]:
        vectors: list[list[float]] = told["embeddings"]
        return vectors
