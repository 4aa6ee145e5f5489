"""`acore doctor --voice`: known speech goes through all that a call needs, and each stage says whether it works."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING

from acore.cli.doctor_check import Check, parted
from acore.errors import AcoreError, EngineRefused

if TYPE_CHECKING:
    from types import ModuleType

    from acore.domain.audio import AudioChunk
    from acore.interfaces import Opus
    from acore.services.voice_engines import Voice
    from acore.services.voice_session import Replying
    from acore.settings import Settings

KNOWN = "what can you do"
_EXTRA = 'pip install "acore[voice]"'
_REPORT = "Please report it, with the lines above."
_LOUD = 300
"""Of 32768."""
_LEAST_KEPT = 0.7
"""The share of the speech that comes through a network that loses one packet in 25."""
_SHORTEST_S = 0.2


class _Failed(Exception):
    """The stage `check` tells of can not do its part, so the next ones have nothing to work on."""

    def __init__(self, check: Check) -> None:
        super().__init__(check.name)
        self.check = check


async def stages(settings: "Settings") -> AsyncIterator[Check]:
    """One check a stage, with the milliseconds that it took; none behind one that failed."""
    try:
        opus, wire = _libraries()
        yield Check("call: libraries", "ok", "Opus and both encryptions are here")
        async for check in _of_house(settings, opus, wire):
            yield check
    except _Failed as failure:
        yield failure.check
    except AcoreError as error:
        yield Check("call: house", "fail", *parted(str(error)))


def _libraries() -> "tuple[Opus, ModuleType]":
    try:
        from acore.adapters.sound.opus import AVOpus  # noqa: PLC0415  libraries of an extra
        from acore.cli import doctor_wire  # noqa: PLC0415

        opus = AVOpus()
        opus.decoder()
    except (ImportError, EngineRefused) as error:
        raise _Failed(Check("call: libraries", "fail", str(error), _EXTRA)) from error
    return opus, doctor_wire


async def _of_house(settings: "Settings", opus: "Opus", wire: "ModuleType") -> AsyncIterator[Check]:
    from acore.cli.house import house  # noqa: PLC0415  --help stays light
    from acore.container import Container  # noqa: PLC0415

    voices = Container(settings=settings).voice
    async with house(settings) as acore, aclosing(voices.engines()) as engines:
        lap = _Lap()
        try:
            voice: Voice = await engines.ready()
            speech = await _known_speech(voices.context())
        except AcoreError as error:
            raise _Failed(Check("call: engines", "fail", *parted(str(error)))) from error
        yield lap.ok("engines", f"open; espeak said “{KNOWN}” in {speech.seconds:.1f} s")
        async for check in _on_the_wire(speech, opus, wire, voice, acore):
            yield check


async def _on_the_wire(
    speech: "AudioChunk", opus: "Opus", wire: "ModuleType", voice: "Voice", acore: "Replying"
) -> AsyncIterator[Check]:
    """From the member's client to the bot's ear, and on."""
    lap, end_to_end = _Lap(), wire.PLAIN
    try:
        end_to_end = wire.group_of_two()
        yield lap.ok("end-to-end encryption", "a member and the bot share keys by DAVE")
    except EngineRefused as error:
        yield Check("call: end-to-end encryption", "info", "davey is here; it was not tried out", str(error))
    packets = wire.sent(speech, opus, end_to_end)
    yield lap.ok("encrypt", f"{len(packets)} packets of Opus")
    clip, counts = wire.heard(packets, opus, end_to_end)
    kept = _loud_s(clip) / max(_loud_s(speech), 0.01)
    what = f"{kept:.0%} of the speech came through, in its order; {counts.get('lost', 0)} packets lost on purpose"
    if kept < _LEAST_KEPT or counts.get("not_decrypted") or counts.get("dave_failed") or counts.get("opus_failed"):
        raise _Failed(Check("call: decrypt", "fail", f"{what}; {counts}", _REPORT))
    yield lap.ok("decrypt, jitter buffer", what)
    async for check in _answered(clip, voice, acore):
        yield check


async def _answered(clip: "AudioChunk", voice: "Voice", acore: "Replying") -> AsyncIterator[Check]:
    """From what was heard to what is said."""
    from acore.domain.replies import Question  # noqa: PLC0415
    from acore.domain.scope import Scope  # noqa: PLC0415

    lap = _Lap()
    turn = _turn(clip, voice)
    yield lap.ok("vad", f"found a turn of {turn.seconds:.1f} s")
    try:
        text = (await voice.stt.transcribe(turn)).text.strip()
    except AcoreError as error:
        raise _Failed(Check("call: stt", "fail", *parted(str(error)))) from error
    yield _heard(text, lap)
    try:
        question = Question(KNOWN, Scope(channel="doctor", user="doctor"), "doctor", remember=False, aloud=True)
        reply = "".join([part.text async for part in acore.reply(question)]).strip()
    except AcoreError as error:
        raise _Failed(Check("call: llm", "fail", *parted(str(error)))) from error
    yield lap.ok("llm", f"answers: {' '.join(reply.split())[:60]}…")
    try:
        said = await voice.tts.synthesize("I can hear you, and I can speak.")
    except AcoreError as error:
        raise _Failed(Check("call: tts", "fail", *parted(str(error)))) from error
    if said is None or said.seconds < _SHORTEST_S:
        raise _Failed(Check("call: tts", "fail", "the voice makes no sound", "Choose another: acore use tts/espeak"))
    yield lap.ok("tts", f"{said.seconds:.1f} s of sound")
    if voice.rvc is not None:
        try:
            await voice.rvc.convert(said)
        except AcoreError as error:
            raise _Failed(Check("call: rvc", "fail", *parted(str(error)))) from error
        yield lap.ok("rvc", "the voice becomes the other one")
    elif voice.why_plain:
        yield Check("call: rvc", "warn", *parted(voice.why_plain))


def _turn(clip: "AudioChunk", voice: "Voice") -> "AudioChunk":
    from acore.domain.turns import Segmenter, Utterance  # noqa: PLC0415  numpy

    detector = voice.vad.detector()
    segmenter, resampler = Segmenter(detector), voice.sound.resampler(detector.rate)
    events = [*segmenter.feed(resampler.feed(clip)), *segmenter.feed(resampler.finish()), *segmenter.finish()]
    turns = [event.clip for event in events if isinstance(event, Utterance)]
    if not turns:
        way_out = "Choose another detector: acore config set vad.use silero"
        raise _Failed(Check("call: vad", "fail", "it finds nobody speaking in known speech", way_out))
    return max(turns, key=lambda one: one.seconds)


def _heard(text: str, lap: "_Lap") -> Check:
    """What was understood; a word of it is enough, since an engine may be for another language."""
    if not text:
        raise _Failed(Check("call: stt", "fail", "it understands no word of known speech", "acore use stt/whisper"))
    known = set(KNOWN.split())
    right = len(known & set(text.lower().replace("?", "").replace(".", "").split())) / len(known)
    detail = f"understood “{text}”"
    if right <= 1 / 2:
        return Check("call: stt", "warn", f"{detail} for “{KNOWN}”", "For better ears: acore use stt/whisper")
    return lap.ok("stt", detail)


async def _known_speech(context: object) -> "AudioChunk":
    """The words, said by espeak whichever voice is in use: so it is known what is to be heard."""
    from acore.adapters.tts.espeak import EspeakSettings, EspeakTTS  # noqa: PLC0415
    from acore.interfaces import EngineContext  # noqa: PLC0415

    assert isinstance(context, EngineContext)
    async with EspeakTTS(EspeakSettings(), context) as espeak:
        speech = await espeak.synthesize(KNOWN)
    assert speech is not None
    return speech


def _loud_s(sound: "AudioChunk") -> float:
    return float((abs(sound.mono().astype(int)) > _LOUD).sum() / sound.rate)


class _Lap:
    """Milliseconds from one stage to the next."""

    def __init__(self) -> None:
        self._began = monotonic()

    def ok(self, stage: str, detail: str) -> Check:
        """The stage works; the next one begins now."""
        took = (monotonic() - self._began) * 1000
        self._began = monotonic()
        return Check(f"call: {stage}", "ok", f"{detail} ({took:.0f} ms)")
