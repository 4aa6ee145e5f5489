"""Shows how far the fetching of a model is: a bar on a terminal, a line now and then elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from acore.adapters.models.store import ModelStore
    from acore.domain.model_files import Kept, Model

_TENTHS = 10


async def fetched(store: "ModelStore", name: str) -> "tuple[Path, int]":
    """Fetch it where it is not here, showing how far it is; where it is then, and how many bytes came.

    Raises as `ModelStore.get`.
    """
    from acore.domain.model_files import in_words  # noqa: PLC0415  --help stays light

    model, first, last = store.named(name), None, 0
    async with aclosing(store.steps(name)) as steps:
        with _progress(model) as bar:
            async for step in steps:
                if first is None and step.state != "ready":
                    missing = in_words(model.size - step.have)
                    print(f"acore: fetching {name} ({missing}, {model.licence})", file=sys.stderr)
                first = step.have if first is None else first
                last = step.have
                bar.show(step)
    return await store.get(name), last - (last if first is None else first)


class _Bar(Protocol):
    """Shows how far it is."""

    def show(self, step: "Kept") -> None:
        """So much is here."""


class _Lines:
    """A line for each tenth, where nobody watches."""

    def __init__(self, model: "Model") -> None:
        self._size = model.size
        self._tenths: int | None = None

    def show(self, step: "Kept") -> None:
        tenths = step.have * _TENTHS // self._size
        if self._tenths is not None and tenths > self._tenths:
            print(f"  {tenths * 100 // _TENTHS} %", file=sys.stderr)
        self._tenths = tenths


@contextmanager
def _progress(model: "Model") -> "Iterator[_Bar]":
    if not sys.stderr.isatty():
        yield _Lines(model)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(model.name, total=model.size)

        class Shown:
            def show(self, step: "Kept") -> None:
                bar.update(task, completed=step.have)

        yield Shown()
