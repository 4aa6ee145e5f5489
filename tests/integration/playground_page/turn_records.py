"""Answers for the side panel to tell of."""

from typing import Any

from acore.domain.replies import TurnRecord
from acore.domain.scope import Scope

from .conftest import Stage


def turn_of(stage: Stage, engine: str, model: str, **about: Any) -> TurnRecord:
    """An answer that your member got in the general channel: four passages in 2 ms, 1.24 s in all."""
    return TurnRecord(
        scope=Scope(channel=stage.general.id, user=stage.you.id),
        engine=engine,
        model=model,
        passages=4,
        retrieval_ms=2,
        first_delta_ms=8.4,
        total_ms=1240,
        **about,
    )
