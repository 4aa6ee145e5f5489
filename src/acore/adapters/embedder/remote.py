"""What embedders share whose model runs behind an address."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, SecretStr

from acore.adapters.asking import Asking, require_keys, sendable, unlike
from acore.adapters.embedder.prompts import prompts_of
from acore.adapters.embedder.vectors import unit
from acore.domain.encoding import encodable
from acore.domain.knowledge import Vector
from acore.interfaces import Embedder, EmbedderEngineSettings, EngineContext, FarSide, LimitSettings
from acore.interfaces.embedder import Kind

WAY_OUT = "To go on without it: acore config set embedder.use none."
_ADDRESS = r"^https?://\S+$"
_ASK_FOR_KEYS = ("https://api.openai.com/",)
_BLANK = "."
"""Servers refuse to read nothing."""


class RemoteEmbedderLimits(LimitSettings):
    """What a server is asked where nothing is set."""

    concurrent: int | None = Field(default=4, ge=1)
    """Requests at the same time."""


class RemoteEmbedderSettings(EmbedderEngineSettings):
    """Where the model is, and what it is told."""

    limits: RemoteEmbedderLimits = RemoteEmbedderLimits()
    """How much it is asked."""
    base_url: str = Field(pattern=_ADDRESS)
    """The server's address, up to what stands before its paths."""
    model: str = Field(min_length=1)
    """The model's name, as the server knows it."""
    api_key: Annotated[SecretStr | None, AfterValidator(sendable)] = None
    """Sent as a bearer token. A secret: never in a settings file."""
    timeout: float = Field(default=60, gt=0, le=3600)
    """Seconds that one request may take."""
    dimensions: int | None = Field(default=None, ge=1, le=65536)
    """How many numbers a vector has, where the model can have fewer than it usually has."""
    question_prefix: str | None = None
    """What stands before a question; not set is what is known of the model."""
    passage_prefix: str | None = None
    """What stands before a passage; not set is what is known of the model."""
    characters: int = Field(default=8000, ge=1)
    """How much of a text is read, from its beginning."""

    def missing(self) -> str | None:
        """A hosted model needs its key."""
        return "api_key" if self.api_key is None and self.base_url.startswith(_ASK_FOR_KEYS) else None


class RemoteEmbedder(Asking, Embedder):
    """A model behind an address."""

    Settings: ClassVar[type[RemoteEmbedderSettings]]

    def __init__(self, settings: RemoteEmbedderSettings, context: EngineContext) -> None:
        self._settings = settings
        self._make = context.http
        self._prompts = prompts_of(settings.model, settings.question_prefix, settings.passage_prefix)
        self.name = named(
            f"{settings.engine}/{settings.model}",
            dimensions=settings.dimensions,
            characters=settings.characters,
            question=self._prompts.question,
            passage=self._prompts.passage,
        )

    async def open(self) -> None:
        """Make the client; raises SettingsError without the key it needs, EngineRefused for an impossible address."""
        settings = self._settings
        require_keys(settings, f"embedder/{settings.engine}", WAY_OUT)
        far = FarSide(
            engine=settings.engine,
            base_url=settings.base_url,
            api_key=settings.api_key,
            timeout=settings.timeout,
            way_out=WAY_OUT,
        )
        self._begin(self._make, far)

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        """A request for every `batch` texts, one after the other; cancelling closes the connection."""
        prefix = self._prompts.question if kind == "question" else self._prompts.passage
        told = [prefix + (encodable(text[: self._settings.characters]).strip() or _BLANK) for text in texts]
        vectors: list[Vector] = []
        for start in range(0, len(told), self._settings.batch):
            batch = told[start : start + self._settings.batch]
            vectors += self._read(await self._client.post(self._path, self._body(batch)), len(batch))
        return tuple(vectors)

    _path: ClassVar[str]
    """Where vectors are asked for."""

    @abstractmethod
    def _body(self, texts: list[str]) -> dict[str, Any]:
        """The request as the server wants it."""

    @abstractmethod
    def _numbers(self, told: dict[str, Any]) -> list[list[float]]:
        """The vectors of an answer, in the order of the texts; whatever is not there is a KeyError or a TypeError."""

    def _read(self, told: object, count: int) -> list[Vector]:
        try:
            vectors = [unit(numbers) for numbers in self._numbers(told)]  # type: ignore[arg-type]  # if not, it raises
        except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
            raise unlike(self._client, "its vectors are", error) from error
        if len(vectors) != count:
            raise self._client.malformed(f"it gave {len(vectors)} vectors for {count} texts")
        if len({len(vector) for vector in vectors}) > 1:
            raise self._client.malformed("its vectors are of different lengths")
        return vectors


def named(model: str, **further: object) -> str:
    """The name of an embedder: the model, and all else that is set and changes a vector."""
    return model + "".join(f" {key}={value!r}" for key, value in further.items() if value)
