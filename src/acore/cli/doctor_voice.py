"""What `acore doctor` finds of the voice: what is missing, and whether a sentence that is said is heard again."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acore.cli.doctor_check import Check, Status, parted
from acore.cli.engines import unfetched

if TYPE_CHECKING:
    from acore.domain.audio import AudioChunk
    from acore.interfaces import STT, TTS, VAD, EngineContext, EngineSettings, VoiceConverter
    from acore.settings import Settings

SAID = "what can you do"
SLOTS = ("tts", "vad", "stt", "rvc")
"""Of the voice; the house opens without them."""
_PATIENCE_S = 60
"""Seconds that an engine may take to open, and again for its part of the work."""
_SILENCE_S = 2.0
"""Around the sentence, so that its beginning and its end are noticed."""
_MODEST = "pocketsphinx"
_BETTER = "It mishears about one word in three of free talk. For much better hearing: acore use stt/whisper"


@dataclass(frozen=True, slots=True)
class _Named:
    """An engine that the settings name, by its slot."""

    slot: str
    name: str
    table: "EngineSettings"
    lacks: tuple[str, ...]
    """Modules that are not installed."""
    extra: str
    """What brings them."""
    broken: Status
    """What it is to the house if it can not do its work: no failure where another one stands in for it."""


async def voice(settings: "Settings") -> AsyncIterator[Check]:
    """Whether acore can speak and hear here. A house that nobody gave a voice is healthy without."""
    named = tuple(_named(settings))
    lacking = [one for one in named if one.lacks]
    if lacking and all(getattr(settings, one.slot) == type(getattr(settings, one.slot))() for one in lacking):
        modules = ", ".join(dict.fromkeys(module for one in lacking for module in one.lacks))
        way_out = 'To give acore a voice: pip install "acore[voice]". It brings espeak-ng, x264 and x265: GPL.'
        yield Check("voice", "info", f"acore neither speaks nor hears here: {modules}, not installed", way_out)
        return
    trial = _Trial(settings)
    for one in named:
        if (found := _lack(one, settings)) is not None:
            yield found
        elif one.table.missing() is None:  # a key that is missing is told with the settings
            yield await trial.of(one)


def _named(settings: "Settings") -> Iterator[_Named]:
    from acore.adapters import engines  # noqa: PLC0415  --help stays light

    for slot in SLOTS:
        table = getattr(settings, slot)
        names = tuple(table.plan().engines) if slot in ("tts", "stt") else (table.use,) if table.use else ()
        broken: Status = "fail" if len(names) == 1 else "warn"
        for name in names:
            engine = engines.load(slot, table.table(name).engine)
            extra = engine.extra.name if engine.extra else ""
            yield _Named(slot, name, table.table(name), engines.lacking(engine), extra, broken)


def _lack(one: _Named, settings: "Settings") -> Check | None:
    """What has to be brought before it can be tried."""
    if one.lacks:
        told = f"{one.name} needs {', '.join(one.lacks)}, not installed"
        return Check(one.slot, one.broken, told, f'pip install "acore[{one.extra}]"')
    if found := unfetched(one.table, settings.data_dir):
        what, _, command = found.partition(": ")
        return Check(one.slot, one.broken, f"{one.name} needs {what}, which is not here", command)
    return None


class _Trial:
    """Has each engine do a little of its work; those elsewhere, where it may cost something, are only reached."""

    def __init__(self, settings: "Settings") -> None:
        from acore.container import Container  # noqa: PLC0415  --help stays light

        self._data_dir = settings.data_dir
        self._context: EngineContext = Container(settings=settings).context()
        self._clip: AudioChunk | None = None
        """The sentence, once somebody said it."""

    async def of(self, one: _Named) -> Check:
        """What came of it."""
        from acore.errors import AcoreError  # noqa: PLC0415  --help stays light
        from acore.services.prefetching import timely  # noqa: PLC0415

        try:
            return await timely(self._of(one), _PATIENCE_S, one.name)
        except AcoreError as error:
            return Check(one.slot, one.broken, *parted(str(error)))

    async def _of(self, one: _Named) -> Check:
        from acore.adapters import engines  # noqa: PLC0415
        from acore.adapters.running import prepare_data_dir  # noqa: PLC0415
        from acore.interfaces import RemoteEngineSettings  # noqa: PLC0415

        prepare_data_dir(self._data_dir)
        async with engines.build(one.slot, one.table, self._context) as engine:
            await engine.ping()
            if isinstance(one.table, RemoteEngineSettings):
                return Check(one.slot, "ok", f"{one.name} can be reached")
            if one.slot == "tts":
                return await self._say(one, engine)
            if self._clip is None:
                return Check(one.slot, "ok", f"{one.name} is ready")
            if one.slot == "vad":
                return self._notice(one, engine, self._clip)
            return await (self._hear if one.slot == "stt" else self._convert)(one, engine, self._clip)

    async def _say(self, one: _Named, tts: "TTS") -> Check:
        clip = await tts.synthesize(SAID)
        if clip is None or not clip.samples.any():
            return Check("tts", one.broken, f"{one.name} says “{SAID}” without a sound", "Another voice: acore voices")
        self._clip = self._clip or clip
        return Check("tts", "ok", f"{one.name} says “{SAID}” in {clip.seconds:.1f} s")

    def _notice(self, one: _Named, vad: "VAD", clip: "AudioChunk") -> Check:
        from acore.adapters.sound.reading import AVSound  # noqa: PLC0415
        from acore.domain.turns import Segmenter  # noqa: PLC0415

        detector = vad.detector()
        segmenter, resampler = Segmenter(detector), AVSound().resampler(detector.rate)
        heard = (
            *segmenter.feed(resampler.feed(_in_silence(clip))),
            *segmenter.feed(resampler.finish()),
            *segmenter.finish(),
        )
        if not heard:
            return Check("vad", "warn", f"{one.name} takes it for noise", "Another detector: acore use vad/silero")
        return Check("vad", "ok", f"{one.name} notices it")

    async def _hear(self, one: _Named, stt: "STT", clip: "AudioChunk") -> Check:
        heard = (await stt.transcribe(_in_silence(clip))).text.strip()
        if not heard:
            return Check("stt", "warn", f"{one.name} hears no word of it", "Better ears: acore use stt/whisper")
        told = f"{one.name} hears “{heard}”"
        if one.table.engine == _MODEST and one.table.model_dump()["grammar"] is None:
            return Check("stt", "info", told, _BETTER)
        return Check("stt", "ok", told)

    async def _convert(self, one: _Named, rvc: "VoiceConverter", clip: "AudioChunk") -> Check:
        await rvc.convert(clip)
        return Check("rvc", "ok", f"{one.name} turns it into the voice {(await rvc.voices())[0].name}")


def _in_silence(clip: "AudioChunk") -> "AudioChunk":
    from acore.domain.audio import AudioChunk, joined  # noqa: PLC0415  numpy

    silence = AudioChunk.silence(_SILENCE_S, clip.rate, clip.channels)
    return joined([silence, clip, silence])
