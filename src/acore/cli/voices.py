"""`acore voices`: the voices of the engines in use."""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of

if TYPE_CHECKING:
    from acore.domain.speech import Voice
    from acore.settings import Settings


def voices(context: typer.Context, *, json: Json = False) -> None:
    """List the voices that can speak, and those that a voice can be turned into."""
    settings = settings_of(context)
    found, failures = asyncio.run(_found(settings))
    rows = [
        {"slot": slot, "engine": engine, "name": one.name, "language": one.language, "description": one.description}
        for (slot, engine), there_are in found.items()
        for one in there_are
    ]
    if json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps(rows).decode())
    else:
        width = max((len(str(row["name"])) for row in rows), default=0)
        for row in rows:
            print(f"{row['slot']}  {row['engine']}  {row['name']:<{width}}  {row['description']}".rstrip())
    for failure in failures:
        print(f"acore: {failure}", file=sys.stderr)
    if failures:
        raise typer.Exit(1)


async def _found(settings: "Settings") -> "tuple[Mapping[tuple[str, str], tuple[Voice, ...]], list[str]]":
    """The voices by slot and engine, and why some could not be asked."""
    from acore.adapters.running import prepare_data_dir  # noqa: PLC0415  --help stays light
    from acore.container import Container  # noqa: PLC0415
    from acore.errors import EngineError  # noqa: PLC0415

    prepare_data_dir(settings.data_dir)
    house, found, failures = Container(settings=settings), {}, []
    for slot, engine in (("tts", house.voice.tts()), ("rvc", house.voice.rvc())):
        if engine is None:
            continue
        try:
            async with AsyncExitStack() as stack:
                await stack.enter_async_context(engine)
                # Of the voices another engine may stand in for the one of the settings.
                name = engine.first if slot == "tts" else settings.rvc.use
                found[slot, name] = await engine.voices()
        except EngineError as error:
            failures.append(str(error))
    return found, failures
