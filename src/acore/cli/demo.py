"""`acore demo`: ten lines of conversation, in a house that is thrown away afterwards."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from acore.cli.house import settings_of
from acore.cli.plain import Plain

if TYPE_CHECKING:
    from acore.settings import Settings

_QUESTIONS = (
    "Hello!",
    "Who are you?",
    "What is 15% of 80?",
    "How far is 10 miles in kilometres?",
    "How do I add a Discord token?",
)


def demo(context: typer.Context) -> None:
    """Hold a short conversation, each question with its answer, and end."""
    settings = settings_of(context)
    with TemporaryDirectory(prefix="acore-demo-") as folder:
        asyncio.run(_hold(settings.model_copy(update={"data_dir": Path(folder)})))


async def _hold(settings: "Settings") -> None:
    from acore.app import Application  # noqa: PLC0415
    from acore.domain.replies import Question  # noqa: PLC0415
    from acore.domain.scope import Scope  # noqa: PLC0415

    scope = Scope(channel="demo", user="demo")
    async with Application(settings) as app:
        for text in _QUESTIONS:
            typer.secho(f"you    {text}", bold=True)
            parts = [part async for part in app.chat.reply(Question(text, scope, author="you"))]
            shown = Plain()
            told = shown.feed("".join(part.text for part in parts).strip()) + shown.close()
            print("acore  " + told.replace("\n", "\n       "))
            for citation in parts[-1].citations:
                typer.secho(f"       [{citation.n}] {citation.passage.source.title}", dim=True)
