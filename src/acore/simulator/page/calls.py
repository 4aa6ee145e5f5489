"""One page's microphone: what it sends is turned into turns, and what they lead to is sent back and played there.

Text messages are JSON with a `kind`. The page says ``begin`` and ``end`` around what is said while a button is held,
``listen`` and ``deaf`` around a conversation that goes on by itself, and ``stop`` for silence; all but ``end`` are
answered by ``interrupted``, behind which nothing of before comes. Its binary messages are 16-bit samples of one
channel, at the rate of the call; those of acore are the same, behind their rate in four bytes.
"""

import asyncio
import struct
from collections.abc import AsyncGenerator, AsyncIterable, Callable
from contextlib import aclosing

import numpy as np
import structlog
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from acore.domain.audio import AudioChunk, joined
from acore.domain.scope import Scope
from acore.domain.turns import Started
from acore.domain.voice_events import (
    Answered,
    Failed,
    FellBack,
    Heard,
    Interrupted,
    NotUnderstood,
    Playing,
    Saying,
    Speaker,
    VoiceEvent,
)
from acore.errors import AcoreError, InvalidInput
from acore.simulator.page.aloud import AskedAloud
from acore.simulator.page.offers import View
from acore.simulator.page.orders import CallWord, Word
from acore.simulator.page.seat import Seat
from acore.simulator.page.voice import VoiceParts
from acore.simulator.world import Channel

LONGEST_HELD_S = 60.0
"""Seconds that are said at once while a button is held."""
_LEAD_S = 20.0
"""Seconds of sound that the page is given before it plays them."""
_WAITING = 250
"""Pieces of sound that wait to be listened to; beyond, the oldest are lost."""

_Answer = Callable[[AudioChunk], AsyncGenerator[VoiceEvent, None]]
_Converse = Callable[[AsyncIterable[AudioChunk]], AsyncGenerator[VoiceEvent, None]]

_log = structlog.get_logger(__name__)


async def hold(socket: WebSocket, parts: VoiceParts, seat: Seat, channel: Channel, rate: int) -> None:
    """Hold the call until the page hangs up; raises WebSocketDisconnect then, InvalidInput where it talks nonsense."""
    assert parts.session
    assert parts.live
    aloud = AskedAloud(seat, channel)
    scope = Scope(channel=channel.id, user=seat.user.id, guild=channel.guild_id)
    session = parts.session(speaker=Speaker(scope, seat.user.display_name), chat=aloud)
    live = parts.live(session=session, memory=aloud)
    line = _Line(socket, seat)
    call = _Call(line, rate, session.answer, live.converse)
    await line.tell({"kind": "ready", "longest": LONGEST_HELD_S})
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                break
            if (data := message.get("bytes")) is not None:
                await call.hear(data)
            else:
                await call.obey(_word(message.get("text") or ""))
    finally:
        await call.aclose()


class _Line:
    """The way back to the page."""

    def __init__(self, socket: WebSocket, seat: Seat) -> None:
        self._socket = socket
        self._clock = seat.world.clock
        self._until = 0.0

    async def tell(self, view: View) -> None:
        await self._socket.send_json(view)

    async def play(self, chunk: AudioChunk) -> None:
        """Send the sound, unless the page has more than enough to play: then wait."""
        now = self._clock.monotonic()
        await self._clock.sleep(self._until - now - _LEAD_S)
        self._until = max(self._until, now) + chunk.seconds
        samples = chunk.mono().astype("<i2", copy=False)
        await self._socket.send_bytes(struct.pack("<I", chunk.rate) + samples.tobytes())

    async def hush(self) -> None:
        """Nothing that was sent is to be played any more."""
        self._until = 0.0
        await self.tell({"kind": "interrupted"})


