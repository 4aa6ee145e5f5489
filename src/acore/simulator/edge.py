"""What a request meets before the routes: maintenance, Cloudflare, faults that were planned, and the limits."""

import math
import socket
import struct
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from acore.interfaces import Clock
from acore.simulator.faults import Faults, Refused, Scope
from acore.simulator.rate_limits import Bucket, InvalidRequests, Limits, RateLimits, bucket_hash, bucket_headers
from acore.simulator.rest import PREFIX, json_answer

_TOO_MANY = 429
_VIA = "1.1 google"
_MAJOR = ("channel", "guild", "application", "webhook", "token")
"""Names in a path whose values have buckets of their own; the application is always the same one."""
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Edge:
    """Stands before the routes of the API; counts every 429 that is sent."""

    def __init__(
        self, clock: Clock, faults: Faults, *, limits: Limits | None, authorised: Callable[[web.Request], bool]
    ) -> None:
        self.refused_429 = 0
        self.maintained = False
        """Whether Discord is being maintained: 503 to everything, the gateway too."""
        self._clock = clock
        self._faults = faults
        self._authorised = authorised
        self._rates = RateLimits(limits, clock) if limits else None
        self._invalid = InvalidRequests(limits, clock) if limits else None

    @web.middleware
    async def handle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Serve the request, or refuse it as Discord or the proxies in front of it do."""
        if self.maintained:
            return _as_discord(json_answer(503, {"message": "503: Service Unavailable", "code": 0}))
        if not request.path.startswith(PREFIX):
            return await handler(request)
        if self._invalid and (banned_for := self._invalid.banned_for()):
            return self._count(_by_cloudflare(_TOO_MANY, banned_for))
        response = self._count(await self._answered(request, handler))
        if self._invalid and "Via" in response.headers:
            self._invalid.note(response.status, response.headers.get("X-RateLimit-Scope"))
        return response

    def _count(self, response: web.StreamResponse) -> web.StreamResponse:
        self.refused_429 += response.status == _TOO_MANY
        return response

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        if delay := self._faults.next_delay(request.method, path):
            await self._clock.sleep(delay)
        fault = self._faults.next_refusal(request.method, path)
        if fault is not None and not fault.after_work:
            return self._refusal(request, fault)
        response = await self._paced(request, handler)
        return response if fault is None else self._refusal(request, fault)

    async def _paced(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Serve the request within the limits; one without the token is nobody's, and has none."""
        if self._rates is None or not self._authorised(request):
            return _as_discord(await handler(request))
        verdict = self._rates.take(request.method, _route(request), _major(request))
        if verdict.wait is None:
            response = _as_discord(await handler(request))
        else:
            response = _too_many(verdict.wait, "global" if verdict.everywhere else "user")
        response.headers.update(verdict.headers)
        return response

    def _refusal(self, request: web.Request, fault: Refused) -> web.StreamResponse:
        if fault.status == 0:
            return _broken(request)
        if fault.cloudflare:
            return _by_cloudflare(fault.status, fault.retry_after)
        if fault.status != _TOO_MANY:
            return _as_discord(json_answer(fault.status, {"message": f"{fault.status}: Planned Fault", "code": 0}))
        response = _too_many(fault.retry_after, fault.scope)
        if fault.scope != "global":
            bucket = Bucket(bucket_hash(f"{request.method} {_route(request)}"), 1, 1.0)
            reset = self._clock.now().timestamp() + fault.retry_after
            response.headers.update(bucket_headers(bucket, 0, fault.retry_after, reset))
        return response


def _route(request: web.Request) -> str:
    """The route below the API's prefix, with its places in braces; empty where there is no such route."""
    resource = request.match_info.route.resource
    return resource.canonical.removeprefix(PREFIX) if resource else ""


def _major(request: web.Request) -> str:
    return "+".join(request.match_info[name] for name in _MAJOR if name in request.match_info)


def _as_discord(response: web.StreamResponse) -> web.StreamResponse:
    response.headers["Via"] = _VIA
    return response


def _too_many(wait: float, scope: Scope) -> web.StreamResponse:
    everywhere = scope == "global"
    body = {"message": "You are being rate limited.", "retry_after": wait, "global": everywhere}
    response = _as_discord(json_answer(_TOO_MANY, body))
    response.headers["Retry-After"] = str(math.ceil(wait))
    response.headers["X-RateLimit-Scope"] = scope
    if everywhere:
        response.headers["X-RateLimit-Global"] = "true"
    return response


def _by_cloudflare(status: int, wait: float) -> web.Response:
    """An answer of the proxy before Discord: HTML, and no ``Via``."""
    words = "error code: 1015" if status == _TOO_MANY else f"error code: {status}"
    headers = {"Server": "cloudflare", "Retry-After": str(math.ceil(wait))}
    return web.Response(status=status, text=words, content_type="text/html", headers=headers)


def _broken(request: web.Request) -> web.Response:
    """Reset the connection; what is returned reaches nobody."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        request.transport.abort()
    return web.Response()
