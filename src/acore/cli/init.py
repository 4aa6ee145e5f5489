"""`acore init`: the first steps, a settings file or a bot on Discord."""

import os
import sys
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from acore.cli.house import settings_of
from acore.errors import SettingsError


class What(StrEnum):
    """What can be set up step by step."""

    DISCORD = "discord"


def init(
    context: typer.Context,
    what: Annotated[
        What | None, typer.Argument(help="discord: from an empty developer portal to a bot on your server.")
    ] = None,
    *,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing and wait for nothing: look once at each step.")
    ] = False,
) -> None:
    """Write a settings.toml with every setting explained, or set up the bot on Discord step by step."""
    if what is None:
        _write_settings(context.obj)
    else:
        _set_up_discord(context, asks=not yes)


def _set_up_discord(context: typer.Context, *, asks: bool) -> None:
    from acore.adapters.http import PooledHttp  # noqa: PLC0415  --help stays light
    from acore.cli.init_discord import Given, SetUp  # noqa: PLC0415
    from acore.cli.terminal import Terminal  # noqa: PLC0415
    from acore.settings import load  # noqa: PLC0415

    settings = settings_of(context)
    given = Given(settings, load(context.obj).origins.get("discord.token"), context.obj)
    SetUp(given, Terminal(asks=asks and sys.stdin.isatty()), PooledHttp()).run()


def _write_settings(named: Path | None) -> None:
    """The file that would be read: it is written whole or not at all, and never over another."""
    file = named or Path(os.environ.get("ACORE_SETTINGS") or "settings.toml")
    try:
        _create(file, files("acore.cli").joinpath("settings.toml").read_text("utf-8"))
    except FileExistsError:
        print(f"{file} is there already, and stays as it is.")
    except OSError as error:
        raise SettingsError(
            f"{file} can not be written: {error.strerror or error}. Make room or take another folder; "
            "acore runs without a settings file as well"
        ) from error
    else:
        print(f"{file} is written: every setting at its default, with what it does.")
    acore = f"acore --settings {named}" if named else "acore"
    print(f"Change a value: {acore} config set KEY VALUE")
    print(f"Bring the bot to Discord: {acore} init discord")
    print(f"Start: {acore} run")


def _create(file: Path, text: str) -> None:
    with file.open("x", encoding="utf-8") as stream:
        try:
            stream.write(text)
            stream.flush()
        except BaseException:
            file.unlink()
            raise
