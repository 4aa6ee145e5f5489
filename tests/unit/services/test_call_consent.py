"""Whom the bot hears: nobody who did not agree, whatever happens in whatever order."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from acore.adapters.consent.memory import MemoryConsent
from acore.domain.calls import CallPlace
from acore.domain.consent import Agreement, Station, Terms
from acore.errors import EngineUnavailable
from acore.services.call_consent import CallConsent
from acore.testing import ManualClock, ScriptedCall

LOCAL = Terms((Station("ear"),), (Station("mind"),), (Station("mouth"),))
FAR = Terms((Station("ear"),), (Station("mind", "far.example"),), (Station("mouth"),))
PLACE = CallPlace("9", "5")


class Room:
    """A call, whom it may hear, and the terms of now."""

    def __init__(self, store: MemoryConsent | None = None) -> None:
        self.clock = ManualClock()
        self.terms = LOCAL
        self.store = store or MemoryConsent()
        self.watching: list[Callable[[], None]] = []
        self.renewed: list[set[str]] = []
        """Whom the call heard whenever other terms were told."""
        self.consent = self.hearing()
        self.call = ScriptedCall(PLACE, self.clock)

    def hearing(self, *ignored: int) -> CallConsent:
        return CallConsent(
            store=self.store,
            terms=lambda: self.terms,
            watch=self.watching.append,
            clock=self.clock,
            ignored=ignored,
        )

    def switch(self, terms: Terms) -> None:
        self.terms = terms
        for told in self.watching:
            told()

    def renew(self) -> None:
        self.renewed.append(set(self.call.admitted))

    async def attend(self) -> None:
        await self.consent.attend(self.call, self.renew)

    async def begin(self, *people: str) -> "Room":
        await self.attend()
        for user in people:
            self.come(user)
        return self

    def come(self, user: str) -> bool:
        self.call.come(user)
        return self.consent.joined("9", user)

    def go(self, user: str) -> None:
        self.call.go(user)
        self.consent.left("9", user)

    async def agree(self, user: str) -> bool:
        return await self.consent.grant("9", user, self.terms.version)


async def test_nobody_is_heard_who_did_not_agree() -> None:
    room = await Room().begin("ada", "bob")
    assert await room.agree("ada")
    assert room.call.admitted == room.consent.hears("9") == {"ada"}
    assert not room.come("cem")


async def test_who_agreed_before_is_heard_as_soon_as_they_come() -> None:
    store = MemoryConsent()
    room = await Room(store).begin("ada")
    await room.agree("ada")
    later = await Room(store).begin()
    assert later.call.admitted == set(), "they are not there"
    assert later.come("ada")
    assert later.call.admitted == {"ada"}


async def test_an_agreement_is_written_down_with_its_time_and_its_version() -> None:
    room = await Room().begin("ada")
    await room.agree("ada")
    assert await room.store.of("9") == (Agreement("9", "ada", room.clock.now(), LOCAL.version),)


async def test_one_may_agree_while_there_is_no_call() -> None:
    room = Room()
    assert await room.agree("ada")
    assert room.consent.hears("9") == frozenset()
    await room.begin("ada")
    assert room.call.admitted == {"ada"}


async def test_who_takes_it_back_is_excluded_before_anything_is_written() -> None:
    store = Slow()
    room = await Room(store).begin("ada")
    await room.agree("ada")
    store.gate.clear()
    revoking = asyncio.ensure_future(room.consent.revoke("9", "ada"))
    await asyncio.sleep(0)
    assert room.call.admitted == set()
    store.gate.set()
    assert await revoking
    assert await store.of("9") == ()
    assert not await room.consent.revoke("9", "ada")


async def test_a_no_behind_a_yes_holds_however_long_the_yes_takes_to_be_noted() -> None:
    room, noted = await Room().begin("ada"), asyncio.Event()
    late = asyncio.ensure_future(room.consent.grant("9", "ada", room.terms.version, noted=noted.wait))
    await asyncio.sleep(0)
    assert not await room.consent.revoke("9", "ada")
    noted.set()
    assert not await late
    assert room.call.admitted == set()
    assert await room.store.of("9") == ()


async def test_a_yes_that_could_not_be_noted_does_not_hold() -> None:
    async def lost() -> None:
        raise EngineUnavailable("no answer", engine="discord")

    room = await Room().begin("ada", "bob")
    await room.agree("bob")
    for user in ("ada", "bob"):
        with pytest.raises(EngineUnavailable):
            await room.consent.grant("9", user, room.terms.version, noted=lost)
    assert room.call.admitted == {"bob"}, "he had said yes before"


async def test_what_is_taken_back_before_it_was_written_down_never_is() -> None:
    store = Slow()
    room = await Room(store).begin("ada")
    store.gate.clear()
    first = asyncio.ensure_future(room.agree("bob"))
    await asyncio.sleep(0)
    waiting = asyncio.ensure_future(room.agree("ada"))
    await asyncio.sleep(0)
    revoking = asyncio.ensure_future(room.consent.revoke("9", "ada"))
    await asyncio.sleep(0)
    store.gate.set()
    await asyncio.gather(first, waiting, revoking)
    assert store.granted == ["bob"]


async def test_who_leaves_is_not_heard_elsewhere_and_is_heard_again_when_they_come_back() -> None:
    room = await Room().begin("ada")
    await room.agree("ada")
    room.go("ada")
    assert room.call.admitted == set()
    assert room.come("ada")
    room.consent.moved("9")
    assert room.call.admitted == set()


async def test_other_terms_are_agreed_to_anew() -> None:
    room = await Room().begin("ada")
    await room.agree("ada")
    room.switch(FAR)
    assert room.call.admitted == set()
    assert room.renewed == [set()], "they are excluded before anything is told"
    assert not await room.consent.grant("9", "ada", LOCAL.version), "she has read the old ones"
    assert room.call.admitted == set()
    assert await room.agree("ada")
    assert room.call.admitted == {"ada"}


async def test_whom_the_bot_ignores_is_never_heard() -> None:
    room = Room()
    room.consent = room.hearing(42)
    await room.begin("42", "ada")
    for user in ("42", "ada"):
        await room.agree(user)
    assert room.call.admitted == {"ada"}


async def test_a_member_is_told_once_of_each_version() -> None:
    room = await Room().begin()
    assert room.consent.to_be_told("9", "ada")
    assert not room.consent.to_be_told("9", "ada")
    assert room.consent.to_be_told("8", "ada")
    room.terms = FAR
    assert room.consent.to_be_told("9", "ada")


async def test_a_guild_is_forgotten_whole_and_at_once() -> None:
    store = Slow()
    room = await Room(store).begin("ada")
    await room.agree("ada")
    store.gate.clear()
    late = asyncio.ensure_future(room.agree("bob"))
    forgetting = asyncio.ensure_future(room.consent.forget("9"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert room.call.admitted == set()
    store.gate.set()
    await asyncio.gather(late, forgetting)
    assert await store.of("9") == ()
    assert room.consent.hears("9") == frozenset()


async def test_guilds_that_are_gone_are_forgotten_and_the_others_are_not() -> None:
    room = await Room().begin("ada")
    await room.agree("ada")
    for guild in ("7", "8"):
        await room.consent.grant(guild, "ada", room.terms.version)
    await room.consent.forget_where(lambda guild: guild == "8")
    assert sorted(await room.store.guilds()) == ["7", "9"]
    assert room.call.admitted == {"ada"}
    await room.consent.forget_where(lambda _: True)
    assert await room.store.guilds() == ()
    assert room.call.admitted == set()


async def test_what_can_not_be_written_down_does_not_hold() -> None:
    store = Slow()
    room = await Room(store).begin("ada")
    store.broken = True
    with pytest.raises(EngineUnavailable):
        await room.agree("ada")
    assert room.call.admitted == set()
    store.broken = False
    await room.agree("ada")
    store.broken = True
    with pytest.raises(EngineUnavailable):
        await room.consent.revoke("9", "ada")
    assert room.call.admitted == set()
    room.consent.dismiss(room.call)
    store.broken = False
    await room.attend()
    assert not room.consent.joined("9", "ada"), "the store still says yes, and she said no"
    assert await room.agree("ada")
    assert room.call.admitted == {"ada"}


async def test_a_call_that_is_over_hears_nobody_and_another_call_is_left_alone() -> None:
    room = await Room().begin("ada")
    await room.agree("ada")
    other = ScriptedCall(PLACE, room.clock)
    room.consent.dismiss(other)
    assert room.call.admitted == {"ada"}
    room.consent.dismiss(room.call)
    assert room.call.admitted == set()
    assert not room.consent.joined("9", "ada")
    room.consent.left("9", "ada")
    room.consent.moved("9")
    room.switch(room.terms)


class Slow(MemoryConsent):
    """A store that takes its time, and breaks."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.broken = False
        self.granted: list[str] = []

    async def _pause(self) -> None:
        await self.gate.wait()
        if self.broken:
            raise EngineUnavailable("the disk is full", engine="sqlite")

    async def grant(self, agreement: Agreement) -> None:
        await self._pause()
        self.granted.append(agreement.user)
        await super().grant(agreement)

    async def revoke(self, guild: str, user: str) -> bool:
        await self._pause()
        return await super().revoke(guild, user)

    async def forget(self, guild: str) -> int:
        await self._pause()
        return await super().forget(guild)


