"""`acore`: reads the command line, runs the verb, and turns errors into exit codes."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from acore.cli import chat, config, demo, doctor, engines, index, run, use, version
from acore.errors import AcoreError, SettingsError

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130

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
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("version")(version.version)
app.add_typer(config.app, name="config")


def main() -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong settings or usage, 130 interrupted."""
    try:
        app(standalone_mode=True)
    except SettingsError as error:
        _fail(error, WRONG_USAGE)
    except AcoreError as error:
        _fail(error, FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILED)


def _fail(error: AcoreError, code: int) -> None:
    print(f"acore: {error}", file=sys.stderr)
    sys.exit(code)
