"""What engines share whose model runs behind an address."""

from abc import abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, SecretStr

from acore.adapters.asking import Asking, require_keys, sendable
from acore.domain.chat import ChatRequest, Delta
from acore.domain.models import talking
from acore.errors import EngineError, EngineRefused
from acore.interfaces import (
    LLM,
    EngineContext,
    FarSide,
    HttpAnswer,
    LimitSettings,
    LLMEngineSettings,
    StatusRefused,
)

_NOT_FOUND = 404
_ASK_FOR_KEYS = ("https://api.openai.com/", "https://openrouter.ai/")
_MODELS_TOLD = 8
_SAMPLING = frozenset(
    ("temperature", "max_tokens", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty", "seed", "stop")
)
STOPPED = "it stopped in the middle of its answer"
ENDED = "it ended without an answer; perhaps the conversation is too long for it"
OFFLINE = "To go on without it: acore use llm/extractive."


class RemoteLimits(LimitSettings):
    """What a server is asked where nothing is set."""

    concurrent: int | None = Field(default=5, ge=0)
    """Answers at the same time; 0 is no limit."""
    per_minute: int | None = Field(default=60, ge=0)
    """Requests in any sixty seconds; 0 is no limit."""


class RemoteSettings(LLMEngineSettings):
    """Where the model is, and how it writes. What is not set is the server's own choice; 0 is a value."""

    limits: RemoteLimits = RemoteLimits()
    """How much it is asked."""
    base_url: str = Field(pattern=r"^https?://\S+$")
    """The server's address, up to what stands before its paths."""
    model: str | None = Field(default=None, min_length=1)
    """The model's name, as the server lists it; none is the first one listed."""
    api_key: Annotated[SecretStr | None, AfterValidator(sendable)] = None
    """Sent as a bearer token. A secret: never in a settings file."""
    timeout: float = Field(default=120, gt=0, le=3600)
    """Seconds that a whole answer may take; at most 60 of them in silence."""
    temperature: float | None = Field(default=None, ge=0, le=2)
    """How freely it chooses words; at 0 it takes the likeliest."""
    max_tokens: int | None = Field(default=None, ge=1)
    """The longest answer, in tokens."""
    top_p: float | None = Field(default=None, ge=0, le=1)
    """Choose among the likeliest words that make up this share."""
    top_k: int | None = Field(default=None, ge=0)
    """Choose among so many of the likeliest words."""
    min_p: float | None = Field(default=None, ge=0, le=1)
    """Choose among words at least this likely, measured by the likeliest."""
    frequency_penalty: float | None = Field(default=None, ge=-2, le=2)
    """Against words, the more often they were said."""
    presence_penalty: float | None = Field(default=None, ge=-2, le=2)
    """Against words that were said at all."""
    seed: int | None = None
    """The same seed, the same answer, where the server can."""
    stop: tuple[str, ...] = ()
    """Words at which the answer ends."""

    def missing(self) -> str | None:
        """A hosted model needs its key."""
        return "api_key" if self.api_key is None and self.base_url.startswith(_ASK_FOR_KEYS) else None


class RemoteLLM(Asking, LLM):
    """A model behind an address. Opening connects nothing, so it may open before its server does."""

    Settings: ClassVar[type[RemoteSettings]]

    def __init__(self, settings: RemoteSettings, context: EngineContext) -> None:
        self._settings = settings
        self._make = context.http
        self._clock = context.clock
        set_keys = settings.model_dump(include={*_SAMPLING})
        self._set = {key: value for key, value in set_keys.items() if value is not None and value != ()}
        self.model = settings.model

    async def open(self) -> None:
        """Make the client; raises SettingsError without the key it needs, EngineRefused for an impossible address."""
        require_keys(self._settings, f"{self._settings.engine}/MODEL", self._way_out)
        self._begin(self._make, self._far())

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Ask, and yield what comes before the deadline; closing it closes the connection, so that the server stops."""
        model = await self._named()
        await self._prepare(request, model)
        self._check(request)
        body, left = self._body(request, model), self._left(request)
        try:
            async with (
                self._client.call("POST", self._path, body, within=left) as answer,
                aclosing(self._deltas(answer)) as deltas,
            ):
                async for delta in deltas:
                    yield delta
        except StatusRefused as error:
            if error.status != _NOT_FOUND:
                raise
            raise await self._not_found(error) from error

    def _left(self, request: ChatRequest) -> float | None:
        """Seconds until nobody waits for the answer any more."""
        return None if request.deadline is None else max(0.0, request.deadline - self._clock.monotonic())

    def _far(self) -> FarSide:
        return FarSide(
            engine=self._settings.engine,
            base_url=self._settings.base_url,
            api_key=self._settings.api_key,
            timeout=self._settings.timeout,
            way_out=self._way_out,
        )

    @property
    def _way_out(self) -> str:
        return OFFLINE

    _path: ClassVar[str]
    """Where answers are asked for."""

    async def _prepare(self, request: ChatRequest, model: str) -> None:
        """Learn what must be known of the model before the request is checked."""

    @abstractmethod
    def _body(self, request: ChatRequest, model: str) -> dict[str, Any]:
        """The request as the server wants it."""

    @abstractmethod
    def _deltas(self, answer: HttpAnswer) -> AsyncGenerator[Delta, None]:
        """The answer as it comes; the last delta carries the finish."""

    def _sampling(self, request: ChatRequest) -> dict[str, Any]:
        """The keys that say how it writes, as far as they are set; the request's own win."""
        own = {"temperature": request.temperature, "max_tokens": request.max_tokens}
        return self._set | {key: value for key, value in own.items() if value is not None}

    def _check(self, request: ChatRequest) -> None:
        """Refuse what the model can not take, rather than have it ignored."""
        pictures = any(message.images for message in request.messages)
        for wanted, able, what in (
            (pictures, self.capabilities.vision, "see pictures"),
            (request.tools, self.capabilities.tools, "use tools"),
        ):
            if wanted and not able:
                raise EngineRefused(
                    f"{self._settings.engine} with the model {self.model} can not {what}; use one that can.",
                    engine=self._settings.engine,
                )

    async def _named(self) -> str:
        """The model that is asked; where none is set, the first that the server lists."""
        if self.model is None:
            there_are = talking(await self.models())
            if not there_are:
                raise EngineRefused(f"{self._unknown_model(())} {self._way_out}", engine=self._settings.engine)
            self.model = there_are[0]
        return self.model

    async def _not_found(self, error: StatusRefused) -> EngineError:
        """The same refusal, with the models that there are."""
        try:
            there_are = await self.models()
        except EngineError:
            return error
        if self.model in there_are or not there_are:
            return error
        return EngineRefused(f"{self._unknown_model(there_are)} {self._way_out}", engine=self._settings.engine)

    def _unknown_model(self, there_are: tuple[str, ...]) -> str:
        return f"{self._settings.engine} has no model {self.model or 'at all'}; {listed(there_are)}."


def listed(models: tuple[str, ...]) -> str:
    """Some of the models there are, in words."""
    more = f" and {len(models) - _MODELS_TOLD} more" if len(models) > _MODELS_TOLD else ""
    return f"there are {', '.join(models[:_MODELS_TOLD])}{more}" if models else "it has none yet"
