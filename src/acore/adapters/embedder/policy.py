"""What policies share: they wrap an embedder, and are one."""

from collections.abc import Sequence

from acore.adapters.guard import Guard
from acore.domain.knowledge import Vector
from acore.interfaces import Embedder
from acore.interfaces.embedder import Kind

_CHARACTERS = 4
"""Of a token, roughly."""


class Policy(Embedder):
    """Is what it wraps, but for how it embeds; it opens, asks and closes it."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner

    @property
    def name(self) -> str:  # type: ignore[override]  # it is that of the engine
        """The name of the engine inside."""
        return self._inner.name

    async def open(self) -> None:
        """Open what is inside."""
        await self._inner.open()

    async def ping(self) -> None:
        """Ask what is inside."""
        await self._inner.ping()

    async def aclose(self) -> None:
        """Close what is inside."""
        await self._inner.aclose()


class GuardedEmbedder(Policy):
    """Asks the engine through a guard; a question waits `question_s` seconds at most."""

    def __init__(self, inner: Embedder, guard: Guard, question_s: float) -> None:
        super().__init__(inner)
        self._guard = guard
        self._question_s = question_s

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        """As the engine; raises CircuitOpen, LineTooLong and EngineTimeout as well."""
        if not texts:
            return ()
        tokens = sum(map(len, texts)) // _CHARACTERS + len(texts)
        within_s = self._question_s if kind == "question" else None
        return await self._guard.call(lambda: self._inner.embed(texts, kind), tokens=tokens, within_s=within_s)
