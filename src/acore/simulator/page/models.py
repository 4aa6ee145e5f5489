"""Which model answers, and which could: what the page shows of it, and how it asks for another."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from pydantic import SecretStr

from acore.domain.models import HOSTED, LocalServer, Used


class Models(Protocol):
    """The house, as far as its models go."""

    @property
    def model_in_use(self) -> tuple[str, str | None]:
        """The engine that answers, and its model where it has one by name."""

    async def models(self) -> tuple[LocalServer, ...]:
        """The model servers on this machine."""

    async def use(self, choice: str, key: SecretStr | None = None) -> Used:
        """Use ``engine/model``; raises AcoreError where it does not answer."""


def offered(in_use: tuple[str, str | None], servers: Sequence[LocalServer]) -> dict[str, Any]:
    """What the page shows: the model in use, those of this machine, and those that a key opens."""
    engine, model = in_use
    return {
        "engine": engine,
        "model": model,
        "local": [asdict(server) for server in servers],
        "hosted": [asdict(one) for one in HOSTED],
    }
