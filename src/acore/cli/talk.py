"""`acore talk`: answers what is said in a recording, aloud."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from acore.cli.chat import Json
from acore.cli.house import house, settings_of
from acore.cli.plain import Plain
from acore.cli.say import Output, VoiceName
from acore.cli.transcribe import source_of, tell_if_modest

if TYPE_CHECKING:
    from acore.adapters.sound.wav import WavWriter
    from acore.domain.voice_events import Timing, VoiceEvent
    from acore.settings import Settings


def talk(
    context: typer.Context,
    recording: Annotated[
        str, typer.Argument(metavar="IN|-", help="A recording: wav, mp3, ogg, m4a, webm and others; - reads it.")
    ],
    *,
    output: Output = None,
    voice: VoiceName = None,
    json: Json = False,
) -> None:
    """Answer what is said in a recording: into a file (-o b.wav), or through a player that is installed."""
    if json and output == "-":
        raise typer.BadParameter("--json takes standard output: name a file for the sound with -o FILE.")
    settings = settings_of(context)
    source = source_of(recording)
    told, listened = _Told(sys.stderr if output == "-" else sys.stdout, silent=json), ""
    with suppress(_Unsaid), _sound_file(output, plays=not json) as wav:
        listened = asyncio.run(_talked(settings, source, voice, told, wav))
        if told.failures and wav is not None and wav.is_empty:
            raise _Unsaid
    if json:
        print(told.as_json())
    for failure in dict.fromkeys(told.failures):
        print(f"acore: {failure}", file=sys.stderr)
    tell_if_modest(settings, listened)
    if told.failures:
        raise typer.Exit(1)


class _Unsaid(Exception):
    """Nothing could be said: a file of before stays as it was."""


@contextmanager
def _sound_file(output: str | None, *, plays: bool) -> "Iterator[WavWriter | None]":
    """Where the reply is written; None where nobody would hear it."""
    from acore.adapters.sound.wav import WavWriter  # noqa: PLC0415  --help stays light
    from acore.cli.sounding import player_here, target_of  # noqa: PLC0415

    target = target_of(output) if output is not None else player_here() if plays else None
    if target is None:
        yield None
        return
    with target.opened() as file, WavWriter(file) as wav:
        yield wav


async def _talked(
    settings: "Settings", source: Path | bytes, voice: str | None, told: "_Told", wav: "WavWriter | None"
) -> str:
    """Answer every turn, and say who heard the words.

    Raises InvalidInput where there is none with words in it, EngineRefused without the voice.
    """
    from acore.container import Container  # noqa: PLC0415  --help stays light
    from acore.domain.scope import Scope  # noqa: PLC0415
    from acore.errors import EngineRefused  # noqa: PLC0415

    try:
        from acore.domain.voice_events import Playing, Speaker  # noqa: PLC0415  their libraries are an extra
        from acore.services.voice_reply import Manner  # noqa: PLC0415
        from acore.services.voice_session import VoiceOptions  # noqa: PLC0415
    except ImportError as error:
        told_of = f'a library of the voice is not installed ({error.name}): pip install "acore[voice]"'
        raise EngineRefused(told_of, engine="voice") from error
    voices = Container(settings=settings).voice
    speaker = Speaker(Scope(channel="cli", user="cli"), "you")
    options = VoiceOptions(manner=Manner(voice=voice), language=settings.voice.language)
    async with house(settings) as acore, aclosing(voices.engines()):
        session = voices.session(speaker=speaker, chat=acore, options=options)
        async with aclosing(voices.sound().read(source)) as sound, aclosing(session.answer_all(sound)) as events:
            async for event in events:
                if not isinstance(event, Playing):
                    told.hear(event)
                elif wav is not None:
                    wav.write(event.chunk)
    told.require_words("standard input" if isinstance(source, bytes) else str(source))
    return str(voices.stt().listened)


@dataclass(slots=True)
class _Told:
    """What people are told of a conversation, as it goes on and at its end."""

    stream: TextIO
    silent: bool
    heard: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    timings: "list[Timing]" = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    unclear: int = 0

    def hear(self, event: "VoiceEvent") -> None:
        """Take the next event."""
        from acore.domain.voice_events import Answered, Failed, FellBack, Heard, NotUnderstood  # noqa: PLC0415

        match event:
            case Heard():
                self.heard.append(event.text)
                self._print(f"you: {event.text}")
            case Answered():
                self.replies.append(event.reply)
                self.timings.append(event.timing)
                plain = Plain()
                self._print(f"acore: {plain.feed(event.reply)}{plain.close()}")
            case NotUnderstood():
                self.unclear += 1
            case Failed():
                self.failures.append(f"{event.stage}: {event.why}")
            case FellBack():
                print(f"acore: the voice is the plain one: {event.why}", file=sys.stderr)
            case _:
                pass

    def require_words(self, name: str) -> None:
        """Raise InvalidInput where nothing could be answered, and nothing failed."""
        from acore.errors import InvalidInput  # noqa: PLC0415

        if self.heard or self.failures:
            return
        if self.unclear:
            raise InvalidInput("Somebody speaks in {name}, but no word of it could be understood.", name=name)
        told = "Nobody is heard to speak in {name}. Is it very quiet, or a whisper? This one notices more: {command}"
        raise InvalidInput(told, name=name, command="acore use vad/webrtc")

    def as_json(self) -> str:
        """One object: all that was heard and replied, and the mean of the times."""
        import orjson  # noqa: PLC0415

        from acore.domain.voice_events import Timing  # noqa: PLC0415

        timings = self.timings or [Timing()]
        mean = {one.name: round(fmean(getattr(it, one.name) for it in timings), 1) for one in fields(Timing)}
        first = mean.pop("first_audio")
        told = {"heard": "\n".join(self.heard), "reply": "\n".join(self.replies)}
        return orjson.dumps({**told, "stages": mean, "first_audio_ms": first}).decode()

    def _print(self, line: str) -> None:
        if not self.silent:
            print(line, file=self.stream, flush=True)
