"""`acore doctor`: says what works here, what does not, and what to do about it."""

import asyncio
import platform
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.chat import Json
from acore.cli.doctor_check import Check, parted
from acore.cli.doctor_voice import SLOTS, voice
from acore.errors import AcoreError, DataDirInUse, SettingsError

if TYPE_CHECKING:
    from acore.interfaces import EngineSettings
    from acore.settings import Settings

_OLDEST_PYTHON = (3, 11)
_LITTLE_SPACE = 500_000_000
_MARKS = {"ok": "✓", "info": "·", "warn": "!", "fail": "✗"}
_COLOURS = {"ok": typer.colors.GREEN, "info": typer.colors.BLUE, "warn": typer.colors.YELLOW, "fail": typer.colors.RED}


Call = Annotated[
    bool, typer.Option("--voice", help="Run known speech through all that a voice channel needs, stage by stage.")
]


def doctor(context: typer.Context, *, call: Call = False, json: Json = False) -> None:
    """Check Python, settings, data directory, engines, voice, port and Discord token; exit 1 if one fails."""
    checks = asyncio.run(_all(context.obj, call=call))
    healthy = all(check.status != "fail" for check in checks)
    if json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps({"ok": healthy, "checks": [asdict(check) for check in checks]}).decode())
    else:
        for check in checks:
            typer.echo(f"{typer.style(_MARKS[check.status], fg=_COLOURS[check.status])} {check.name}: {check.detail}")
            if check.fix:
                print(f"    {check.fix}")
    if not healthy:
        raise typer.Exit(1)


async def _all(path: Path | None, *, call: bool) -> list[Check]:
    checks = [_python()]
    try:
        settings, warnings = _settings(path)
    except SettingsError as error:
        return [*checks, Check("settings", "fail", str(error), "Mend it, then: acore config check")]
    checks.append(Check("settings", "ok", "every key is understood"))
    checks += [Check("settings", "warn", *parted(warning)) for warning in warnings]
    checks += (keys := list(_keys(settings)))
    if all(check.status != "fail" or check.name in SLOTS for check in keys):  # else it can not open, and that is told
        checks += [check async for check in _house(settings)]
    checks += [check async for check in voice(settings)]
    if call:
        from acore.cli.doctor_call import stages  # noqa: PLC0415

        checks += [check async for check in stages(settings)]
    return [*checks, _space(settings), _port(settings), _token(settings)]


def _python() -> Check:
    ok = sys.version_info >= _OLDEST_PYTHON
    return Check(
        "python",
        "ok" if ok else "fail",
        f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        None if ok else "Install Python 3.11 or newer.",
    )


def _settings(path: Path | None) -> "tuple[Settings, tuple[str, ...]]":
    from acore import logs  # noqa: PLC0415
    from acore.settings import load, secrets_of  # noqa: PLC0415

    loaded = load(path)
    settings = loaded.settings
    logs.configure(level="error", style=settings.log.format, secrets=secrets_of(settings))
    return settings, tuple(loaded.warnings)


def _keys(settings: "Settings") -> Iterator[Check]:
    """The engines that need a key and have none."""
    from acore.settings_slots import SlotSettings  # noqa: PLC0415

    for slot, table in settings:
        if isinstance(table, SlotSettings):
            planned = slot in ("llm", "tts", "stt")  # with those that stand in
            in_use = {*getattr(settings, slot).plan().engines} if planned else {table.use} - {""}
            for name in sorted({*in_use, *table.engines}):
                yield from _key(slot, name, table.table(name), in_use=name in in_use)


def _key(slot: str, name: str, engine: "EngineSettings", *, in_use: bool) -> Iterator[Check]:
    """What an engine needs first, where that is not set."""
    from acore.settings_sources.aliases import FILLED  # noqa: PLC0415
    from acore.settings_sources.keys import variable_of  # noqa: PLC0415

    if missing := engine.missing():
        aliases = [alias for alias, filled in FILLED if filled == (slot, "engines", engine.engine, missing)]
        variables = " or ".join((*aliases, variable_of((slot, "engines", name, missing))))
        called = name if name == engine.engine else f"{name} ({engine.engine})"
        if in_use:
            yield Check(slot, "fail", f"{called} needs {missing}, which is not set", f"Set {variables}.")
        else:
            yield Check(slot, "info", f"{called} needs {missing}, which is not set; it is not in use")


async def _house(settings: "Settings") -> AsyncIterator[Check]:
    """Open the house as `run` would, ask every part, and close it again."""
    from acore.app import Application  # noqa: PLC0415

    where = str(settings.data_dir.absolute())
    try:
        async with Application(settings) as app:
            yield Check("data_dir", "ok", where)
            report = await app.knowledge.prepare()
            for part in await app.container.health().check():
                yield Check(part.name, "ok" if part.ok else "fail", part.detail or "serves")
            for refusal in report.refused:
                yield Check("documents", "warn", f"{refusal.name}: {refusal.reason}")
    except DataDirInUse as error:
        yield Check("data_dir", "info", f"{where} is in use by a running acore (pid {error.pid})")
    except AcoreError as error:
        yield Check("house", "fail", *parted(str(error)))


def _space(settings: "Settings") -> Check:
    folder = next(p for p in (settings.data_dir.absolute(), *settings.data_dir.absolute().parents) if p.exists())
    free = shutil.disk_usage(folder).free
    little = free < _LITTLE_SPACE
    return Check(
        "disk",
        "warn" if little else "ok",
        f"{free / 1e9:.1f} GB free",
        "Make room: what can not be written is refused, never lost." if little else None,
    )


def _port(settings: "Settings") -> Check:
    address = f"{settings.web.host}:{settings.web.port}"
    with socket.socket() as probe:
        probe.settimeout(1)
        taken = settings.web.port and probe.connect_ex((settings.web.host, settings.web.port)) == 0
    if taken:
        return Check("port", "info", f"{address} is taken; acore would use the next free one")
    return Check("port", "ok", f"{address} is free")


def _token(settings: "Settings") -> Check:
    if settings.discord.token:
        return Check("discord", "ok", "a token is set; `acore run` connects to Discord")
    return Check(
        "discord",
        "info",
        "no token is set, so `acore run` opens the playground",
        "To bring the bot to Discord, step by step: acore init discord. Or set DISCORD_TOKEN, for instance in .env.",
    )
