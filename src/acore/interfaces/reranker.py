"""The contract of rerankers: which of a few passages answers a question best."""

from abc import abstractmethod
from collections.abc import Sequence

from acore.interfaces.engine import Engine


class Reranker(Engine):
    """Reads a question together with each of some passages: slower than comparing vectors, and more exact."""

    name: str
    """The engine and the model."""

    @abstractmethod
    async def scores(self, question: str, passages: Sequence[str]) -> tuple[float, ...]:
        """How well each passage answers, in their order; higher is better, comparable within one call only.

        Raises EngineUnavailable or EngineRefused; cancelling is safe.
        """
