"""A conversation by voice with one speaker: it hears, thinks and speaks.

    sound → turns → words → reply → sentences → speech → other voice → sound

Every stage is an async generator that works ahead of the next one (`prefetch`): the first sentence is spoken while the
second is written, and the next turn is written down while this one is answered.
"""

from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol
from uuid import uuid4

import structlog

from acore.domain.audio import AudioChunk
from acore.domain.replies import Question, ReplyPart
from acore.domain.turns import Started, TurnRules, Utterance
from acore.domain.voice_events import (
    Answered,
    Failed,
    FellBack,
    NotUnderstood,
    Playing,
    Saying,
    Speaker,
    Timing,
    VoiceEvent,
)
from acore.interfaces import Clock, MetricsSink
from acore.services.prefetching import prefetch
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_hearing import Hearing, Outcome, Turn, Understood
from acore.services.voice_phrases import OwnWords, own_words
from acore.services.voice_reply import Hold, Manner, SpokenReply, Vocal

_log = structlog.get_logger(__name__)
_HEARD_AHEAD = 2
"""That somebody begins to speak, and what was said: the next turn is ready when this one is answered."""


class Replying(Protocol):
    """Who answers: `ChatService`, or whatever stands in front of it."""

    def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
        """As `ChatService.reply`."""


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    """How a conversation by voice is held."""

    rules: TurnRules = field(default_factory=TurnRules)
    manner: Manner = field(default_factory=Manner)
    language: str | None = None
    """What the speaker is expected to speak, such as ``de``; None leaves it to the engine."""
    words: OwnWords | None = None
    """What is said where no model has written it; None is in that language."""
    stt_s: float = 150.0
    """Seconds that a turn may take to be written down: above what an engine is given, so that another can stand in."""


class VoiceSession:
    """One speaker's conversation. Its methods are not used at the same time.

    A stage that fails is told and, where a voice is there to do it, said; the session goes on with the next turn. Only
    engines that can not be opened, and the source of the sound, raise: EngineUnavailable and EngineRefused, and what
    the source does. Closing a generator, or cancelling who waits for it, stops everything that works for it.
    """

    def __init__(  # noqa: PLR0913  a use case is the sum of what it needs
        self,
        *,
        speaker: Speaker,
        engines: VoiceEngines,
        chat: Replying,
        clock: Clock,
        metrics: MetricsSink,
        options: VoiceOptions,
    ) -> None:
        self._speaker = speaker
        self._engines = engines
        self._chat = chat
        self._clock = clock
        self._metrics = metrics
        self._options = options
        self._vocal: Vocal | None = None

    async def answer_all(self, audio: AsyncIterable[AudioChunk]) -> AsyncGenerator[VoiceEvent, None]:
        """Answer every turn of a recording, one after the other; `audio` is closed by who made it."""
        async with aclosing(prefetch(self.outcomes(audio), _HEARD_AHEAD)) as outcomes:
            async for outcome in outcomes:
                async with aclosing(self.respond(outcome)) as events:
                    async for event in events:
                        yield event

    async def answer(self, clip: AudioChunk) -> AsyncGenerator[VoiceEvent, None]:
        """Answer a clip that is one turn, such as what was said while a button was held; of any rate and channels."""
        outcome = await self.understand(Turn(Utterance(clip, 0.0, clip.seconds)))
        async with aclosing(self.respond(outcome)) as events:
            async for event in events:
                yield event

    async def understand(self, turn: Turn) -> Understood | NotUnderstood | Failed:
        """The words of one turn."""
        return await (await self._hearing()).outcome(turn)

    async def outcomes(self, audio: AsyncIterable[AudioChunk]) -> AsyncGenerator[Outcome, None]:
        """What becomes of every turn of a sound before it is answered."""
        hearing = await self._hearing()
        async with aclosing(hearing.outcomes(audio)) as outcomes:
            async for outcome in outcomes:
                yield outcome

    async def respond(
        self, outcome: Outcome, question: Question | None = None, hold: Hold | None = None
    ) -> AsyncGenerator[VoiceEvent, None]:
        """What follows from a turn: the reply to its words, or to the question that they are a part of.

        While it is held no more than the first sentence of the reply is made; whoever holds it counts the turn.
        """
        if isinstance(outcome, Understood):
            events = self._answered(outcome, question or self.question(outcome.heard.text), hold)
        else:
            events = self._not_answered(outcome)
        async with aclosing(events):
            async for event in events:
                yield event

    def question(self, text: str) -> Question:
        """What the speaker asks, under a name of its own."""
        return Question(text, self._speaker.scope, self._speaker.name, turn=f"voice-{uuid4().hex}", aloud=True)

    async def say(self, text: str, voice: str | None = None) -> AsyncGenerator[VoiceEvent, None]:
        """Say this, in that voice or in the session's own: what fails is told."""
        vocal = await self._ready()
        if voice is not None:
            vocal = Vocal(vocal.voice, replace(vocal.manner, voice=voice), vocal.words)
        words = SpokenReply(_only(text), vocal, self._clock)
        async with aclosing(words.steps()) as steps:
            async for step in steps:
                if isinstance(step, Failed):
                    self._count(step)
                yield step

    async def _not_answered(self, outcome: Started | NotUnderstood | Failed) -> AsyncGenerator[VoiceEvent, None]:
        yield outcome
        if isinstance(outcome, Failed):
            self._count(outcome)
            vocal = await self._ready()
            apology = SpokenReply(_only(vocal.words.sorry_deaf), vocal, self._clock)
            async with aclosing(apology.steps()) as steps:
                async for step in steps:
                    yield Saying("", step.said) if isinstance(step, Saying) else step

    async def _answered(
        self, turn: Understood, question: Question, hold: Hold | None
    ) -> AsyncGenerator[VoiceEvent, None]:
        vocal = await self._ready()
        if hold is None:
            self._metrics.count("voice.turns")
        yield turn.heard
        if (why := vocal.why_plain()) is not None:
            yield FellBack(why)
        reply = SpokenReply(self._chat.reply(question), vocal, self._clock, hold)
        began, first_ms = self._clock.monotonic(), 0.0
        async with aclosing(reply.steps()) as steps:
            async for step in steps:
                if isinstance(step, Playing) and not first_ms:
                    first_ms = turn.stt_ms + (self._clock.monotonic() - began) * 1000
                elif isinstance(step, Failed):
                    self._count(step)
                yield step
        yield Answered(reply.text, reply.citations, self._timed(turn, reply, first_ms))

    def _timed(self, turn: Understood, reply: SpokenReply, first_ms: float) -> Timing:
        timing = Timing(vad=turn.vad_ms, stt=turn.stt_ms, first_audio=first_ms, **reply.laps.took_ms)
        for stage, took_ms in asdict(timing).items():
            self._metrics.observe("voice.stage_ms", took_ms, stage=stage)
        return timing

    def _count(self, failure: Failed) -> None:
        self._metrics.count("voice.failures", stage=failure.stage)
        _log.warning("voice_failed", stage=failure.stage, reason=failure.why)

    async def _hearing(self) -> Hearing:
        voice, options = (await self._ready()).voice, self._options
        return Hearing(voice, self._clock, options.rules, language=options.language, stt_s=options.stt_s)

    async def _ready(self) -> Vocal:
        if self._vocal is None:
            words = self._options.words or own_words(self._options.language)
            self._vocal = Vocal(await self._engines.ready(), self._options.manner, words)
        return self._vocal


async def _only(text: str) -> AsyncGenerator[ReplyPart, None]:
    yield ReplyPart(text)
