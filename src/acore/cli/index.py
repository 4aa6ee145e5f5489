"""`acore index`: reads documents, so that questions can be answered from them."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.chat import Json
from acore.cli.house import house, settings_of

if TYPE_CHECKING:
    from acore.domain.knowledge import IndexReport
    from acore.settings import Settings


def index(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    *,
    json: Json = False,
) -> None:
    """Index files and folders; an acore that is running takes them in at once."""
    report = asyncio.run(_indexed(settings_of(context), paths))
    if json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps(report).decode())
    else:
        print(f"{len(report.indexed)} indexed, {len(report.unchanged)} unchanged, {len(report.refused)} refused")
    for refusal in report.refused:
        print(f"acore: {refusal.name}: {refusal.reason}", file=sys.stderr)
    if report.refused and not (report.indexed or report.unchanged):
        raise typer.Exit(1)


async def _indexed(settings: "Settings", paths: list[Path]) -> "IndexReport":
    async with house(settings) as acore:
        return await acore.index(paths)
