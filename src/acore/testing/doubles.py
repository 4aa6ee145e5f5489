"""What a test builds an engine with."""

from pathlib import Path
from random import Random

from acore.adapters.clock.manual import ManualClock
from acore.adapters.http import PooledHttp
from acore.adapters.metrics.memory import MemoryMetrics
from acore.interfaces import Clock, Embedder, EngineContext, Reranker, RetrieverContext, VectorStore


def engine_context(*, data_dir: Path | None = None, clock: Clock | None = None) -> EngineContext:
    """A context of doubles: time that stands still, numbers in memory, and always the same chances."""
    return EngineContext(
        clock=clock or ManualClock(),
        metrics=MemoryMetrics(),
        random=Random(0),  # noqa: S311  a double
        http=PooledHttp(),
        data_dir=data_dir or Path(),
    )


def retriever_context(
    store: VectorStore,
    *,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
    data_dir: Path | None = None,
) -> RetrieverContext:
    """The same for a retriever that searches the store."""
    house = engine_context(data_dir=data_dir)
    return RetrieverContext(
        clock=house.clock,
        metrics=house.metrics,
        random=house.random,
        http=house.http,
        data_dir=house.data_dir,
        store=store,
        embedder=embedder,
        reranker=reranker,
    )
