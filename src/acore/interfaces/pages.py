"""The contract of fetching what stands at an address that somebody else chose."""

from abc import abstractmethod

from acore.domain.web import Fetched
from acore.interfaces.engine import Engine


class PageFetcher(Engine):
    """Fetches web pages and files; never from this machine or its network, whatever the address says."""

    @abstractmethod
    async def fetch(self, url: str, *, largest: int, timeout: float) -> Fetched:  # noqa: ASYNC109  of the whole, redirects included
        """What stands there: at most `largest` bytes, within `timeout` seconds.

        Raises InvalidInput for an address that is none or is forbidden, NotFound where nothing stands there,
        EngineUnavailable or EngineRefused for all else; cancelling closes the connection.
        """
