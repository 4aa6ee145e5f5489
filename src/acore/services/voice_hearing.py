"""From a speaker's sound to the words of each turn."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace

from acore.domain.audio import AudioChunk, joined
from acore.domain.turns import Segmenter, Started, TurnRules, Utterance
from acore.domain.voice_events import Failed, Heard, NotUnderstood
from acore.errors import EngineError
from acore.interfaces import Clock
from acore.services.prefetching import prefetch, timely
from acore.services.voice_engines import Voice

_PIECE_S = 0.1
"""Seconds of sound that the event loop is held for at once."""
_ROOM_S = 0.2
"""Seconds of silence around what is written down: the first and the last word are heard better."""
_TURNS_AHEAD = 4
"""Turns that wait to be written down, so that nothing that is said meanwhile is missed."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """What somebody said, and the milliseconds of work that went into finding it."""

    utterance: Utterance
    vad_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Understood:
    """The words of a turn, and the milliseconds that went into them."""

    heard: Heard
    vad_ms: float
    stt_ms: float


Outcome = Started | Understood | NotUnderstood | Failed


class Hearing:
    """Finds the turns of one speaker, and has them written down."""

    def __init__(self, voice: Voice, clock: Clock, rules: TurnRules, *, language: str | None, stt_s: float) -> None:
        self._voice = voice
        self._clock = clock
        self._rules = rules
        self._language = language
        self._stt_s = stt_s

    async def outcomes(self, audio: AsyncIterable[AudioChunk]) -> AsyncGenerator[Outcome, None]:
        """What becomes of every turn, in order; it is listened on while one is written down.

        All chunks of the sound have one rate and number of channels; it is closed by who made it. Where an engine
        fails that is told, and the next turn is tried again.
        """
        async with aclosing(prefetch(self._turns(audio), _TURNS_AHEAD)) as turns:
            async for turn in turns:
                yield turn if isinstance(turn, Started) else await self.outcome(turn)

    async def outcome(self, turn: Turn) -> Understood | NotUnderstood | Failed:
        """The words of one turn."""
        began = self._clock.monotonic()
        start, end = turn.utterance.start, turn.utterance.end
        try:
            clip = _in_silence(turn.utterance.clip)
            found = await timely(self._voice.stt.transcribe(clip, language=self._language), self._stt_s, "stt")
        except EngineError as error:
            return Failed("stt", str(error))
        if not any(map(str.isalnum, found.text)):
            return NotUnderstood(start, end)
        sure = [segment.confidence for segment in found.segments if segment.confidence is not None]
        heard = Heard(found.text, start, end, found.language, min(sure, default=None))
        return Understood(heard, turn.vad_ms, (self._clock.monotonic() - began) * 1000)

    async def _turns(self, audio: AsyncIterable[AudioChunk]) -> AsyncGenerator[Started | Turn, None]:
        detector = self._voice.vad.detector()
        segmenter, resampler = Segmenter(detector, self._rules), self._voice.sound.resampler(detector.rate)
        work = 0.0
        async for chunk in audio:
            for piece in _pieces(chunk):
                began = self._clock.monotonic()
                events = segmenter.feed(resampler.feed(piece))
                work += self._clock.monotonic() - began
                for event in events:
                    yield event if isinstance(event, Started) else Turn(event, work * 1000)
                work = 0.0 if any(isinstance(event, Utterance) for event in events) else work
                await asyncio.sleep(0)
        for event in (*segmenter.feed(resampler.finish()), *segmenter.finish()):
            yield event if isinstance(event, Started) else Turn(event, work * 1000)


def _in_silence(clip: AudioChunk) -> AudioChunk:
    silence = AudioChunk.silence(_ROOM_S, clip.rate, clip.channels)
    return joined([silence, clip, silence])


def _pieces(chunk: AudioChunk) -> Iterator[AudioChunk]:
    size = max(1, round(chunk.rate * _PIECE_S))
    for begin in range(0, len(chunk.samples), size):
        yield AudioChunk(chunk.samples[begin : begin + size], chunk.rate)


def together(asked: Understood, then: Understood) -> Understood:
    """A question that was said in two pieces."""
    heard = replace(then.heard, text=f"{asked.heard.text} {then.heard.text}", start=asked.heard.start)
    return replace(then, heard=heard)
