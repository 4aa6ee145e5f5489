"""Keeps all requests together below Discord's global limit, which the library runs into before it waits."""

from types import SimpleNamespace

import aiohttp
import yarl
from discord.http import Route

from acore.interfaces import Clock

_PER_SECOND = 40
_AT_ONCE = 5
"""Together, and late by a tenth of a second, less than the fifty requests that Discord takes in one second."""
_TOLD = "X-RateLimit-Limit"
_EXEMPT = ("/interactions/", "/webhooks/")
"""What answers interactions does not count."""


class GlobalLimit:
    """Lets requests through at an even pace, in the order in which they come.

    It begins with the first answer that tells of a limit: an API that has none, or a proxy that keeps the
    limits itself, is not waited for.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limited = False
        self._next_at = 0.0

    def trace(self) -> aiohttp.TraceConfig:
        """What a session of aiohttp needs to wait here before every request that counts."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._before)
        config.on_request_end.append(self._after)
        return config

    async def turn(self) -> None:
        """Wait for the next place; cancelling leaves it empty."""
        now = self._clock.monotonic()
        place = max(self._next_at, now)
        self._next_at = place + 1 / _PER_SECOND
        if (wait := place - now - (_AT_ONCE - 1) / _PER_SECOND) > 0:
            await self._clock.sleep(wait)

    async def _before(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        if self._limited and _counts(request.url):
            await self.turn()

    async def _after(
        self, _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestEndParams
    ) -> None:
        self._limited = self._limited or _TOLD in request.response.headers


def _counts(url: yarl.URL) -> bool:
    """Files and the gateway are elsewhere, and have no limit."""
    address = str(url)
    return address.startswith(Route.BASE) and not address.removeprefix(Route.BASE).startswith(_EXEMPT)
