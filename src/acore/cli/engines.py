"""`acore engines`: what can stand in each slot, and what stands there now."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of

if TYPE_CHECKING:
    from acore.interfaces import EngineSettings
    from acore.settings import Settings
    from acore.settings_slots import SlotSettings


GPL = ("voice", "kokoro")
"""Extras that bring libraries under the GPL."""
LICENCES = (
    "acore is MIT; under the GPL are espeak-ng, which the extras voice and kokoro bring, x264 and x265, which voice"
    " brings, and phonemizer, which kokoro brings."
)


@dataclass(frozen=True, slots=True)
class EngineRow:
    """An engine as the list shows it; `needs` says what is missing where it is not ready."""

    slot: str
    name: str
    engine: str
    origin: str
    selected: bool
    ready: bool
    needs: str | None


def engines(context: typer.Context, *, json: Json = False) -> None:
    """List the engines of every slot, the ones in use marked."""
    rows = list(_rows(settings_of(context)))
    if json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps([asdict(row) for row in rows]).decode())
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        mark = "*" if row.selected else " "
        state = "" if row.ready else f"  needs: {row.needs}"
        print(f"{mark} {row.slot:<13} {row.name:<{width}}  {row.origin}{state}")
    if any(f"acore[{extra}]" in (row.needs or "") for row in rows for extra in GPL):
        print(LICENCES)


def _rows(settings: "Settings") -> Iterator[EngineRow]:
    from acore.settings_slots import SlotSettings  # noqa: PLC0415

    for slot, table in settings:
        if isinstance(table, SlotSettings):
            yield from _of_slot(slot, table, settings.data_dir)


def _of_slot(slot: str, table: "SlotSettings", data_dir: Path) -> Iterator[EngineRow]:
    from acore.adapters import engines as known  # noqa: PLC0415

    for name in sorted({*known.names(slot), *table.engines}):
        engine = table.engines[name].engine if name in table.engines else name
        needs = _needs(slot, engine) or _unset(slot, name, table) or unfetched(table.table(name), data_dir)
        yield EngineRow(
            slot, name, engine, known.origin(slot, engine), selected=name == table.use, ready=needs is None, needs=needs
        )


def _needs(slot: str, engine: str) -> str | None:
    """What keeps the engine from being built, or None."""
    from acore.adapters import engines as known  # noqa: PLC0415

    try:
        found = known.load(slot, engine)
        found.Settings()  # type: ignore[call-arg]  # every engine's table names its engine by default
    except (ImportError, TypeError, ValueError) as error:
        return str(error)
    return known.uninstalled(found)


def _unset(slot: str, name: str, table: "SlotSettings") -> str | None:
    """What has to be set first, and how."""
    missing = table.table(name).missing()
    return missing and f"{missing}; to set it: acore use {name if slot == 'llm' else f'{slot}/{name}'}"


def unfetched(table: "EngineSettings", data_dir: Path) -> str | None:
    """The model that has to be fetched first, and how."""
    from acore.adapters.models.catalogue import MODELS  # noqa: PLC0415
    from acore.adapters.models.files import ModelFiles  # noqa: PLC0415
    from acore.domain.model_files import in_words  # noqa: PLC0415

    model = next((one for one in MODELS if one.name == table.needs_model()), None)
    if model is None or ModelFiles(data_dir / "models").is_whole(model):
        return None
    return f"its model ({in_words(model.size)}): acore models get {model.name}"
