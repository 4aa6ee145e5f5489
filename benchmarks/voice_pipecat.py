# mypy: disallow-subclassing-any=False
"""One turn by voice through pipecat, with engines that cost nothing: it runs in the environment of the others.

Three pipelines: as its documentation shows it, the same with nobody who observes it, and one of frames alone. A turn
begins when the detector of speech says that somebody stopped to speak; it is timed until the first sound comes out of
the voice, before any transport. Whatever waits is set to nothing: the default model that judges whether somebody has
finished, the silence that is waited for else, and the time that ears are given to say more.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
    TextFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    TTSStoppedFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.aggregators.llm_response_universal import LLMContextAggregatorPair, LLMUserAggregatorParams
from pipecat.processors.aggregators.sentence import SentenceAggregator
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.llm_service import LLMService
from pipecat.services.settings import LLMSettings, STTSettings, TTSSettings
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.services.tts_service import TTSService
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

from benchmarks.voice_script import ASKED, PIECE_S, RATE, REPLY, TURN_S

_LONGEST_S = 20
_FRAME_S = 0.02
_SPOKEN_S = 0.1
"""Until every stage has the sound of the turn, which takes time that is not counted."""
_BYTES = 2
"""Of a sample."""
_PIECE = bytes(round(PIECE_S * RATE) * _BYTES)
_HEARD = bytes(round(_FRAME_S * RATE) * _BYTES)
_SPEAKER, _WHEN = "bench", "2026-01-01T00:00:00+00:00"
_SAMPLING = ("temperature", "max_tokens", "top_p", "top_k", "frequency_penalty", "presence_penalty", "seed")
_NOT_USED = ("model", "system_instruction", *_SAMPLING, "filter_incomplete_user_turns", "user_turn_completion_config")

Turn = Callable[[], Awaitable[float]]
"""Takes one turn, and gives the seconds to the first sound."""


class Ears(SegmentedSTTService):
    """Hears at once."""

    def __init__(self) -> None:
        super().__init__(ttfs_p99_latency=0.0, settings=STTSettings(model=None, language=None))

    @property
    def wants_wav_segments(self) -> bool:
        """As local models do, and without the work of writing a file."""
        return False

    async def run_stt(self, _audio: bytes) -> AsyncGenerator[Frame, None]:
        """The question."""
        yield TranscriptionFrame(ASKED, _SPEAKER, _WHEN)


class Mind(LLMService):
    """Answers at once."""

    def __init__(self) -> None:
        super().__init__(settings=LLMSettings(**dict.fromkeys(_NOT_USED)))

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Some sentences, a word at a time."""
        await super().process_frame(frame, direction)
        if not isinstance(frame, LLMContextFrame):
            await self.push_frame(frame, direction)
            return
        await self.push_frame(LLMFullResponseStartFrame())
        for piece in REPLY:
            await self._push_llm_text(piece)
        await self.push_frame(LLMFullResponseEndFrame())


class Tongue(TTSService):
    """Speaks at once."""

    def __init__(self) -> None:
        given = TTSSettings(model=None, voice=None, language=None)
        super().__init__(push_start_frame=True, push_stop_frames=True, sample_rate=RATE, settings=given)

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame, None]:
        """A piece for each word."""
        for _ in text.split():
            yield TTSAudioRawFrame(_PIECE, RATE, 1, context_id=context_id)


class BareEars(FrameProcessor):
    """Hears at once."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """The question, once the turn is over."""
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, VADUserStoppedSpeakingFrame):
            await self.push_frame(TranscriptionFrame(ASKED, _SPEAKER, _WHEN))


class BareMind(FrameProcessor):
    """Answers at once."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Some sentences, a word at a time."""
        await super().process_frame(frame, direction)
        if not isinstance(frame, TranscriptionFrame):
            await self.push_frame(frame, direction)
            return
        for piece in REPLY:
            await self.push_frame(TextFrame(piece))
        await self.push_frame(LLMFullResponseEndFrame())


