"""The ear for one speaker of a call: their turns, written down while others' are."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from acore.domain.audio import AudioChunk
from acore.domain.calling import called
from acore.domain.spoken_commands import command_in
from acore.domain.turns import Detector, Segmenter, Started, Utterance
from acore.domain.unfinished import completeness
from acore.domain.vocal_sounds import VoiceFrame, measured
from acore.domain.voice_events import Failed
from acore.errors import EngineError
from acore.interfaces import Call, Clock
from acore.services.call_events import Broke, Drafted, Gone, Outcome, Turned, WentOn
from acore.services.call_options import CallOptions
from acore.services.voice_engines import Voice
from acore.services.voice_hearing import Turn, Understood

_log = structlog.get_logger(__name__)
BROKE = "that broke, and the log says where."
_TURNS_AHEAD = 4
"""Turns that wait to be written down; then the call waits, and drops the oldest sound."""
_LESS_EAGER = 1.15
"""What the silence grows by after every draft that came to nothing."""
_MEASURED = 0.1
"""Frames that are less likely speech are not measured."""

Understand = Callable[[Turn], Awaitable[Outcome]]


class Middle(Protocol):
    """Who holds the conversation that the speaker takes part in."""

    def sounded(self, user: str, frame: VoiceFrame) -> None:
        """A frame of the speaker's sound came in: it is told at once, before it is known what it belongs to."""

    def began(self, user: str) -> None:
        """The speaker's turn has begun: it will be told of by `Turned`, unless they go."""

    def tell(self, step: Drafted | WentOn | Turned | Gone | Broke) -> None:
        """Take this to the list of what is to be done."""


@dataclass(slots=True, eq=False)
class _Draft:
    """A turn that may be over."""

    utterance: Utterance
    words: "asyncio.Task[Outcome]"


