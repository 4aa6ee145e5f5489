"""Every knob of acore as plain data, and the one function that reads files and the environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, SerializeAsAny, model_validator

from acore.adapters import engines
from acore.interfaces import EngineSettings

_NAME = r"^[a-z0-9_]+$"


class Table(BaseModel):
    """A table of the settings file: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SlotSettings(Table):
    """A slot of the house: which engine fills it, and the engines' own tables.

    A table's name is its engine's, unless it says `engine`; so two tables can hold the same engine.
    """

    slot: ClassVar[str]

    use: str
    engines: dict[Annotated[str, Field(pattern=_NAME)], SerializeAsAny[EngineSettings]] = {}

    @model_validator(mode="before")
    @classmethod
    def _read_tables(cls, data: Any) -> Any:  # noqa: ANN401  anything may stand in a file
        if not isinstance(data, Mapping) or not isinstance(data.get("engines", {}), Mapping):
            return data
        tables = {
            name: engines.settings_for(cls.slot, {"engine": name, **table}) if isinstance(table, Mapping) else table
            for name, table in data.get("engines", {}).items()
        }
        return {**data, "engines": tables}

    @model_validator(mode="after")
    def _use_is_there(self) -> Self:
        self.table(self.use)
        return self

    def table(self, name: str) -> EngineSettings:
        """The settings of one engine: its table, or the engine's defaults where there is none."""
        return self.engines.get(name) or engines.settings_for(self.slot, {"engine": name})

    def selected(self) -> EngineSettings:
        """The settings of the engine in use."""
        return self.table(self.use)


class LLMSettings(SlotSettings):
    """The language model."""

    slot: ClassVar[str] = "llm"

    use: str = "extractive"


class RAGSettings(SlotSettings):
    """Retrieval from documents."""

    slot: ClassVar[str] = "rag"

    use: str = "bm25"
    paths: tuple[Path, ...] = ()
    top_k: int = Field(5, ge=1, le=50)


class VectorStoreSettings(SlotSettings):
    """The index that documents are kept in."""

    slot: ClassVar[str] = "vector_store"

    use: str = "edge"


class DiscordSettings(Table):
    """The bot's account, and where Discord is."""

    token: SecretStr | None = None
    proxy: str | None = None
    api_base_url: str | None = None


class WebSettings(Table):
    """Where acore's own pages are served."""

    host: str = "127.0.0.1"
    port: int = Field(8800, ge=0, le=65535)


class ChatSettings(Table):
    """How a conversation is held."""

    history: int = Field(20, ge=0, le=1000)
    followup_s: float = Field(60, ge=0)
    edit_every_s: float = Field(1.1, ge=0)


class LogSettings(Table):
    """What is logged, and how."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"
    messages: bool = False


class Settings(Table):
    """Everything that can be set. Building one reads neither files nor the environment."""

    data_dir: Path = Path("data")
    discord: DiscordSettings = DiscordSettings()
    web: WebSettings = WebSettings()
    chat: ChatSettings = ChatSettings()
    llm: LLMSettings = LLMSettings()
    rag: RAGSettings = RAGSettings()
    vector_store: VectorStoreSettings = VectorStoreSettings()
    log: LogSettings = LogSettings()
