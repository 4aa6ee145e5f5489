"""The order that a reranker gives to what was found."""

from collections.abc import Mapping

import structlog

from acore.domain.fusion import fused, normalised
from acore.domain.knowledge import Passage
from acore.errors import EngineError
from acore.interfaces import MetricsSink, Reranker

_log = structlog.get_logger(__name__)


class Reading:
    """Has passages read together with the question."""

    def __init__(self, reranker: Reranker, metrics: MetricsSink) -> None:
        self._reranker = reranker
        self._metrics = metrics
        self._fails = False

    async def reranked(self, question: str, found: Mapping[Passage, float]) -> Mapping[Passage, float]:
        """The same passages, those first that answer; as they were where the reranker can not tell."""
        passages = list(found)
        try:
            scores = await self._reranker.scores(question, [f"{one.source.title}\n{one.text}" for one in passages])
        except EngineError as error:
            self._metrics.count("rag.reranker_failures", kind=type(error).__name__)
            if not self._fails:
                _log.warning("passages_not_reranked", error=str(error))
            self._fails = True
            return found
        self._fails = False
        order = sorted(zip(passages, scores, strict=True), key=lambda scored: -scored[1])
        return normalised(fused({passage: 1.0 for passage, _ in order}))
