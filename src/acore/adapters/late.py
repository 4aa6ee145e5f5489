"""Callables named by text, so that what they need is imported when they are first called."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(path: str) -> Callable[..., Any]:
    """A callable that imports ``module:name`` when it is called, and passes the call on."""
    module, _, name = path.partition(":")

    def build(*args: object, **kwargs: object) -> Any:  # noqa: ANN401  whatever stands behind the path
        return getattr(import_module(module), name)(*args, **kwargs)

    return build
