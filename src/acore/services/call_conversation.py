"""A conversation in a call: many speakers, each heard apart, and one bot that answers them in turn.

    each speaker's sound → turns → words ─┐
                                          ├→ judged → waiting line → answer → floor → player
    each speaker's frames → floor ────────┘

All that happens comes to one list and is dealt with one after the other; only the frames, which decide whether the bot
falls silent, are heard at once.
"""

import asyncio
from contextlib import aclosing
from dataclasses import replace

from acore.domain.call_attention import CallAttention
from acore.domain.call_judgement import Judgement, Situation, judged
from acore.domain.calls import Joined, Participant
from acore.domain.spoken_commands import Command, Spoken
from acore.domain.vocal_sounds import VoiceFrame
from acore.domain.voice_events import Failed, NotUnderstood
from acore.interfaces import Call, Clock, MetricsSink
from acore.services.call_ahead import Sessions
from acore.services.call_answer import Waiting
from acore.services.call_ears import CallEars, ended, in_full
from acore.services.call_events import (
    Broke,
    CallStep,
    Drafted,
    Enough,
    GaveUp,
    Gone,
    Hush,
    Made,
    Outcome,
    Over,
    Ready,
    Say,
    Stepped,
    Turned,
    WentOn,
    Withdrawn,
)
from acore.services.call_obeying import CallObeying, Commanded
from acore.services.call_options import CallOptions
from acore.services.call_speaking import CallSpeaking
from acore.services.call_telling import CallStatistics, CallTelling
from acore.services.call_writing import Scribe, Writing
from acore.services.voice_engines import VoiceEngines
from acore.services.voice_hearing import Understood
from acore.services.voice_live import Amending
from acore.services.voice_phrases import ENGLISH, OwnWords

_ECHO_S = 0.6
"""What somebody's microphone takes up of the bot is over so soon after it fell silent."""
_JUST_NOW_S = 0.2
_LONGEST_TEXT = 4000
_LAST_LINE_S = 1.5
"""Seconds that the last lines may take to be written once the conversation is over."""


