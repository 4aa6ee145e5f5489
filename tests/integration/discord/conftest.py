"""The real bot and the real chat service, connected to the loopback Discord."""

import asyncio
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from acore.adapters.budget.memory import MemoryBudget
from acore.adapters.clock.system import SystemClock
from acore.adapters.history.memory import MemoryHistory
from acore.adapters.llm.scripted import ScriptedLLM
from acore.adapters.metrics.memory import MemoryMetrics
from acore.adapters.turn_log.memory import MemoryTurnLog
from acore.adapters.vector_store.memory import MemoryVectorStore
from acore.domain.budgets import Cap
from acore.domain.chat import Message
from acore.domain.knowledge import Passage, Query, Source
from acore.domain.scope import Scope
from acore.domain.triggers import ANYWHERE, Places
from acore.interfaces import HistoryStore, TurnLog, VectorStore
from acore.services.chat import ChatOptions, ChatService
from acore.services.health import HealthService
from acore.services.passages import PassageService
from acore.services.turns import RecentTurns
from acore.simulator.server import Simulator
from acore.simulator.world import Channel, SimMessage, User, World, WorldEvent

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    from discord.http import Route

    from acore.discord.bot import Bot, BotOptions
    from acore.discord.catching_up import CatchingUp
    from acore.discord.cogs.answers import AnswersCog
    from acore.discord.cogs.chat import ChatCog
    from acore.discord.cogs.help import HelpCog
    from acore.discord.cogs.history import HistoryCog
    from acore.discord.cogs.messages import MessagesCog
    from acore.discord.cogs.passages import PassagesCog
    from acore.discord.cogs.presence import PresenceCog
    from acore.discord.cogs.status import StatusCog
    from acore.discord.cogs.sync import SyncCog
    from acore.discord.connecting import serve
    from acore.discord.conversation import Conversation
    from acore.discord.listening import Listening
    from acore.discord.recordings import Recordings
    from acore.discord.replies import Replies, ReplyOptions

PATIENCE_S = 10
"""Far beyond what anything here takes; it ends a test that would hang."""


class OneDocument:
    """Knowledge of a single passage, found for every question."""

    async def find(self, query: Query) -> tuple[Passage, ...]:
        del query
        return (Passage("Water boils at 100 °C.", Source("Physics", "file:///notes/physics.md#L3-L4"), 0.9),)


class House:
    """A chat service over a scripted model, and the bot in front of it."""

    def __init__(  # noqa: PLR0913  what a test may choose
        self,
        data_dir: Path,
        api_base_url: str,
        *script: Any,
        pace_s: float = 0,
        history: HistoryStore | None = None,
        log: TurnLog | None = None,
        places: Places = ANYWHERE,
        knowledge: Any = None,
        store: VectorStore | None = None,
        recordings: Recordings | None = None,
    ) -> None:
        clock = SystemClock()
        found: Any = knowledge or OneDocument()
        self.llm = ScriptedLLM.saying(*script, pace_s=pace_s)
        self.history = history or MemoryHistory()
        self.chat = ChatService(
            llm=self.llm,
            knowledge=found,
            history=self.history,
            clock=clock,
            metrics=MemoryMetrics(),
            turns=RecentTurns(),
            options=ChatOptions(),
        )
        self.log = log or MemoryTurnLog(clock)
        self.metrics = MemoryMetrics()
        replies = Replies(clock, ReplyOptions(edit_every_s=0.05))
        self.conversation = Conversation(chat=self.chat, replies=replies, log=self.log, clock=clock)
        catching_up = CatchingUp(self.log, clock, 900)
        listening = Listening(
            conversation=self.conversation,
            catching_up=catching_up,
            clock=clock,
            followup_s=60,
            places=places,
            recordings=recordings,
        )
        self.bot = Bot(
            cogs=[
                MessagesCog(listening=listening, conversation=self.conversation),
                PresenceCog(listening=listening, conversation=self.conversation, catching_up=catching_up, clock=clock),
                ChatCog(conversation=self.conversation, clock=clock, places=places, recordings=recordings),
                AnswersCog(
                    conversation=self.conversation,
                    metrics=self.metrics,
                    clock=clock,
                    places=places,
                    recordings=recordings,
                ),
                PassagesCog(passages=PassageService(store or MemoryVectorStore())),
                SyncCog(),
                HistoryCog(chat=self.chat, log=self.log),
                StatusCog(
                    health=HealthService({"history": self.history, "llm": self.llm}),
                    llm=self.llm,
                    budget=MemoryBudget({"server": Cap(), "member": Cap()}, clock),
                ),
                HelpCog(),
            ],
            options=BotOptions(data_dir, api_base_url=api_base_url, ready_timeout_s=0.05, retry_s=0.05),
            clock=clock,
        )

    def scope(self, channel: Channel, user: User) -> Scope:
        return Scope(channel=channel.id, user=user.id, guild=channel.guild_id)

    async def comes_to_remember(self, channel: Channel, user: User, *texts: str) -> None:
        """Return when just these texts are in the channel's history."""
        async with asyncio.timeout(PATIENCE_S):
            while [message.text for message in await self.remembered(channel, user)] != [*texts]:
                await asyncio.sleep(0.01)

    async def remembered(self, channel: Channel, user: User) -> tuple[Message, ...]:
        return await self.history.recent(self.scope(channel, user), 20)


