"""The two guilds of the day: who is there, where they talk, and how they ask."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from pathlib import Path

from acore.adapters.clock.system import SystemClock
from acore.simulator.rate_limits import Limits
from acore.simulator.server import Simulator
from acore.simulator.world import Channel, Guild, SimMessage, User, World

from .answers import Size
from .ledger import Asked, Ledger
from .model import Model, serving
from .process import Runner

_MEMBERS = 12
"""Of each guild: nobody asks more often than they may."""
_TOKEN = "a-token-of-the-loopback-discord"


class Quarter:
    """One guild, its channels, and its members in turn."""

    def __init__(self, world: World, name: str, channels: tuple[str, ...]) -> None:
        self.guild: Guild = world.add_guild(name, channels=channels)
        self.channels: list[Channel] = list(self.guild.channels.values())
        self.forum: Channel = world.add_forum(self.guild, f"{name} forum")
        self.threads: list[Channel] = []
        self.members: list[User] = [world.add_member(self.guild, f"{name} {n}") for n in range(_MEMBERS)]
        self.gossip: User = world.add_member(self.guild, f"{name} gossip")
        self.machine: User = world.add_bot(self.guild, f"{name} machine")
        self._turn = cycle(self.members[1:])

    @property
    def confidant(self) -> User:
        """The one who writes to the bot in private: a bot is not told of private channels that it never used."""
        return self.members[0]

    def somebody(self) -> User:
        """The member whose turn it is."""
        return next(self._turn)


class Town:
    """The loopback Discord, the bot's process, and everything that is asked."""

    def __init__(self, simulator: Simulator, model: Model, runner: Runner) -> None:
        self.simulator = simulator
        self.world = simulator.world
        self.model = model
        self.runner = runner
        self.ledger = Ledger(self.world)
        self.planned_429 = 0
        """Requests that were refused with 429 on purpose."""
        self.north = Quarter(self.world, "north", ("hall", "kitchen", "quiet"))
        self.south = Quarter(self.world, "south", ("market", "garden", "harbour", "quiet"))
        shards = {(int(quarter.guild.id) >> 22) % 2 for quarter in (self.north, self.south)}
        assert shards == {0, 1}, "the two guilds are to be on different shards"

    async def mention(self, quarter: Quarter, channel: Channel, size: Size = "short", who: User | None = None) -> Asked:
        """Somebody mentions the bot."""
        label, text = self.ledger.words(size)
        return await self.says(who or quarter.somebody(), channel, f"{self.world.bot.mention} {text}", label, text)

    async def in_private(self, quarter: Quarter, size: Size = "short") -> Asked:
        """The confidant asks in private."""
        label, text = self.ledger.words(size)
        return await self.says(quarter.confidant, self.world.dm(quarter.confidant), text, label, text)

    async def says(  # noqa: PLR0913, PLR0917  a message and what it asks
        self, who: User, channel: Channel, written: str, label: str, text: str, reply_to: str | None = None
    ) -> Asked:
        """Somebody writes what is a question to the bot."""
        message: SimMessage = await self.world.say(who, channel, written, reply_to=reply_to)
        return self.ledger.note(Asked(label, text, channel, message))

    async def commands(self, who: User, channel: Channel, command: str, size: Size = "short") -> Asked:
        """Somebody runs a command."""
        label, text = self.ledger.words(size)
        option = "message" if command == "chat" else "question"
        interaction = await self.world.invoke(who, channel, command, {option: text})
        return self.ledger.note(Asked(label, text, channel, interaction=interaction))


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Town]:
    """A town whose bot is not started yet."""
    async with AsyncExitStack() as stack:
        model = await stack.enter_async_context(serving())
        simulator = Simulator(
            clock=SystemClock(), token=_TOKEN, limits=Limits(), shards=2, max_concurrency=2, identify_every_s=0.5
        )
        await stack.enter_async_context(simulator)
        runner = Runner(
            folder,
            DISCORD_TOKEN=_TOKEN,
            ACORE_DISCORD__API_BASE_URL=simulator.api_base_url,
            ACORE_DATA_DIR=str(folder / "data"),
            ACORE_WEB__PORT="0",
            ACORE_LLM__USE="openai",
            ACORE_LLM__ENGINES__OPENAI__BASE_URL=model.base_url,
            ACORE_LLM__ENGINES__OPENAI__MODEL="marmalade",
        )
        stack.callback(runner.leave)
        yield Town(simulator, model, runner)
