"""`acore run`: serves until it is told to stop."""

import asyncio
import os
import signal
import sys
import webbrowser
from enum import StrEnum
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.house import settings_of
from acore.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acore.domain.models import LocalServer
    from acore.settings import Settings

_MODELS_TOLD = 4
_LAST_S = 1.0
"""Seconds that threads have once the house is closed, which takes eight at the most: all is over within ten."""
_INTERRUPTED = 130


class Where(StrEnum):
    """Which Discord the bot is connected to."""

    DISCORD = "discord"
    PLAYGROUND = "playground"


def run(
    context: typer.Context,
    where: Annotated[
        Where | None, typer.Argument(help="Default: discord if a token is set, else the playground.")
    ] = None,
    *,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Start the bot and serve until Ctrl-C."""
    settings = settings_of(context, serves=True)
    where = where or (Where.DISCORD if settings.discord.token else Where.PLAYGROUND)
    if where is Where.DISCORD and settings.discord.token is None:
        raise SettingsError(
            "run discord needs a bot token. Step by step: acore init discord. Or set DISCORD_TOKEN, for instance in "
            ".env (https://discord.com/developers/applications → Bot → Reset Token); "
            "or try it without an account: acore run playground"
        )
    asyncio.run(_until_told(settings, where, context.obj, open_browser=open_browser))


async def _until_told(settings: "Settings", where: Where, file: Path | None, *, open_browser: bool) -> None:
    """Serve; SIGTERM ends it as Ctrl-C does, but counts as done."""
    from acore.serving import run_discord, run_playground  # noqa: PLC0415

    serve = run_discord if where is Where.DISCORD else run_playground
    serving = asyncio.create_task(serve(settings, _Terminal(where, open_browser=open_browser), file))
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        if (task := asyncio.current_task()) and task.cancelling():
            _end_soon(_INTERRUPTED)
            raise
        _end_soon(0)


def _end_soon(code: int) -> None:
    """Have the process end with that code: nobody can stop a thread that computes, and Python would wait for it."""

    def end() -> None:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(code)

    last = Timer(_LAST_S, end)
    last.daemon = True
    last.start()


class _Terminal:
    """Says in the terminal what whoever started acore should know."""

    def __init__(self, where: Where, *, open_browser: bool) -> None:
        self._where = where
        self._open_browser = open_browser

    def serves(self, address: str) -> None:
        """Print the address and what to do next, and open the page where that was asked for."""
        print(_welcome(address, self._where), flush=True)
        if self._open_browser:
            webbrowser.open(address)

    def found(self, servers: "Sequence[LocalServer]") -> None:
        """Print how to use the models that run on this machine."""
        for server in servers:
            models = ", ".join(server.models[:_MODELS_TOLD]) or "no model yet"
            how = f". To use one: acore use {server.engine}/{server.models[0]}" if server.models else ""
            print(f"{server.title} runs on this machine with {models}{how}", flush=True)


def _welcome(address: str, where: Where) -> str:
    model = "To use a real model: acore use ollama/llama3.2, or acore use openrouter/auto with a key."
    if where is Where.DISCORD:
        return f"acore serves on {address} (health: {address}/healthz)\n{model}"
    return (
        f"The playground is open: {address}\n"
        "To bring the bot to Discord: acore init discord (or set DISCORD_TOKEN=... in .env), and start again.\n"
        f"{model}\n"
        "Stop with Ctrl-C."
    )
