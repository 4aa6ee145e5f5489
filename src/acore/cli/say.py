"""`acore say`: says a text aloud, into a file, a pipe or the loudspeakers."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from acore.cli.chat import Json
from acore.cli.house import settings_of

if TYPE_CHECKING:
    from acore.container import Container
    from acore.settings import Settings

_LONGEST = 1_000_000
_PIECE = 1000

Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write a WAV file; - is standard output.")
]
VoiceName = Annotated[
    str | None, typer.Option(metavar="NAME", help="A tts voice of `acore voices`; default: the settings'.")
]
Speed = Annotated[float, typer.Option(min=0.5, max=2, help="How fast; 1 is the voice's own pace.")]


@dataclass(frozen=True, slots=True)
class SayReport:
    """What was said, and where it is."""

    file: str
    engine: str
    voice: str
    seconds: float
    first_audio_ms: float
    """From the text to the first sound."""


def say(  # noqa: PLR0913  one parameter an option
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT|-", help="What to say, markdown included; - reads it.")],
    *,
    output: Output = None,
    voice: VoiceName = None,
    speed: Speed = 1.0,
    json: Json = False,
) -> None:
    """Say a text aloud: into a file (-o a.wav), a pipe, or through a player that is installed."""
    from acore.cli.sounding import target_of  # noqa: PLC0415  --help stays light

    if json and output in (None, "-"):
        raise typer.BadParameter("--json takes standard output: name a file for the sound with -o FILE.")
    target = target_of(output)
    given = sys.stdin.read(_LONGEST + 1) if text == "-" else text
    if not given.strip():
        raise typer.BadParameter("there is no text to say.")
    if len(given) > _LONGEST:
        raise typer.BadParameter(f"the text is longer than {_LONGEST:,} characters; say it in parts.")
    settings = settings_of(context)
    with target.opened() as file:
        report = asyncio.run(_said(settings, given, voice, speed, file))
    if json:
        import orjson  # noqa: PLC0415

        print(orjson.dumps({**asdict(report), "file": target.name}).decode())
    elif target.tells:
        print(f"{target.name}: {report.seconds:.1f} s by {report.engine} ({report.voice})")


async def _said(settings: "Settings", text: str, voice: str | None, speed: float, file: BinaryIO) -> SayReport:
    """Write the sound to the file as it comes; raises InvalidInput where there is none."""
    from acore.adapters.running import prepare_data_dir  # noqa: PLC0415  --help stays light
    from acore.adapters.sound.wav import WavWriter  # noqa: PLC0415
    from acore.container import Container  # noqa: PLC0415
    from acore.errors import InvalidInput  # noqa: PLC0415

    prepare_data_dir(settings.data_dir)
    house = Container(settings=settings)
    rvc = house.voice.rvc()
    async with house.voice.tts() as tts, rvc or nullcontext():
        clock = house.clock()
        began, first, seconds = clock.monotonic(), None, 0.0
        sound = house.voice.speaking().say(_pieces(text), voice=voice, speed=speed)
        with WavWriter(file) as wav:
            async with aclosing(sound) as chunks:
                async for chunk in chunks:
                    first = clock.monotonic() - began if first is None else first
                    seconds += chunk.seconds
                    wav.write(chunk)
        if first is None:
            raise InvalidInput("There is nothing to say in this text: it has no words.")
        if rvc is not None and (notice := rvc.notice()) is not None:
            print(f"acore: the voice is the plain one: {notice}", file=sys.stderr)
        spoke = await _voice(house, settings, voice)
        return SayReport("", tts.spoke, spoke, round(seconds, 3), round(first * 1000, 1))


async def _voice(house: "Container", settings: "Settings", asked: str | None) -> str:
    """The name of the voice that spoke: who stands in has its own where it does not know the one that is asked for."""
    tts = house.voice.tts()
    own: str | None = getattr(settings.tts.table(tts.spoke), "voice", None)
    known = own if asked is None else asked if tts.spoke == settings.tts.use else None
    if known is not None:
        return known  # a server is not asked for a list that nobody needs
    there_are = [one.name for one in await tts.voices_of(tts.spoke)]
    return asked if asked and asked in there_are else own or str(there_are[0])


async def _pieces(text: str) -> AsyncGenerator[str, None]:
    for begin in range(0, len(text), _PIECE):
        yield text[begin : begin + _PIECE]
