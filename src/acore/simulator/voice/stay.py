"""One stay of a person in a call: their client, as far as others notice it."""

import asyncio
from collections.abc import Callable

import structlog

from acore.interfaces import Clock
from acore.simulator.model import Payload
from acore.simulator.voice.endpoints import Endpoint, Rejected
from acore.simulator.voice.following import Follower
from acore.simulator.voice.ops import Op
from acore.simulator.voice.presentation import Malformed
from acore.simulator.voice.room import Room
from acore.simulator.voice.rtp import OPUS, SILENCE, Packet
from acore.simulator.voice.seats import Seat

_log = structlog.get_logger(__name__)


class Stay(Seat):
    """Sits in the room from `begin` to `end`, and answers each message of the gateway `reaction_s` after it came."""

    def __init__(  # noqa: PLR0913  what a client is made of
        self,
        user_id: str,
        ssrc: int,
        room: Room,
        endpoint: Endpoint | None,
        *,
        clock: Clock,
        reaction_s: float,
        heard: Callable[[str, Packet], None],
    ) -> None:
        self.user_id = user_id
        self.ssrc = ssrc
        self.room = room
        self.endpoint = endpoint
        """None where the call is not encrypted end to end."""
        self._clock = clock
        self._reaction_s = reaction_s
        self._heard = heard
        self._inbox: asyncio.Queue[tuple[Op, Payload | bytes]] = asyncio.Queue()
        self._client: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Sit down."""
        self.room.enter(self)
        if self.endpoint is not None:
            follower = Follower(self.user_id, self.endpoint, self._answer)
            follower.begin()
            self._client = asyncio.create_task(self._follow(follower), name="simulator-caller")

    def end(self) -> None:
        """Get up; what came in and was not answered yet stays so."""
        self.room.leave(self)
        if self._client is not None:
            self._client.cancel()
        while not self._inbox.empty():
            self._inbox.get_nowait()
            self._inbox.task_done()

    async def caught_up(self) -> None:
        """Return once everything that came in is answered."""
        await self._inbox.join()

    def send(self, op: Op, data: Payload) -> None:
        """Read it later."""
        self._put(op, data)

    def send_binary(self, op: Op, data: bytes) -> None:
        """Read it later."""
        self._put(op, data)

    def forward(self, packet: Packet, whose: str) -> None:
        """Hear it at once."""
        if packet.payload_type == OPUS:
            self._heard(whose, packet)

    def sealed(self, frame: bytes) -> bytes:
        """The frame as it is sent; silence is not encrypted. Raises Rejected where there is no key to send with."""
        return frame if self.endpoint is None or frame == SILENCE else self.endpoint.encrypt(frame)

    def opened(self, whose: str, frame: bytes) -> bytes:
        """A frame of another one; raises Rejected where it can not be read."""
        if self.endpoint is None or frame == SILENCE:
            return frame
        return self.endpoint.decrypt(whose, frame)

    def _put(self, op: Op, data: Payload | bytes) -> None:
        if self.endpoint is not None:  # who follows no keys has nothing to read
            self._inbox.put_nowait((op, data))

    async def _follow(self, follower: Follower) -> None:
        while True:
            op, data = await self._inbox.get()
            if self._reaction_s:
                await self._clock.sleep(self._reaction_s)
            try:
                follower.take(op, data)
            except (Malformed, Rejected) as error:
                _log.warning("simulator_caller_failed", user=self.user_id, op=op.name, why=str(error))
            finally:
                self._inbox.task_done()

    def _answer(self, op: Op, data: Payload | bytes) -> None:
        self.room.take(self, op, data)
