"""The web site of acore: health for everyone, doors for other commands, and the page at the root."""

import asyncio

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from acore.services.chat import ChatService
from acore.services.health import HealthService
from acore.services.knowledge import KnowledgeService
from acore.web.api import Use, doors, healthz

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def site(  # noqa: PLR0913  the site is the sum of what it serves
    *,
    health: HealthService,
    chat: ChatService,
    knowledge: KnowledgeService,
    use: Use,
    token: str,
    host: str,
    stops: asyncio.Event,
    page: ASGIApp | None = None,
) -> Starlette:
    """The whole site; `page` stands at the root, `token` opens the doors, and `stops` closes them.

    Bound to loopback, it answers to loopback's names only, so that no web page elsewhere can reach
    it by a name of its own.
    """
    root = Mount("/", page) if page else Route("/", _no_page)
    names = [*_LOOPBACK] if host in ("127.0.0.1", "localhost", "::1") else ["*"]
    return Starlette(
        routes=[healthz(health), *doors(chat, knowledge, use=use, token=token, stops=stops), root],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=names)],
    )


async def _no_page(_request: object) -> PlainTextResponse:
    return PlainTextResponse("acore is running. Its health is at /healthz; the playground: acore run playground\n")
