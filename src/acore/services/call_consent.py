"""Whom the bot hears in its calls: those who agreed to what happens with their voice, and nobody else."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

import structlog

from acore.domain.consent import Agreement, Terms
from acore.interfaces import Call, Clock, ConsentStore

_log = structlog.get_logger(__name__)
_REMEMBERED = 10_000
"""Members of whom it is known that they were told, and those whose word could not be written down."""

_Member = tuple[str, str]
"""The guild, and the user."""


@dataclass(slots=True, eq=False)
class _Wish:
    """What a member wants, from when they say so until it is written down."""

    version: str | None
    """Of the terms under which they are to be heard; None not to be."""
    refused: "_Wish | None" = None
    """That they took their word back before, which may not have been written down."""
    then: "_Wish | None" = None
    """What they wanted next, in place of this."""

    @property
    def is_yes(self) -> bool:
        """Whether they want to be heard, by the last that they said while this was not written down."""
        last = self
        while last.then is not None:
            last = last.then
        return last.version is not None


@dataclass(slots=True, eq=False)
class _Listening:
    """A call, who is in it, and who of the guild agreed to which terms."""

    call: Call
    renewed: Callable[[], None]
    """Who is told of other terms."""
    present: set[str] = field(default_factory=set)
    agreed: dict[str, str] = field(default_factory=dict)
    admitted: set[str] = field(default_factory=set)


class CallConsent:
    """Admits members to the calls of their guilds, and excludes them again at their word.

    A member is admitted only while they are in the call's channel, their agreement is written down, and its terms are
    those of now; `ignored` users never. Who takes their word back is excluded before anything is waited for, and stays
    so where that can not be written down.
    """

    def __init__(
        self,
        *,
        store: ConsentStore,
        terms: Callable[[], Terms],
        watch: Callable[[Callable[[], None]], None],
        clock: Clock,
        ignored: Collection[int | str] = (),
    ) -> None:
        self._store = store
        self._terms = terms
        self._clock = clock
        self._ignored = frozenset(map(str, ignored))
        self._calls: dict[str, _Listening] = {}
        self._wishes: OrderedDict[_Member, _Wish] = OrderedDict()
        self._told: OrderedDict[tuple[_Member, str], None] = OrderedDict()
        self._writing = asyncio.Lock()
        watch(self._review)

    @property
    def terms(self) -> Terms:
        """What members agree to now."""
        return self._terms()

    async def attend(self, call: Call, renewed: Callable[[], None]) -> None:
        """Decide from now on who is heard in the call; raises EngineError where nobody's word can be read.

        `renewed` is called when the terms may be others, and all who did not agree to them are excluded already.
        """
        guild = call.place.guild
        async with self._writing:
            listening = _Listening(call, renewed)
            listening.agreed = {one.user: one.version for one in await self._store.of(guild)}
            self._calls[guild] = listening

    def dismiss(self, call: Call) -> None:
        """The call is over: hear nobody in it any more."""
        listening = self._calls.get(call.place.guild)
        if listening is not None and listening.call is call:
            del self._calls[call.place.guild]
            for user in tuple(listening.admitted):
                _exclude(listening, user)

    def joined(self, guild: str, user: str) -> bool:
        """Somebody came into the call; whether they are heard."""
        if (listening := self._calls.get(guild)) is None:
            return False
        listening.present.add(user)
        return self._decide(guild, user)

    def left(self, guild: str, user: str) -> None:
        """Somebody went."""
        if (listening := self._calls.get(guild)) is not None:
            listening.present.discard(user)
            _exclude(listening, user)

    def moved(self, guild: str) -> None:
        """The call is in another channel now; those who are there are told of by `joined`."""
        for user in tuple(listening.present) if (listening := self._calls.get(guild)) is not None else ():
            self.left(guild, user)

    def hears(self, guild: str) -> frozenset[str]:
        """Those who are heard in the guild's call."""
        listening = self._calls.get(guild)
        return frozenset() if listening is None else frozenset(listening.admitted)

    def refuses(self, guild: str, user: str) -> bool:
        """Whether the member is about to take their word back."""
        wish = self._wishes.get((guild, user))
        return wish is not None and wish.version is None

    def to_be_told(self, guild: str, user: str) -> bool:
        """Whether somebody who is not heard is to be told how they are; it is asked once a member and version."""
        key = (guild, user), self.terms.version
        is_new = key not in self._told
        self._told[key] = None
        self._told.move_to_end(key)
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return is_new

    async def grant(
        self, guild: str, user: str, version: str, *, noted: Callable[[], Awaitable[object]] | None = None
    ) -> bool:
        """The member wants to be heard, and has read these terms.

        False where they are not those of now, or the member took it back meanwhile. Written down first; raises
        EngineError where that fails, and nobody is heard. `noted` is waited for before: what it raises is raised, and
        nobody is heard. What the same member says meanwhile holds instead.
        """
        if version != self.terms.version:
            return False
        wish = self._wish((guild, user), version)
        try:
            if noted is not None:
                await noted()
            async with self._writing:
                if self._wishes.get((guild, user)) is wish:
                    await self._store.grant(Agreement(guild, user, self._clock.now(), version))
                    if (listening := self._calls.get(guild)) is not None:
                        listening.agreed[user] = version
        except BaseException:
            self._failed((guild, user), wish)
            raise
        self._fulfilled((guild, user), wish)
        self._decide(guild, user)
        return wish.is_yes

    async def revoke(self, guild: str, user: str) -> bool:
        """The member does not want to be heard any more; whether they had agreed. Raises EngineError as `grant`."""
        wish = self._wish((guild, user), None)
        self._decide(guild, user)
        async with self._writing:
            had = await self._store.revoke(guild, user)
            if (listening := self._calls.get(guild)) is not None:
                listening.agreed.pop(user, None)
        self._fulfilled((guild, user), wish)
        return had

    async def forget(self, guild: str) -> None:
        """The bot is no longer on the guild: forget who agreed there. Raises EngineError where that fails."""
        for member in [member for member in self._wishes if member[0] == guild]:
            del self._wishes[member]
        if (listening := self._calls.pop(guild, None)) is not None:
            for user in tuple(listening.admitted):
                _exclude(listening, user)
        async with self._writing:
            count = await self._store.forget(guild)
        _log.info("agreements_forgotten", guild=guild, count=count)

    async def forget_where(self, is_gone: Callable[[str], bool]) -> None:
        """Forget who agreed on guilds that are gone: the bot was taken from them while it was away.

        Raises EngineError as `forget`.
        """
        for guild in await self._store.guilds():
            if is_gone(guild):
                await self.forget(guild)

    def _review(self) -> None:
        """Hear only those who agreed to the terms of now, which may have changed."""
        for guild, listening in tuple(self._calls.items()):
            for user in tuple(listening.present):
                self._decide(guild, user)
            listening.renewed()

    def _wish(self, member: _Member, version: str | None) -> _Wish:
        """Note what the member wants; the oldest that could not be written down leave."""
        before = self._wishes.get(member)
        refused = before if before is None or before.version is None else before.refused
        wish = self._wishes[member] = _Wish(version, refused if version is not None else None)
        if before is not None:
            before.then = wish
        self._wishes.move_to_end(member)
        if len(self._wishes) > _REMEMBERED:
            self._wishes.popitem(last=False)
        return wish

    def _fulfilled(self, member: _Member, wish: _Wish) -> None:
        if self._wishes.get(member) is wish:
            del self._wishes[member]

    def _failed(self, member: _Member, wish: _Wish) -> None:
        """A yes was not written down: the no before it holds."""
        if self._wishes.get(member) is wish and wish.refused is not None:
            self._wishes[member] = wish.refused
        else:
            self._fulfilled(member, wish)

    def _decide(self, guild: str, user: str) -> bool:
        """Admit or exclude the member by all that is known of them; whether they are heard."""
        if (listening := self._calls.get(guild)) is None:
            return False
        wish, now = self._wishes.get((guild, user)), self.terms.version
        agreed = listening.agreed.get(user) == now and (wish is None or wish.version == now)
        if user in self._ignored or not (agreed and user in listening.present):
            _exclude(listening, user)
            return False
        if user not in listening.admitted:
            listening.admitted.add(user)
            listening.call.admit(user)
        return True


def _exclude(listening: _Listening, user: str) -> None:
    if user in listening.admitted:
        listening.admitted.discard(user)
        listening.call.exclude(user)
