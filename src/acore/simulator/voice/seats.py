"""Who sits in a call, as the call sees them."""

from abc import ABC, abstractmethod

from acore.simulator.model import Payload
from acore.simulator.voice.ops import Op
from acore.simulator.voice.rtp import Packet


class Seat(ABC):
    """One client in a call: the bot behind its socket, or a person of the simulated world."""

    user_id: str
    ssrc: int
    """The source of its sound; that of its camera is one above."""

    @abstractmethod
    def send(self, op: Op, data: Payload) -> None:
        """Tell it something; never waits."""

    @abstractmethod
    def send_binary(self, op: Op, data: bytes) -> None:
        """Tell it something about the group's keys; never waits."""

    @abstractmethod
    def forward(self, packet: Packet, whose: str) -> None:
        """Hand it what another one sent; never waits."""