class CallHearing:
    """Hears one speaker until they go, are excluded, or the call ends; then what they were saying is dropped."""

    def __init__(  # noqa: PLR0913  what an ear needs
        self,
        user: str,
        *,
        call: Call,
        voice: Voice,
        understand: Understand,
        middle: Middle,
        clock: Clock,
        options: CallOptions,
    ) -> None:
        self._user = user
        self._call = call
        self._voice = voice
        self._understand = understand
        self._middle = middle
        self._clock = clock
        self._options = options
        self._draft: _Draft | None = None
        self._before = ("", 0.0)
        """The words of the last turn, and when it ended in the sound."""
        self._draft_s = options.draft_s
        """The silence from which a turn is drafted; longer while its speaker keeps going on."""
        self._spoke_until = 0.0
        self._turns: asyncio.Queue[tuple[Utterance, asyncio.Task[Outcome] | None, float]] = asyncio.Queue(_TURNS_AHEAD)

    async def run(self) -> None:
        """Hear; raises EngineError where a detector or the call does. Cancelling it stops all that works for it."""
        tap = _Tap(self._voice.vad.detector(), self._frame)
        segmenter, resampler = Segmenter(tap, self._options.turns), self._voice.sound.resampler(tap.rate)
        async with self._writing(), aclosing(self._call.hear(self._user)) as audio:
            async for chunk in audio:
                for piece in _pieces(chunk, tap.frame / tap.rate):
                    await self._take(segmenter, resampler.feed(piece))
                    await asyncio.sleep(0)

    def _frame(self, frame: VoiceFrame) -> None:
        if frame.likely >= self._options.turns.keep:
            self._spoke_until = self._clock.monotonic()
        self._middle.sounded(self._user, frame)

    async def _take(self, segmenter: Segmenter, piece: AudioChunk) -> None:
        for event in segmenter.feed(piece):
            if isinstance(event, Started):
                self._middle.began(self._user)
            else:
                draft, self._draft, self._draft_s = self._draft, None, self._options.draft_s
                words = draft.words if draft is not None and self._is_of(draft, event) else None
                if words is None:
                    _cancel(draft)
                await self._turns.put((event, words, self._spoke_until))
        if self._draft is not None and not segmenter.silent_s:
            _cancel(self._draft)
            self._draft, self._draft_s = None, min(self._draft_s * _LESS_EAGER, self._options.turns.shortest_silence_s)
            self._middle.tell(WentOn(self._user))
        elif self._draft is None and segmenter.silent_s >= self._draft_s:
            self._begin(segmenter)

    def _begin(self, segmenter: Segmenter) -> None:
        """Write down what was said so far, in case that it is all."""
        said = segmenter.so_far()
        if self._options.speculation == "nothing" or said is None:
            return
        words = asyncio.ensure_future(self._understand(Turn(said)))
        draft = self._draft = _Draft(said, words)
        words.add_done_callback(lambda _: self._written(segmenter, draft))

    def _written(self, segmenter: Segmenter, draft: _Draft) -> None:
        """The words of a draft tell whether more of them are to be waited for."""
        if self._draft is not draft or draft.words.cancelled() or draft.words.exception() is not None:
            return
        outcome, rules = draft.words.result(), self._options.turns
        if isinstance(outcome, Understood):
            text = outcome.heard.text
            named, whole = called(text, self._options.names), completeness(self._with_before(draft.utterance, text))
            if command_in(named.rest if named is not None else text) is not None:
                segmenter.wait(self._options.command_s)
            elif whole != "unclear":
                segmenter.wait(rules.shortest_silence_s if whole == "whole" else self._options.open_s)
        self._middle.tell(Drafted(self._user, outcome))

    def _with_before(self, turn: Utterance, text: str) -> str:
        """The words, with those that they go on from."""
        words, until = self._before
        return f"{words} {text}" if turn.start - until < self._options.open_s else text

    def _is_of(self, draft: _Draft, turn: Utterance) -> bool:
        """Whether the draft holds all that was said in the turn."""
        begun = draft.utterance
        return begun.start == turn.start and 0 <= turn.end - begun.end <= self._options.turns.tail_s

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        """Have the turns written down meanwhile."""
        task = asyncio.create_task(self._write_down(), name="writing down")
        try:
            yield
        finally:
            draft, self._draft = self._draft, None
            _cancel(draft)
            waiting = [words for words in self._left() if words is not None]
            for one in (task, *waiting):
                one.cancel()
            await asyncio.wait([task, *waiting, *([draft.words] if draft is not None else [])])

    async def _write_down(self) -> None:
        while True:
            turn, words, spoke_until = await self._turns.get()
            try:
                outcome = await (words or self._understand(Turn(turn)))
            except EngineError as error:  # engines that do not open
                outcome = Failed("stt", str(error))
            except Exception:  # noqa: BLE001  a bug of an engine: the next turn is tried again
                _log.exception("call_turn_broke")
                outcome = Failed("stt", BROKE)
            finally:
                if words is not None:
                    words.cancel()
            if isinstance(outcome, Understood):
                self._before = outcome.heard.text, turn.end
            self._middle.tell(Turned(self._user, outcome, spoke_until))

    def _left(self) -> Iterator["asyncio.Task[Outcome] | None"]:
        with suppress(asyncio.QueueEmpty):
            while True:
                yield self._turns.get_nowait()[1]


class _Tap:
    """A detector whose every judgement is told."""

    def __init__(self, inner: Detector, tell: Callable[[VoiceFrame], None]) -> None:
        self._inner = inner
        self._tell = tell
        self.rate, self.frame = inner.rate, inner.frame

    def probability(self, frame: NDArray[np.int16], /) -> float:
        """What the detector says."""
        likely = self._inner.probability(frame)
        seconds = len(frame) / self.rate
        self._tell(measured(frame, self.rate, likely) if likely >= _MEASURED else VoiceFrame(seconds, likely, 0.0, 0.0))
        return likely


def _cancel(draft: _Draft | None) -> None:
    if draft is not None:
        draft.words.cancel()


def _pieces(chunk: AudioChunk, seconds: float) -> Iterator[AudioChunk]:
    """No more than a frame of the detector at once, so that each is judged when it is there."""
    size = max(1, round(chunk.rate * seconds))
    for begin in range(0, len(chunk.samples), size):
        yield AudioChunk(chunk.samples[begin : begin + size], chunk.rate)
