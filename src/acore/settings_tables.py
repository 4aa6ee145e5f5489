"""The tables of the settings: plain data that reads nothing when it is built."""

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

import orjson
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    SerializeAsAny,
    ValidationError,
    model_validator,
)

from acore.adapters import engines
from acore.interfaces import EngineSettings


def _listed(value: object, between: str) -> object:
    """A list, as text: JSON, or parts with something between them."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise ValueError(f"it begins as a JSON list and is none: {error}") from error
    return [part.strip() for part in value.split(between) if part.strip()]


Paths = Annotated[tuple[Path, ...], BeforeValidator(partial(_listed, between=os.pathsep))]


class Table(BaseModel):
    """A table of the settings file: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)


def _from_text(value: object) -> object:
    """A variable's text, read as JSON where it is a list or a table."""
    return orjson.loads(value) if isinstance(value, str) and value.lstrip()[:1] in ("[", "{") else value


class SlotSettings(Table):
    """A slot of the house: which engine fills it, and the engines' own tables.

    A table's name is its engine's, unless it says `engine`; so two tables can hold the same engine.
    """

    slot: ClassVar[str]

    use: str
    """The name of a table below, or of an engine."""
    engines: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")], SerializeAsAny[EngineSettings]] = {}

    @model_validator(mode="before")
    @classmethod
    def _read_tables(cls, data: Any) -> Any:  # noqa: ANN401  anything may stand in a file
        if not isinstance(data, Mapping) or not isinstance(data.get("engines", {}), Mapping):
            return data
        given = data.get("engines", {})
        return {**data, "engines": {name: cls._table(name, table) for name, table in given.items()}}

    @classmethod
    def _table(cls, name: str, table: object) -> object:
        if not isinstance(table, Mapping):
            return table
        return cls._checked(name, {"engine": name, **{key: _from_text(value) for key, value in table.items()}})

    @classmethod
    def _checked(cls, name: str, table: Mapping[str, object]) -> EngineSettings:
        """The engine's own check; its complaints are told with the table's name before them."""
        try:
            return engines.settings_for(cls.slot, table)
        except ValidationError as error:
            told = "; ".join(
                f"engines.{name}.{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
                for problem in error.errors(include_url=False)
            )
            raise ValueError(told) from error

    @model_validator(mode="after")
    def _use_is_there(self) -> Self:
        self.table(self.use)
        return self

    def table(self, name: str) -> EngineSettings:
        """The settings of one engine: its table, or the engine's defaults where there is none."""
        return self.engines.get(name) or self._checked(name, {"engine": name})

    def selected(self) -> EngineSettings:
        """The settings of the engine in use."""
        return self.table(self.use)


class LLMSettings(SlotSettings):
    """The language model."""

    slot: ClassVar[str] = "llm"

    use: str = "extractive"
    """The language model: a table of [llm.engines], or an engine; `acore engines` lists them."""


class RAGSettings(SlotSettings):
    """Retrieval from documents."""

    slot: ClassVar[str] = "rag"

    use: str = "bm25"
    """How passages are found."""
    paths: Paths = ()
    """Files and folders that are indexed at the start; as a variable: a JSON list, or separated as PATH is."""
    top_k: int = Field(default=5, ge=1, le=50)
    """How many passages an answer may draw on."""


class VectorStoreSettings(SlotSettings):
    """The index that documents are kept in."""

    slot: ClassVar[str] = "vector_store"

    use: str = "edge"
    """Where the index is kept."""


class DiscordSettings(Table):
    """The bot's account, and where Discord is."""

    token: SecretStr | None = None
    """The bot's token; a secret, so never in a settings file."""
    proxy: str | None = None
    """An HTTP proxy on the way to Discord."""
    api_base_url: str | None = None
    """Another address of Discord's REST API, such as that of a loopback Discord."""


class WebSettings(Table):
    """Where acore's own pages are served."""

    host: str = "127.0.0.1"
    """The address to listen on; anything but loopback is open to others."""
    port: int = Field(default=8800, ge=0, le=65535)
    """0 is any free port; a taken one moves to the next."""


class ChatSettings(Table):
    """How a conversation is held."""

    history: int = Field(default=20, ge=0, le=1000)
    """Messages of the channel that go to the model."""
    followup_s: float = Field(default=60, ge=0)
    """Seconds in which a member who was just answered needs no mention; 0 is never."""
    edit_every_s: float = Field(default=1.1, ge=0)
    """Seconds between two edits of a reply that is being written."""


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class LogSettings(Table):
    """What is logged, and how."""

    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"
    """What is logged at all."""
    format: Literal["console", "json"] = "console"
    """For people, or for programs."""
    messages: bool = False
    """Whether the text of messages may reach the log; no part of this version logs it."""
