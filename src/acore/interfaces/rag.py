"""The contract of retrieval: from a question to passages with their sources."""

from abc import abstractmethod
from dataclasses import dataclass

from acore.domain.knowledge import Passage, Query
from acore.interfaces.embedder import Embedder
from acore.interfaces.engine import Engine, EngineContext
from acore.interfaces.reranker import Reranker
from acore.interfaces.vector_store import VectorStore


@dataclass(frozen=True, slots=True)
class RetrieverContext(EngineContext):
    """What a retriever is built with: the house, and the store it searches."""

    store: VectorStore
    """Opened and closed by the house, not by the retriever."""
    embedder: Embedder | None = None
    """Likewise; None where documents are found by their words alone."""
    reranker: Reranker | None = None
    """Likewise; None where nobody reads what was found."""


class Retriever(Engine):
    """Finds the passages that bear on a question."""

    @abstractmethod
    async def retrieve(self, query: Query) -> tuple[Passage, ...]:
        """At most `query.limit` passages, best first, scores within 0 to 1; empty where nothing fits.

        Only what `query.scope` may see. Raises EngineUnavailable or EngineRefused; cancelling is safe.
        """
