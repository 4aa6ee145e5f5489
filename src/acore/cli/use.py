"""`acore use`: changes the engine or the model, after one real call with it."""

import asyncio
import sys
from collections.abc import Iterator
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.house import settings_of
from acore.errors import SettingsError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from acore.adapters.models.store import ModelStore
    from acore.domain.models import Choice, Used
    from acore.settings import Settings

_LONGEST_KEY = 10_000


def use(
    context: typer.Context,
    choice: Annotated[
        str,
        typer.Argument(
            metavar="SLOT/ENGINE | PROVIDER/MODEL", help="Such as ollama/llama3.2, openrouter/auto or tts/kokoro."
        ),
    ],
    *,
    key: Annotated[
        bool, typer.Option("--key", help="Read a new API key: from the keyboard unseen, or from standard input.")
    ] = False,
) -> None:
    """Use another engine or model: tried with one real call, written to settings.local.toml, in use at once."""
    from acore.switching import choice_of  # noqa: PLC0415  --help stays light

    settings = settings_of(context)
    chosen = choice_of(choice, settings)
    secret = _key(settings, chosen) if key or _lacks_key(settings, chosen) else None
    asyncio.run(_use(settings, choice, secret, context.obj))


async def _use(settings: "Settings", text: str, key: "SecretStr | None", file: Path | None) -> None:
    """Have the running acore do it, or do it here where none runs."""
    from acore.adapters.running import DataDirLock, RunningAcore, prepare_data_dir, read  # noqa: PLC0415
    from acore.errors import DataDirInUse  # noqa: PLC0415
    from acore.switching import choice_of, closed, use  # noqa: PLC0415

    prepare_data_dir(settings.data_dir)
    await _bring_its_model(choice_of(text, settings), key, file)
    try:
        with DataDirLock(settings.data_dir):
            used = await use(choice_of(text, settings), key, file, closed)
    except DataDirInUse:
        if (running := read(settings.data_dir)) is None or running.address is None:
            raise
        async with RunningAcore(running.address, running.token) as acore:
            used = await acore.use(text, key)
    for line in _told(used):
        print(line)


async def _bring_its_model(choice: "Choice", key: "SecretStr | None", file: Path | None) -> None:
    """Fetch the model that the engine works with where it needs one; nothing is written yet."""
    from acore.adapters import engines  # noqa: PLC0415  --help stays light
    from acore.cli.fetching import fetched  # noqa: PLC0415
    from acore.container import Container  # noqa: PLC0415
    from acore.switching import proposed  # noqa: PLC0415

    settings = (await asyncio.to_thread(proposed, choice, key, file)).settings
    table = getattr(settings, choice.slot).table(choice.name)
    if (model := table.needs_model()) is None:
        return
    house = Container(settings=settings)
    store: ModelStore = house.models()
    async with store, engines.build(choice.slot, table, house.context()):  # it says if it lacks a library
        await fetched(store, model)


def _told(used: "Used") -> Iterator[str]:
    """What came of it."""
    model = f" with {used.model}" if used.model else ""
    if used.said:
        yield f"{used.choice.name}{model} answered after {used.ms:.0f} ms: {used.said}"
    yield f"{used.choice.slot}.use = {used.choice.name}    # {used.file}"
    yield from used.notes
    if used.restart:
        yield "It counts from the next start on."


def _lacks_key(settings: "Settings", choice: "Choice") -> bool:
    table = getattr(settings, choice.slot).table(choice.name)
    return bool(table.missing() == "api_key")


def _key(settings: "Settings", choice: "Choice") -> "SecretStr":
    """The key, from where nobody sees it: not an argument, which other users of the machine could read."""
    from pydantic import SecretStr  # noqa: PLC0415

    name = choice.name
    text = getpass(f"API key of {name}: ") if sys.stdin.isatty() else sys.stdin.readline(_LONGEST_KEY)
    if not text.strip():
        told, without = f"{name}/MODEL", "acore use llm/extractive"
        if choice.slot != "llm":
            usual = type(getattr(settings, choice.slot)).model_fields["use"].default
            told, without = f"{choice.slot}/{name}", f"acore config set {choice.slot}.use {usual or 'none'}"
        raise SettingsError(
            f"{name} needs an API key: type it when asked, or give it on standard input: "
            f"acore use {told} --key < file. Without a key: {without}"
        )
    return SecretStr(text.strip())
