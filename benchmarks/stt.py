"""How well and how fast PocketSphinx hears what espeak-ng says: dictation, a grammar of commands, and documents.

The floor of dictation is the library alone, which is given the same sound whole. Word error rates count words that are
wrong, missing or too many, as shares of those that were said.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pocketsphinx

from acore.adapters.stt.pocketsphinx import PocketSphinxSettings, PocketSphinxSTT
from acore.domain.audio import AudioChunk
from acore.testing import engine_context
from benchmarks.espeak import spoken
from benchmarks.figures import Figure
from benchmarks.stt_corpus import COMMANDS, DOCUMENTS, QUESTIONS, SENTENCES

_RATE = 16_000
_VOICES = ("en-us", "en-us+m3")
_RESTARTS = 3

Hear = Callable[[AudioChunk], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of some sentences."""

    errors: int
    words: int
    took_s: float
    sound_s: float

    @property
    def wer(self) -> float:
        """Percent of the words that were said."""
        return 100 * self.errors / self.words

    @property
    def real_time(self) -> float:
        """Seconds of work for a second of sound."""
        return self.took_s / self.sound_s


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Figure]:
    grammar, documents = folder / "commands.txt", folder / "documents.txt"
    grammar.write_text("\n".join(COMMANDS))
    documents.write_text(DOCUMENTS)
    alone = await _of_all(_alone(), SENTENCES)
    async with _engine(folder) as stt:
        dictated, asked = await _of_all(_by(stt), SENTENCES), await _of_all(_by(stt), QUESTIONS)
    async with _engine(folder, grammar=grammar) as stt:
        commanded = await _of_all(_by(stt), COMMANDS)
    async with _engine(folder, documents=documents) as stt:
        known, others = await _of_all(_by(stt), QUESTIONS), await _of_all(_by(stt), SENTENCES)
    with_spare, without = await _restart(folder, 2), await _restart(folder, 1)
    return [
        Figure("stt.wer_dictation", dictated.wer, "%", alone.wer, "<=0.8"),
        Figure("stt.wer_grammar", commanded.wer, "%", None, "<=5"),
        Figure("stt.wer_documents", known.wer, "%", asked.wer, "<=1"),
        Figure("stt.wer_documents_elsewhere", others.wer, "%", dictated.wer, "<=1.1"),
        Figure("stt.real_time_dictation", dictated.real_time, "x", alone.real_time, "<=1.25"),
        Figure("stt.real_time_grammar", commanded.real_time, "x", None, "<=0.5"),
        Figure("stt.real_time_documents", known.real_time, "x", None, "<=1"),
        Figure("stt.after_cancel", 1000 * with_spare, "ms", 1000 * without, "<=0.5"),
        Figure("stt.restart", 1000 * without, "ms", None, "<=3000"),
    ]


def _engine(folder: Path, grammar: Path | None = None, documents: Path | None = None) -> PocketSphinxSTT:
    settings = PocketSphinxSettings(grammar=grammar, documents=documents, workers=1)
    return PocketSphinxSTT(settings, engine_context(data_dir=folder))


def _by(stt: PocketSphinxSTT) -> Hear:
    async def hear(clip: AudioChunk) -> str:
        return (await stt.transcribe(clip)).text

    return hear


def _alone() -> Hear:
    decoder = pocketsphinx.Decoder(pocketsphinx.Config(loglevel="FATAL"))

    async def hear(clip: AudioChunk) -> str:
        decoder.start_utt()
        decoder.process_raw(clip.samples.tobytes(), full_utt=True)
        decoder.end_utt()
        return str(told.hypstr) if (told := decoder.hyp()) else ""

    return hear


async def _of_all(hear: Hear, texts: Sequence[str]) -> Heard:
    errors = words = 0
    took = sound = 0.0
    for voice in _VOICES:
        for text in texts:
            clip = AudioChunk.of_floats(spoken(text, voice, _RATE), _RATE)
            began = time.perf_counter()
            heard = await hear(clip)
            took, sound = took + time.perf_counter() - began, sound + clip.seconds
            said = text.lower().split()
            errors, words = errors + distance(said, heard.lower().split()), words + len(said)
    return Heard(errors, words, took, sound)


async def _restart(folder: Path, workers: int) -> float:
    """Seconds from leaving a stream in its middle to the end of the next one, of which silence is heard."""
    clip, silence = AudioChunk.of_floats(spoken(SENTENCES[0], _VOICES[0], _RATE), _RATE), AudioChunk.silence(0.1, _RATE)
    best = float("inf")
    async with PocketSphinxSTT(PocketSphinxSettings(workers=workers), engine_context(data_dir=folder)) as stt:
        await asyncio.gather(*(stt.transcribe(silence) for _ in range(workers)))
        for _ in range(_RESTARTS):
            await _left(stt, clip)
            began = time.perf_counter()
            await stt.transcribe(silence)
            best = min(best, time.perf_counter() - began)
            await asyncio.gather(*(stt.transcribe(silence) for _ in range(2 * workers)))
    return best


async def _left(stt: PocketSphinxSTT, clip: AudioChunk) -> None:
    """Leave a stream at its first words."""
    stream = stt.stream(_endless(clip))
    await anext(stream)
    await stream.aclose()


async def _endless(clip: AudioChunk) -> AsyncGenerator[AudioChunk, None]:
    while True:
        yield clip


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words that have to be changed, added or left out."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row = row, [number]
        for index, other in enumerate(heard):
            row.append(min(before[index + 1] + 1, row[index] + 1, before[index] + (word != other)))
    return row[-1]
