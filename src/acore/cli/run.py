"""`acore run`: serves until it is told to stop."""

import asyncio
import signal
import sys
import webbrowser
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.house import settings_of
from acore.errors import SettingsError

if TYPE_CHECKING:
    from acore.settings import Settings


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
            "run discord needs a bot token. Set DISCORD_TOKEN (https://discord.com/developers/applications → Bot → "
            "Reset Token), for instance in .env; or try it without an account: acore run playground"
        )
    asyncio.run(_until_told(settings, where, open_browser=open_browser))


async def _until_told(settings: "Settings", where: Where, *, open_browser: bool) -> None:
    """Serve; SIGTERM ends it as Ctrl-C does, but counts as done."""
    from acore.serving import run_discord, run_playground  # noqa: PLC0415

    def tell(address: str) -> None:
        print(_welcome(address, where), flush=True)
        if open_browser:
            webbrowser.open(address)

    serve = run_discord if where is Where.DISCORD else run_playground
    serving = asyncio.create_task(serve(settings, tell))
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        if (task := asyncio.current_task()) and task.cancelling():
            raise


def _welcome(address: str, where: Where) -> str:
    model = 'To use a real model, set [llm] use in settings.local.toml; "How do I use a real model?" tells more.'
    if where is Where.DISCORD:
        return f"acore serves on {address} (health: {address}/healthz)\n{model}"
    return (
        f"The playground is open: {address}\n"
        "To bring the bot to Discord, set DISCORD_TOKEN=... in .env and start again.\n"
        f"{model}\n"
        "Stop with Ctrl-C."
    )
