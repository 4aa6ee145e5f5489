"""Plays one timeline in a call on a clock that is moved: silero hears it, the engines behind it take a known time."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from acore.adapters import engines
from acore.adapters.sound.reading import AVSound
from acore.domain.audio import AudioChunk
from acore.domain.calls import CallPlace
from acore.domain.replies import Question, ReplyPart
from acore.domain.speech import Voice
from acore.domain.spoken_commands import Spoken
from acore.domain.voice_events import Speaker
from acore.interfaces import TTS, VAD, Clock
from acore.services.call_conversation import CallConversation
from acore.services.call_options import CallOptions
from acore.services.call_writing import Line
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_session import VoiceOptions, VoiceSession
from acore.testing import ManualClock, MemoryMetrics, engine_context
from acore.testing.calls import ScriptedCall
from benchmarks.floor_people import NAME, VOICES, KnowingEars, Said
from benchmarks.floor_scenes import Meanwhile, Scene, reply, scenes

_STEP_S = 0.01
_RATE = 24000
_LETTER_S = 0.05
_CODE, _CODES = 1000, 20
_LONGEST_S = 30.0
_SILENT_S = 0.06
"""Nothing that was sent for so long is a silence."""


@dataclass(slots=True, eq=False)
class Outcome:
    """What became of a scene."""

    meanwhile: Meanwhile
    cut_in: bool = False
    """Whether the answer began before its asker had ended."""
    response_s: float | None = None
    """From the end of speech to the first sound, without what the engines took."""
    played: bool = False
    """Whether the bot spoke when somebody was heard meanwhile."""
    stopped: bool = False
    """Whether it fell silent for them."""
    stop_s: float | None = None
    """How long after their first sound."""
    given_up: bool = False
    """Whether it did not go on."""
    asked: int = 0
    """What the model was asked behind what was heard meanwhile."""
    chatter_answered: bool = False


@dataclass(slots=True)
class Mind:
    """Answers everything alike, after a while that differs; `began` are the seconds until its first words."""

    clock: Clock
    chances: np.random.Generator
    questions: list[tuple[float, Question]] = field(default_factory=list)
    thought_s: dict[str, float] = field(default_factory=dict)
    """By the text of the question."""
    amended: list[tuple[str, str]] = field(default_factory=list)

    async def reply(self, question: Question) -> AsyncGenerator[ReplyPart, None]:
        """A few sentences."""
        took_s = float(self.chances.uniform(0.15, 0.45))
        self.thought_s[question.text] = took_s
        self.questions.append((self.clock.monotonic(), question))
        await self.clock.sleep(took_s)
        for sentence in reply().split(". "):
            yield ReplyPart(f"{sentence.rstrip('.')}. ")

    async def amend(self, question: Question, said: str) -> None:
        """Note it."""
        self.amended.append((question.text, said))


class Tongue(TTS):
    """Hums, after an eighth of a second."""

    began_s = 0.12

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def stream(
        self, text: str, *, voice: str | None = None, speed: float = 1.0
    ) -> AsyncGenerator[AudioChunk, None]:
        """A piece."""
        del voice, speed
        await self._clock.sleep(self.began_s)
        count = round(len(text) * _LETTER_S * _RATE)
        yield AudioChunk(np.full((count, 1), _CODE, np.int16), _RATE)

    async def voices(self) -> tuple[Voice, ...]:
        """The one there is."""
        return (Voice("hum"),)


class Nobody:
    """Neither writes nor obeys."""

    async def write(self, _line: Line) -> None:
        """Nothing."""

    async def obey(self, _spoken: Spoken) -> None:
        """Nothing."""


class Timeline:
    """One call with four people."""

    def __init__(self, seed: int, vad: VAD, options: CallOptions) -> None:
        self.clock = ManualClock()
        self.call = ScriptedCall(CallPlace("1", "2"), self.clock)
        self.mind = Mind(self.clock, np.random.default_rng([9, seed]))
        self.ears, self._tongue = KnowingEars(self.clock), Tongue(self.clock)
        self._engines = VoiceEngines(
            vad=lambda: vad, stt=lambda: self.ears, tts=lambda: self._tongue, rvc=lambda: None, sound=AVSound
        )
        self._metrics = MemoryMetrics()
        self.conversation = CallConversation(
            call=self.call,
            engines=self._engines,
            sessions=self._session,
            memory=self.mind,
            commanded=Nobody(),
            writing=Nobody(),
            clock=self.clock,
            metrics=self._metrics,
            options=options,
        )
        self._speaking: set[asyncio.Task[None]] = set()
        for user in VOICES:
            self.call.admit(user)
            self.call.come(user)

    async def run(self, script: list[Scene]) -> list[Outcome]:
        """Play the scenes one after the other, once the engines are open: threads open them, which no clock moves."""
        await self._engines.ready()
        running = asyncio.create_task(self.conversation.run())
        await self._wait(0.5)
        outcomes = [await self._play(scene) for scene in script]
        for task in (running, *self._speaking):
            task.cancel()
        await asyncio.gather(running, *self._speaking, return_exceptions=True)
        return outcomes

    async def _play(self, scene: Scene) -> Outcome:
        outcome, question = Outcome(scene.meanwhile), scene.question
        begin = self.clock.monotonic()
        ends = begin + question.what.ends
        self._speak(question.user, question.what)
        if question.beside is not None:
            await self._wait(0.3)
            self._speak(*question.beside)
        if (began := await self._first_sound(begin)) is not None:
            outcome.cut_in = began < ends
            theirs = self._is_alone(question.user, begin)
            if theirs and not outcome.cut_in:
                outcome.response_s = began - ends - self._engines_s()
            if theirs and scene.heard is not None:
                await self._meanwhile(scene, scene.heard, outcome, began)
        await self._quiet()
        asked = len(self.mind.questions)
        for user, what in scene.chatter:
            self._speak(user, what)
            await self._wait(what.ends + 0.6)
        await self._wait(3.0)
        await self._quiet()
        outcome.chatter_answered = len(self.mind.questions) > asked
        return outcome

    async def _meanwhile(self, scene: Scene, heard: Said, outcome: Outcome, began: float) -> None:
        await self._wait(max(began + scene.after_s - self.clock.monotonic(), 0))
        if not self._is_playing():
            return
        outcome.played = True
        at, asked, given_up = self.clock.monotonic(), len(self.mind.questions), self._given_up
        self._speak(scene.by, heard)
        await self._wait(heard.ends + 3.0)
        stopped = self._silence_behind(at + heard.begins)
        outcome.stopped = stopped is not None
        outcome.stop_s = stopped
        outcome.given_up = self._given_up > given_up
        outcome.asked = len(self.mind.questions) - asked

    def _is_alone(self, user: str, since: float) -> bool:
        """Whether nobody else was answered since then."""
        return all(question.scope.user == user for at, question in self.mind.questions if at >= since)

    @property
    def _given_up(self) -> int:
        return self.conversation.statistics.interrupted

    def _engines_s(self) -> float:
        """What the engines took for the answer that was begun last."""
        text = self.mind.questions[-1][1].text
        end = text.split()[-1]
        heard_s = next((took_s for said, took_s in reversed(self.ears.took) if said.split()[-1] == end), 0.0)
        return heard_s + self.mind.thought_s[text] + self._tongue.began_s

    def _is_playing(self) -> bool:
        return bool(self.call.player.queued_s) and not self.call.player.paused

    async def _first_sound(self, since: float) -> float | None:
        """When the bot began to speak behind that time."""
        until = self.clock.monotonic() + _LONGEST_S
        while self.clock.monotonic() < until:
            await self._wait(_STEP_S)
            if self.call.player.queued_s and not self.call.player.paused:
                sent = [at for at, _ in self.call.player.sent if at >= since]
                if sent:
                    return sent[0]
        return None

    def _silence_behind(self, onset: float) -> float | None:
        """How long after that time the bot fell silent although it had more to say; None where it went on."""
        end = onset
        for at, piece in self.call.player.sent:
            if at > end + _SILENT_S and at > onset:
                break
            end = max(end, at + piece.seconds) if at + piece.seconds > onset else end
        return end - onset if end - onset < 2.0 else None

    async def _quiet(self) -> None:
        """Until the bot has nothing to say."""
        silent_s = 0.0
        while silent_s < 2.0:
            await self._wait(0.1)
            silent_s = 0.0 if self.call.player.queued_s else silent_s + 0.1

    def _speak(self, user: str, what: Said) -> None:
        self.ears.expect(what)
        task = asyncio.create_task(self.call.speak(user, what.sound))
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)

    async def _wait(self, seconds: float) -> None:
        for _ in range(max(1, round(seconds / _STEP_S))):
            await self.clock.advance(_STEP_S)
            _ = self.call.player.played_s

    def _session(self, *, speaker: Speaker) -> VoiceSession:
        return VoiceSession(
            speaker=speaker,
            engines=self._engines,
            chat=self.mind,
            clock=self.clock,
            metrics=self._metrics,
            options=VoiceOptions(),
        )


async def played(seeds: Iterable[int], options: CallOptions | None = None, vad: str = "silero") -> list[Outcome]:
    """The outcomes of these timelines."""
    wanted = options or CallOptions(names=(NAME,), speculation="first sentence")
    engine: VAD = engines.build("vad", engines.settings_for("vad", {"engine": vad}), engine_context(data_dir=Path()))
    outcomes = []
    async with engine:
        for seed in seeds:
            outcomes += await Timeline(seed, engine, wanted).run(scenes(seed))
    return outcomes
