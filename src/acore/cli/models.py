"""`acore models`: the models that engines of this machine work with, fetched when somebody says so."""

import asyncio
import time
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of

if TYPE_CHECKING:
    from acore.adapters.models.store import ModelStore
    from acore.settings import Settings

app = typer.Typer(no_args_is_help=True, help="List, fetch and remove the models that voices and ears work with.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="One of `acore models list`.")]


@app.command("list")
def listing(context: typer.Context, *, json: Json = False) -> None:
    """Show the models that there are, and which of them are on this machine."""
    from acore.domain.model_files import in_words  # noqa: PLC0415  --help stays light

    kept = asyncio.run(_store(settings_of(context)).kept())
    if json:
        import orjson  # noqa: PLC0415

        rows = [
            {
                "name": one.model.name,
                "slot": one.model.slot,
                "engine": one.model.engine,
                "about": one.model.about,
                "licence": one.model.licence,
                "state": one.state,
                "bytes": one.model.size,
                "have": one.have,
            }
            for one in kept
        ]
        print(orjson.dumps(rows).decode())
        return
    for one in kept:
        mark = "*" if one.state == "ready" else " "
        state = f" ({in_words(one.have)} are here)" if one.state == "partial" else ""
        print(f"{mark} {one.model.name:<14} {in_words(one.model.size):>7}{state}  {one.model.about}")
        print(f"{'':26}{one.model.licence} · acore use {one.model.choice}")


@app.command("get")
def get(context: typer.Context, name: Name, *, json: Json = False) -> None:
    """Fetch a model, or what is missing of it; Ctrl-C keeps what has come, and the next time goes on there."""
    from acore.cli.fetching import fetched  # noqa: PLC0415  --help stays light

    store, began = _store(settings_of(context)), time.perf_counter()
    place, came = asyncio.run(fetched(store, name))
    if json:
        import orjson  # noqa: PLC0415

        seconds = round(time.perf_counter() - began, 3)
        print(orjson.dumps({"name": name, "path": str(place), "fetched": came, "seconds": seconds}).decode())
    else:
        model = store.named(name)
        print(f"{place}\nTo use it: acore use {model.choice}")


@app.command("remove")
def remove(context: typer.Context, name: Name, *, json: Json = False) -> None:
    """Remove a model from this machine, and what came of one that is not whole."""
    from acore.domain.model_files import in_words  # noqa: PLC0415  --help stays light

    freed = asyncio.run(_store(settings_of(context)).remove(name))
    if json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps({"name": name, "freed": freed}).decode())
    else:
        print(f"{name}: {in_words(freed)} removed" if freed else f"{name} was not here")


def _store(settings: "Settings") -> "ModelStore":
    from acore.adapters.running import prepare_data_dir  # noqa: PLC0415  --help stays light
    from acore.container import Container  # noqa: PLC0415

    prepare_data_dir(settings.data_dir)
    store: ModelStore = Container(settings=settings).models()
    return store
