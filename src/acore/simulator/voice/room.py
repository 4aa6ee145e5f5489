"""One call: who sits in it, what they tell each other, and the sound that goes from each to all others."""

from collections.abc import Callable

from acore.interfaces import Clock
from acore.simulator.model import Payload
from acore.simulator.voice.group import Group
from acore.simulator.voice.mls import ExternalSender
from acore.simulator.voice.ops import Op
from acore.simulator.voice.presentation import Malformed
from acore.simulator.voice.rtp import Packet
from acore.simulator.voice.seats import Seat
from acore.simulator.voice.transitions import Transitions

_DESKTOP = 0
_RECORDABLE = 1 << 1
"""The flag of who allows others to keep clips of what they say, which is everybody's setting at first."""


class Room:
    """The call of one channel; `encrypted` is whether it is end to end, `changed` is told of what may settle it."""

    def __init__(
        self,
        channel_id: str,
        sender: ExternalSender,
        clock: Clock,
        *,
        encrypted: bool,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.channel_id = channel_id
        self._changed = changed
        self._transitions = Transitions(clock, changed)
        self._group = Group(channel_id, sender, self._transitions) if encrypted else None
        self._seats: dict[str, Seat] = {}
        self._speaking: dict[str, int] = {}

    @property
    def encrypted(self) -> bool:
        """Whether it is encrypted end to end."""
        return self._group is not None

    @property
    def members(self) -> frozenset[str]:
        """Whose sound is encrypted end to end with each other."""
        return self._group.members if self._group else frozenset()

    @property
    def settled(self) -> bool:
        """Whether everybody has the keys of everybody."""
        return self._group is None or self._group.settled

    def present(self) -> frozenset[str]:
        """Whose clients are connected."""
        return frozenset(self._seats)

    def has(self, seat: Seat) -> bool:
        """Whether this one sits in it."""
        return self._seats.get(seat.user_id) is seat

    def enter(self, seat: Seat) -> None:
        """Let one in: they are told who is there, and those who are there of them."""
        if self._seats:
            _introduce(seat, [*self._seats])
        for other in self._seats.values():
            if other.user_id in self._speaking:
                seat.send(Op.SPEAKING, self._speech(other))
            _introduce(other, [seat.user_id])
        self._seats[seat.user_id] = seat
        if self._group is not None:
            self._group.enter(seat)
        self._changed()

    def leave(self, seat: Seat) -> None:
        """Let one go; who is not in it is not missed."""
        if not self.has(seat):
            return
        del self._seats[seat.user_id]
        self._speaking.pop(seat.user_id, None)
        for other in self._seats.values():
            other.send(Op.CLIENT_DISCONNECT, {"user_id": seat.user_id})
        if self._group is not None:
            self._group.leave(seat.user_id)
        self._changed()

    def speaking(self, seat: Seat, flags: int) -> None:
        """Tell the others that one speaks, or is silent."""
        if not self.has(seat) or self._speaking.get(seat.user_id, 0) == flags:
            return
        self._speaking[seat.user_id] = flags
        self._tell_others(seat, Op.SPEAKING, self._speech(seat))

    def films(self, seat: Seat, *, on: bool) -> None:
        """Tell the others of a camera that is switched on or off."""
        about: Payload = {"user_id": seat.user_id, "audio_ssrc": seat.ssrc, "video_ssrc": seat.ssrc + 1 if on else 0}
        self._tell_others(seat, Op.VIDEO, about | {"streams": []})

    def media(self, seat: Seat, packet: Packet, reaches: Callable[[Seat], bool]) -> None:
        """Hand a packet to all others whom it reaches."""
        if self.has(seat):
            for other in tuple(self._seats.values()):
                if other is not seat and reaches(other):
                    other.forward(packet, seat.user_id)

    def take(self, seat: Seat, op: int, data: object) -> bool:
        """Take what a client says about the keys; False where it is about something else.

        Raises Malformed for what can not be understood.
        """
        if self._group is None or not self.has(seat):
            return op in (Op.KEY_PACKAGE, Op.COMMIT_WELCOME, Op.TRANSITION_READY, Op.INVALID_COMMIT_WELCOME)
        if op == Op.KEY_PACKAGE and isinstance(data, bytes):
            self._group.package(seat, data)
        elif op == Op.COMMIT_WELCOME and isinstance(data, bytes):
            self._group.commit(seat, data)
        elif op == Op.TRANSITION_READY:
            self._group.ready(seat, _transition(data))
        elif op == Op.INVALID_COMMIT_WELCOME:
            self._group.invalid(seat)
        else:
            return False
        self._changed()
        return True

    async def aclose(self) -> None:
        """End what is under way."""
        self._seats.clear()
        await self._transitions.aclose()

    def _speech(self, seat: Seat) -> Payload:
        return {"user_id": seat.user_id, "ssrc": seat.ssrc, "speaking": self._speaking[seat.user_id]}

    def _tell_others(self, seat: Seat, op: Op, data: Payload) -> None:
        for other in self._seats.values():
            if other is not seat:
                other.send(op, data)


def _introduce(seat: Seat, user_ids: list[str]) -> None:
    seat.send(Op.CLIENTS_CONNECT, {"user_ids": user_ids})
    for user_id in user_ids:
        seat.send(Op.CLIENT_FLAGS, {"user_id": user_id, "flags": _RECORDABLE})
        seat.send(Op.CLIENT_PLATFORM, {"user_id": user_id, "platform": _DESKTOP})


def _transition(data: object) -> int:
    if not isinstance(data, dict) or not isinstance(data.get("transition_id"), int):
        raise Malformed("a transition has a number")
    return int(data["transition_id"])
