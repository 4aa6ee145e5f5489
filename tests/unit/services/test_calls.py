"""The calls that the bot is in: how they begin, what is told in them, and how they end."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from acore.adapters.consent.memory import MemoryConsent
from acore.domain.calls import CallEvent, CallPlace, Ended, Joined, Left, Participant
from acore.domain.consent import Agreement, Station, Terms
from acore.domain.spoken_commands import Command, Spoken
from acore.errors import EngineRefused, EngineUnavailable, InvalidInput, NotFound
from acore.interfaces import Call
from acore.services.call_consent import CallConsent
from acore.services.call_owner import CallManner, CallOwner
from acore.services.call_telling import CallStatistics
from acore.services.calls import CallRegistry, RegistryOptions
from acore.testing import ManualClock, MemoryMetrics, ScriptedCall, ScriptedCalls

PLACE = CallPlace("9", "5")
LOCAL = Terms((Station("ear"),), (Station("mind"),), (Station("mouth"),))
FAR = Terms((Station("ear", "far.example"),), (Station("mind"),), (Station("mouth"),))


class Chat:
    """The text chat of the calls, as a list."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def announce(self, place: CallPlace, terms: Terms) -> None:
        self.told.append(f"announced in {place.channel}: {terms.sound_to[0].host or 'here'}")

    async def greet(self, place: CallPlace, who: Participant, terms: Terms) -> None:
        self.told.append(f"greeted {who.user}")

    async def deaf(self, place: CallPlace, why: str) -> None:
        self.told.append(f"deaf: {why}")

    async def hears_again(self, place: CallPlace) -> None:
        self.told.append("hears again")

    async def failed(self, place: CallPlace, error: Exception) -> None:
        self.told.append(f"failed: {error}")


class Talk:
    """A conversation that notes what it is told of, and ends with the call or as a test says."""

    def __init__(self, call: Call, owner: CallOwner) -> None:
        self.call = call
        self.owner = owner
        self.listens: list[str] = []
        self.said: list[tuple[str, str | None]] = []
        self.statistics = CallStatistics(answered=3)
        self.events: list[CallEvent] = []
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.admitted_at: list[frozenset[str]] = []
        self.running = False

    async def run(self) -> None:
        self.running = True
        listening = asyncio.create_task(self._listen())
        try:
            await asyncio.wait((listening, self.over), return_when=asyncio.FIRST_COMPLETED)
            if self.over.done():
                self.over.result()
        finally:
            self.running = False
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    def listen(self, user: str) -> None:
        self.listens.append(user)

    def say(self, text: str, *, voice: str | None = None) -> bool:
        self.said.append((text, voice))
        return bool(text.strip())

    async def _listen(self) -> None:
        async for event in self.call.events():
            self.events.append(event)


class Desk:
    """A registry on doubles."""

    def __init__(self, **options: object) -> None:
        self.clock = ManualClock()
        self.terms = LOCAL
        self.calls = ScriptedCalls(self.clock)
        self.chat = Chat()
        self.talks: list[Talk] = []
        self.metrics = MemoryMetrics()
        self.store = MemoryConsent()
        self.not_ready: Exception | None = None
        self.missing: str | None = None
        self.consent = CallConsent(store=self.store, terms=lambda: self.terms, clock=self.clock)
        self.registry = CallRegistry(
            calls=self.dial,
            consent=self.consent,
            conversing=lambda: self.talk,
            notices=self.chat,
            ready=self.ready,
            clock=self.clock,
            metrics=self.metrics,
            options=replace(RegistryOptions(), **options),  # type: ignore[arg-type]
        )

    def talk(self, call: Call, owner: CallOwner) -> Talk:
        self.talks.append(Talk(call, owner))
        return self.talks[-1]

    def dial(self) -> ScriptedCalls:
        if self.missing is not None:
            raise ImportError(name=self.missing)
        return self.calls

    async def ready(self) -> None:
        if self.not_ready is not None:
            raise self.not_ready

    async def join(self, *people: str, place: CallPlace = PLACE) -> ScriptedCall:
        await self.registry.join(place)
        call = self.calls.joined[place.guild]
        for user in people:
            call.come(user)
        await self.settle()
        return call

    async def settle(self) -> None:
        await self.clock.advance(0)

    async def agree(self, user: str) -> bool:
        return await self.consent.grant("9", user, self.terms.version)


