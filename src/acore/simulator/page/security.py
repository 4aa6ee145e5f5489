"""Keeps the playground between one browser and this machine."""

import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

TOKEN_HEADER = "X-Acore-Token"  # noqa: S105  the name of a header
API = "/playground/"

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_OWN_PAGE = frozenset({"same-origin", "none"})
_STALE = "This page is from an earlier start of acore. Reload it."
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class LoopbackOnly:
    """Answers loopback names only, and takes orders only from the page that holds the token.

    A name of another machine that resolves to this one (DNS rebinding) is refused by its Host header;
    another web page by Sec-Fetch-Site, by Origin, and because it can not read the token. A WebSocket
    can not bring the token in a header: its door asks for it in the first message.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 with the reason; every answer gets the security headers."""
        if scope["type"] == "websocket":
            objection = _foreign(scope) or _without_origin(scope, "http")
            await (WebSocketClose() if objection else self._app)(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        reason = self._objection(scope)
        answer = JSONResponse({"error": reason}, status_code=403) if reason else self._app
        await answer(scope, receive, guarded)

    def _objection(self, scope: Scope) -> str:
        """Why the request is refused; empty where it is not."""
        if reason := _foreign(scope):
            return reason
        if scope["method"] in ("GET", "HEAD"):
            return ""
        return _without_origin(scope, scope["scheme"]) or stale(Headers(scope=scope).get(TOKEN_HEADER, ""), self._token)


def stale(given: str, token: str) -> str:
    """What is wrong with the token of a page; empty where it is this start's."""
    return "" if hmac.compare_digest(given.encode(), token.encode()) else _STALE


def _foreign(scope: Scope) -> str:
    """Why nobody may ask for this from where it was asked; empty where they may."""
    headers = Headers(scope=scope)
    if _hostname(headers.get("host", "")) not in _LOOPBACK:
        return "The playground answers on 127.0.0.1 only. Open the address that `acore run` printed."
    if scope["path"].startswith(API) and headers.get("sec-fetch-site", "none") not in _OWN_PAGE:
        return "Another web page asked for this. Open the playground itself."
    return ""


def _without_origin(scope: Scope, scheme: str) -> str:
    """Why this is no order of the page; empty where its origin says that it is."""
    headers = Headers(scope=scope)
    if headers.get("origin") != f"{scheme}://{headers.get('host', '')}":
        return "The request does not come from the playground's own page."
    return ""


def _hostname(host: str) -> str:
    """The name in a Host header, without its port; empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
