"""Builds what stands around an embedder: caching → { breaking → retrying → limiting → measuring → engine }."""

from acore.adapters import engines
from acore.adapters.embedder.caching import CachingEmbedder
from acore.adapters.embedder.kept import KeptVectors
from acore.adapters.embedder.plan import EmbeddingPlan
from acore.adapters.embedder.policy import GuardedEmbedder
from acore.adapters.guard import Care, Guard, limits_of
from acore.adapters.sql.database import Database
from acore.interfaces import Embedder, EmbedderEngineSettings, EngineContext

_QUESTION_S = 3.0
"""Seconds that a question waits for an engine of this machine."""


def standing(plan: EmbeddingPlan, database: Database, context: EngineContext) -> Embedder | None:
    """The embedder with all that stands around it, built and not open; None where there is none."""
    if (settings := plan.engine) is None:
        return None
    care, question_s = Care(), _QUESTION_S
    if isinstance(settings, EmbedderEngineSettings):
        care = Care(limits_of(settings.limits), settings.retry, settings.breaker)
        question_s = settings.question_s
    engine: Embedder = engines.build("embedder", settings, context)
    guarded = GuardedEmbedder(engine, Guard("embedder", settings.engine, care, context), question_s)
    caching = CachingEmbedder(guarded, KeptVectors(database, plan.passages), context.metrics, plan.questions)
    context.metrics.watch("cache_stats.embedding_cache", lambda: _told(caching))
    return caching


def _told(caching: CachingEmbedder) -> dict[str, float]:
    found = caching.stats
    return {
        "hits": found.hits,
        "misses": found.misses,
        "evictions": found.evictions,
        "entries": found.entries,
        "hit_rate": found.hit_rate,
    }