class Story:
    """Runs what happens in an order that hypothesis chose, and knows what each member wants."""

    def __init__(self) -> None:
        self.store = Slow()
        self.room = Room(self.store)
        self.wants: dict[str, str | None] = {}
        """The version that each member said yes to last; None where they said no."""
        self.agreed: defaultdict[str, set[str]] = defaultdict(set)
        """All versions that they said yes to since they said no: a yes that can not be written down undoes none."""
        self.tasks: list[asyncio.Task[Any]] = []
        self.failed: set[str] = set()

    async def play(self, steps: list[tuple[str, str]]) -> None:
        await self.room.begin()
        for what, user in steps:
            await getattr(self, f"do_{what}")(user)
            self.check()
            await asyncio.sleep(0)
            self.check()
        self.store.gate.set()
        self.store.broken = False
        await asyncio.gather(*self.tasks)
        self.check()
        self.check_nobody_is_forgotten()

    def check(self) -> None:
        room, here = self.room, {who.user for who in self.room.call.participants}
        willing = {user for user, versions in self.agreed.items() if room.terms.version in versions}
        assert room.call.admitted <= willing & here, "somebody is heard who did not agree"
        assert room.call.admitted == room.consent.hears("9")

    def check_nobody_is_forgotten(self) -> None:
        here = {who.user for who in self.room.call.participants} - self.failed
        willing = {user for user, version in self.wants.items() if version == self.room.terms.version}
        assert self.room.call.admitted >= willing & here

    def begin(self, user: str, work: Callable[[], Awaitable[object]]) -> None:
        async def run() -> None:
            with suppress(EngineUnavailable):
                await work()
                return
            self.failed.add(user)

        self.tasks.append(asyncio.create_task(run()))

    async def do_agree(self, user: str) -> None:
        version = self.room.terms.version
        self.wants[user] = version
        self.agreed[user].add(version)
        self.failed.discard(user)
        self.begin(user, lambda: self.room.consent.grant("9", user, version))
        await asyncio.sleep(0)

    async def do_refuse(self, user: str) -> None:
        self.wants[user] = None
        self.agreed[user].clear()
        self.begin(user, lambda: self.room.consent.revoke("9", user))
        await asyncio.sleep(0)

    async def do_come(self, user: str) -> None:
        if user not in {who.user for who in self.room.call.participants}:
            self.room.come(user)

    async def do_go(self, user: str) -> None:
        if user in {who.user for who in self.room.call.participants}:
            self.room.go(user)

    async def do_move(self, user: str) -> None:
        who = next((one for one in self.room.call.participants if one.user == user), None)
        self.room.call.move(CallPlace("9", "6"), *([who] if who else []))
        self.room.consent.moved("9")
        if who is not None:
            self.room.consent.joined("9", user)

    async def do_change(self, _user: str) -> None:
        self.room.switch(FAR if self.room.terms is LOCAL else LOCAL)

    async def do_hang(self, _user: str) -> None:
        self.store.gate.clear()

    async def do_go_on(self, _user: str) -> None:
        self.store.gate.set()
        for _ in range(20):
            await asyncio.sleep(0)

    async def do_break(self, _user: str) -> None:
        self.store.broken = not self.store.broken

    async def do_redial(self, _user: str) -> None:
        """The bot leaves and is called again."""
        room = self.room
        room.consent.dismiss(room.call)
        people = [who.user for who in room.call.participants]
        room.call = ScriptedCall(PLACE, room.clock)
        self.store.gate.set()
        await room.begin(*people)


WHAT = [
    "agree",
    "agree",
    "refuse",
    "refuse",
    "come",
    "come",
    "go",
    "move",
    "change",
    "hang",
    "go_on",
    "break",
    "redial",
]


def story(*what: str) -> list[tuple[str, str]]:
    return [(one, "ada") for one in what]


@example(story("agree", "come", "change", "hang", "refuse", "agree", "change"))
@example(story("agree", "come", "change", "break", "refuse", "agree", "change"))
@example(story("agree", "come", "change", "break", "refuse", "agree", "break", "change", "redial"))
@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(WHAT), st.sampled_from(["ada", "bob"])), max_size=40))
def test_no_order_of_events_lets_anybody_be_heard_who_did_not_agree(steps: list[tuple[str, str]]) -> None:
    asyncio.run(Story().play(steps))
