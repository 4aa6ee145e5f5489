"""The playground: a page in which you are a member of the loopback Discord, and the bot answers."""

import asyncio
import html
import mimetypes
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from acore.domain.knowledge import IndexReport
from acore.errors import AcoreError, EngineError, InvalidInput, NotFound, SettingsError
from acore.services.turns import RecentTurns
from acore.simulator.page.acts import Acts
from acore.simulator.page.models import Models, offered
from acore.simulator.page.orders import UseModel, read_order
from acore.simulator.page.seat import LARGEST_FILE, Seat
from acore.simulator.page.security import LoopbackOnly
from acore.simulator.page.sources import Open, Sources, nothing_to_open
from acore.simulator.page.stream import EventStream, Streams
from acore.simulator.page.uploads import file_name, is_recording, question_about, read_body
from acore.simulator.page.voice import VoiceDoor, VoiceParts
from acore.simulator.world import Guild, User, World

Drop = Callable[[str, bytes], Awaitable[IndexReport]]
"""Indexes a file that was dropped on the page, by its name and bytes."""

HINTS = ("How do I use a real model?", "How far is 10 miles in kilometres?", "What can you do?")
"""Questions to begin with: one that a document answers, one to work out, one about the bot."""

_log = structlog.get_logger(__name__)
_STATIC = Path(__file__).parent / "static"
_LARGEST_MB = LARGEST_FILE // 1_000_000
_INDEXING_S = 120
_AT_ONCE = 2
"""Files that are read and indexed at the same time; each is held in memory."""


class Playground(Starlette):
    """The page and its API, as one ASGI app; `close` ends the open event streams."""

    def __init__(  # noqa: PLR0913  the page is the sum of what it shows
        self, seat: Seat, *, drop: Drop, models: Models, opens: Open, voice: VoiceParts, token: str
    ) -> None:
        self._seat = seat
        self._drop = drop
        self._models = models
        self._token = token
        self._streams = Streams(seat)
        self._uploads = asyncio.Semaphore(_AT_ONCE)
        # Some Windows machines register .js as text/plain, which a browser refuses as a module.
        mimetypes.add_type("text/javascript", ".js")
        super().__init__(
            routes=[
                Route("/", self._page),
                Route("/playground/events", self._events),
                *Acts(seat).routes(),
                *Sources(seat, opens).routes(),
                Route("/playground/files", self._file, methods=["POST"]),
                VoiceDoor(seat, voice, token).route(),
                Route("/playground/models", self._offer),
                Route("/playground/models", self._use, methods=["POST"]),
                Mount("/playground/static", StaticFiles(directory=_STATIC)),
            ],
            middleware=[Middleware(LoopbackOnly, token=token)],
            exception_handlers={AcoreError: _refused, HTTPException: _refused},
        )

    def close(self) -> None:
        """End every event stream, so that the server need not wait for them; later ones end at once."""
        self._streams.close()

    async def _page(self, _request: Request) -> HTMLResponse:
        text = (_STATIC / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(text.replace("{{token}}", html.escape(self._token)), headers={"Cache-Control": "no-store"})

    async def _events(self, _request: Request) -> EventStream:
        return self._streams.open()

    async def _offer(self, _request: Request) -> JSONResponse:
        return JSONResponse(offered(self._models.model_in_use, await self._models.models()))

    async def _use(self, request: Request) -> JSONResponse:
        order = await read_order(request, UseModel)
        try:
            used = await self._models.use(order.choice, order.key)
        except AcoreError as error:
            return JSONResponse({"refused": str(error)} | offered(self._models.model_in_use, ()))
        return JSONResponse({"ms": used.ms, "notes": used.notes} | offered(self._models.model_in_use, ()))

    async def _file(self, request: Request) -> JSONResponse:
        name = file_name(request.query_params.get("name", ""))
        async with self._uploads:
            try:
                async with asyncio.timeout(_INDEXING_S):
                    data = await read_body(request, LARGEST_FILE, f"“{name}” is over {_LARGEST_MB} MB; split it.")
                    if is_recording(name, data) and (room := request.query_params.get("channel")):
                        return JSONResponse({"name": name, "message": await self._seat.send(room, name, data)})
                    report = await self._drop(name, data)
            except TimeoutError as error:
                raise HTTPException(504, f"“{name}” was not indexed within {_INDEXING_S} s.") from error
        _log.info("file_dropped", bytes=len(data), indexed=len(report.indexed), refused=len(report.refused))
        titles = report.indexed or report.unchanged
        return JSONResponse(
            {
                "name": name,
                "indexed": report.indexed,
                "unchanged": report.unchanged,
                "refused": [{"name": refusal.name, "reason": refusal.reason} for refusal in report.refused],
                "question": question_about(titles[0], data) if titles else None,
            }
        )


def playground(  # noqa: PLR0913  the page is the sum of what it shows
    world: World,
    user: User,
    guild: Guild,
    *,
    drop: Drop,
    models: Models,
    turns: RecentTurns,
    token: str,
    documents: Callable[[], Sequence[str]] = tuple,
    opens: Open = nothing_to_open,
    voice: VoiceParts = VoiceParts(),  # noqa: B008  a frozen value
    hints: Sequence[str] = HINTS,
) -> Playground:
    """The page on which `user` is a member of `guild`; it has to be mounted at the root of a site.

    `drop` indexes a dropped file, `models` tells which there are and uses another, `turns` tells of
    the last answers, `token` is the secret of this start that the page proves itself with,
    `documents` are the names of those that were dropped, `opens` opens a source of an answer, `voice` is what the
    microphone talks to, and `hints` are the questions offered to begin with. It answers to loopback
    names only. Call `close` before the server is stopped.
    """
    # The start is told to every page, so it must not be the token itself.
    start = sha256(token.encode()).hexdigest()[:16]
    seat = Seat(world, user, guild, turns, tuple(hints), documents, start)
    return Playground(seat, drop=drop, models=models, opens=opens, voice=voice, token=token)


async def _refused(_request: Request, error: Exception) -> Response:
    """The error as JSON, in its own words."""
    if isinstance(error, HTTPException):
        return JSONResponse({"error": error.detail}, status_code=error.status_code, headers=error.headers)
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    return JSONResponse({"error": str(error)}, status_code=status)


_STATUS: dict[type[Exception], int] = {InvalidInput: 400, SettingsError: 400, NotFound: 404, EngineError: 503}