class BareTongue(FrameProcessor):
    """Speaks at once."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """A piece for each word."""
        await super().process_frame(frame, direction)
        if isinstance(frame, TextFrame):
            for _ in frame.text.split():
                await self.push_frame(TTSAudioRawFrame(_PIECE, RATE, 1))
            return
        await self.push_frame(frame, direction)
        if isinstance(frame, LLMFullResponseEndFrame):
            await self.push_frame(TTSStoppedFrame())


class Microphone(FrameProcessor):
    """Where sound and the judgement of the detector come in."""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Let everything through."""
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)

    async def speak(self) -> None:
        """Somebody speaks for as long as a turn is."""
        await self.push_frame(VADUserStartedSpeakingFrame(start_secs=0.0))
        for _ in range(round(TURN_S / _FRAME_S)):
            await self.push_frame(InputAudioRawFrame(_HEARD, RATE, 1))

    async def stop(self) -> None:
        """Somebody stopped to."""
        await self.push_frame(VADUserStoppedSpeakingFrame(stop_secs=0.0))


class Loudspeaker(FrameProcessor):
    """Where sound comes out."""

    def __init__(self) -> None:
        super().__init__()
        self.heard_at = 0.0
        """When the first sound since the last reset came out; 0 before it."""
        self.over = asyncio.Event()
        """Set once all of an answer came out."""

    def reset(self) -> None:
        """Listen for the next answer."""
        self.heard_at = 0.0
        self.over.clear()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Let everything through."""
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.heard_at = self.heard_at or time.perf_counter()
        elif isinstance(frame, TTSStoppedFrame):
            self.over.set()
        await self.push_frame(frame, direction)


def as_documented() -> AbstractAsyncContextManager[Turn]:
    """Services, aggregators and worker at their defaults, but for what waits."""
    return _conversation(*_services(), {})


def unobserved() -> AbstractAsyncContextManager[Turn]:
    """The same, and no client is told of it, no turn is counted, no idle pipeline is ended."""
    return _conversation(*_services(), _UNOBSERVED)


def frames_alone() -> AbstractAsyncContextManager[Turn]:
    """The least that pipecat can do: frames from one processor to the next, with neither services nor a context."""
    stages = (BareEars(), BareMind(), SentenceAggregator(), BareTongue())
    return _conversation(stages, (), _no_context, _UNOBSERVED)


_UNOBSERVED = {"enable_rtvi": False, "enable_turn_tracking": False, "idle_timeout_secs": None}


def _services() -> tuple[Sequence[FrameProcessor], Sequence[FrameProcessor], Callable[[], None]]:
    """What is before and behind the loudspeaker, and what forgets the conversation."""
    context = LLMContext()
    at_once = UserTurnStrategies(stop=[SpeechTimeoutUserTurnStopStrategy(user_speech_timeout=0.0)])
    pair = LLMContextAggregatorPair(context, user_params=LLMUserAggregatorParams(user_turn_strategies=at_once))
    return (Ears(), pair.user(), Mind(), Tongue()), (pair.assistant(),), lambda: context.set_messages([])


def _no_context() -> None:
    """There is nothing to forget."""


@asynccontextmanager
async def _conversation(
    before: Sequence[FrameProcessor],
    behind: Sequence[FrameProcessor],
    forget: Callable[[], None],
    options: Mapping[str, object],
) -> AsyncIterator[Turn]:
    """The pipeline, running."""
    microphone, loudspeaker = Microphone(), Loudspeaker()
    pipeline = Pipeline([microphone, *before, loudspeaker, *behind])
    rates = PipelineParams(audio_in_sample_rate=RATE, audio_out_sample_rate=RATE)
    worker, started = PipelineWorker(pipeline, params=rates, **options), asyncio.Event()

    @worker.event_handler("on_pipeline_started")  # type: ignore[untyped-decorator]
    async def _started(*_: object) -> None:
        started.set()

    async def turn() -> float:
        forget()
        loudspeaker.reset()
        await microphone.speak()
        await asyncio.sleep(_SPOKEN_S)
        began = time.perf_counter()
        await microphone.stop()
        async with asyncio.timeout(_LONGEST_S):
            await loudspeaker.over.wait()
        return loudspeaker.heard_at - began

    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    try:
        async with asyncio.timeout(_LONGEST_S):
            await started.wait()
        yield turn
    finally:
        await worker.cancel()
        await running
