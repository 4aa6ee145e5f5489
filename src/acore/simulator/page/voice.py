"""The door of the page's microphone: a WebSocket that carries sound both ways, and what becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from pydantic import ValidationError
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from acore.errors import AcoreError, EngineRefused, InvalidInput
from acore.simulator.page.orders import Call
from acore.simulator.page.seat import Seat
from acore.simulator.page.security import stale

if TYPE_CHECKING:  # numpy, which a house where nobody speaks does not load
    from acore.services.voice_live import LiveVoice
    from acore.services.voice_session import VoiceSession

MOST = 4
"""Pages that may have their microphone open."""
_FIRST_WITHIN_S = 10.0
"""Seconds in which a page says what it wants: one that hangs would keep another one's place."""
_REFUSED = 1008

_log = structlog.get_logger(__name__)


async def _no_voice() -> object:
    raise EngineRefused("This playground was started without a voice.", engine="voice")


@dataclass(frozen=True, slots=True)
class VoiceParts:
    """What a conversation by voice is made of; nothing of it is loaded before `ready` is called."""

    ready: Callable[[], Awaitable[object]] = _no_voice
    """Opens the engines; raises EngineUnavailable or EngineRefused with the way out."""
    session: "Callable[..., VoiceSession] | None" = None
    """Makes a session for a `speaker`, who asks a `chat`."""
    live: "Callable[..., LiveVoice] | None" = None
    """Makes a conversation that goes on by itself of a `session` and a `memory`."""


class VoiceDoor:
    """Takes the calls of microphones: each is held until the page hangs up."""

    def __init__(self, seat: Seat, parts: VoiceParts, token: str) -> None:
        self._seat = seat
        self._parts = parts
        self._token = token
        self._calls = 0

    def route(self) -> WebSocketRoute:
        """The door with its path."""
        return WebSocketRoute("/playground/voice", self._answer)

    async def _answer(self, socket: WebSocket) -> None:
        await socket.accept()
        self._calls += 1
        try:
            await self._hold(socket)
        except AcoreError as error:
            _log.info("voice_refused", kind=type(error).__name__, reason=str(error))
            with suppress(WebSocketDisconnect):
                await socket.send_json({"kind": "refused", "why": str(error)})
                await socket.close(_REFUSED)
        except WebSocketDisconnect:
            _log.debug("voice_hung_up")
        finally:
            self._calls -= 1

    async def _hold(self, socket: WebSocket) -> None:
        if self._calls > MOST:
            raise InvalidInput(f"{MOST} pages of this playground have their microphone open. Close one of them.")
        try:
            async with asyncio.timeout(_FIRST_WITHIN_S):
                first = await socket.receive()
        except TimeoutError as error:
            raise InvalidInput("The microphone said nothing. Reload the page.") from error
        call = _call(first)
        if reason := stale(call.token.get_secret_value(), self._token):
            raise InvalidInput(reason)
        channel = self._seat.channel(call.channel)
        await self._parts.ready()
        try:
            hold = await asyncio.to_thread(_loaded)
        except ImportError as error:
            raise EngineRefused(
                f'A library of the voice is not installed ({error.name}): pip install "acore[voice]"', engine="voice"
            ) from error
        await hold(socket, self._parts, self._seat, channel, call.rate)


def _loaded() -> Callable[..., Awaitable[None]]:
    """What holds a call. Its libraries take a tenth of a second, in which others are not to wait."""
    import acore.services.voice_live  # noqa: F401, PLC0415  what a session is made of
    from acore.simulator.page.calls import hold  # noqa: PLC0415  numpy, as above

    return hold


def _call(message: dict[str, Any] | Any) -> Call:  # noqa: ANN401  whatever ASGI brings
    """The first message; raises InvalidInput where it is none, WebSocketDisconnect where the page is gone."""
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message["code"])
    try:
        return Call.model_validate_json(message.get("text") or "")
    except ValidationError as error:
        raise InvalidInput("The microphone's first message can not be read. Reload the page.") from error
