"""The settings of what stands around an engine: limits, retries, a breaker, prices."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from acore.interfaces.engine import EngineSettings


class PolicyTable(BaseModel):
    """A table inside an engine's table."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)


class LimitSettings(PolicyTable):
    """How much the engine is asked; what is not set, or 0, has no limit."""

    concurrent: int | None = Field(default=None, ge=0)
    """Answers at the same time; 0 is no limit."""
    per_minute: int | None = Field(default=None, ge=0)
    """Requests in any sixty seconds; 0 is no limit."""
    tokens_per_minute: int | None = Field(default=None, ge=0)
    """Tokens in any sixty seconds, questions and the longest answers together; 0 is no limit."""
    max_wait: float = Field(default=30, ge=0, le=3600)
    """Seconds that a request may wait for its turn."""


class RetrySettings(PolicyTable):
    """What is done when the engine can not answer now."""

    attempts: int = Field(default=3, ge=1, le=10)
    """How often it is asked; 1 is no retry."""
    deadline: float = Field(default=60, gt=0, le=3600)
    """Seconds after the first try in which another one may begin."""


class BreakerSettings(PolicyTable):
    """When an engine that fails is left alone for a while."""

    failures: float = Field(default=0.5, gt=0, le=1)
    """The share of the latest requests that may fail; 1 never opens."""
    reset_s: float = Field(default=15, gt=0, le=3600)
    """Seconds until it is asked again."""


class PriceSettings(PolicyTable):
    """What the engine costs, in any currency, per million tokens."""

    input: float = Field(default=0, ge=0, allow_inf_nan=False)
    """For a million tokens of questions."""
    output: float = Field(default=0, ge=0, allow_inf_nan=False)
    """For a million tokens of answers."""


class LLMEngineSettings(EngineSettings):
    """The keys that every language model's table has."""

    limits: LimitSettings = LimitSettings()
    """How much it is asked."""
    retry: RetrySettings = RetrySettings()
    """What is done when it can not answer now."""
    breaker: BreakerSettings = BreakerSettings()
    """When it is left alone for a while."""
    price: PriceSettings = PriceSettings()
    """What it costs."""


class EmbedderEngineSettings(EngineSettings):
    """The keys that every table of an embedder has whose model runs elsewhere."""

    limits: LimitSettings = LimitSettings()
    """How much it is asked."""
    retry: RetrySettings = RetrySettings()
    """What is done when it can not answer now."""
    breaker: BreakerSettings = BreakerSettings()
    """When it is left alone for a while."""
    batch: int = Field(default=32, ge=1, le=2048)
    """How many texts one request holds."""
    question_s: float = Field(default=3, gt=0, le=60)
    """Seconds that a question waits for its vector; then it is answered by its words alone."""


class RemoteEngineSettings(EngineSettings):
    """The keys that every table of a voice engine has that works elsewhere."""

    limits: LimitSettings = LimitSettings()
    """How much it is asked."""
    retry: RetrySettings = RetrySettings()
    """What is done when it can not answer now."""
    breaker: BreakerSettings = BreakerSettings()
    """When it is left alone for a while."""


class WebSearchBreakerSettings(BreakerSettings):
    """When a search engine that fails is left alone for a while."""

    reset_s: float = Field(default=60, gt=0, le=3600)
    """Seconds until it is asked again."""


class WebSearchEngineSettings(EngineSettings):
    """The keys that every table of a web search has."""

    every_s: float = Field(default=2, ge=2, le=60)
    """Seconds from one search to the next, whoever asks: public search engines lock out who asks faster."""
    max_wait: float = Field(default=10, ge=0, le=60)
    """Seconds that a search may wait for its turn."""
    timeout: float = Field(default=8, gt=0, le=60)
    """Seconds that a search may take."""
    safe_search: Literal["off", "moderate", "strict"] = "moderate"
    """How much is left out that is not for everybody."""
    breaker: WebSearchBreakerSettings = WebSearchBreakerSettings()
    """When it is left alone for a while."""
