"""What policies of every kind share: they stand around an engine."""

from typing import Generic, TypeVar

from acore.interfaces import Engine

E = TypeVar("E", bound=Engine)


class Wrapping(Engine, Generic[E]):
    """Opens, asks and closes what is inside; what else the contract promises is up to who wraps it."""

    def __init__(self, inner: E) -> None:
        self._inner = inner

    async def open(self) -> None:
        """Open what is inside."""
        await self._inner.open()

    async def ping(self) -> None:
        """Ask what is inside."""
        await self._inner.ping()

    async def aclose(self) -> None:
        """Close what is inside."""
        await self._inner.aclose()