@asynccontextmanager
async def at_the_desk(**options: object) -> AsyncGenerator[Desk]:
    desk = Desk(**options)
    try:
        yield desk
    finally:
        await desk.registry.aclose()


async def test_on_joining_everybody_there_is_told_what_happens_with_their_voice() -> None:
    async with at_the_desk() as desk:
        await desk.join("ada", "bob")
        assert desk.chat.told == ["announced in 5: here"]
        assert desk.talks[0].running


async def test_whoever_comes_later_is_told_once() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        await desk.clock.advance(10)
        for _ in range(2):
            call.come("cem")
            await desk.settle()
            call.go("cem")
            await desk.settle()
        assert desk.chat.told == ["announced in 5: here", "greeted cem"]


async def test_who_agreed_before_is_heard_at_once_and_told_nothing() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join()
        await desk.clock.advance(10)
        call.come("ada")
        await desk.settle()
        assert call.admitted == {"ada"}
        assert desk.chat.told == ["announced in 5: here"]


async def test_a_conversation_is_told_of_nobody_before_it_is_decided_whether_they_are_heard() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join()
        seen: list[bool] = []
        original = desk.registry.require("9").call.tell

        def tell(event: CallEvent) -> None:
            seen.append("ada" in call.admitted)
            original(event)

        desk.registry.require("9").call.tell = tell  # type: ignore[method-assign]
        call.come("ada")
        await desk.settle()
        assert seen == [True]
        assert desk.talks[0].events == [Joined(Participant("ada", "Ada"))]


async def test_other_terms_silence_everybody_and_are_told() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join("ada")
        assert call.admitted == {"ada"}
        desk.terms = FAR
        await desk.clock.advance(1)
        assert call.admitted == set()
        assert desk.chat.told == ["announced in 5: here", "announced in 5: far.example"]


async def test_a_second_join_goes_on_with_the_call_there_is() -> None:
    async with at_the_desk() as desk:
        first, second = await asyncio.gather(desk.registry.join(PLACE), desk.registry.join(PLACE))
        assert first is second
        assert len(desk.talks) == 1


async def test_in_another_channel_the_call_goes_on_and_those_there_are_told() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join("ada")
        session = await desk.registry.join(CallPlace("9", "6"))
        await desk.settle()
        assert session is desk.registry.of("9")
        assert call.admitted == set()
        call.come("ada")
        call.come("bob")
        await desk.settle()
        assert call.admitted == {"ada"}
        assert desk.chat.told == ["announced in 5: here", "announced in 6: here"]
        assert len(desk.talks) == 1


async def test_it_leaves_when_it_was_alone_for_long_enough() -> None:
    async with at_the_desk(alone_s=30) as desk:
        call = await desk.join("ada")
        await desk.clock.advance(100)
        call.go("ada")
        await desk.clock.advance(20)
        call.come("ada")
        await desk.clock.advance(100)
        assert call.ended is None
        call.go("ada")
        await desk.clock.advance(29)
        assert call.ended is None
        await desk.clock.advance(2)
        assert call.ended is not None
        assert desk.registry.of("9") is None
        assert desk.metrics.get_summary()["calls"]["open"] == 0


async def test_it_leaves_where_nobody_ever_was() -> None:
    async with at_the_desk(alone_s=30) as desk:
        call = await desk.join()
        await desk.clock.advance(31)
        assert call.ended is not None


