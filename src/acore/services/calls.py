"""The calls that the bot is in: one a guild, as many as are allowed, each until it is over."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any
from weakref import WeakValueDictionary

import structlog

from acore.domain.calls import CallManner, CallPlace
from acore.errors import EngineRefused, EngineUnavailable, InvalidInput, NotFound
from acore.interfaces import Call, Calls, Clock, MetricsSink
from acore.services.call_consent import CallConsent
from acore.services.call_manners import CallManners
from acore.services.call_owner import CallOwner
from acore.services.call_session import CallReport, CallSession, Conversation, Notices, Reason
from acore.services.voice_phrases import OwnWords

_log = structlog.get_logger(__name__)
_CLOSE_S = 4.0
_ALL_TAKEN = "I am in as many voice channels as I may be at a time ({count}). Ask again later."
_NONE_ALLOWED = "I do not come into voice channels: the person who runs me has set voice.calls to 0."
NOT_HERE = "I am in no voice channel of this server. `/voice join` brings me into yours."


@dataclass(frozen=True, slots=True)
class RegistryOptions:
    """How many calls there may be, and for how long."""

    most: int = 5
    alone_s: float = 60.0
    """Seconds that the bot stays with nobody else there."""


Conversing = Callable[[Call, CallOwner], Conversation]
"""Makes the conversation of a call."""


def _anybody(_: CallSession) -> None:
    """Whoever asks may take the bot along."""


class CallRegistry:
    """Joins and leaves; whatever ends a call, nothing of it is left.

    `calls` and `conversing` build what joins and what makes conversations, which need libraries that may not be here;
    `ready` opens the engines; `notices` are shown in the text chats of the calls; `words` are what the bot says aloud
    by itself on a server.
    """

    def __init__(  # noqa: PLR0913  what calls are made of
        self,
        *,
        calls: Callable[[], Calls],
        consent: CallConsent,
        manners: CallManners,
        conversing: Callable[[], Conversing],
        notices: Notices,
        ready: Callable[[], Awaitable[object]],
        clock: Clock,
        metrics: MetricsSink,
        options: RegistryOptions,
        words: Callable[[str], OwnWords],
    ) -> None:
        self.consent = consent
        self._calls = calls
        self._conversing = conversing
        self._notices = notices
        self._ready = ready
        self._clock = clock
        self._metrics = metrics
        self._options = options
        self._sessions: dict[str, CallSession] = {}
        self._held: dict[str, asyncio.Task[Reason]] = {}
        self._joining: set[str] = set()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._manners = manners
        self._words = words
        self._closing = False
        metrics.watch("calls", self._figures)

    def of(self, guild: str) -> CallSession | None:
        """The guild's call, if there is one."""
        return self._sessions.get(guild)

    def is_in(self, guild: str, channel: str) -> bool:
        """Whether the bot is in this voice channel."""
        session = self._sessions.get(guild)
        return session is not None and session.call.place.channel == channel

    def require(self, guild: str) -> CallSession:
        """The guild's call; raises NotFound where there is none."""
        if (session := self._sessions.get(guild)) is None:
            raise NotFound(NOT_HERE)
        return session

    async def join(self, place: CallPlace, *, may_move: Callable[[CallSession], None] = _anybody) -> CallSession:
        """Be in the channel, with the engines open; where the guild has a call already, it goes on there.

        `may_move` raises where that call is not to be taken along, which is known only when it is this one's turn.
        Raises InvalidInput where there are as many calls as may be, EngineError as `Calls.join` and the engines do.
        Cancelling it leaves the channel.
        """
        lock = self._locks.setdefault(place.guild, asyncio.Lock())
        async with lock:
            session = self._sessions.get(place.guild)
            if session is not None and session.call.place.channel == place.channel:
                return session
            if session is None:
                self._check_room()
            else:
                may_move(session)
            self._joining.add(place.guild)
            try:
                return await self._join(place, session)
            finally:
                self._joining.discard(place.guild)

    async def leave(self, guild: str) -> CallReport | None:
        """Leave the guild's call; how it stood, None where there was none."""
        lock = self._locks.setdefault(guild, asyncio.Lock())
        async with lock:
            return await self._leave(guild)

    async def forget(self, guild: str) -> None:
        """The bot is no longer on the guild: leave its call, and forget its manner and who agreed.

        Raises EngineError where what is kept can not be forgotten; the rest is.
        """
        try:
            await self.consent.forget(guild)
        finally:
            try:
                await self._manners.forget(guild)
            finally:
                await self.leave(guild)

    async def aclose(self) -> None:
        """Leave all calls, within seconds, and join none any more; twice is harmless."""
        self._closing = True
        held = tuple(self._held.values())
        for task in held:
            task.cancel()
        if held:
            await asyncio.wait(held, timeout=_CLOSE_S)

    def manner(self, guild: str) -> CallManner:
        """How the bot speaks in the guild's call, or did in the last one."""
        return self._manners.of(guild)

    async def speak(self, guild: str, *, voice: str | None = None, volume: float | None = None) -> CallManner:
        """Speak like this from now on, in this call and the next; None leaves it as it is.

        Raises EngineError where it can not be kept: then it holds until acore stops.
        """
        try:
            return await self._manners.change(guild, voice=voice, volume=volume)
        finally:
            if (session := self._sessions.get(guild)) is not None:
                session.call.player.volume = self.manner(guild).volume

    def _check_room(self) -> None:
        if self._closing:
            raise EngineUnavailable("acore is stopping, so no call begins", engine="call")
        if not self._options.most:
            raise InvalidInput(_NONE_ALLOWED)
        if (count := len(self._sessions.keys() | self._joining)) >= self._options.most:
            raise InvalidInput(_ALL_TAKEN, count=count)

    async def _join(self, place: CallPlace, before: CallSession | None) -> CallSession:
        opening = asyncio.ensure_future(self._ready())
        call: Call | None = None
        try:
            call = await self._calls().join(place)
            if before is not None and before.call.is_of(call):
                return before
            await opening
            await self._leave(place.guild)
            await self._manners.load(place.guild)
            session = self._session(call)
            await self.consent.attend(session.call, session.renew)
            self._hold(session)
        except BaseException as error:
            if call is not None:
                await call.leave()
            if isinstance(error, ImportError):
                told = f'A library of the voice is not installed ({error.name}): pip install "acore[voice]"'
                raise EngineRefused(told, engine="voice") from error
            raise
        finally:
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
        return session

    def _session(self, call: Call) -> CallSession:
        guild = call.place.guild
        call.player.volume = self.manner(guild).volume
        return CallSession(
            call,
            consent=self.consent,
            notices=self._notices,
            conversation=lambda shared: self._conversing()(shared, CallOwner(self, guild, self._words(guild))),
            clock=self._clock,
            alone_s=self._options.alone_s,
        )

    def _hold(self, session: CallSession) -> None:
        if self._closing:
            raise EngineUnavailable("acore is stopping, so no call begins", engine="call")
        guild = session.guild
        self._metrics.count("calls.joined")
        self._sessions[guild] = session
        task = self._held[guild] = asyncio.create_task(session.hold(), name="call")
        task.add_done_callback(lambda _: self._over(guild, session, task))

    def _over(self, guild: str, session: CallSession, task: "asyncio.Task[Reason]") -> None:
        if self._held.get(guild) is task:
            del self._held[guild]
        if self._sessions.get(guild) is session:
            del self._sessions[guild]
        reason: str = "closing" if self._closing else "asked"
        if not task.cancelled():
            error = task.exception()
            reason = "failed" if error is not None else task.result()
            if error is not None:
                _log.error("call_broke", guild=guild, exc_info=error)
        self._metrics.count("calls.left", reason=reason)
        _log.info("call_over", guild=guild, reason=reason)

    async def _leave(self, guild: str) -> CallReport | None:
        session, task = self._sessions.get(guild), self._held.get(guild)
        if session is None or task is None:
            return None
        report = session.report()
        task.cancel()
        await asyncio.wait((task,))
        return report

    def _figures(self) -> dict[str, Any]:
        """What became of the packets of all calls, and how many there are."""
        total: Counter[str] = Counter()
        for session in self._sessions.values():
            total.update(asdict(session.call.counters()))
        return {
            "open": len(self._sessions),
            "deaf": sum(bool(s.report().deaf) for s in self._sessions.values()),
            **total,
        }
