"""Builds what stands around a converter: the plain voice → { breaking → retrying → limiting → measuring → engine }."""

from acore.adapters import engines
from acore.adapters.guard import Care, Guard, limits_of
from acore.adapters.rvc.policies.guarding import GuardedConverter
from acore.adapters.rvc.policies.measuring import MeasuringConverter
from acore.adapters.rvc.policies.plain_voice import PlainVoice
from acore.interfaces import BreakerSettings, EngineContext, EngineSettings, RemoteEngineSettings, VoiceConverter


def standing(settings: EngineSettings | None, context: EngineContext) -> VoiceConverter | None:
    """The converter with all that stands around it, built and not open; None where there is none."""
    if settings is None:
        return None
    name, care, rest_s = settings.engine, Care(), BreakerSettings().reset_s
    if isinstance(settings, RemoteEngineSettings):
        care = Care(limits_of(settings.limits), settings.retry, settings.breaker)
        rest_s = settings.breaker.reset_s
    engine: VoiceConverter = engines.build("rvc", settings, context)
    measured = MeasuringConverter(engine, name, context.metrics, context.clock)
    guarded = GuardedConverter(measured, Guard("rvc", name, care, context))
    return PlainVoice(guarded, name, context.clock, rest_s)
