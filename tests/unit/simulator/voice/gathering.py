"""People of a call without a network, who read what they are told when a test lets them."""

from collections import deque
from random import Random

from acore.adapters.clock.manual import ManualClock
from acore.simulator.model import Payload
from acore.simulator.voice.endpoints import DaveyEndpoint, Endpoint
from acore.simulator.voice.following import Follower
from acore.simulator.voice.mls import ExternalSender
from acore.simulator.voice.ops import Op
from acore.simulator.voice.room import Room
from acore.simulator.voice.rtp import Packet
from acore.simulator.voice.seats import Seat
from acore.testing.libdave import LibdaveEndpoint

CHANNEL = "1090123456789012345"
FRAME = b"\xf8 twenty milliseconds of sound"
SENDER = ExternalSender()


class Member(Seat):
    """A client of the call whose messages wait until the test lets it read them."""

    def __init__(self, room: Room, number: int, endpoint: type[DaveyEndpoint] | type[LibdaveEndpoint]) -> None:
        self.user_id = f"10901234567890{number:05}"
        self.ssrc = number
        self.room = room
        self.endpoint: Endpoint = endpoint(self.user_id, CHANNEL)
        self.follower = Follower(self.user_id, self.endpoint, self.answer)
        self.inbox: deque[tuple[Op, Payload | bytes]] = deque()
        self.said: list[tuple[Op, Payload | bytes]] = []
        self.told: list[Op] = []

    def answer(self, op: Op, data: Payload | bytes) -> None:
        self.said.append((op, data))
        self.room.take(self, op, data)

    def send(self, op: Op, data: Payload) -> None:
        self.inbox.append((op, data))

    def send_binary(self, op: Op, data: bytes) -> None:
        self.inbox.append((op, data))

    def forward(self, packet: Packet, whose: str) -> None:
        raise AssertionError(whose)

    def enter(self) -> None:
        self.room.enter(self)
        self.follower.begin()

    def read(self) -> None:
        op, data = self.inbox.popleft()
        self.told.append(op)
        self.follower.take(op, data)


class Gathering:
    """The people of one call; `chance` decides whose message is read next."""

    def __init__(self, seed: int) -> None:
        self.room = Room(CHANNEL, SENDER, ManualClock(), encrypted=True)
        self.chance = Random(seed)
        self.members: list[Member] = []
        self._count = 0

    def join(self, endpoint: type[DaveyEndpoint] | type[LibdaveEndpoint]) -> Member:
        self._count += 1
        member = Member(self.room, self._count, endpoint)
        self.members.append(member)
        member.enter()
        return member

    def leave(self, which: int) -> None:
        if self.members:
            member = self.members.pop(which % len(self.members))
            self.room.leave(member)
            member.inbox.clear()

    def lose(self, which: int) -> None:
        """One of them can not follow any more, and says so."""
        if self.members:
            member = self.members[which % len(self.members)]
            member.answer(Op.INVALID_COMMIT_WELCOME, {"transition_id": 1})
            member.follower.begin()

    def read(self, most: int) -> None:
        for _ in range(most):
            waiting = [member for member in self.members if member.inbox]
            if not waiting:
                return
            self.chance.choice(waiting).read()

    def settle(self) -> None:
        self.read(10_000)

    def all_read_all(self) -> bool:
        for speaker in self.members:
            sealed = speaker.endpoint.encrypt(FRAME) if len(self.members) > 1 else b""
            for listener in self.members:
                if listener is not speaker and listener.endpoint.decrypt(speaker.user_id, sealed) != FRAME:
                    return False
        return True
