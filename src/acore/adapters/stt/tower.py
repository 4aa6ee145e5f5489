"""Builds what stands around engines that listen: fallback → { measuring → engine }.

Those that listen elsewhere have their limits, retries and breaker inside: a request of theirs can be sent again, a
stream of sound can not.
"""

from acore.adapters import engines
from acore.adapters.stt.plan import ListeningPlan
from acore.adapters.stt.policies.fallback import FallbackSTT
from acore.adapters.stt.policies.measuring import MeasuringSTT
from acore.interfaces import STT, EngineContext


def standing(plan: ListeningPlan, context: EngineContext) -> FallbackSTT:
    """The engines with all that stands around them, built and not open."""
    built: dict[str, STT] = {name: engines.build("stt", table, context) for name, table in plan.engines.items()}
    measured = {name: MeasuringSTT(engine, name, context.metrics, context.clock) for name, engine in built.items()}
    return FallbackSTT(measured, context.clock)
