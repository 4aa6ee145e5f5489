"""What the member does on the page: each door hands it to the world, in the member's name."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from acore.simulator.options import Value
from acore.simulator.page.orders import LARGEST_WITH_FILES, Edit, Given, Press, Run, Say, Submit, UseApp, read_order
from acore.simulator.page.seat import Seat
from acore.simulator.page.uploads import file_name
from acore.simulator.world import SimMessage

_AT_ONCE = 2
"""Commands that are read at the same time; each may bring files, which are held in memory."""


class Acts:
    """The doors of messages, buttons, commands and forms; what the world refuses is raised in its words."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._commands = asyncio.Semaphore(_AT_ONCE)

    def routes(self) -> list[Route]:
        """Every door with its path."""
        channel = "/playground/channels/{channel}"
        message = f"{channel}/messages/{{message}}"
        return [
            Route(f"{channel}/messages", self._say, methods=["POST"]),
            Route(message, self._edit, methods=["PATCH"]),
            Route(message, self._delete, methods=["DELETE"]),
            Route(f"{message}/buttons", self._press, methods=["POST"]),
            Route(f"{message}/apps", self._use_app, methods=["POST"]),
            Route(f"{channel}/commands", self._run, methods=["POST"]),
            Route("/playground/forms/{interaction}", self._submit, methods=["POST"]),
        ]

    async def _say(self, request: Request) -> JSONResponse:
        order = await read_order(request, Say)
        channel = self._seat.channel(request.path_params["channel"])
        message = await self._seat.world.say(self._seat.user, channel, order.text, reply_to=order.reply_to)
        return JSONResponse({"id": message.id}, status_code=201)

    async def _edit(self, request: Request) -> JSONResponse:
        order = await read_order(request, Edit)
        message = await self._seat.world.edit(self._seat.user, self._message(request), order.text)
        return JSONResponse({"id": message.id})

    async def _delete(self, request: Request) -> Response:
        await self._seat.world.delete(self._seat.user, self._message(request))
        return Response(status_code=204)

    async def _press(self, request: Request) -> JSONResponse:
        order = await read_order(request, Press)
        message = self._message(request)
        return _asked(await self._seat.world.press(self._seat.user, message, order.button))

    async def _use_app(self, request: Request) -> JSONResponse:
        order = await read_order(request, UseApp)
        message = self._message(request)
        return _asked(await self._seat.world.use_on_message(self._seat.user, order.command, message))

    async def _run(self, request: Request) -> JSONResponse:
        async with self._commands:
            order = await read_order(request, Run, LARGEST_WITH_FILES)
            channel = self._seat.channel(request.path_params["channel"])
            options: dict[str, Value] = {
                name: (file_name(given.name), given.data) if isinstance(given, Given) else given
                for name, given in order.options.items()
            }
            return _asked(await self._seat.world.invoke(self._seat.user, channel, order.command, options))

    async def _submit(self, request: Request) -> JSONResponse:
        order = await read_order(request, Submit)
        interaction = request.path_params["interaction"]
        return _asked(await self._seat.world.submit(self._seat.user, interaction, order.fields))

    def _message(self, request: Request) -> SimMessage:
        return self._seat.seen(request.path_params["channel"], request.path_params["message"])


def _asked(interaction: str) -> JSONResponse:
    """The bot was asked; what it answers comes as an event."""
    return JSONResponse({"id": interaction}, status_code=202)
