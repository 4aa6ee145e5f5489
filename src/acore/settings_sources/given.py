"""Values on their way into the settings, each with its origin."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from acore.settings_sources.keys import Key, Keys


@dataclass(frozen=True, slots=True)
class Given:
    """One value and who gave it: a file, or a variable."""

    key: Key
    value: Any = field(repr=False)
    origin: str
    """As messages call it: the file's path, or the variable."""
    variable: str | None = None


@dataclass(slots=True)
class Gathered:
    """What all sources give: each key's winning value, and what is to be said about them."""

    keys: Keys
    files: tuple[Path, Path]
    """The settings file, and the one beside it that `acore config set` writes; they need not be there."""
    given: dict[Key, Given] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def tree(self) -> dict[str, Any]:
        """The winning values as nested tables."""
        tree: dict[str, Any] = {}
        for key in sorted(self.given, key=len):
            place: Any = tree
            for part in key[:-1]:
                place = place.setdefault(part, {}) if isinstance(place, dict) else None
            if isinstance(place, dict):  # below a value there is nothing, unless nobody knows the table at all
                value = self.given[key].value
                place[key[-1]] = dict(value) if isinstance(value, dict) else value
        return tree
