"""A world filled by hand, with the page of one of its members."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from acore.adapters.clock.manual import ManualClock
from acore.domain.knowledge import IndexReport
from acore.services.turns import RecentTurns
from acore.simulator.page.seat import Seat
from acore.simulator.world import Channel, Guild, SimMessage, User, World

TOKEN = "the token of this start"
ORIGIN = "http://127.0.0.1:8800"


@dataclass
class House:
    """A world with one guild, its member Ada, another one, and what was dropped."""

    world: World
    guild: Guild
    ada: User
    bob: User
    turns: RecentTurns = field(default_factory=RecentTurns)
    dropped: list[tuple[str, bytes]] = field(default_factory=list)
    drop: Callable[[str, bytes], Awaitable[IndexReport]] | None = None

    @property
    def general(self) -> Channel:
        return next(iter(self.guild.channels.values()))

    @property
    def seat(self) -> Seat:
        return Seat(self.world, self.ada, self.guild, self.turns, ("What can you do?",))

    def bot_says(self, text: str, channel: Channel | None = None, **fields: object) -> SimMessage:
        message = self.world.compose(self.world.bot, channel or self.general, text)
        for name, value in fields.items():
            setattr(message, name, value)
        self.world.deliver(message)
        return message

    async def keep(self, name: str, data: bytes) -> IndexReport:
        self.dropped.append((name, data))
        return await self.drop(name, data) if self.drop else IndexReport(indexed=(name,))


def house() -> House:
    """A guild with Ada, whose page it is, and Bob."""
    world = World(ManualClock())
    guild = world.add_guild("Playground")
    return House(world, guild, world.add_member(guild, "Ada"), world.add_member(guild, "Bob"))
