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
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    digest = hashlib.blake2b(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
    key = f"{Route.BASE} {application}"
    told = await asyncio.to_thread(_read, file)
    if told.get(key) == digest:
        return
    try:
        await tree.sync()
        kept = dict([*told.items()][-_MOST_KNOWN:])
        await asyncio.to_thread(_write, file, kept | {key: digest})
    except (*NOT_TAKEN, app_commands.AppCommandError) as error:
        _log.warning("commands_not_synced", reason=str(error), file=str(file))
        return
    _log.info("commands_synced", commands=len(payload))


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
