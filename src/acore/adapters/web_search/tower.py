"""Builds what stands before a web search: breaking → limiting → measuring → the engine."""

from acore.adapters import engines
from acore.adapters.guard import Care, Guard
from acore.adapters.limiter import Limits
from acore.adapters.wrapping import Wrapping
from acore.domain.web import Found
from acore.interfaces import EngineContext, EngineSettings, WebSearch, WebSearchEngineSettings


class GuardedSearch(Wrapping[WebSearch], WebSearch):
    """Asks an engine, one search after the other with a pause between them, and not while it fails."""

    def __init__(self, inner: WebSearch, guard: Guard, within_s: float) -> None:
        super().__init__(inner)
        self._guard = guard
        self._within_s = within_s

    async def search(self, text: str, limit: int = 5, language: str | None = None) -> tuple[Found, ...]:
        """As the engine; raises CircuitOpen, LineTooLong and EngineTimeout as well."""
        return await self._guard.call(lambda: self._inner.search(text, limit, language), within_s=self._within_s)


def standing(settings: EngineSettings | None, context: EngineContext) -> WebSearch | None:
    """The web search with all that stands before it, built and not open; None where there is none."""
    if settings is None:
        return None
    table = settings if isinstance(settings, WebSearchEngineSettings) else WebSearchEngineSettings(engine="usual")
    limits = Limits(requests=1, window_s=table.every_s, max_wait=table.max_wait)
    guard = Guard("web_search", settings.engine, Care(limits, breaker=table.breaker), context)
    engine: WebSearch = engines.build("web_search", settings, context)
    return GuardedSearch(engine, guard, table.max_wait + table.timeout)
