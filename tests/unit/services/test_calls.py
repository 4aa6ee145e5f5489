"""The calls that the bot is in: how they begin, and how they end."""

import asyncio

import pytest

from acore.domain.calls import CallManner, CallPlace
from acore.domain.consent import Agreement
from acore.errors import EngineRefused, EngineUnavailable, InvalidInput, NotFound
from acore.services.call_session import CallSession
from tests.unit.services.calls_double import PLACE, Desk, at_the_desk


async def test_a_second_join_goes_on_with_the_call_there_is() -> None:
    async with at_the_desk() as desk:
        first, second = await asyncio.gather(desk.registry.join(PLACE), desk.registry.join(PLACE))
        assert first is second
        assert len(desk.talks) == 1


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
        with pytest.raises(InvalidInput, match=r"at a time \(2\)"):
            await desk.registry.join(PLACE)
        await desk.registry.join(CallPlace("1", "6"))
        await desk.registry.leave("1")
        await desk.registry.join(PLACE)
    async with at_the_desk(most=0) as desk:
        with pytest.raises(InvalidInput, match=r"voice\.calls"):
            await desk.registry.join(PLACE)


async def test_who_may_take_the_call_along_is_asked_when_it_is_their_turn() -> None:
    async with at_the_desk() as desk:

        def nobody_may(session: CallSession) -> None:
            raise InvalidInput("I am in {channel}.", channel=session.call.place.channel)

        first = asyncio.create_task(desk.registry.join(PLACE))
        second = asyncio.create_task(desk.registry.join(CallPlace("9", "6"), may_move=nobody_may))
        with pytest.raises(InvalidInput, match="I am in 5"):
            await second
        assert (await first).call.place == PLACE
        assert await desk.registry.join(PLACE, may_move=nobody_may) is await first, "there is nothing to move"


async def test_a_guild_that_is_left_leaves_nothing_behind() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        call = await desk.join("ada")
        await desk.registry.speak("9", voice="deep", volume=0.5)
        await desk.registry.forget("9")
        assert call.ended is not None
        assert await desk.store.of("9") == ()
        assert desk.registry.manner("9") == CallManner()
        assert await desk.manners.of("9") is None
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
        assert await desk.registry.speak("9", volume=1.5) == CallManner(volume=1.5)
        assert await desk.registry.speak("9", voice="deep") == CallManner("deep", 1.5)
        assert call.player.volume == 1.5
        assert desk.talks[0].owner.manner == CallManner("deep", 1.5)
        await desk.registry.leave("9")
        assert (await desk.join()).player.volume == 1.5
        assert desk.registry.manner("8") == CallManner(volume=0.8)


async def test_a_manner_that_was_set_before_a_restart_holds_from_the_first_word() -> None:
    async with at_the_desk() as desk:
        await desk.manners.keep("9", CallManner("deep", 0.5))
        call = await desk.join()
        assert call.player.volume == 0.5
        assert desk.talks[0].owner.manner == CallManner("deep", 0.5)


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


async def test_the_figures_of_all_calls_are_in_the_summary() -> None:
    async with at_the_desk() as desk:
        await desk.join()
        call = await desk.join(place=CallPlace("8", "5"))
        call.deafen()
        await desk.settle()
        figures = desk.metrics.get_summary()["calls"]
        assert (figures["open"], figures["deaf"], figures["received"]) == (2, 1, 0)