class Town:
    """A loopback Discord with a guild and its member Ada, and everything that happens there."""

    def __init__(self, simulator: Simulator, events: AsyncIterator[WorldEvent], data_dir: Path) -> None:
        self.simulator = simulator
        self.world: World = simulator.world
        self.guild = self.world.add_guild("Test guild")
        self.ada = self.world.add_member(self.guild, "Ada")
        self.general: Channel = next(iter(self.guild.channels.values()))
        self.data_dir = data_dir
        self.seen: list[WorldEvent] = []
        self._events = events

    @asynccontextmanager
    async def house(self, *script: Any, pace_s: float = 0, **about: Any) -> AsyncGenerator[House]:
        """A bot that says these lines, connected and ready; leaving the block closes it."""
        house = House(self.data_dir, self.simulator.api_base_url, *script, pace_s=pace_s, **about)
        serving = asyncio.create_task(serve(house.bot, self.simulator.token))
        try:
            async with asyncio.timeout(PATIENCE_S):
                ready = asyncio.create_task(until(house.bot.is_ready))
                await asyncio.wait((serving, ready), return_when=asyncio.FIRST_COMPLETED)
                if serving.done():
                    await serving
                await ready
            yield house
        finally:
            async with asyncio.timeout(PATIENCE_S):
                await house.bot.close()
                await serving

    async def mention(self, text: str) -> SimMessage:
        """Ada mentions the bot in the general channel."""
        return await self.world.say(self.ada, self.general, f"{self.world.bot.mention} {text}".strip())

    async def until(self, kind: str, fits: Callable[[WorldEvent], bool] = lambda _event: True) -> WorldEvent:
        """The next event of the kind that fits; those before it are noted in `seen`."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                event = await anext(self._events)
                self.seen.append(event)
                if event.kind == kind and fits(event):
                    return event

    async def answer(self, ending: str = "") -> SimMessage:
        """A message of the bot, as soon as it ends with these words."""

        def fits(message: SimMessage | None) -> bool:
            return message is not None and message.author == self.world.bot and message.content.endswith(ending)

        async with asyncio.timeout(PATIENCE_S):
            while True:
                event = await anext(self._events)
                self.seen.append(event)
                if event.kind in ("message", "edit") and event.message and fits(event.message):
                    return event.message

    def spoken(self, channel: Channel | None = None) -> list[str]:
        """What the bot's messages in the channel hold now."""
        messages = self.world.messages((channel or self.general).id)
        return [message.content for message in messages if message.author == self.world.bot]


async def until(holds: Callable[[], object]) -> None:
    """Return when it holds: for what nobody tells of."""
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.fixture
async def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncGenerator[Town]:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(Simulator(clock=SystemClock()))
        events = await stack.enter_async_context(simulator.world.subscribe())
        yield Town(simulator, events, tmp_path)


@pytest.fixture
def house() -> type[House]:
    return House


@pytest.fixture
def serving() -> Any:
    """`acore.discord.bot.serve`, imported without the library's warning."""
    return serve


@pytest.fixture
def until_holds() -> Callable[[Callable[[], object]], Awaitable[None]]:
    return until
