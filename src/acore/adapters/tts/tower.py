"""Builds what stands around engines of speech.

    Fallback → each engine
    each engine = Caching → Guarded → Timely → Measuring → engine

Guarded (breaking, retrying, limiting) are those that speak elsewhere.
"""

from acore.adapters import engines
from acore.adapters.guard import Care, Guard, limits_of
from acore.adapters.tts.plan import SpeakingPlan
from acore.adapters.tts.policies.caching import CachingTTS, SpeechCache
from acore.adapters.tts.policies.fallback import FallbackTTS
from acore.adapters.tts.policies.guarding import GuardedTTS
from acore.adapters.tts.policies.measuring import MeasuringTTS
from acore.adapters.tts.policies.timely import TimelyTTS
from acore.interfaces import TTS, EngineContext, EngineSettings, RemoteEngineSettings

_SILENCE_S = 30
"""Seconds without a piece of sound after which an engine is given up."""


def standing(plan: SpeakingPlan, context: EngineContext) -> FallbackTTS:
    """The engines with all that stands around them, built and not open."""
    cache = SpeechCache(plan.cache_bytes) if plan.cache_bytes else None
    if cache is not None:
        context.metrics.watch("cache_stats.speech_cache", lambda: _told(cache))
    each = {name: _each(name, settings, cache, context) for name, settings in plan.engines.items()}
    return FallbackTTS(each, context.clock)


def _each(name: str, settings: EngineSettings, cache: SpeechCache | None, context: EngineContext) -> TTS:
    engine: TTS = engines.build("tts", settings, context)
    engine = TimelyTTS(MeasuringTTS(engine, name, context.metrics, context.clock), name, _SILENCE_S)
    if isinstance(settings, RemoteEngineSettings):
        care = Care(limits_of(settings.limits), settings.retry, settings.breaker)
        engine = GuardedTTS(engine, Guard("tts", name, care, context))
    return engine if cache is None else CachingTTS(engine, name, cache)


def _told(cache: SpeechCache) -> dict[str, float]:
    found = cache.stats
    return {
        "hits": found.hits,
        "misses": found.misses,
        "evictions": found.evictions,
        "entries": found.entries,
        "hit_rate": found.hit_rate,
    }
