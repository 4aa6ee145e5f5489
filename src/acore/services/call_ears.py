"""The ears of a call, one for each speaker; what befalls one is nothing to the others."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from acore.domain.calls import Participant
from acore.domain.scope import Scope
from acore.domain.voice_events import Failed, Speaker
from acore.errors import EngineError
from acore.interfaces import Call, Clock
from acore.services.call_ahead import Sessions
from acore.services.call_events import Broke, Gone
from acore.services.call_hearing import BROKE, CallHearing, Middle
from acore.services.call_options import CallOptions
from acore.services.voice_engines import Voice

_log = structlog.get_logger(__name__)
_AGAIN_S = 3.0
"""Until somebody is listened to again whose ear broke: the call holds more of their sound than that."""


class CallEars:
    """Listens to whom it is told to; every end of an ear is told as `Gone`, behind all else of that speaker.

    An ear that breaks is told as `Broke`, and some seconds later there is another one.
    """

    def __init__(self, *, call: Call, sessions: Sessions, middle: Middle, clock: Clock, options: CallOptions) -> None:
        self._call = call
        self._sessions = sessions
        self._middle = middle
        self._clock = clock
        self._options = options
        self._voice: Voice | None = None
        self._ears: dict[str, asyncio.Task[None]] = {}
        self._wanted: dict[str, Participant] = {}
        """Who is to be listened to as soon as that can begin."""

    def open(self, voice: Voice) -> None:
        """Begin to listen: the engines are there."""
        self._voice = voice
        self._begin()

    def listen(self, who: Participant) -> None:
        """Listen to them; where their ear is about to end, anew behind that."""
        self._wanted[who.user] = who
        self._begin()

    def hears(self, user: str) -> bool:
        """Whether they have an ear, of which `Gone` was not dealt with yet."""
        return user in self._ears

    def gone(self, user: str) -> bool:
        """`Gone` was dealt with; whether they are listened to again, because they came back."""
        del self._ears[user]
        self._begin()
        return user in self._ears

    async def aclose(self) -> None:
        """Listen to nobody any more."""
        self._voice = None
        await ended(*self._ears.values())

    def _begin(self) -> None:
        if self._voice is None:
            return
        for user in [user for user in self._wanted if user not in self._ears]:
            hearing = self._hear(self._wanted.pop(user), self._voice)
            self._ears[user] = asyncio.create_task(hearing, name="hearing a speaker")

    async def _hear(self, who: Participant, voice: Voice) -> None:
        place = self._call.place
        session = self._sessions(speaker=Speaker(Scope(place.channel, who.user, place.guild, place.category), who.name))
        hearing = CallHearing(
            who.user,
            call=self._call,
            voice=voice,
            understand=session.understand,
            middle=self._middle,
            clock=self._clock,
            options=self._options,
        )
        try:
            await hearing.run()
        except EngineError as error:
            await self._broke(who, str(error))
        except Exception:  # noqa: BLE001  a bug: the others are heard all the same
            _log.exception("call_speaker_broke")
            await self._broke(who, BROKE)
        self._middle.tell(Gone(who.user))

    async def _broke(self, who: Participant, why: str) -> None:
        self._middle.tell(Broke(Failed("vad", why)))
        await self._clock.sleep(_AGAIN_S)
        self._wanted.setdefault(who.user, who)


async def ended(*tasks: "asyncio.Task[None]") -> None:
    """Cancel the tasks, and return when all of them are over."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


async def in_full(closing: Coroutine[Any, Any, None]) -> None:
    """Do all that closing takes: whoever is cancelled meanwhile ends behind it, and not in the middle of it."""
    task, stopped = asyncio.create_task(closing, name="closing"), False
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError:
            stopped = True
    task.result()
    if stopped:
        raise asyncio.CancelledError