class CallConversation:
    """The conversation of one call; who is admitted is for its owner to say, by `listen`.

    A speaker whose sound fails, a stage that fails, and people who come and go end nothing. Nobody is listened to
    beyond `run`.
    """

    def __init__(  # noqa: PLR0913  a use case is the sum of what it needs
        self,
        *,
        call: Call,
        engines: VoiceEngines,
        sessions: Sessions,
        memory: Amending,
        commanded: Commanded,
        writing: Writing,
        clock: Clock,
        metrics: MetricsSink,
        options: CallOptions,
        words: OwnWords = ENGLISH,
    ) -> None:
        self._call = call
        self._engines = engines
        self._sessions = sessions
        self._clock = clock
        self._options = options
        self._words = words
        self._metrics = metrics
        self._steps: asyncio.Queue[CallStep] = asyncio.Queue()
        self._attention = CallAttention(options.names, answers=options.answers, followup_s=options.followup_s)
        self._scribe = Scribe(writing)
        self._telling = CallTelling(self._scribe, lambda: call.place)
        self._speaking = CallSpeaking(
            call=call,
            sessions=sessions,
            memory=memory,
            attention=self._attention,
            clock=clock,
            metrics=metrics,
            options=options,
            telling=self._telling,
            tell=self.tell,
        )
        self._ears = CallEars(call=call, sessions=sessions, middle=self, clock=clock, options=options)
        self._known: dict[str, Participant] = {}
        self._unheard: set[str] = set()
        """Who was withdrawn, until their ear has ended: what it told before is not acted on."""
        self._obeying = CallObeying(commanded, words, self.say)

    @property
    def statistics(self) -> CallStatistics:
        """What became of it so far, as it is now."""
        return replace(self._speaking.statistics)

    async def run(self) -> None:
        """Converse until `end`, or until it is cancelled; all that works for it has ended when it returns.

        Raises EngineUnavailable or EngineRefused where the engines of the voice do not open; that may take a minute.
        """
        work = {self._follow: "events of a call", self._scribe.run: "writing of a call"}
        tasks = [asyncio.create_task(one(), name=name) for one, name in work.items()]
        try:
            self._ears.open(await self._engines.ready())
            while not isinstance(step := await self._steps.get(), Enough):
                await self._deal_with(step)
        finally:
            await in_full(self._stop(*tasks))

    def end(self) -> None:
        """Have `run` return soon."""
        self.tell(Enough())

    def listen(self, user: str) -> None:
        """Listen to somebody who was admitted, until they go or are excluded; twice is harmless.

        Whoever comes admitted is listened to without it.
        """
        self._known[user] = next((who for who in self._call.participants if who.user == user), Participant(user, user))
        self._ears.listen(self._known[user])

    def withdraw(self, user: str, *, forget: bool) -> None:
        """Somebody was excluded: play nothing more of what they are answered, and answer no more of what they asked.

        `forget` what was being answered; else it is remembered as far as it was heard.
        """
        self._speaking.silence(user)
        if self._ears.hears(user):
            self._unheard.add(user)
        self.tell(Withdrawn(user, forget))

    def say(self, text: str, *, voice: str | None = None) -> bool:
        """Say this when its time comes, behind what waits, in this voice or that of the session.

        False for what is empty or has more than 4000 characters, and where too much waits already.
        """
        if not text.strip() or len(text) > _LONGEST_TEXT or not self._speaking.has_room:
            return False
        self.tell(Say(text, voice))
        return True

    def hush(self, user: str) -> None:
        """Say no more of what is being said, and answer no more of what this user asked."""
        self.tell(Hush(user))

    def sounded(self, user: str, frame: VoiceFrame) -> None:
        """As `Middle.sounded`."""
        self._speaking.hear(user, frame)

    def began(self, user: str) -> None:
        """As `Middle.began`."""
        self._speaking.expect(user)

    def tell(self, step: CallStep) -> None:
        """Put it to what is dealt with. What speakers and answers tell is bounded by what they may have under way."""
        self._steps.put_nowait(step)

    async def _deal_with(self, step: CallStep) -> None:  # noqa: C901, PLR0912  one case a step
        speaking = self._speaking
        match step:
            case Drafted() | Turned() if step.user in self._unheard:
                pass
            case Drafted():
                await self._drafted(step.user, step.outcome)
            case WentOn():
                await speaking.forget_guess(step.user)
            case Turned():
                await self._turned(step)
            case Withdrawn():
                await speaking.leave(step.user, forget=step.forget)
            case Ready():
                speaking.ready(step.answer)
            case Stepped():
                speaking.step(step)
            case Made():
                await speaking.look_ahead()
            case Over():
                await speaking.over(step.answer)
            case GaveUp():
                await speaking.gave_up(step.answer)
            case Gone():
                await self._gone(step.user)
            case Broke():
                self._telling.failed(step.failure)
            case Say():
                await speaking.ask(replace(self._waiting(None, step.text), voice=step.voice))
            case Hush():
                await speaking.hush(step.user)

    async def _drafted(self, user: str, outcome: Outcome) -> None:
        """Words that may be all: it goes on for none, and begins to prepare for a question."""
        if isinstance(outcome, NotUnderstood):
            await self._speaking.judge(user, "nothing")
        elif isinstance(outcome, Understood):
            found = self._judged(user, outcome, self._clock.monotonic() - _JUST_NOW_S)
            if found.verdict == "nothing" and found.command is None:
                await self._speaking.judge(user, "nothing")
            elif found.verdict == "meant" and found.command is None:
                await self._speaking.guess(self._waiting(self._known[user], found.text, outcome))

    async def _turned(self, step: Turned) -> None:
        user, outcome = step.user, step.outcome
        if isinstance(outcome, Failed):
            await self._speaking.judge(user, "unknown")
            if self._telling.failed(outcome) and self._is_alone_with_it():
                await self._speaking.ask(self._waiting(None, self._words.sorry_deaf))
        elif isinstance(outcome, NotUnderstood):
            await self._speaking.judge(user, "nothing")
        else:
            self._telling.works("stt")
            self._speaking.statistics.heard += 1
            await self._heard(user, outcome, step.spoke_until)

    async def _heard(self, user: str, turn: Understood, spoke_until: float) -> None:
        found = self._judged(user, turn, spoke_until)
        if found.echo:
            self._metrics.count("call.echoes")
            self._speaking.distrust(user)
        if found.command is not None:
            await self._command(Spoken(found.command, user), found)
        elif found.verdict == "meant":
            await self._speaking.ask(self._waiting(self._known[user], found.text, turn, spoke_until))
        else:
            await self._speaking.forget_guess(user)
            if found.verdict == "aside":
                self._attention.overheard(user)
            await self._speaking.judge(user, found.verdict)

    async def _command(self, spoken: Spoken, found: Judgement) -> None:
        self._speaking.statistics.commands += 1
        self._metrics.count("call.commands", what=spoken.command.value)
        if found.verdict == "meant":
            await self._speaking.hush(spoken.user)
        await self._speaking.judge(spoken.user, "nothing")
        if spoken.command is not Command.STOP:
            self._obeying.begin(spoken)

    def _judged(self, user: str, turn: Understood, spoke_until: float) -> Judgement:
        speaking = self._speaking
        quiet_s = speaking.quiet_s(spoke_until)
        about = Situation(
            now=self._clock.monotonic(),
            alone=self._is_alone_with_it(),
            speaks=quiet_s <= 0,
            asker=speaking.asker,
            said=speaking.said if quiet_s <= _ECHO_S else "",
        )
        return judged(self._attention, user, turn.heard, about)

    async def _stop(self, following: "asyncio.Task[None]", writing: "asyncio.Task[None]") -> None:
        await self._ears.aclose()
        await ended(following, *self._obeying.tasks)
        await self._speaking.aclose()
        self._scribe.close()
        await asyncio.wait((writing,), timeout=_LAST_LINE_S)
        await ended(writing)

    def _is_alone_with_it(self) -> bool:
        return len(self._call.participants) <= 1

    def _waiting(
        self, who: Participant | None, text: str, asked: Understood | None = None, spoke_until: float | None = None
    ) -> Waiting:
        now = self._clock.monotonic()
        return Waiting(who, asked, text, now, now if spoke_until is None else spoke_until)

    async def _gone(self, user: str) -> None:
        await self._speaking.leave(user)
        self._unheard.discard(user)
        if not self._ears.gone(user):
            del self._known[user]

    async def _follow(self) -> None:
        """Listen to whoever comes; to who did not agree nothing is to be heard."""
        async with aclosing(self._call.events()) as events:
            async for event in events:
                if isinstance(event, Joined):
                    self.listen(event.who.user)
        self.tell(Enough())
