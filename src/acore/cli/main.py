"""`acore`: reads the command line, runs the verb, and turns errors into exit codes."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from acore.cli import (
    bench,
    chat,
    config,
    demo,
    doctor,
    engines,
    index,
    init,
    models,
    route,
    run,
    say,
    talk,
    transcribe,
    use,
    version,
    voices,
)
from acore.cli import eval as evaluation
from acore.errors import AcoreError, SettingsError

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130
_WAYS_OUT: dict[type[OSError], str] = {
    FileNotFoundError: "Make the folder first, or write elsewhere.",
    NotADirectoryError: "Write elsewhere.",
    IsADirectoryError: "Name a file in it.",
    PermissionError: "Write elsewhere.",
}
"""What can be done where something can not be written; else there is no room."""

app = typer.Typer(
    name="acore",
    help="An AI member for your Discord server. Start with: acore run",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _acore(
    context: typer.Context,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar="FILE", help="The settings file, instead of ./settings.toml."),
    ] = None,
) -> None:
    context.obj = settings


app.command("run")(run.run)
app.command("chat")(chat.chat)
app.command("ask")(chat.ask)
app.command("index")(index.index)
app.command("engines")(engines.engines)
app.command("use")(use.use)
app.command("route")(route.route)
app.command("transcribe")(transcribe.transcribe)
app.command("talk")(talk.talk)
app.command("say")(say.say)
app.command("voices")(voices.voices)
app.command("doctor")(doctor.doctor)
app.command("init")(init.init)
app.command("demo")(demo.demo)
app.command("bench")(bench.bench)
app.command("version")(version.version)
app.add_typer(config.app, name="config")
app.add_typer(models.app, name="models")
app.add_typer(evaluation.app, name="eval")


def main() -> int:
    """Run the command line, and give the exit code: 0 done, 1 failed, 2 wrong settings or usage, 130 interrupted."""
    try:
        app(standalone_mode=True)
    except SystemExit as end:
        return _flushed(end.code if isinstance(end.code, int) else FAILED)
    except SettingsError as error:
        return _failed(str(error), WRONG_USAGE)
    except AcoreError as error:
        return _failed(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _silenced()
    except OSError as error:
        return _unwritten(error)
    return _flushed(0)


def _flushed(code: int) -> int:
    """What is printed has to arrive, or it was not done."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        return _silenced()
    except OSError as error:
        return _unwritten(error)
    return code


def _failed(why: str, code: int) -> int:
    print(f"acore: {why}", file=sys.stderr)
    return code


def _unwritten(error: OSError) -> int:
    what = error.filename or "what acore prints"
    way_out = _WAYS_OUT.get(type(error), "Make room, or write elsewhere.")
    _failed(f"{what} can not be written: {error.strerror or error}. {way_out}", FAILED)
    return _silenced()


def _silenced() -> int:
    """Nobody reads what is printed: what is still held back goes nowhere, or Python would try again at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return FAILED
