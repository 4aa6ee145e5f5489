"""What the settings ask of those who listen, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from acore.interfaces import EngineSettings


@dataclass(frozen=True, slots=True)
class ListeningPlan:
    """Which engines listen, by the names of their tables."""

    engines: Mapping[str, EngineSettings]
    """Whoever is first listens; the others stand in for those before them."""
