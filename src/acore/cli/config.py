"""`acore config`: shows, checks and changes the settings."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from acore.settings import Loaded

app = typer.Typer(help="Show, check and change the settings.", no_args_is_help=True)

_DEFAULT = "default"


@app.command()
def show(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")] = False,
) -> None:
    """Print the settings in force; of a secret, only what sets it."""
    from acore.settings import load  # noqa: PLC0415  --help stays light
    from acore.settings_sources.wording import readable  # noqa: PLC0415

    loaded = load(context.obj)
    values = _readable(loaded)
    if json:
        told = {key: {"value": value, "origin": _origin(loaded, key)} for key, value in values.items()}
        print(readable(told if origin else values))
        return
    for key, value in values.items():
        line = f"{key} is not set" if value is None else f"{key} = {readable(value)}"
        print(f"{line}    # {_origin(loaded, key)}" if origin else line)


@app.command()
def check(context: typer.Context) -> None:
    """Say whether the settings can be used; exit 2 with every problem where they can not."""
    from acore.settings import load  # noqa: PLC0415

    for warning in load(context.obj).warnings:
        print(f"acore: warning: {warning}", file=sys.stderr)
    print("The settings can be used.")


@app.command("set", context_settings={"ignore_unknown_options": True})  # a value may begin with a minus
def set_(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="Such as llm.use")],
    value: Annotated[str, typer.Argument(help="Such as scripted")],
) -> None:
    """Write one value to settings.local.toml, after checking the whole."""
    from acore.settings import set_value  # noqa: PLC0415
    from acore.settings_sources.wording import readable  # noqa: PLC0415

    change = set_value(key, value, context.obj)
    print(f"{change.key} = {readable(change.value)}    # {change.file}")
    if change.hidden_by:
        print(f"acore: warning: {change.hidden_by} sets {change.key} as well, and wins", file=sys.stderr)


def _readable(loaded: "Loaded") -> dict[str, object]:
    from pydantic import SecretStr  # noqa: PLC0415

    from acore.settings import values_of  # noqa: PLC0415
    from acore.settings_sources.wording import masked  # noqa: PLC0415

    return {
        key: f"set ({_origin(loaded, key)})" if isinstance(value, SecretStr) else masked(value)
        for key, value in values_of(loaded.settings)
    }


def _origin(loaded: "Loaded", key: str) -> str:
    return loaded.origins.get(key, _DEFAULT)
