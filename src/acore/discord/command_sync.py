"""Tells Discord the slash commands when they have changed, and only then."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any, cast

import orjson
import structlog
from discord import app_commands
from discord.http import Route

from acore.discord.targets import NOT_TAKEN

_MOST_KNOWN = 20
"""Applications that are remembered; the playground's is another one at each start."""

_log = structlog.get_logger(__name__)


async def sync_changed(tree: app_commands.CommandTree[Any], application: int, file: Path) -> None:
    """Send the commands unless `file` says that this application was told exactly these.

    A failure is logged and mended by the next start, because the file only tells of successes.
    """
    told = await asyncio.to_thread(_read, file)
    if told.get(_key(application)) == await _digest(tree):
        return
    try:
        await sync(tree, application, file)
    except (*NOT_TAKEN, app_commands.AppCommandError) as error:
        _log.warning("commands_not_synced", reason=str(error), file=str(file))


async def sync(tree: app_commands.CommandTree[Any], application: int, file: Path) -> int:
    """Send the commands, and note in `file` that this application was told them; returns how many there are.

    Raises what the library does where Discord does not take them.
    """
    commands = await tree.sync()
    told = await asyncio.to_thread(_read, file)
    kept = dict([*told.items()][-_MOST_KNOWN:])
    await asyncio.to_thread(_write, file, kept | {_key(application): await _digest(tree)})
    _log.info("commands_synced", commands=len(commands))
    return len(commands)


def _key(application: int) -> str:
    return f"{Route.BASE} {application}"


async def _digest(tree: app_commands.CommandTree[Any]) -> str:
    """A hash of everything that Discord would be told, translations included."""
    translator = tree.translator
    payload = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    return hashlib.blake2b(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


def _read(file: Path) -> dict[str, str]:
    """What each application was told; a file that is missing or broken tells of nothing."""
    try:
        told = orjson.loads(file.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, orjson.JSONDecodeError) as error:
        _log.warning("command_file_ignored", reason=str(error), file=str(file))
        return {}
    return cast("dict[str, str]", told) if isinstance(told, dict) else {}


def _write(file: Path, told: dict[str, str]) -> None:
    """Replace the file in one step."""
    beside = file.with_suffix(".new")
    beside.write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    beside.replace(file)
