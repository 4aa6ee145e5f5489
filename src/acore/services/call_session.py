"""One call from its beginning to its end: who is heard in it, what is told in its text chat, and when it is over."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import structlog

from acore.domain.calls import (
    CallCounters,
    CallEvent,
    CallPlace,
    Deaf,
    Ended,
    HearsAgain,
    Joined,
    Left,
    Moved,
    Muted,
    Participant,
)
from acore.domain.consent import Terms
from acore.errors import AcoreError
from acore.interfaces import Call, Clock
from acore.services.call_consent import CallConsent
from acore.services.call_sharing import SharedCall
from acore.services.call_troubles import CallTroubles, Notice, TroubleNotices

if TYPE_CHECKING:
    from acore.services.call_telling import CallStatistics

_log = structlog.get_logger(__name__)
_TICK_S = 1.0
_WORK_ENDS_S = 2.0
_LEAVE_S = 3.0
_TOLD_WITH_ALL_S = 2.0
"""Whoever is told of so soon behind the announcement was there when it was made."""
_MOST_NOTICES = 32
"""Notices that wait to be shown; of more the newest are dropped."""

Reason = Literal["asked", "alone", "ended", "failed", "closing"]
"""Why a call is over."""


class Notices(TroubleNotices, Protocol):
    """What the bot has to say in the text chat of a voice channel; whatever can not be shown there is logged."""

    async def announce(self, place: CallPlace, terms: Terms) -> None:
        """Tell everybody what happens with their voice, and offer to be heard."""

    async def greet(self, place: CallPlace, who: Participant, terms: Terms) -> None:
        """The same for somebody who came later."""

    async def failed(self, place: CallPlace, error: Exception) -> None:
        """The call can not go on."""

    async def ended(self, place: CallPlace, why: str) -> None:
        """The bot is gone from there, and nobody can see why."""


class Conversation(Protocol):
    """What is heard and said in a call."""

    @property
    def statistics(self) -> "CallStatistics":
        """What became of it so far."""
        ...

    async def run(self) -> None:
        """Hold the conversation until the call ends; raises EngineError where the engines can not be opened."""

    def listen(self, user: str) -> None:
        """Listen to somebody who is admitted from now on."""

    def withdraw(self, user: str, *, forget: bool) -> None:
        """Somebody is excluded from now on: play nothing more of what they are answered from the next frame on.

        `forget` what they asked just now as well; else it is remembered as far as the answer was heard.
        """

    def say(self, text: str, *, voice: str | None = None) -> bool:
        """Say this when its time comes, in this voice or in that of the call; whether it is to be said at all."""


@dataclass(frozen=True, slots=True)
class CallReport:
    """How a call stands."""

    place: CallPlace
    seconds: float
    heard: tuple[Participant, ...]
    """Who is in it and agreed."""
    unheard: tuple[Participant, ...]
    counters: CallCounters
    statistics: "CallStatistics"
    volume: float
    deaf: str = ""
    """Why nothing is understood just now; empty where all is well."""


class CallSession:
    """Holds one call; `hold` is run once, in a task of its own, and whoever cancels it ends the call."""

    def __init__(  # noqa: PLR0913  what a call is made of
        self,
        call: Call,
        *,
        consent: CallConsent,
        notices: Notices,
        conversation: Callable[[Call], Conversation],
        clock: Clock,
        alone_s: float,
    ) -> None:
        self.call = SharedCall(call)
        self.conversation = conversation(self.call)
        self.call.admitting = self.conversation.listen
        self.call.excluding = self._withdraw
        self._consent = consent
        self._notices = notices
        self._clock = clock
        self._alone_s = alone_s
        self._began = clock.monotonic()
        self._occupied = self._began
        """When somebody was there last."""
        self._announced = ""
        """The version of the terms that the channel was told."""
        self._announced_at = self._began
        self._troubles = CallTroubles(notices, self._notice, lambda: self.call.place, clock)
        self._farewell = ""
        """What those in the channel are told at the end."""
        self._to_tell: asyncio.Queue[Notice] = asyncio.Queue(_MOST_NOTICES)

    @property
    def guild(self) -> str:
        """Where it is held."""
        return self.call.place.guild

    def report(self) -> CallReport:
        """How it stands now."""
        hears = self._consent.hears(self.guild)
        people = self.call.participants
        return CallReport(
            place=self.call.place,
            seconds=self._clock.monotonic() - self._began,
            heard=tuple(who for who in people if who.user in hears),
            unheard=tuple(who for who in people if who.user not in hears),
            counters=self.call.counters(),
            statistics=self.conversation.statistics,
            volume=self.call.player.volume,
            deaf=self._troubles.deaf,
        )

    def renew(self) -> None:
        """Tell the channel of other terms; of the same ones nothing is told."""
        if self._consent.terms.version != self._announced != "":
            self._announce()

    async def hold(self) -> Reason:
        """Hold the call until it is over; then nothing of it is left. Cancelling it ends the call within seconds."""
        work = (self._converse, self._follow, self._watch)
        telling = asyncio.create_task(self._tell(), name="notices of a call")
        tasks = [asyncio.create_task(one(), name=f"call {one.__name__}") for one in work]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return next(task.result() for task in tasks if task in done)
        finally:
            ending = asyncio.create_task(self._end([*tasks, telling]), name="the end of a call")
            while not ending.done():
                with suppress(asyncio.CancelledError):  # whoever cancels it once more waits for the same end
                    await asyncio.wait((ending,))
            ending.result()

    def _withdraw(self, user: str) -> None:
        self.conversation.withdraw(user, forget=self._consent.refuses(self.guild, user))

    async def _end(self, tasks: list["asyncio.Task[Any]"]) -> None:
        self._consent.dismiss(self.call)
        for task in tasks:
            task.cancel()
        ended = asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.wait((ended,), timeout=_WORK_ENDS_S)
        if not ended.done():  # an engine does not let go: the channel is left all the same
            _log.warning("call_works_beyond_its_end", guild=self.guild, seconds=_WORK_ENDS_S)
        try:
            async with asyncio.timeout(_LEAVE_S):
                await self.call.leave()
        except TimeoutError:
            _log.warning("call_did_not_end_in_time", guild=self.guild, seconds=_LEAVE_S)
        if self._farewell:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LEAVE_S):
                    await self._notices.ended(self.call.place, self._farewell)

    async def _converse(self) -> Reason:
        try:
            await self.conversation.run()
        except Exception as error:  # noqa: BLE001  whatever broke is told, and the call ends
            expected = isinstance(error, AcoreError)
            _log.error("call_failed", guild=self.guild, reason=str(error), exc_info=None if expected else error)
            await self._notices.failed(self.call.place, error)
            return "failed"
        return "ended"

    async def _follow(self) -> Reason:
        """Hear of everything first: a conversation is told of nobody before it is decided whether they are heard."""
        self._announce()
        async with aclosing(self.call.source()) as events:
            async for event in events:
                self._take(event)
                self.call.tell(event)
        return "ended"

    async def _watch(self) -> Reason:
        """Look again and again whether anybody is there."""
        while True:
            await self._clock.sleep(_TICK_S)
            self._troubles.look()
            now = self._clock.monotonic()
            if self.call.participants:
                self._occupied = now
            elif now - self._occupied >= self._alone_s:
                return "alone"

    async def _tell(self) -> None:
        while True:
            notice = await self._to_tell.get()
            try:
                await notice()
            except Exception:  # noqa: BLE001  a bug: what is to be told next may be shown
                _log.exception("call_notice_broke", guild=self.guild)

    def _take(self, event: CallEvent) -> None:
        match event:
            case Joined(who):
                self._joined(who)
            case Left(who):
                self._consent.left(self.guild, who.user)
            case Moved():
                self._consent.moved(self.guild)
                self._announce()
            case Deaf(why):
                self._troubles.deafen(why)
            case HearsAgain():
                self._troubles.hear()
            case Muted(why):
                self._troubles.mute(why)
            case Ended(why, is_news):
                self._farewell = why if is_news else ""
                _log.info("call_ended", guild=self.guild, reason=why)

    def _joined(self, who: Participant) -> None:
        heard, place = self._consent.joined(self.guild, who.user), self.call.place
        if heard or not self._consent.to_be_told(self.guild, who.user):
            return
        if self._clock.monotonic() - self._announced_at >= _TOLD_WITH_ALL_S:
            terms = self._consent.terms
            self._notice(lambda: self._notices.greet(place, who, terms))

    def _announce(self) -> None:
        place, terms = self.call.place, self._consent.terms
        self._announced, self._announced_at = terms.version, self._clock.monotonic()
        self._notice(lambda: self._notices.announce(place, terms))

    def _notice(self, notice: Notice) -> None:
        try:
            self._to_tell.put_nowait(notice)
        except asyncio.QueueFull:
            _log.warning("call_notice_dropped", guild=self.guild)
