"""Retrieval by meaning."""

import asyncio

import structlog

from acore.domain.knowledge import Passage, Query
from acore.domain.nearness import PAIRS, Nearness, measured
from acore.errors import EngineError
from acore.interfaces import Embedder, MetricsSink, VectorStore

_log = structlog.get_logger(__name__)
_WAIT_S = 5.0
"""Seconds that a question waits for all of it; an embedder's own deadline is shorter, but for its first question."""


class Dense:
    """What lies near a question, by an embedder and the vectors in the store.

    How near something is, is measured by the scale that is given, or else by the embedder's own, which is found with
    the first question.
    """

    def __init__(
        self,
        embedder: Embedder,
        store: VectorStore,
        metrics: MetricsSink,
        scale: Nearness | None = None,
        wait_s: float = _WAIT_S,
    ) -> None:
        self._embedder = embedder
        self._store = store
        self._metrics = metrics
        self._given = scale
        self._wait_s = wait_s
        self._scale: tuple[str, Nearness] | None = None
        """The name of the embedder that was measured, and its scale."""
        self._fails = False

    async def nearest(self, query: Query) -> tuple[Passage, ...]:
        """The nearest passages, best first; a score is how near one is: 0 is unrelated, 1 is as near as an answer.

        Nothing where the embedder or the store can not tell: that is counted, and logged once until it can again.
        """
        try:
            async with asyncio.timeout(self._wait_s):
                found = await self._nearest(query)
        except (EngineError, TimeoutError) as error:
            self._metrics.count("rag.dense_failures", kind=type(error).__name__)
            if not self._fails:
                why = str(error) or f"the embedder and the index took longer than {self._wait_s:g} s"
                _log.warning("answering_by_words_alone", error=why)
            self._fails = True
            return ()
        self._fails = False
        return found

    async def _nearest(self, query: Query) -> tuple[Passage, ...]:
        scale = self._given or await self._measured()
        (vector,) = await self._embedder.embed((query.text,), "question")
        return tuple(
            Passage(hit.chunk.text, hit.chunk.source, round(scale.score(hit.score), 3), hit.chunk.id)
            for hit in await self._store.nearest(vector, query)
        )

    async def _measured(self) -> Nearness:
        name = self._embedder.name
        if self._scale is None or self._scale[0] != name:
            questions, answers = zip(*PAIRS, strict=True)
            scale = measured(
                await self._embedder.embed(questions, "question"), await self._embedder.embed(answers, "passage")
            )
            if not scale.tells:
                _log.warning("embedder_tells_nothing", embedder=name, related=scale.related, unrelated=scale.unrelated)
            self._scale = name, scale
        return self._scale[1]
