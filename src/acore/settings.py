"""Every knob of acore as plain data, and the functions that read and change them."""

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from acore.errors import SettingsError
from acore.interfaces import EngineSettings
from acore.settings_slots import SlotSettings, Table
from acore.settings_sources import wording
from acore.settings_sources.doubts import doubts
from acore.settings_sources.gathering import SECRETS, gather, secret_elsewhere
from acore.settings_sources.given import Gathered
from acore.settings_sources.keys import SECRET_NAMES, Key, dotted, key_of, variable_of
from acore.settings_sources.variables import Layer
from acore.settings_tables import (
    ChatSettings,
    DiscordSettings,
    EmbedderSettings,
    LLMSettings,
    LogSettings,
    ModelsSettings,
    RAGSettings,
    RerankerSettings,
    VectorStoreSettings,
    WebSearchSettings,
    WebSettings,
)
from acore.settings_voice import RVCSettings, STTSettings, TTSSettings, VADSettings, VoiceSettings


class Settings(Table):
    """Everything that can be set. Building one reads neither files nor the environment."""

    data_dir: Path = Path("data")
    """Everything acore writes lives below it; relative to the working directory."""
    discord: DiscordSettings = DiscordSettings()
    """The bot's account, and where Discord is."""
    web: WebSettings = WebSettings()
    """Where acore's own pages are served."""
    chat: ChatSettings = ChatSettings()
    """How a conversation is held."""
    llm: LLMSettings = LLMSettings()
    """The language model."""
    embedder: EmbedderSettings = EmbedderSettings()
    """What texts mean, so that documents are found that say it in other words."""
    models: ModelsSettings = ModelsSettings()
    """The models that engines of this machine work with."""
    rag: RAGSettings = RAGSettings()
    """Retrieval from documents."""
    reranker: RerankerSettings = RerankerSettings()
    """Who reads the passages that were found, and puts those first that answer."""
    rvc: RVCSettings = RVCSettings()
    """Who turns the voice into another one."""
    stt: STTSettings = STTSettings()
    """Who writes down what is said."""
    tts: TTSSettings = TTSSettings()
    """Who says things aloud."""
    vad: VADSettings = VADSettings()
    """Who tells speech from noise."""
    vector_store: VectorStoreSettings = VectorStoreSettings()
    """The index that documents are kept in."""
    voice: VoiceSettings = VoiceSettings()
    """Voice channels, and recordings that members send as messages."""
    web_search: WebSearchSettings = WebSearchSettings()
    """The search engine of the web."""
    log: LogSettings = LogSettings()
    """What is logged, and how."""

    def asked_of_the_web(self) -> EngineSettings | None:
        """The search engine that questions may go to by themselves, if one is set up and may be asked."""
        return self.web_search.filled() if self.chat.web_search != "never" else None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, where each value comes from, and what should be said to who starts acore."""

    settings: Settings
    origins: Mapping[str, str]
    """A key such as ``web.port`` to the file or variable that gave it; a key that is not there has its default."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What `set_value` wrote."""

    key: str
    value: object
    file: Path
    hidden_by: str | None
    """The variable that sets the key as well, and wins."""


def load_settings(path: Path | None = None) -> Settings:
    """The settings of the files, secrets.toml and the environment, later ones winning.

    `path` is the settings file; without it the one that ACORE_SETTINGS names, else ./settings.toml
    if there is one. Raises SettingsError with every problem, each with its place and the way out.
    """
    return load(path).settings


