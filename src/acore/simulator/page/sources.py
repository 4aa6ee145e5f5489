"""A source of an answer, shown on the page where it stands in its document."""

from collections.abc import Awaitable, Callable, Iterator
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from acore.domain.excerpts import lines_of, link_to, mark_of, where
from acore.domain.knowledge import Chunk, Passage
from acore.domain.scope import Scope
from acore.errors import NotFound
from acore.services.passages import Opened
from acore.simulator.page.offers import View
from acore.simulator.page.orders import OpenSource, read_order
from acore.simulator.page.seat import Seat

Open = Callable[[UUID, Scope], Awaitable[Opened]]
"""As `PassageService.open`."""


async def nothing_to_open(_identity: UUID, _scope: Scope) -> Opened:
    """For a page without documents; raises NotFound."""
    raise NotFound("There are no documents here.")


class Sources:
    """The door of sources: it gives what the member may find, out of the index and never from the disk."""

    def __init__(self, seat: Seat, opens: Open) -> None:
        self._seat = seat
        self._open = opens

    def routes(self) -> list[Route]:
        """The one door; an order, so that it takes the token of the page."""
        return [Route("/playground/channels/{channel}/sources", self._show, methods=["POST"])]

    async def _show(self, request: Request) -> JSONResponse:
        order = await read_order(request, OpenSource)
        channel = self._seat.channel(request.path_params["channel"])
        parent = channel.parent_id if channel.thread else None
        scope = Scope(channel=channel.id, user=self._seat.user.id, guild=channel.guild_id, parent=parent)
        return JSONResponse(_shown(await self._open(order.passage, scope), order.mark))


def _shown(opened: Opened, mark: str) -> View:
    source = opened.chunk.source
    return {
        "title": source.title,
        "place": where(source),
        "link": link_to(Passage(opened.chunk.text, source, 1)) or None,
        "changed": bool(mark) and mark_of(opened.chunk.text) != mark,
        "parts": list(_parts(opened)),
    }


def _parts(opened: Opened) -> Iterator[View]:
    for chunk in (opened.before, opened.chunk, opened.after):
        if chunk is not None:
            yield {"text": chunk.text, "first": _first_line(chunk), "cited": chunk is opened.chunk}


def _first_line(chunk: Chunk) -> int | None:
    """The number of its first line in the file; None where its lines are not just those of the file."""
    lines = lines_of(chunk.source.uri)
    return lines[0] if lines and lines[1] - lines[0] == chunk.text.count("\n") else None
