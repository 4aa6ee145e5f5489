"""`acore config`: shows, checks and changes the settings."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acore.errors import SettingsError

if TYPE_CHECKING:
    from acore.settings import Loaded

app = typer.Typer(help="Show, check and change the settings.", no_args_is_help=True)


@app.command()
def show(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")] = False,
) -> None:
    """Print the settings in force; a secret is told by the place that sets it."""
    from acore.settings import load  # noqa: PLC0415  --help stays light

    loaded = load(context.obj)
    values = _shown(loaded)
    if json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps(values).decode())
        return
    for key, value in values.items():
        print(f"{key} = {value}" + (f"    # {loaded.origins.get(key, 'default')}" if origin else ""))


@app.command()
def check(context: typer.Context) -> None:
    """Say whether the settings can be used; exit 2 with every problem where they can not."""
    from acore.settings import load  # noqa: PLC0415

    for warning in load(context.obj).warnings:
        print(f"acore: {warning}", file=sys.stderr)
    print("The settings can be used.")


@app.command("set")
def set_(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="Such as llm.use")],
    value: Annotated[str, typer.Argument(help="Such as scripted")],
) -> None:
    """Write one value to settings.local.toml, after checking the whole."""
    from acore.settings import load  # noqa: PLC0415

    file = write_setting(key, value, context.obj)
    print(f"{key} = {value}    # {file}")
    above = load(context.obj).origins.get(key, str(file))
    if above != str(file):
        print(f"acore: {above} sets {key} too, and wins.", file=sys.stderr)


def write_setting(key: str, value: str, path: Path | None) -> Path:
    """Write the value beside the settings file, comments kept; returns the file.

    The file is replaced whole, or not at all. Raises SettingsError for a secret, an unknown key or
    a value that does not fit; then nothing was written.
    """
    import tomlkit  # noqa: PLC0415

    from acore import settings_sources as sources  # noqa: PLC0415
    from acore.settings import check_change  # noqa: PLC0415

    if sources.is_secret(key):
        raise SettingsError(
            f"{key} is a secret, and secrets do not stand in settings files. Set the variable "
            f"{sources.variable_of(key)}, or put it into secrets.toml in data_dir."
        )
    file = sources.settings_file(path).with_name("settings.local.toml")
    document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
    typed = check_change(path, key, value)
    place = document
    *tables, last = key.split(".")
    for table in tables:
        place = place.setdefault(table, tomlkit.table())
    place[last] = typed
    draft = file.with_suffix(".new")
    draft.write_text(tomlkit.dumps(document), "utf-8")
    draft.replace(file)
    return file


def _shown(loaded: "Loaded") -> dict[str, object]:
    from acore import settings_sources as sources  # noqa: PLC0415

    told: dict[str, object] = {}
    for key, value in sources.leaves(loaded.settings.model_dump(mode="json")):
        if sources.is_secret(key):
            told[key] = f"set ({loaded.origins.get(key, 'default')})" if value is not None else None
        else:
            told[key] = value
    return told
