"""Runs a coroutine that waits for nothing, where hypothesis plays the loop."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns."""
    with asyncio.Runner() as runner:
        return runner.run(work)