async def test_leaving_frees_all_and_tells_how_it_was() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join("ada", "bob")
        await desk.clock.advance(60)
        report = await desk.registry.leave("9")
        assert report is not None
        assert (report.seconds, [who.user for who in report.heard]) == (60, ["ada"])
        assert [who.user for who in report.unheard] == ["bob"]
        assert call.ended is not None
        assert call.admitted == set()
        assert not desk.talks[0].running
        assert await desk.registry.leave("9") is None
        with pytest.raises(NotFound, match="/voice join"):
            desk.registry.require("9")


async def test_a_call_that_ends_by_itself_is_gone_and_another_can_begin() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        call.end("The channel was deleted.")
        await desk.settle()
        assert desk.registry.of("9") is None
        assert isinstance(desk.talks[0].events[-1], Ended)
        again = await desk.join("ada")
        assert again is not call


async def test_a_conversation_that_breaks_is_told_and_ends_the_call() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        desk.talks[0].over.set_exception(EngineUnavailable("the ear is down", engine="ear"))
        await desk.settle()
        assert desk.chat.told[-1] == "failed: the ear is down"
        assert call.ended is not None
        assert desk.registry.of("9") is None


async def test_deafness_is_told_at_once_and_not_again_and_again() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        for _ in range(3):
            call.deafen("no key")
            await desk.settle()
            assert desk.registry.require("9").report().deaf == "no key"
            call.hear_again()
            await desk.settle()
        assert desk.registry.require("9").report().deaf == ""
        assert desk.chat.told[1:] == ["deaf: no key", "hears again"]
        await desk.clock.advance(61)
        call.deafen("no key")
        await desk.settle()
        assert desk.chat.told.count("deaf: no key") == 2


async def test_no_call_begins_where_the_engines_can_not_be_opened() -> None:
    async with at_the_desk() as desk:
        desk.not_ready = EngineRefused('pip install "acore[voice]"', engine="voice")
        with pytest.raises(EngineRefused, match="acore"):
            await desk.registry.join(PLACE)
        assert desk.calls.joined["9"].ended is not None
        assert desk.registry.of("9") is None


async def test_no_call_begins_where_nobodys_word_can_be_read() -> None:
    async with at_the_desk() as desk:

        async def broken(guild: str) -> tuple[Agreement, ...]:
            del guild
            raise EngineUnavailable("locked", engine="sqlite")

        desk.store.of = broken  # type: ignore[method-assign]
        with pytest.raises(EngineUnavailable, match="locked"):
            await desk.registry.join(PLACE)
        assert desk.calls.joined["9"].ended is not None
        assert desk.registry.of("9") is None


async def test_what_joining_raises_is_raised_and_nothing_is_left() -> None:
    async with at_the_desk() as desk:
        desk.calls.fails = EngineUnavailable("no answer", engine="call")
        with pytest.raises(EngineUnavailable, match="no answer"):
            await desk.registry.join(PLACE)
        assert desk.registry.of("9") is None
        desk.calls.fails = None
        await desk.join()


async def test_where_a_library_is_missing_the_extra_is_named() -> None:
    async with at_the_desk() as desk:
        desk.missing = "nacl"
        with pytest.raises(EngineRefused, match=r"nacl.*acore\[voice\]"):
            await desk.registry.join(PLACE)
        assert desk.registry.of("9") is None


async def test_there_are_only_so_many_calls() -> None:
    async with at_the_desk(most=2) as desk:
        for guild in ("1", "2"):
            await desk.join(place=CallPlace(guild, "5"))
        with pytest.raises(InvalidInput, match="2 voice channels"):
            await desk.registry.join(PLACE)
        await desk.registry.join(CallPlace("1", "6"))
        await desk.registry.leave("1")
        await desk.registry.join(PLACE)
    async with at_the_desk(most=0) as desk:
        with pytest.raises(InvalidInput, match=r"voice\.calls"):
            await desk.registry.join(PLACE)


async def test_a_guild_that_is_left_leaves_nothing_behind() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join("ada")
        desk.registry.speak("9", voice="deep", volume=0.5)
        await desk.registry.forget("9")
        assert call.ended is not None
        assert await desk.store.of("9") == ()
        assert desk.registry.manner("9") == CallManner()
        await desk.registry.forget("8")


