"""What policies share: they wrap an embedder, and are one."""

from collections.abc import Sequence
from functools import partial

from acore.adapters.guard import Guard
from acore.adapters.wrapping import Wrapping
from acore.domain.knowledge import Vector
from acore.interfaces import Embedder
from acore.interfaces.embedder import Kind

_CHARACTERS = 4
"""Of a token, roughly."""


class Policy(Wrapping[Embedder], Embedder):
    """Is what it wraps, but for how it embeds; it opens, asks and closes it."""

    @property
    def name(self) -> str:  # type: ignore[override]  # it is that of the engine
        """The name of the engine inside."""
        return self._inner.name


class GuardedEmbedder(Policy):
    """Asks the engine through a guard, `batch` texts at a time; questions wait `question_s` seconds at most."""

    def __init__(self, inner: Embedder, guard: Guard, *, batch: int, question_s: float) -> None:
        super().__init__(inner)
        self._guard = guard
        self._batch = batch
        self._question_s = question_s

    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        """As the engine; raises CircuitOpen, LineTooLong and EngineTimeout as well."""
        within_s = self._question_s if kind == "question" else None
        vectors: list[Vector] = []
        for start in range(0, len(texts), self._batch):
            some = texts[start : start + self._batch]
            tokens = sum(map(len, some)) // _CHARACTERS + len(some)
            work = partial(self._inner.embed, some, kind)
            vectors += await self._guard.call(work, tokens=tokens, within_s=within_s)
        return tuple(vectors)
