"""Loads what only a chosen store needs."""

import asyncio
from importlib import import_module
from typing import Any

from acore.errors import EngineRefused
from acore.interfaces import VectorStore


async def loaded(store: type[VectorStore], home: str) -> Any:  # noqa: ANN401  a module, whose names mypy does not see
    """The module of the store's client; raises EngineRefused with the way to its library."""
    assert store.extra
    engine = store.Settings.model_fields["engine"].default
    try:
        return await asyncio.to_thread(import_module, f"{__package__}.{home}")
    except ImportError as error:
        raise EngineRefused(
            f"the engine {engine} needs a library that is not installed ({error}): "
            f"pip install 'acore[{store.extra.name}]'",
            engine=engine,
        ) from error