class _Call:
    """What the page says, in its order."""

    def __init__(self, line: _Line, rate: int, answer: _Answer, converse: _Converse) -> None:
        self._line = line
        self._rate = rate
        self._answer = answer
        self._converse = converse
        self._held: list[AudioChunk] | None = None
        self._held_s = 0.0
        self._room: asyncio.Queue[AudioChunk] | None = None
        """Where the sound goes while the conversation goes on by itself."""
        self._talking: asyncio.Task[None] | None = None

    async def hear(self, data: bytes) -> None:
        """A piece of sound: of what is held, or of the room; what nobody waits for is dropped."""
        chunk = AudioChunk(np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.int16).reshape(-1, 1), self._rate)
        if self._held is not None:
            self._held.append(chunk)
            self._held_s += chunk.seconds
            if self._held_s >= LONGEST_HELD_S:
                await self._line.tell({"kind": "enough"})
                await self.obey("end")
        elif self._room is not None:
            if self._room.full():
                self._room.get_nowait()
            self._room.put_nowait(chunk)

    async def obey(self, word: CallWord) -> None:
        """Whatever is said now ends what was said before."""
        if word == "begin":
            await self._quiet()
            self._held, self._held_s = [], 0.0
        elif word == "end" and self._held is not None:
            held, self._held = self._held, None
            if self._held_s:
                self._talk(self._answer(joined(held)))
            else:
                await self._line.tell({"kind": "unheard"})
        elif word == "listen":
            await self._quiet()
            self._listen()
        elif word in ("stop", "deaf"):
            goes_on = word == "stop" and self._room is not None
            await self._quiet()
            if goes_on:
                self._listen()

    async def aclose(self) -> None:
        """Stop listening and speaking."""
        self._held = self._room = None
        if self._talking is not None:
            self._talking.cancel()
            await asyncio.gather(self._talking, return_exceptions=True)
            self._talking = None

    async def _quiet(self) -> None:
        await self.aclose()
        await self._line.hush()

    def _listen(self) -> None:
        self._room = asyncio.Queue(_WAITING)
        self._talk(self._converse(_sound(self._room)))

    def _talk(self, events: AsyncGenerator[VoiceEvent, None]) -> None:
        self._talking = asyncio.create_task(self._told(events), name="voice call")

    async def _told(self, events: AsyncGenerator[VoiceEvent, None]) -> None:
        try:
            async with aclosing(events):
                async for event in events:
                    await self._tell(event)
        except WebSocketDisconnect:
            return
        except Exception as error:  # noqa: BLE001  the call goes on, and the page is told
            told = str(error) if isinstance(error, AcoreError) else "Something broke; acore's log says what."
            _log.warning("voice_call_failed", reason=told, exc_info=not isinstance(error, AcoreError))
            await self._line.tell({"kind": "failed", "why": told})
        await self._line.tell({"kind": "answered"})

    async def _tell(self, event: VoiceEvent) -> None:
        if isinstance(event, Playing):
            await self._line.play(event.chunk)
        elif isinstance(event, Interrupted):
            await self._line.hush()
        else:
            await self._line.tell(_view(event))


async def _sound(room: asyncio.Queue[AudioChunk]) -> AsyncGenerator[AudioChunk, None]:
    while True:
        yield await room.get()


def _word(text: str) -> CallWord:
    try:
        return Word.model_validate_json(text).kind
    except ValidationError as error:
        raise InvalidInput("The microphone said something that can not be read. Reload the page.") from error


def _view(event: VoiceEvent) -> View:
    """The event as the page is told."""
    match event:
        case Started():
            return {"kind": "started"}
        case Heard():
            return {"kind": "heard", "text": event.text, "confidence": event.confidence}
        case NotUnderstood():
            return {"kind": "unheard"}
        case Saying():
            return {"kind": "saying", "text": event.said}
        case FellBack():
            return {"kind": "fell_back", "why": event.why}
        case Failed():
            return {"kind": "failed", "why": event.why}
        case Answered():
            return {"kind": "replied", "first_audio_ms": round(event.timing.first_audio)}
        case _:
            raise TypeError(f"{type(event).__name__} is no event that is told")
