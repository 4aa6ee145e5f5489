"""What the tables of the settings have in common, and those that an engine is chosen in."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializeAsAny, ValidationError, model_validator

from acore.adapters import engines
from acore.interfaces import EngineSettings


def nearest(word: str, there_are: Iterable[str]) -> str:
    """The way out of a misspelt word: the nearest of those there are, or else all of them."""
    known = sorted(there_are)
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"


class Table(BaseModel):
    """A table of the settings file: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)


class _Unchecked(NamedTuple):
    """A table of a slot on its way to the check by the engine that it names."""

    slot: str
    table: Mapping[str, Any]


def _settings_for(slot: str, table: Mapping[str, Any]) -> EngineSettings:
    engine = table["engine"]
    if not isinstance(engine, str):
        raise ValueError("engine should be a name")  # noqa: TRY004  pydantic tells ValueErrors with their place
    if engine not in engines.BUILT_IN.get(slot, {}) and engine not in (known := engines.names(slot)):
        raise ValueError(f"there is no engine {engine!r} for {slot}; {nearest(engine, known)}")
    try:
        return engines.settings_for(slot, table)
    except ImportError as error:
        raise ValueError(f"engine {engine!r} can not be imported: {error}") from error


def _table(given: object) -> object:
    return _settings_for(*given) if isinstance(given, _Unchecked) else given


def _name(given: object) -> object:
    if not isinstance(given, _Unchecked):
        return given
    name = given.table["engine"]
    try:
        _settings_for(*given)
    except ValidationError as error:
        wanted = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors())
        raise ValueError(f"engine {name!r} needs {wanted} in [{given.slot}.engines.{name}]") from error
    return name


Engine = Annotated[str, BeforeValidator(_name)]
TableName = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
EngineTable = Annotated[SerializeAsAny[EngineSettings], BeforeValidator(_table)]


class SlotSettings(Table):
    """A slot of the house: which engine fills it, and the engines' own tables.

    A table's name is its engine's, unless it says `engine`; so two tables can hold the same engine.
    """

    slot: ClassVar[str]
    _vacant: ClassVar[tuple[str, ...]] = ()
    """What `use` says where nothing fills the slot."""

    use: Engine
    """The name of a table in `engines`, or of an engine."""
    engines: dict[TableName, EngineTable] = {}
    """The engines' own tables, by name."""

    @model_validator(mode="before")
    @classmethod
    def _to_be_checked(cls, data: Any) -> Any:  # noqa: ANN401  anything may stand in a file
        """Let each engine check its table, so that a complaint names the key it is about."""
        if not isinstance(data, Mapping) or not isinstance(given := data.get("engines", {}), Mapping):
            return data
        ready = {**data, "engines": {name: cls._unchecked(name, table) for name, table in given.items()}}
        if isinstance(use := data.get("use"), str) and use not in cls._vacant and use not in given:
            ready["use"] = cls._unchecked(use, {})
        return ready

    @classmethod
    def _unchecked(cls, name: str, table: object) -> object:
        return _Unchecked(cls.slot, {"engine": name, **table}) if isinstance(table, Mapping) else table

    def table(self, name: str) -> EngineSettings:
        """The settings of one engine: its table, or the engine's defaults where there is none.

        Raises ValueError where there is neither.
        """
        return self.engines.get(name) or _settings_for(self.slot, {"engine": name})

    def selected(self) -> EngineSettings:
        """The settings of the engine in use."""
        return self.table(self.use)


def nothing(given: object) -> object:
    """A variable can not be empty: there it is called none."""
    return "" if given == "none" else given


class OptionalSlotSettings(SlotSettings):
    """A slot that may be empty."""

    _vacant: ClassVar[tuple[str, ...]] = ("", "none")

    use: Annotated[Engine, BeforeValidator(nothing)] = ""
    """The name of a table in `engines`, or of an engine; empty, or none, is nothing."""

    def filled(self) -> EngineSettings | None:
        """The settings of the engine in use, if one is."""
        return self.selected() if self.use else None


_Slot = TypeVar("_Slot", bound=SlotSettings)


def require_engines(slot: _Slot, named: Mapping[str, str | None]) -> _Slot:
    """The slot, if every engine that its keys name has a table there or is an engine; raises ValueError for one."""
    there_are = {*slot.engines, *engines.names(slot.slot)}
    for key, name in named.items():
        if name is not None and name not in there_are:
            raise ValueError(f"{key} names {name!r}, which is no table and no engine; {nearest(name, there_are)}")
    return slot
