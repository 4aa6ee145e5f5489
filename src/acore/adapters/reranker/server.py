"""Any server with the usual endpoint for reranking: llama.cpp, vLLM, Infinity, LocalAI, Jina, Cohere, Voyage."""

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from acore.adapters.asking import Asking, sendable, unlike
from acore.adapters.guard import Care, Guard, limits_of
from acore.domain.encoding import encodable
from acore.interfaces import (
    BreakerSettings,
    EngineContext,
    EngineSettings,
    FarSide,
    LimitSettings,
    Reranker,
    RetrySettings,
)

_PATH = "rerank"
_CHARACTERS = 4
"""Of a token, roughly."""


class ServerRerankerSettings(EngineSettings):
    """Where the model is."""

    engine: Literal["server"] = "server"
    base_url: str = Field(default="http://127.0.0.1:8080/v1", pattern=r"^https?://\S+$")
    """The server's address, up to what stands before `/rerank`."""
    model: str = Field(default="bge-reranker-v2-m3", min_length=1)
    """The model's name, as the server knows it."""
    api_key: Annotated[SecretStr | None, AfterValidator(sendable)] = None
    """Sent as a bearer token. A secret: never in a settings file."""
    question_s: float = Field(default=3, gt=0, le=60)
    """Seconds that a question waits for the order; then it stays as it is."""
    limits: LimitSettings = LimitSettings()
    """How much it is asked."""
    retry: RetrySettings = RetrySettings(attempts=1)
    """What is done when it can not answer now."""
    breaker: BreakerSettings = BreakerSettings()
    """When it is left alone for a while."""


class ServerReranker(Asking, Reranker):
    """Asks `POST /rerank`, with the limits, the retries and the breaker of its table."""

    Settings = ServerRerankerSettings

    def __init__(self, settings: ServerRerankerSettings, context: EngineContext) -> None:
        self._settings = settings
        self._make = context.http
        care = Care(limits_of(settings.limits), settings.retry, settings.breaker)
        self._guard = Guard("reranker", settings.engine, care, context)
        self.name = f"{settings.engine}/{settings.model}"

    async def open(self) -> None:
        """Make the client; nothing is connected yet."""
        settings = self._settings
        far = FarSide(
            engine=self.name,
            base_url=settings.base_url,
            api_key=settings.api_key,
            timeout=settings.question_s,
            way_out="To go on without it: acore config set reranker.use none.",
        )
        self._begin(self._make, far)

    async def scores(self, question: str, passages: Sequence[str]) -> tuple[float, ...]:
        """One request for all of them."""
        if not passages:
            return ()
        tokens = (len(question) + sum(map(len, passages))) // _CHARACTERS
        return await self._guard.call(
            lambda: self._asked(question, passages), tokens=tokens, within_s=self._settings.question_s
        )

    async def _asked(self, question: str, passages: Sequence[str]) -> tuple[float, ...]:
        body = {
            "model": self._settings.model,
            "query": encodable(question),
            "documents": [encodable(passage) for passage in passages],
            "top_n": len(passages),
        }
        told = await self._client.post(_PATH, body)
        try:
            by_index = {row["index"]: float(row["relevance_score"]) for row in told["results"]}
            scores = tuple(by_index[index] for index in range(len(passages)))
        except (KeyError, TypeError, ValueError) as error:
            raise unlike(self._client, "its order of the passages is", error) from error
        if not all(map(math.isfinite, scores)):
            raise self._client.malformed("its order of the passages is not of the form (a score is no number)")
        return scores
