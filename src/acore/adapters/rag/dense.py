"""Retrieval by meaning."""

import structlog

from acore.domain.knowledge import Passage, Query
from acore.domain.nearness import PAIRS, Nearness, measured
from acore.errors import EngineError
from acore.interfaces import Embedder, MetricsSink, VectorStore

_log = structlog.get_logger(__name__)


class Dense:
    """What lies near a question, by an embedder and the vectors in the store.

    How near something is, is measured by the scale that is given, or else by the embedder's own, which is found with
    the first question.
    """

    def __init__(
        self, embedder: Embedder, store: VectorStore, metrics: MetricsSink, scale: Nearness | None = None
    ) -> None:
        self._embedder = embedder
        self._store = store
        self._metrics = metrics
        self._given = scale
        self._scale: tuple[str, Nearness] | None = None
        """The name of the embedder that was measured, and its scale."""
        self._fails = False

    async def nearest(self, query: Query) -> tuple[Passage, ...]:
        """The nearest passages, best first; a score is how near one is: 0 is unrelated, 1 is as near as an answer.

        Nothing where the embedder or the store can not tell: that is counted, and logged once until it can again.
        """
        try:
            scale = self._given or await self._measured()
            (vector,) = await self._embedder.embed((query.text,), "question")
            hits = await self._store.nearest(vector, query)
        except EngineError as error:
            self._metrics.count("rag.dense_failures", kind=type(error).__name__)
            if not self._fails:
                _log.warning("answering_by_words_alone", error=str(error))
            self._fails = True
            return ()
        self._fails = False
        return tuple(
            Passage(hit.chunk.text, hit.chunk.source, round(scale.score(hit.score), 3), hit.chunk.id) for hit in hits
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
