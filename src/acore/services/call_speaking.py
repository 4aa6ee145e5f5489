"""The bot's side of a call: what waits to be answered, what is being said, and who has the floor meanwhile."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

from acore.domain.call_attention import CallAttention
from acore.domain.floor import Decision, Floor, Verdict
from acore.domain.vocal_sounds import VoiceFrame
from acore.domain.voice_events import Answered, Failed, FellBack, Saying, Stage
from acore.interfaces import Call, Clock, MetricsSink
from acore.services.call_ahead import CallAhead, Sessions
from acore.services.call_answer import Answer, Waiting
from acore.services.call_events import CallStep, GaveUp, Over, Stepped
from acore.services.call_options import CallOptions
from acore.services.call_telling import CallStatistics, CallTelling
from acore.services.call_waiting import Dropped, WaitingLine, joined
from acore.services.voice_live import Amending

_TICK_S = 0.1
_SPEAKS: frozenset[Stage] = frozenset(("chat", "tts"))
"""What an answer needs."""
_REMEMBERED = 4
"""Answers whose words may come back as an echo."""


class CallSpeaking:
    """Answers one question after the other.

    `hear` may be called at any time; the methods that wait are called one after the other.
    """

    def __init__(  # noqa: PLR0913  a use case is the sum of what it needs
        self,
        *,
        call: Call,
        sessions: Sessions,
        memory: Amending,
        attention: CallAttention,
        clock: Clock,
        metrics: MetricsSink,
        options: CallOptions,
        telling: CallTelling,
        tell: Callable[[CallStep], None],
    ) -> None:
        self.statistics = CallStatistics()
        self.tell = tell
        self._player = call.player
        self._attention = attention
        self._clock = clock
        self._metrics = metrics
        self._telling = telling
        self._makes_ahead = options.speculation == "first sentence"
        self._floor = Floor(options.floor)
        self._line = WaitingLine(options.waiting, options.longest_wait_s)
        self._ahead = CallAhead(call=call, sessions=sessions, memory=memory, told=self)
        self._now: Answer | None = None
        """What is said, or made to be said next."""
        self._ticking: asyncio.Task[None] | None = None
        self._said: deque[str] = deque(maxlen=_REMEMBERED)
        self._quiet_since = float("-inf")

    @property
    def asker(self) -> str | None:
        """Who is answered just now."""
        return self._now.about.user if self._now is not None else None

    @property
    def said(self) -> str:
        """Its words of the last answers."""
        return " ".join((*self._said, self._now.given if self._now is not None else ""))

    @property
    def has_room(self) -> bool:
        """Whether one more thing can wait to be said, and nothing that waits is dropped for it."""
        return not self._line.is_full

    def quiet_s(self, at: float) -> float:
        """How long it had been silent at that time; 0 while it speaks."""
        return 0.0 if self._floor.is_the_bots else at - self._quiet_since

    def hear(self, user: str, frame: VoiceFrame) -> None:
        """A frame of somebody's sound: whoever takes the floor stops it before this returns."""
        self._decide(self._floor.hear(user, frame, self._clock.monotonic()))

    def expect(self, user: str) -> None:
        """Somebody's words will come."""
        self._floor.expect(user)

    def distrust(self, user: str) -> None:
        """Somebody's microphone takes it up."""
        self._floor.distrust(user)

    async def judge(self, user: str, verdict: Verdict) -> None:
        """Somebody's words were that, and nothing that is to be answered."""
        if self._takes_floor(user, verdict):
            await self._give_up()
            await self._advance()

    async def ask(self, item: Waiting) -> None:
        """Answer this when its time has come; what is being said ends for it, where its asker took the floor."""
        if item.user is not None:
            item = await self._asked(item, item.user)
        self._drop(self._line.add(item))
        await self._advance()
        await self.look_ahead()

    async def guess(self, item: Waiting) -> None:
        """Make the first sentence of an answer to what may be all that somebody says, where nothing else is made."""
        now = self._now
        if not self._makes_ahead or len(self._line):
            return
        if now is not None:
            if not (self._floor.is_paused or now.about.user == item.user):
                return
            if now.about.user == item.user and item.asked is not None and not now.heard():
                item = joined(now.about, item, item.asked)
        await self._ahead.make(item)

    async def forget_guess(self, user: str) -> None:
        """They said more."""
        await self._ahead.forget(user)

    async def hush(self, user: str) -> None:
        """Say no more, and answer no more of this user's questions."""
        self._drop(self._line.leave(user))
        await self._ahead.forget()
        if self._now is not None:
            await self._give_up()
        await self._advance()

    def silence(self, user: str) -> None:
        """Play nothing more of what this user is answered, from the next frame on; `leave` follows it."""
        if self._now is not None and self._now.about.user == user:
            self._now.is_silenced = True
            self._player.stop()
            self._player.pause()  # what its answer gives until then is thrown away with it

    async def leave(self, user: str, *, forget: bool = False) -> None:
        """Somebody is gone: what they asked is not answered, unless that has begun and was not silenced.

        `forget` is to remember nothing of the question that was being answered.
        """
        self._decide(self._floor.leave(user, self._clock.monotonic()))
        self._drop(self._line.leave(user))
        await self._ahead.forget(user)
        if (now := self._now) and self.asker == user and (now.is_silenced or not self._floor.is_the_bots):
            await self._give_up(forget=forget)
        self._attention.forget(user)
        await self._advance()

    def ready(self, answer: Answer) -> None:
        """Its first sound is there: say it, as soon as nobody else speaks."""
        if answer is not self._now:
            return
        now = self._clock.monotonic()
        if self._decide(self._floor.begin(answer.about.user, now)) is None and answer.about.asked is not None:
            self._metrics.observe("call.response_ms", (now - answer.about.spoke_until) * 1000)
        answer.go()

    def step(self, event: Stepped) -> None:
        """Show how far an answer is, once it is certain; what failed is told in any case."""
        answer, step = event.answer, event.step
        if isinstance(step, Failed | FellBack):
            self._telling.failed(step)
        elif answer is self._now:
            self._show(answer, step)

    async def look_ahead(self) -> None:
        """Make the beginning of the next answer, once all sound of this one is there."""
        first, now = self._line.first, self._now
        if self._makes_ahead and first is not None and now is not None and now.is_made and self._ahead.is_free:
            await self._ahead.make(first)

    async def over(self, answer: Answer) -> None:
        """All of it was said: go on with the next; of one that the end of the call cut off the heard part remains."""
        if answer is not self._now:
            return
        if self._player.is_over and not answer.was_played:
            await self._give_up()
            return
        self._now = None
        self._telling.show(answer, answer.whole, final=True)
        self._quiet(answer)
        if answer.about.asked is not None:
            self.statistics.answered += 1
        await self._advance()

    async def gave_up(self, answer: Answer) -> None:
        """The floor was taken for too long."""
        if answer is self._now:
            await self._give_up()
            await self._advance()

    async def aclose(self) -> None:
        """Stop all; of what is being said only what was heard is remembered."""
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.wait((self._ticking,))
        await self._ahead.forget()
        if self._now is not None:
            await self._give_up()

    async def _asked(self, item: Waiting, user: str) -> Waiting:
        """Give the asker the floor; their question, with what they asked before where they heard no answer to it."""
        goes_on = self.asker == user and not self._floor.is_the_bots
        if not (self._takes_floor(user, "meant") or goes_on) or self._now is None:
            return item
        before, words = self._now.about, await self._give_up()
        if words or before.asked is None or item.asked is None:
            return item
        if before.who == item.who:
            return joined(before, item, item.asked)
        self._line.put_back(before)
        return item

    async def _advance(self) -> None:
        """Begin with what waits, where nothing is said."""
        if self._now is not None:
            return
        item, late = self._line.take(self._clock.monotonic())
        self._drop(late)
        if item is None:
            return
        answer = self._now = await self._ahead.take(item)
        answer.confirm()
        if item.asked is not None:
            self._metrics.count("voice.turns")
        if answer.last is not None:
            self._show(answer, answer.last)
        if answer.is_over:
            self.tell(Over(answer))

    async def _give_up(self, *, forget: bool = False) -> str:
        """Stop what is being said; the memory holds of it what was heard, or nothing at all."""
        answer = self._now
        assert answer is not None
        words = answer.heard()
        if forget:
            await self._ahead.amend(answer, "")  # before it is closed, so that not even its beginning is kept
        self._now = None
        self._player.stop()
        await answer.aclose()
        self._quiet(answer)
        self.statistics.interrupted += 1
        self._metrics.count("voice.interrupted")
        await self._ahead.amend(answer, "" if forget else words)
        self._telling.show(answer, f"{words} …".strip() if answer.is_shown else "", final=True)
        return words

    def _quiet(self, answer: Answer) -> None:
        self._floor.end()
        self._player.resume()
        self._said.append(answer.given)
        self._quiet_since = self._clock.monotonic()
        if answer.about.user is not None:
            self._attention.answered(answer.about.user, self._quiet_since)

    def _show(self, answer: Answer, step: Saying | Answered) -> None:
        if isinstance(step, Saying):
            self._telling.show(answer, answer.given, final=False)
        else:
            self._telling.works(*_SPEAKS - answer.failed)
            self._telling.show(answer, step.reply, final=False)  # it may be cut off while the last of it is played

    def _drop(self, items: Iterable[tuple[Waiting, Dropped]]) -> None:
        for item, why in items:
            self.statistics.dropped += 1
            self._metrics.count("call.dropped", why=why)
            self._telling.dropped(item, why)

    def _takes_floor(self, user: str, verdict: Verdict) -> bool:
        """Whether these words end what is being said; where they do not, it goes on when it can."""
        decision = self._floor.judge(user, verdict, self._clock.monotonic())
        if decision == "yield":
            return self._now is not None
        self._decide(decision)
        return False

    def _decide(self, decision: Decision | None) -> Decision | None:
        if self._now is not None and self._now.is_silenced:
            return decision  # it is over as soon as its turn comes
        if decision == "pause":
            self._player.pause()
            self.statistics.stops += 1
            self._metrics.count("call.stops")
            if self._ticking is None or self._ticking.done():
                self._ticking = asyncio.create_task(self._tick(), name="waiting for the floor")
        elif decision == "resume":
            self._player.resume()
            self.statistics.resumed += 1
        elif decision == "yield" and self._now is not None:
            self._player.stop()
            self.tell(GaveUp(self._now))
        return decision

    async def _tick(self) -> None:
        while self._floor.is_paused:
            await self._clock.sleep(_TICK_S)
            self._decide(self._floor.tick(self._clock.monotonic()))
