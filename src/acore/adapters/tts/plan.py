"""What the settings ask of speech, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from acore.interfaces import EngineSettings


@dataclass(frozen=True, slots=True)
class SpeakingPlan:
    """Which engines speak, by the names of their tables, and how much is remembered."""

    engines: Mapping[str, EngineSettings]
    """Whoever is first speaks; the others stand in for those before them."""
    cache_bytes: int = 0
    """Of the sound of short sentences; 0 remembers none."""
