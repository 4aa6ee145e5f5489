"""`acore index`: reads documents, so that questions can be answered from them."""

import asyncio
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from acore.cli.chat import Json
from acore.cli.house import house, settings_of

if TYPE_CHECKING:
    from acore.domain.knowledge import Audience, IndexReport, IndexStep, Listed
    from acore.services.watching import Changes
    from acore.settings import Settings

_OTHER_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://|file:")
_WATCH_S = 1.0
"""Between two looks at the files that are watched; where a look takes long, ten times that."""

Targets = Annotated[list[str] | None, typer.Argument(metavar="[PATH|URL]...", help="Files, folders, web addresses.")]
Watch = Annotated[bool, typer.Option("--watch", help="Go on, and index files when they change, until Ctrl-C.")]
List = Annotated[bool, typer.Option("--list", help="Show what is in the index.")]
Remove = Annotated[bool, typer.Option("--remove", help="Forget the files, folders, addresses or titles instead.")]


def index(  # noqa: PLR0913  one parameter an option
    context: typer.Context,
    targets: Targets = None,
    *,
    watch: Watch = False,
    listing: List = False,
    remove: Remove = False,
    json: Json = False,
) -> None:
    """Index files, folders and web pages; an acore that is running takes them in at once."""
    if sum((watch, listing, remove)) > 1 or bool(targets) == listing:
        raise typer.BadParameter(
            "name what to index, as in `acore index docs/`; or use one of --list (alone), --remove and --watch."
        )
    if not all(map(str.strip, targets or [])):  # a path of nothing is the current folder, and nobody types that
        raise typer.BadParameter("a path is empty. The folder that you are in is `.`, as in `acore index .`.")
    settings, named = settings_of(context), targets or []
    if listing:
        _show(asyncio.run(_listed(settings)), as_json=json)
    elif remove:
        _tell_removed(asyncio.run(_removed(settings, named)), as_json=json)
    elif watch:
        asyncio.run(_watched(settings, [_target(one) for one in named], as_json=json))
    else:
        report = asyncio.run(_indexed(settings, [_target(one) for one in named]))
        _tell(report, as_json=json)
        if report.refused and not (report.indexed or report.unchanged):
            raise typer.Exit(1)


def _is_url(target: str) -> bool:
    return target.lower().startswith(("http://", "https://"))


def _target(target: str) -> Path | str:
    if _is_url(target):
        return target
    path = Path(target)
    if _OTHER_ADDRESS.match(target) and not path.exists():
        raise typer.BadParameter(
            f"{target} is an address that acore does not open: web addresses begin with http:// or https://, "
            "and files and folders are named by their paths."
        )
    return path


async def _indexed(settings: "Settings", targets: Sequence[Path | str]) -> "IndexReport":
    from acore.domain.knowledge import IndexReport  # noqa: PLC0415  --help stays light

    report = IndexReport()
    async with house(settings) as acore, aclosing(acore.steps(targets)) as steps:
        with _progress() as bar:
            async for step in steps:
                report += step.report
                bar.show(step)
    return report


async def _listed(settings: "Settings") -> "tuple[Listed, ...]":
    async with house(settings) as acore:
        return await acore.documents()


async def _removed(settings: "Settings", names: Sequence[str]) -> tuple[str, ...]:
    async with house(settings) as acore:
        return tuple([title for name in names for title in await acore.remove(name)])


async def _watched(settings: "Settings", targets: Sequence[Path | str], *, as_json: bool) -> None:
    """Index, and what changes until Ctrl-C; in between, another acore may have the data directory."""
    from acore.errors import DataDirInUse, EngineUnavailable, NotFound  # noqa: PLC0415
    from acore.services.document_files import DocumentFiles, FileLimits  # noqa: PLC0415
    from acore.services.watching import Changes, FolderWatch  # noqa: PLC0415

    files = DocumentFiles(settings.data_dir, settings.data_dir / "documents", FileLimits())
    paths = [target for target in targets if isinstance(target, Path)]
    watch = await asyncio.to_thread(FolderWatch, files, paths)  # before they are read, so that no change is missed
    _tell(await _indexed(settings, targets), as_json=as_json)
    print("Watching. Ctrl-C ends it.", file=sys.stderr)
    left, told = Changes(), ""
    while True:
        began = time.perf_counter()
        left += await asyncio.to_thread(watch.look)
        try:
            if left != Changes():
                _tell(await _followed(settings, left), as_json=as_json)
            left, told = Changes(), ""
        except (EngineUnavailable, DataDirInUse, NotFound) as error:  # it passes: another acore starts or stops
            if str(error) != told:
                print(f"acore: {error} (trying again)", file=sys.stderr)
            told = str(error)
        await asyncio.sleep(max(_WATCH_S, 10 * (time.perf_counter() - began)))


async def _followed(settings: "Settings", changes: "Changes") -> "IndexReport":
    from acore.domain.knowledge import IndexReport  # noqa: PLC0415
    from acore.errors import NotFound  # noqa: PLC0415

    report = IndexReport()
    async with house(settings) as acore:
        async with aclosing(acore.steps([file for file in changes.changed if file.exists()])) as steps:
            async for step in steps:
                report += step.report
        for file in (one for one in changes.gone if not one.exists()):
            try:
                report += IndexReport(removed=await acore.remove(str(file.absolute())))
            except NotFound:  # it was never indexed: it was empty, for one
                continue
    return report


def _tell(report: "IndexReport", *, as_json: bool) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps(report).decode(), flush=True)
    else:
        removed = f", {len(report.removed)} removed" if report.removed else ""
        told = f"{len(report.indexed)} indexed, {len(report.unchanged)} unchanged, {len(report.refused)} refused"
        print(f"{told}{removed}", flush=True)
    for refusal in report.refused:
        print(f"acore: {refusal.name}: {refusal.reason}", file=sys.stderr)


def _tell_removed(titles: Sequence[str], *, as_json: bool) -> None:
    from acore.domain.knowledge import IndexReport  # noqa: PLC0415

    if as_json:
        _tell(IndexReport(removed=tuple(titles)), as_json=True)
    else:
        print(f"{len(titles)} removed: {', '.join(titles)}")


def _show(documents: "Sequence[Listed]", *, as_json: bool) -> None:
    from acore.domain.encoding import shown  # noqa: PLC0415

    if as_json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps(documents).decode())
        return
    for one in documents:
        when = f", {one.added.at:%Y-%m-%d}" if one.added.at else ""
        about = f"{_counted(one.chunks, 'passage')}, {_whose(one.audience)}{when}"
        print(f"{shown(one.title)}  ({about})\n    {shown(one.document)}")
    print(_counted(len(documents), "document"))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _whose(audience: "Audience") -> str:
    """To whom it is shown."""
    named = (
        ("server", audience.guild),
        ("category", audience.category),
        ("channel", audience.channel),
        ("member", audience.owner),
    )
    return ", ".join(f"{kind} {value}" for kind, value in named if value) or "everyone"


class _Bar(Protocol):
    """Shows how far it is."""

    def show(self, step: "IndexStep") -> None:
        """A step was done."""


class _Lines:
    """A line for each file that was read, where nobody watches."""

    def show(self, step: "IndexStep") -> None:
        if step.name and not step.report.unchanged:
            print(f"  {step.name}", file=sys.stderr)


@contextmanager
def _progress() -> "Iterator[_Bar]":
    """A bar on a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", name="", total=None)

        class Shown:
            def show(self, step: "IndexStep") -> None:
                bar.update(task, completed=step.done, total=step.total, name=Path(step.name).name[:40])

        yield Shown()
