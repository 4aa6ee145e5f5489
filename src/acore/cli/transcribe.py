"""`acore transcribe`: writes down what is said in a recording."""

import asyncio
import sys
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of

if TYPE_CHECKING:
    from acore.domain.speech import Segment
    from acore.settings import Settings

_MODEST = "pocketsphinx"
_HINT = "pocketsphinx mishears about one word in three. For much better hearing: acore use stt/whisper"
_WIDTH = 79
_LONGEST_INPUT = 256 * 2**20
"""Bytes of standard input, which is held in memory; a file is not."""
_FROM_START = "\r\x1b[K"


def transcribe(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", help="A recording or a video: wav, mp3, ogg, m4a, webm and others; - reads it."
        ),
    ],
    language: Annotated[
        str | None,
        typer.Option(
            "--language", "-l", metavar="LANGUAGE", help="What is spoken, such as de; default: the settings'."
        ),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Write down what is said in a recording."""
    settings = settings_of(context)
    asyncio.run(_transcribe(settings, source_of(file), language or settings.voice.language, as_json=json))


def source_of(recording: str) -> Path | bytes:
    """The file, or all of standard input; raises typer.BadParameter where that is too long to be held in memory."""
    if recording != "-":
        return Path(recording)
    data = sys.stdin.buffer.read(_LONGEST_INPUT + 1)
    if len(data) > _LONGEST_INPUT:
        raise typer.BadParameter(f"standard input is longer than {_LONGEST_INPUT:,} bytes; name a file instead.")
    return data


async def _transcribe(settings: "Settings", file: Path | bytes, language: str | None, *, as_json: bool) -> None:
    from acore.adapters.running import prepare_data_dir  # noqa: PLC0415  --help stays light
    from acore.container import Container  # noqa: PLC0415

    prepare_data_dir(settings.data_dir)
    house = Container(settings=settings).voice
    shown = _Shown(prints=not as_json)
    heard: list[Segment] = []
    async with (
        house.stt() as stt,
        aclosing(house.sound().read(file)) as sound,
        aclosing(stt.stream(sound, language=language)) as segments,
    ):
        async for segment in segments:
            shown.show(segment)
            if segment.final:
                heard.append(segment)
    shown.end()
    if as_json:
        print(_object(heard, language))
    elif not heard:
        print("acore: nothing was said that could be understood", file=sys.stderr)
    tell_if_modest(settings, stt.listened)


def tell_if_modest(settings: "Settings", listened: str) -> None:
    """Say how well the engine of that name hears, and how to hear better, where it does not hear well.

    Nobody listened where it is empty: then it is the one in use. Within a grammar every engine hears well.
    """
    table = settings.stt.table(listened or settings.stt.use)
    if table.engine == _MODEST and getattr(table, "grammar", None) is None:
        print(f"acore: {_HINT}", file=sys.stderr)


class _Shown:
    """Prints what is heard as it comes; on a terminal also what is only guessed so far, on a line that changes."""

    def __init__(self, *, prints: bool) -> None:
        self._prints = prints
        self._guesses = sys.stderr.isatty()
        self._guessed = False

    def show(self, segment: "Segment") -> None:
        if not segment.final:
            if self._guesses:
                told = f"{segment.start:6.1f} s  {segment.text}"
                print(_FROM_START + told[-_WIDTH:], end="", file=sys.stderr, flush=True)
                self._guessed = True
            return
        self.end()
        if self._prints:
            print(segment.text.strip(), flush=True)

    def end(self) -> None:
        """Take the last guess away."""
        if self._guessed:
            print(_FROM_START, end="", file=sys.stderr, flush=True)
            self._guessed = False


def _object(heard: list["Segment"], language: str | None) -> str:
    import orjson  # noqa: PLC0415

    told = next((segment.language for segment in heard if segment.language), language)
    segments = [
        {"start": one.start, "end": one.end, "text": one.text.strip(), "confidence": one.confidence} for one in heard
    ]
    text = " ".join(one.text.strip() for one in heard).strip()
    return orjson.dumps({"text": text, "language": told, "segments": segments}).decode()