def load(path: Path | None = None) -> Loaded:
    """As `load_settings`, with origins and warnings."""
    found = gather(Settings, path, *_variables())
    settings = _checked(found)
    if not _is_loopback(settings.web.host):
        found.warnings.append(
            f"web.host is {settings.web.host}: everybody who can reach this machine can use the pages, which ask for "
            "no password. 127.0.0.1 keeps them to this machine"
        )
    found.warnings += doubts(settings.llm, found.given)
    origins = {dotted(key): given.origin for key, given in found.given.items() if not found.keys.is_table(key)}
    return Loaded(settings, origins, tuple(found.warnings))


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes that fit, and the settings that they would give; nothing is written until `write`."""

    settings: Settings
    hidden: Mapping[str, str]
    """Of the changed keys those that a variable sets as well, which wins, and that variable."""
    _values: Mapping[Key, object] = field(repr=False)
    _secrets: Mapping[Key, str] = field(repr=False)
    _file: Path

    def write(self) -> tuple[Change, ...]:
        """Write secrets to secrets.toml in data_dir (0600), then values to settings.local.toml; each file whole.

        Comments are kept. Raises SettingsError where a file can not be written.
        """
        from acore.settings_sources import edits  # noqa: PLC0415  reading settings needs no writer of TOML

        if self._secrets:
            edits.write(self.settings.data_dir / SECRETS, self._secrets, edits.SECRETS)
        if self._values:
            edits.write(self._file, self._values, edits.SETTINGS)
        return tuple(
            Change(dotted(key), value, self._file, self.hidden.get(dotted(key))) for key, value in self._values.items()
        )


def propose(
    values: Mapping[str, str], path: Path | None = None, *, secrets: Mapping[str, SecretStr] | None = None
) -> Proposal:
    """Check changes, given as variables' texts, over everything that is set; nothing is written yet.

    Raises SettingsError for a secret among the values, an unknown key, or a value that does not fit.
    """
    given = {_steps(key): text for key, text in values.items()}
    if empty := [dotted(key) for key, text in given.items() if not text.strip()]:
        raise SettingsError(f"an empty value is no value: {', '.join(empty)} stays as it is; give it one")
    hushed = {_steps(key): secret.get_secret_value() for key, secret in (secrets or {}).items()}
    layers, problems = _variables()
    before = gather(Settings, path, layers)
    changed = Layer({variable_of(key): text for key, text in {**given, **hushed}.items()}, said="the new value")
    for key in given:
        _refuse_key(before, key)
    after = gather(Settings, path, (*layers, changed), problems)
    settings = _checked(after)
    winners = {key: winner for key in (*given, *hushed) if (winner := before.given.get(key)) and winner.variable}
    return Proposal(
        settings,
        {dotted(key): winner.origin for key, winner in winners.items()},
        {key: _typed(settings, key) for key in given},
        hushed,
        after.files[1],
    )


def set_value(key: str, value: str, path: Path | None = None) -> Change:
    """Write one value, given as a variable's text, to settings.local.toml beside the settings file `path`.

    The whole result is checked before; comments are kept; the file is replaced whole, or not at all.
    Raises SettingsError for a secret, an unknown key, a value that does not fit, or a file that can
    not be written; then nothing was changed.
    """
    (change,) = propose({key: value}, path).write()
    return change


def _steps(key: str) -> Key:
    return tuple(key.lower().split("."))


def _typed(settings: Settings, key: Key) -> object:
    found: Any = settings.model_dump(mode="json")
    for step in key:
        found = found[step]
    return found


def values_of(settings: Settings) -> Iterator[tuple[str, object]]:
    """Every key with its value, the engines in use included; what is secret is a SecretStr, or None."""
    yield from _values(settings, "")


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret in the settings, for redaction."""
    return tuple(value.get_secret_value() for _, value in values_of(settings) if isinstance(value, SecretStr))


class _Sources(BaseSettings):
    """How pydantic-settings reads variables: as they are written, empty ones left out."""

    model_config = SettingsConfigDict(case_sensitive=True, env_ignore_empty=True, env_file_encoding="utf-8")


def _variables() -> tuple[tuple[Layer, ...], list[str]]:
    """Those of ``.env`` in the working directory, below those of the environment; and what is wrong with them."""
    file = Path(".env")
    environment = Layer(_given(EnvSettingsSource(_Sources).env_vars))
    if not file.is_file():  # a folder of that name is somebody's virtual environment
        return (environment,), []
    try:
        return (
            Layer(_given(DotEnvSettingsSource(_Sources, env_file=file).env_vars), said="{} in .env"),
            environment,
        ), []
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return (environment,), [f"{file}: it can not be read ({why}); mend it, or move it away"]


def _given(variables: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if value is not None}


def _checked(found: Gathered) -> Settings:
    settings = Settings()
    try:
        settings = Settings.model_validate(found.tree())
    except ValidationError as error:
        found.problems += wording.problems(error, found)
    wording.fail(found.problems)
    return settings


def _refuse_key(found: Gathered, key: Key) -> None:
    if found.keys.node(key) is None:
        raise SettingsError(f"there is no key {dotted(key)}; {found.keys.unknown(key)}")
    if found.keys.is_table(key):
        raise SettingsError(f"{dotted(key)} is a table; {found.keys.below(key)}")
    if key_of(variable_of(key)) != key:
        raise SettingsError(f"{dotted(key)} can not be told from others as a variable; set it with an editor")
    if found.keys.is_secret(key):
        raise SettingsError(f"{dotted(key)} {secret_elsewhere(key)}")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _values(table: BaseModel, above: str) -> Iterator[tuple[str, object]]:
    for name, value in table:
        key = f"{above}{name}"
        if isinstance(table, SlotSettings) and name == "engines":
            in_use = {table.use: table.selected()} if table.use else {}
            for engine, inner in (in_use | table.engines).items():
                yield from _values(inner, f"{key}.{engine}.")
        elif isinstance(value, BaseModel):
            yield from _values(value, f"{key}.")
        else:
            yield key, SecretStr(value) if isinstance(value, str) and name in SECRET_NAMES else value
