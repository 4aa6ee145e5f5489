"""Every knob of acore as plain data, and the one function that reads files and the environment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict
from pydantic_settings.sources import InitSettingsSource

from acore import settings_sources as sources
from acore.settings_tables import (
    ChatSettings,
    DiscordSettings,
    LLMSettings,
    LogSettings,
    RAGSettings,
    Table,
    VectorStoreSettings,
    WebSettings,
)


class Settings(Table):
    """Everything that can be set. Building one reads neither files nor the environment."""

    data_dir: Path = Path("data")
    """Everything acore writes lives below it."""
    discord: DiscordSettings = DiscordSettings()
    web: WebSettings = WebSettings()
    chat: ChatSettings = ChatSettings()
    llm: LLMSettings = Field(default_factory=LLMSettings)
    rag: RAGSettings = Field(default_factory=RAGSettings)
    vector_store: VectorStoreSettings = Field(default_factory=VectorStoreSettings)
    log: LogSettings = LogSettings()


class _Reader(Settings, BaseSettings):
    """Lays the variables over the files, with the names that Settings has."""

    model_config = SettingsConfigDict(
        env_prefix=sources.PREFIX, env_nested_delimiter=sources.BETWEEN, env_ignore_empty=True, extra="forbid"
    )


class _Variables(EnvSettingsSource):
    """Reads variables out of a mapping: those of .env are among them."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._given = {name.lower(): value for name, value in variables.items()}
        super().__init__(_Reader)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._given

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ANN401, ARG002
        """The text as it stands: each field says itself how it reads text."""
        return value


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings with where each key came from, and what is worth a warning."""

    settings: Settings
    origins: Mapping[str, str]
    warnings: tuple[str, ...]


def load_settings(path: Path | None = None) -> Settings:
    """Settings from the files, then secrets.toml, then the environment, later ones winning.

    `path` is the settings file; without it the one that ACORE_SETTINGS names, else ./settings.toml
    if there is one. Raises SettingsError with every problem, each with its place and the way out.
    """
    return load(path).settings


def load(path: Path | None = None) -> Loaded:
    """As `load_settings`, with origins and warnings."""
    return _loaded(sources.gather(path))


def check_change(path: Path | None, key: str, value: str) -> Any:  # noqa: ANN401  of the key's own type
    """The value as the key's own type, where the settings with it can be used; SettingsError where not."""
    found = sources.gather(path)
    variable = sources.variable_of(key)
    found.variables[variable] = value
    found.origins[key] = key
    place: Any = _loaded(found).settings.model_dump(mode="json")
    for table in key.split("."):
        place = place[table]
    return place


def _loaded(found: sources.Gathered) -> Loaded:
    values = _merged(found)
    data_dir = Path(str(values.get("data_dir", Settings.model_fields["data_dir"].default)))
    sources.read_secrets(data_dir, found)
    _check_names(found)
    try:
        settings = Settings.model_validate(_merged(found))
    except ValidationError as error:
        found.problems += _told(error, found)
    sources.fail(found.problems)
    if settings.web.host not in ("127.0.0.1", "::1", "localhost"):
        found.warnings.append(f"web.host {settings.web.host} is open to other machines; 127.0.0.1 is not.")
    return Loaded(settings, found.origins, tuple(found.warnings))


def secrets_of(settings: BaseModel) -> tuple[str, ...]:
    """Every secret value in the settings, for redaction."""
    return tuple(_secrets(settings))


def _secrets(value: object) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, BaseModel):
        for _, inner in value:
            yield from _secrets(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _secrets(inner)


def _merged(found: sources.Gathered) -> dict[str, Any]:
    """Files below, variables above."""
    return _over(InitSettingsSource(_Reader, found.tree)(), _Variables(found.variables)())


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return merged


def _check_names(found: sources.Gathered) -> None:
    """A misspelt first word of a variable is passed over by pydantic-settings; here it is told."""
    tops = list(Settings.model_fields)
    for variable in found.variables:
        top = sources.key_of(variable).split(".")[0]
        if top not in tops:
            hint = sources.nearest(top, tops)
            found.problems.append(f"variable {variable}: there is no setting {top!r}; {hint}")


def _told(error: ValidationError, found: sources.Gathered) -> list[str]:
    return [
        _problem(problem["loc"], problem["type"], problem["msg"], found) for problem in error.errors(include_url=False)
    ]


def _problem(loc: tuple[int | str, ...], kind: str, message: str, found: sources.Gathered) -> str:
    key = ".".join(str(step) for step in loc)
    origin = next((found.origins[k] for k in _above(key, found) if k in found.origins), "settings")
    place = f"{origin}: {key}" if key else origin
    if kind == "extra_forbidden":
        *tables, last = (str(step) for step in loc)
        hint = sources.nearest(last, _keys_of(tables))
        return f"{place}: there is no such key; {hint}"
    return f"{place}: {message.removeprefix('Value error, ')}"


def _above(key: str, found: sources.Gathered) -> Iterator[str]:
    """The key itself, then the first key below it, then the tables it stands in."""
    yield key
    yield from (known for known in found.origins if known.startswith(f"{key}."))
    while "." in key:
        key = key.rsplit(".", 1)[0]
        yield from (known for known in found.origins if known.startswith(f"{key}."))


def _keys_of(tables: list[str]) -> list[str]:
    model: type[BaseModel] = Settings
    for table in tables:
        annotation = model.model_fields[table].annotation if table in model.model_fields else None
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return list(model.model_fields)
