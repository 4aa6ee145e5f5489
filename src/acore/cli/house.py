"""What most verbs begin with: the settings, the logs, and a conversation with the house."""

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

if TYPE_CHECKING:
    from acore.domain.knowledge import IndexStep, Listed
    from acore.domain.replies import Question, ReplyPart
    from acore.domain.scope import Scope
    from acore.settings import Settings


_TRIES, _BETWEEN_TRIES_S = 100, 0.1
"""How often, and how many seconds apart, a directory is tried that another short command holds."""


class House(Protocol):
    """What a verb asks of acore, whether it runs in this process or already in another."""

    def reply(self, question: "Question") -> "AsyncGenerator[ReplyPart, None]":
        """As `ChatService.reply`."""

    def steps(self, targets: Sequence[Path | str]) -> "AsyncGenerator[IndexStep, None]":
        """As `KnowledgeService.steps`."""

    async def documents(self) -> "tuple[Listed, ...]":
        """As `KnowledgeService.listed`, of all."""

    async def remove(self, name: str) -> tuple[str, ...]:
        """As `KnowledgeService.remove_named`."""

    async def forget(self, scope: "Scope") -> int:
        """As `ChatService.forget`."""


def settings_of(context: typer.Context, *, serves: bool = False) -> "Settings":
    """The settings that the command line names, with the logs set up as they say.

    A verb that ends by itself logs warnings only, unless the settings ask for debugging.
    """
    from acore import logs  # noqa: PLC0415  --help stays light
    from acore.settings import load, secrets_of  # noqa: PLC0415

    loaded = load(context.obj)
    for warning in loaded.warnings:
        print(f"acore: {warning}", file=sys.stderr)
    settings = loaded.settings
    level = "warning" if settings.log.level == "info" and not serves else settings.log.level
    logs.configure(level=level, style=settings.log.format, secrets=secrets_of(settings))
    return settings


@asynccontextmanager
async def house(settings: "Settings") -> "AsyncIterator[House]":
    """The acore that already runs on this data directory, or else one opened here; closed at the end.

    Another command that holds the directory is waited for; raises DataDirInUse where that takes too long.
    """
    from acore.adapters.running import RunningAcore, read  # noqa: PLC0415
    from acore.errors import DataDirInUse  # noqa: PLC0415

    async with AsyncExitStack() as stack:
        for tries_left in reversed(range(_TRIES)):
            here = _Here(settings)
            try:
                await stack.enter_async_context(here.app)
            except DataDirInUse:
                if (running := read(settings.data_dir)) is not None and running.address is not None:
                    yield await stack.enter_async_context(RunningAcore(running.address, running.token))
                    return
                if not tries_left:
                    raise
                await asyncio.sleep(_BETWEEN_TRIES_S)
            else:
                yield here
                return


class _Here:
    """The house in this process."""

    def __init__(self, settings: "Settings") -> None:
        from acore.app import Application  # noqa: PLC0415

        self.app = Application(settings)

    def reply(self, question: "Question") -> "AsyncGenerator[ReplyPart, None]":
        return self.app.chat.reply(question)

    def steps(self, targets: Sequence[Path | str]) -> "AsyncGenerator[IndexStep, None]":
        return self.app.knowledge.steps(targets)

    async def documents(self) -> "tuple[Listed, ...]":
        return await self.app.knowledge.listed()

    async def remove(self, name: str) -> tuple[str, ...]:
        return await self.app.knowledge.remove_named(name)

    async def forget(self, scope: "Scope") -> int:
        return await self.app.chat.forget(scope)
