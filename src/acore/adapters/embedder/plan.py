"""What the settings ask of embedding, as plain values."""

from dataclasses import dataclass

from acore.interfaces import EngineSettings


@dataclass(frozen=True, slots=True)
class EmbeddingPlan:
    """Which engine, and how much is remembered."""

    engine: EngineSettings | None = None
    """None: documents are found by their words alone."""
    questions: int = 500
    """Questions whose vectors are held."""
    passages: int = 100_000
    """Passages whose vectors are kept."""
