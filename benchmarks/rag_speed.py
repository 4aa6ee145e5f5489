"""How long finding takes, and whether the event loop is held up meanwhile."""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from acore.adapters.clock.system import SystemClock
from acore.adapters.rag.hybrid import HybridRetriever, HybridSettings
from acore.adapters.vector_store.edge import EdgeSettings, EdgeVectorStore
from acore.domain.knowledge import Query
from acore.testing import engine_context, retriever_context
from benchmarks.figures import Figure
from benchmarks.rag_corpus import SCOPE, Corpus, corpus, texts
from benchmarks.rag_embedding import embedder
from benchmarks.rag_peers import brute_force, local_mode

_T = TypeVar("_T")

_SMALL, _LARGE = 10_000, 100_000
_SENTENCE, _PARAGRAPH = 12, 100
"""Words of a chunk."""
_TOP = 5
_BLOCK = 20
_NEVER_S = 1e6
_TICK_S = 0.005
_PAUSE_S = 0.05
"""Between two questions to an index that is being built."""


async def speeds() -> list[Figure]:
    """Every figure about time."""
    lag = _Lag()
    figures = [*await _dense_small(lag), *await _dense_large(lag), await _words(lag), await _repeated(lag)]
    return [*figures, Figure("rag.loop_lag", lag.worst * 1000, "ms", None, "<=50")]


async def _dense_small(lag: "_Lag") -> list[Figure]:
    small = corpus(_SMALL, _SENTENCE)
    async with _store() as store:
        with lag.watched():
            await _write(store, small)
            await store.build()
        ours, numpy, recall = await _against_numpy(store, small, lag)
    with local_mode(small.vectors.shape[1]) as local:
        local.write(small.chunks, small.vectors)
        peer = _median(lambda question: local.nearest(question, _TOP), small.questions[:40])
    return [
        Figure("rag.dense_10k", ours * 1000, "ms", numpy * 1000, "<=2"),
        Figure("rag.dense_10k_recall", recall, "", None, ">=0.99"),
        Figure("rag.local_mode_10k", peer * 1000, "ms", ours * 1000, ">=8"),
    ]


async def _dense_large(lag: "_Lag") -> list[Figure]:
    large = corpus(_LARGE, _SENTENCE)
    async with _store() as store:
        with lag.watched():
            began = time.perf_counter()
            await _write(store, large)
            assert len(await store.nearest(large.questions[0], Query("", SCOPE, _TOP))) == _TOP
            written = time.perf_counter() - began
            began = time.perf_counter()
            building = asyncio.create_task(store.build())
            while not building.done():
                assert len(await store.nearest(large.questions[0], Query("", SCOPE, _TOP))) == _TOP
                await asyncio.sleep(_PAUSE_S)
            assert await building
            built = time.perf_counter() - began
        ours, numpy, recall = await _against_numpy(store, large, lag)
    return [
        Figure("rag.written_100k", written, "s", None, "<=15"),
        Figure("rag.graph_100k", built, "s", None, "<=180"),
        Figure("rag.dense_100k", ours * 1000, "ms", numpy * 1000, "<=0.4"),
        Figure("rag.dense_100k_recall", recall, "", None, ">=0.99"),
    ]


async def _against_numpy(store: EdgeVectorStore, corpus: Corpus, lag: "_Lag") -> tuple[float, float, float]:
    """Median seconds of the index and of numpy, a block of questions in one and then in the other; and the recall."""
    ours, numpy, shared, query = list[float](), list[float](), 0, Query("", SCOPE, _TOP)
    for start in range(0, len(corpus.questions), _BLOCK):
        questions = corpus.questions[start : start + _BLOCK]
        with lag.watched():
            found = [await _timed(store.nearest(q, query), ours) for q in questions]
        for question, hits in zip(questions, found, strict=True):
            began = time.perf_counter()
            nearest = brute_force(corpus, question, _TOP)
            numpy.append(time.perf_counter() - began)
            shared += len({hit.chunk.source.uri for hit in hits} & {uri for *_, uri in nearest})
    return statistics.median(ours), statistics.median(numpy), shared / (_TOP * len(corpus.questions))


async def _words(lag: "_Lag") -> Figure:
    """Through the retriever, as without an embedder."""
    paragraphs, questions = corpus(_SMALL, _PARAGRAPH), texts(400, 7, seed=1)
    taken = list[float]()
    async with _store() as store:
        with lag.watched():
            for uri, chunks, _ in paragraphs.documents():
                await store.replace(uri, chunks)
            retriever = HybridRetriever(HybridSettings(), retriever_context(store))
            for asked in questions:
                await _timed(retriever.retrieve(Query(asked, SCOPE, _TOP)), taken)
    return Figure("rag.words_10k_p95", statistics.quantiles(taken, n=20)[-1] * 1000, "ms", None, "<=5")


async def _repeated(lag: "_Lag") -> Figure:
    """The same question again, with an embedder of the size of MiniLM on this machine."""
    small, questions = corpus(_SMALL, _SENTENCE), texts(200, 8, seed=2)
    first, again = list[float](), list[float]()
    async with _store() as store, embedder() as model:
        with lag.watched():
            await _write(store, small)
            await store.build()
            settings = HybridSettings(unrelated=0, related=1)
            retriever = HybridRetriever(settings, retriever_context(store, embedder=model))
            for asked in questions:
                for taken in (first, again):
                    await _timed(retriever.retrieve(Query(asked, SCOPE, _TOP)), taken)
    return Figure("rag.repeated", statistics.median(again) * 1000, "ms", statistics.median(first) * 1000, "<=0.3")


class _Lag:
    """How late the event loop was at its latest, while it is watched."""

    def __init__(self) -> None:
        self.worst = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """What the benchmark itself holds, such as a hundred thousand chunks, takes no part in collecting garbage."""
        gc.collect()
        gc.freeze()
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            gc.unfreeze()

    async def _watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_TICK_S)
            self.worst = max(self.worst, time.perf_counter() - began - _TICK_S)


@asynccontextmanager
async def _store() -> AsyncIterator[EdgeVectorStore]:
    """An empty index of the embedded kind, which builds its graph when it is told to."""
    with tempfile.TemporaryDirectory() as folder:
        context = engine_context(data_dir=Path(folder), clock=SystemClock())
        async with EdgeVectorStore(EdgeSettings(quiet_s=_NEVER_S), context) as store:
            yield store


async def _write(store: EdgeVectorStore, corpus: Corpus) -> None:
    for uri, chunks, vectors in corpus.documents():
        await store.replace(uri, chunks, vectors=list(vectors))


async def _timed(work: Awaitable[_T], taken: list[float]) -> _T:
    began = time.perf_counter()
    done = await work
    taken.append(time.perf_counter() - began)
    return done


def _median(work: Callable[[Any], object], questions: Any) -> float:  # noqa: ANN401  an array
    taken = list[float]()
    for question in questions:
        began = time.perf_counter()
        work(question)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
