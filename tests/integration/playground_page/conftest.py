"""The page in a real browser, with a world whose bot is the test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Page

from acore.adapters.clock.system import SystemClock
from acore.domain.knowledge import IndexReport, Refusal
from acore.services.turns import RecentTurns
from acore.simulator.model import Dispatch
from acore.simulator.page.app import Playground, playground
from acore.simulator.world import Channel, Guild, SimMessage, User, World
from acore.web.server import WebServer
from tests.integration.playground_page.browser import chromium, visit
from tests.models_double import FewModels

GREETING = "Hello, I am **acore**."
COMMANDS = [
    {
        "type": 1,
        "name": "ask",
        "description": "Ask one question",
        "options": [{"type": 3, "name": "question", "description": "What you want to know", "required": True}],
    },
    {
        "type": 1,
        "name": "dice",
        "description": "Roll dice",
        "options": [
            {"type": 4, "name": "sides", "description": "How many sides", "required": True},
            {"type": 3, "name": "luck", "description": "How lucky", "choices": [{"name": "Very", "value": "v"}]},
        ],
    },
    {"type": 1, "name": "help", "description": "What I can do"},
]


@dataclass
class Stage:
    """A served playground: what the member does arrives here, and what the test says appears on the page."""

    world: World
    guild: Guild
    you: User
    app: Playground
    turns: RecentTurns
    address: str = ""
    heard: list[Dispatch] = field(default_factory=list)
    web: WebServer | None = None

    @property
    def general(self) -> Channel:
        return next(iter(self.guild.channels.values()))

    def say(
        self, text: str, channel: Channel | None = None, *, reply_to: str | None = None, **fields: Any
    ) -> SimMessage:
        """The bot writes."""
        message = self.world.compose(self.world.bot, channel or self.general, text, reference=reply_to)
        for name, value in fields.items():
            setattr(message, name, value)
        self.world.deliver(message)
        return message

    def edit(self, message: SimMessage, text: str, **fields: Any) -> None:
        message.content = text
        for name, value in fields.items():
            setattr(message, name, value)
        self.world.revise(message)

    def said(self, channel: Channel | None = None) -> list[str]:
        """What the member wrote."""
        messages = self.world.messages((channel or self.general).id)
        return [message.content for message in messages if message.author == self.you]

    def asked(self) -> list[dict[str, Any]]:
        """What reached the bot as interactions."""
        return [dict(dispatch.data) for dispatch in self.heard if dispatch.name == "INTERACTION_CREATE"]

    async def serve(self, port: int = 0) -> None:
        self.web = WebServer(self.app, host="127.0.0.1", port=port)
        await self.web.start()
        self.address = self.web.address

    async def stop(self) -> None:
        assert self.web
        self.app.close()
        await self.web.aclose()


async def index(name: str, data: bytes) -> IndexReport:
    if b"\0" in data:
        return IndexReport(refused=(Refusal(name, "It is not text."),))
    return IndexReport(indexed=(name,))


def build(world: World, guild: Guild, you: User, turns: RecentTurns, **more: Any) -> Playground:
    parts = {"drop": index, "models": FewModels(), "turns": turns, "token": "a token of the test's own", **more}
    return playground(world, you, guild, **parts)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@asynccontextmanager
async def staged() -> AsyncIterator[Stage]:
    world, turns = World(SystemClock()), RecentTurns()
    guild = world.add_guild("Playground")
    you = world.add_member(guild, "You")
    world.registry.overwrite(None, COMMANDS)
    stage = Stage(world, guild, you, build(world, guild, you, turns), turns)
    world.attach(stage.heard.append)
    stage.say(GREETING)
    await stage.serve()
    yield stage
    await stage.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with staged() as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    async with visit(browser, stage.address) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def library(browser: Browser) -> AsyncIterator[Page]:
    """One page for a whole module, for tests that only borrow its code."""
    async with staged() as stage, visit(browser, stage.address) as opened:
        yield opened
