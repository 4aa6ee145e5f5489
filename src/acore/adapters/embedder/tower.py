"""Builds what stands around an embedder: caching → { breaking → retrying → limiting → measuring → engine }."""

from acore.adapters import engines
from acore.adapters.embedder.caching import CachingEmbedder
from acore.adapters.embedder.kept import KeptVectors
from acore.adapters.embedder.plan import EmbeddingPlan
from acore.adapters.embedder.policy import GuardedEmbedder
from acore.adapters.guard import Care, Guard, limits_of
from acore.adapters.sql.database import Database
from acore.interfaces import Embedder, EmbedderEngineSettings, EngineContext


def standing(plan: EmbeddingPlan, database: Database, context: EngineContext) -> Embedder | None:
    """The embedder with all that stands around it, built and not open; None where there is none."""
    if (settings := plan.engine) is None:
        return None
    care, table = Care(), EmbedderEngineSettings(engine=settings.engine)
    if isinstance(settings, EmbedderEngineSettings):
        care, table = Care(limits_of(settings.limits), settings.retry, settings.breaker), settings
    engine: Embedder = engines.build("embedder", settings, context)
    guard = Guard("embedder", settings.engine, care, context)
    guarded = GuardedEmbedder(engine, guard, batch=table.batch, question_s=table.question_s)
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