async def test_closing_ends_all_calls_and_begins_none() -> None:
    desk = Desk()
    calls = [await desk.join(place=CallPlace(guild, "5")) for guild in ("1", "2", "3")]
    await desk.registry.aclose()
    await desk.registry.aclose()
    assert all(call.ended is not None for call in calls)
    with pytest.raises(EngineUnavailable, match="stopping"):
        await desk.registry.join(PLACE)


async def test_the_manner_is_that_of_the_guild_and_holds_for_the_next_call() -> None:
    async with at_the_desk(volume=0.8) as desk:
        call = await desk.join()
        assert call.player.volume == 0.8
        assert desk.registry.speak("9", volume=1.5) == CallManner(volume=1.5)
        assert desk.registry.speak("9", voice="deep") == CallManner("deep", 1.5)
        assert call.player.volume == 1.5
        assert desk.talks[0].owner.manner == CallManner("deep", 1.5)
        await desk.registry.leave("9")
        assert (await desk.join()).player.volume == 1.5
        assert desk.registry.manner("8") == CallManner(volume=0.8)


async def test_a_join_that_is_cancelled_leaves_the_channel() -> None:
    async with at_the_desk() as desk:
        gate = asyncio.Event()

        async def slow() -> None:
            await gate.wait()

        desk.ready = slow  # type: ignore[method-assign]
        desk.registry._ready = slow
        joining = asyncio.ensure_future(desk.registry.join(PLACE))
        await desk.settle()
        joining.cancel()
        await asyncio.gather(joining, return_exceptions=True)
        assert desk.calls.joined["9"].ended is not None
        assert desk.registry.of("9") is None


async def test_every_listener_of_a_shared_call_is_told_all_of_it() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        shared = desk.registry.require("9").call
        late = shared.events()
        assert await anext(late) == Joined(Participant("ada", "Ada"))
        call.go("ada")
        await desk.settle()
        assert await anext(late) == Left(Participant("ada", "Ada"))
        await late.aclose()
        await desk.registry.leave("9")


async def test_the_figures_of_all_calls_are_in_the_summary() -> None:
    async with at_the_desk() as desk:
        await desk.join()
        call = await desk.join(place=CallPlace("8", "5"))
        call.deafen()
        await desk.settle()
        figures = desk.metrics.get_summary()["calls"]
        assert (figures["open"], figures["deaf"], figures["received"]) == (2, 1, 0)


async def test_a_conversation_is_told_of_who_is_heard_from_now_on() -> None:
    async with at_the_desk() as desk:
        await desk.join("ada", "bob")
        await desk.agree("bob")
        assert desk.talks[0].listens == ["bob"]
        assert desk.registry.require("9").report().statistics.answered == 3


@pytest.mark.parametrize(("language", "said"), [(None, "Like this?"), ("de", "So?"), ("de-AT", "So?")])
async def test_louder_and_quieter_are_steps_within_bounds(language: str | None, said: str) -> None:
    async with at_the_desk(language=language) as desk:
        call = await desk.join("ada")
        for command, most in ((Command.LOUDER, 2.0), (Command.QUIETER, 0.25)):
            assert await desk.talks[0].owner.obey(Spoken(command, "ada")) == said
            for _ in range(10):
                await desk.talks[0].owner.obey(Spoken(command, "ada"))
            assert call.player.volume == most


async def test_who_says_stop_listening_is_not_heard_any_more() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join("ada")
        assert "not listen" in str(await desk.talks[0].owner.obey(Spoken(Command.STOP_LISTENING, "ada")))
        assert call.admitted == set()
        assert await desk.store.of("9") == ()
        assert await desk.talks[0].owner.obey(Spoken(Command.LISTEN, "ada")) == "I am listening."


async def test_who_says_leave_has_the_bot_leave() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        assert await desk.talks[0].owner.obey(Spoken(Command.LEAVE, "ada")) is None
        await desk.settle()
        assert call.ended is not None
        assert desk.registry.of("9") is None
