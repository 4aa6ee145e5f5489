"""What `acore run` keeps going: the bot on Discord, or the bot in the playground."""

import asyncio
import secrets
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import SecretStr

from acore.adapters.clock.system import SystemClock
from acore.app import Application
from acore.domain.models import LocalServer
from acore.domain.scope import Scope
from acore.errors import SettingsError
from acore.settings import Settings

if TYPE_CHECKING:
    from acore.simulator.world import Guild, User, World


class Teller(Protocol):
    """Tells whoever started acore what they should know."""

    def serves(self, address: str) -> None:
        """Acore serves on the address."""

    def found(self, servers: Sequence[LocalServer]) -> None:
        """These model servers run on this machine, and none of them is in use."""


_OFFLINE = "extractive"
_RECALLED = 100
"""Messages of a channel that the page opens with."""
_TOKEN = SecretStr("playground")
"""Any word opens the loopback Discord: it lives in this process and listens on loopback alone."""


async def run_discord(settings: Settings, teller: Teller, file: Path | None = None) -> None:
    """Serve on Discord until cancelled; `file` is the settings file that was named.

    Raises SettingsError where Discord refuses the token or the intents.
    """
    if settings.discord.token is None:
        raise SettingsError("discord.token is not set. Set DISCORD_TOKEN.")
    async with Application(settings, file=file) as app:
        if settings.rag.paths:
            app.in_background(app.knowledge.prepare, name="indexing")
        teller.serves(await app.serve())
        app.in_background(partial(_look_for_models, app, teller), name="looking for models")
        await app.connect(settings.discord.token)


async def run_playground(settings: Settings, teller: Teller, file: Path | None = None) -> None:
    """Serve the playground until cancelled: a loopback Discord, the bot connected to it, and the page."""
    from acore.simulator.page.app import playground  # noqa: PLC0415  the bot on Discord needs no loopback one
    from acore.simulator.page.voice import VoiceParts  # noqa: PLC0415
    from acore.simulator.server import Simulator  # noqa: PLC0415

    async with AsyncExitStack() as stack:
        simulator = Simulator(token=_TOKEN.get_secret_value(), clock=SystemClock())
        await stack.enter_async_context(simulator)
        ours = _pointed_at(settings, simulator.api_base_url)
        app = await stack.enter_async_context(Application(ours, file=file))
        app.in_background(app.knowledge.prepare, name="indexing")
        bot = asyncio.create_task(app.connect(_TOKEN), name="bot")
        stack.push_async_callback(_stopped, bot)
        await _first(simulator.ready.wait(), bot)
        # Only a bot that is ready takes a new guild for an invitation, and greets it.
        await _first(app.container.discord.bot().wait_until_ready(), bot)
        world = simulator.world
        guild = world.add_guild("Playground")
        you = world.add_member(guild, "You")
        await _recall(app, world, guild, you)
        voice = app.container.voice.engines()
        page = playground(
            world,
            you,
            guild,
            drop=app.knowledge.add,
            models=app,
            documents=app.knowledge.kept,
            opens=app.container.passages().open,
            turns=app.container.turns(),
            voice=VoiceParts(voice.ready, app.container.voice.session, app.container.voice.live),
            token=secrets.token_urlsafe(32),
        )
        stack.callback(page.close)
        await world.join(guild)
        teller.serves(await app.serve(page))
        app.in_background(partial(_look_for_models, app, teller), name="looking for models")
        await bot


async def _recall(app: Application, world: "World", guild: "Guild", you: "User") -> None:
    """Show what was said at earlier starts: the bot remembers it as well."""
    from acore.simulator.speaking import LONGEST_TEXT  # noqa: PLC0415

    for channel in (*guild.channels.values(), world.dm(you)):
        scope = Scope(channel=channel.id, user=you.id, guild=channel.guild_id)
        for message in await app.container.history().recent(scope, _RECALLED):
            text = message.text if len(message.text) <= LONGEST_TEXT else f"{message.text[: LONGEST_TEXT - 1]}…"
            world.recall(you if message.role == "user" else world.bot, channel, text)


async def _look_for_models(app: Application, teller: Teller) -> None:
    """Offer what runs on this machine to who has no model yet."""
    if app.settings.llm.selected().engine == _OFFLINE and (servers := await app.models()):
        teller.found(servers)


def _pointed_at(settings: Settings, api_base_url: str) -> Settings:
    """The same settings, with the loopback Discord in place of the real one; nobody asks there while it is away."""
    discord = settings.discord.model_copy(update={"api_base_url": api_base_url, "token": _TOKEN, "proxy": None})
    chat = settings.chat.model_copy(update={"catch_up_s": 0})
    return settings.model_copy(update={"discord": discord, "chat": chat})


async def _first(event: Coroutine[Any, Any, object], task: asyncio.Task[None]) -> None:
    """Wait for the event; where the task ends before it, raise what ended it."""
    waiting = asyncio.ensure_future(event)
    try:
        await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    if task.done():
        await task


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
