"""What every engine shares, and how one is chosen by name."""

from abc import ABC
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict

from acore.interfaces.clock import Clock
from acore.interfaces.http import Http
from acore.interfaces.metrics import MetricsSink
from acore.interfaces.models import Models, NoModels


class EngineSettings(BaseModel):
    """The keys of one engine's table in the settings.

    Subclass it with ``engine: Literal["name"] = "name"`` and the engine's own keys. Values may
    arrive as text, because environment variables do. A secret is a `SecretStr`; an attribute's
    docstring is its line in the reference.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)

    engine: str

    def missing(self) -> str | None:
        """The key of this table that must be set before the engine can serve; None where nothing is missing."""
        return None

    def needs_model(self) -> str | None:
        """The model of `acore models` without whose files the engine can not serve; None where it needs none."""
        return None


@dataclass(frozen=True, slots=True)
class Extra:
    """What `pip install 'acore[NAME]'` brings."""

    name: str
    modules: tuple[str, ...]
    """What is imported of it."""


@dataclass(frozen=True, slots=True)
class EngineContext:
    """What the house gives to every engine it builds."""

    clock: Clock
    metrics: MetricsSink
    random: Random
    http: Http
    data_dir: Path
    """Exists and is private to this acore; an engine keeps its files in a folder of its own below it."""
    models: Models = field(default_factory=NoModels, kw_only=True)
    """The files of models that were fetched."""


class Engine(ABC):
    """Something that opens, serves, and closes.

    A constructor stores what it is given and does nothing else. Using an engine before `open` or
    after `aclose` is a programming error.
    """

    Settings: ClassVar[type[EngineSettings]]
    """The table that configures it; only engines that settings can choose have one."""
    extra: ClassVar[Extra | None] = None
    """What it can not open without, and that may not be installed."""

    async def open(self) -> None:  # noqa: B027  most engines have nothing to open
        """Load the model or connect, off the event loop; called once, before first use.

        Raises EngineError where the engine can not serve. Cancelling it leaves nothing open.
        """

    async def ping(self) -> None:  # noqa: B027  an engine without a far side is always there
        """Return if the engine can serve now; raise EngineUnavailable if it can not."""

    async def aclose(self) -> None:  # noqa: B027  most engines have nothing to close
        """Let go of everything `open` took; calling it twice, or without `open`, is harmless."""

    async def __aenter__(self) -> Self:
        try:
            await self.open()
        except BaseException:
            await self.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
