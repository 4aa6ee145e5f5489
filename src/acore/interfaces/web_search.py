"""The contract of web searches."""

from abc import abstractmethod

from acore.domain.web import Found
from acore.interfaces.engine import Engine


class WebSearch(Engine):
    """Asks a search engine of the web."""

    @abstractmethod
    async def search(self, text: str, limit: int = 5, language: str | None = None) -> tuple[Found, ...]:
        """At most `limit` pages, best first; empty where nothing fits.

        Raises EngineUnavailable (RateLimited where it was asked too often) or EngineRefused; cancelling is safe.
        """
