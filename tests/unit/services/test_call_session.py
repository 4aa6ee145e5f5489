"""One call: what is told in it, who is heard, and when it is over."""

import asyncio

import pytest

from acore.domain.calls import CallEvent, CallPlace, Ended, Joined, Left, Participant
from acore.domain.consent import Terms
from acore.domain.spoken_commands import Command, Spoken
from acore.errors import EngineUnavailable
from acore.services import call_session
from tests.unit.services.calls_double import FAR, at_the_desk


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


async def test_a_bug_in_showing_a_notice_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_place: CallPlace, _terms: Terms) -> None:
        raise KeyError("a bug")

    async with at_the_desk() as desk:
        monkeypatch.setattr(desk.chat, "announce", broken)
        call = await desk.join("ada")
        await desk.clock.advance(10)
        call.come("cem")
        await desk.settle()
        assert desk.chat.told == ["greeted cem"]


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
        desk.switch(FAR)
        assert call.admitted == set(), "nothing was waited for"
        await desk.settle()
        desk.switch(FAR)
        await desk.settle()
        assert desk.chat.told == ["announced in 5: here", "announced in 5: far.example"]


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


async def test_a_call_that_ends_by_itself_is_gone_and_another_can_begin() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        call.end("The channel was deleted.")
        await desk.settle()
        assert desk.registry.of("9") is None
        assert isinstance(desk.talks[0].events[-1], Ended)
        again = await desk.join("ada")
        assert again is not call


async def test_why_a_call_ended_is_told_once_where_nobody_there_can_know() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        call.end("I was moved.", is_news=True)
        await desk.settle()
        assert desk.chat.told[1:] == ["ended in 5: I was moved."]
        assert desk.registry.of("9") is None


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


async def test_deafness_that_comes_back_and_stays_is_told_a_minute_after_the_last_time() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        call.deafen("no key")
        await desk.settle()
        call.hear_again()
        await desk.settle()
        await desk.clock.advance(10)
        call.deafen("no group")
        await desk.clock.advance(40)
        assert desk.chat.told[1:] == ["deaf: no key", "hears again"]
        await desk.clock.advance(120)
        assert desk.chat.told[3:] == ["deaf: no group"]


async def test_that_nobody_hears_it_is_told_and_not_again_and_again() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        for seconds, told in ((0, 1), (30, 1), (31, 2)):
            await desk.clock.advance(seconds)
            call.mute("Somebody muted me.")
            await desk.settle()
            assert desk.chat.told.count("muted: Somebody muted me.") == told


async def test_whoever_cancels_a_call_at_its_end_waits_until_the_channel_is_left() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        leave, left = asyncio.Event(), call.leave

        async def slowly() -> None:
            await leave.wait()
            await left()

        call.leave = slowly  # type: ignore[method-assign]
        call.end("The channel was deleted.")
        await desk.settle()
        held = desk.registry._held["9"]
        for _ in range(2):
            held.cancel()
            await desk.settle()
            assert not held.done()
        leave.set()
        await asyncio.wait((held,), timeout=5)
        assert held.result() == "ended"


async def test_a_conversation_that_does_not_end_keeps_nobody_in_the_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_session, "_WORK_ENDS_S", 0.01)
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        goes = desk.talks[0].goes = asyncio.Event()
        await desk.registry.leave("9")
        assert call.ended is not None
        assert desk.talks[0].running
        goes.set()
        await desk.settle()
        assert not desk.talks[0].running


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


async def test_a_conversation_is_told_of_who_is_heard_from_now_on() -> None:
    async with at_the_desk() as desk:
        await desk.join("ada", "bob")
        await desk.agree("bob")
        assert desk.talks[0].listens == ["bob"]
        assert desk.registry.require("9").report().statistics.answered == 3


async def test_a_conversation_is_told_of_who_took_their_word_back_and_of_who_went() -> None:
    async with at_the_desk() as desk:
        for user in ("ada", "bob", "cem"):
            await desk.agree(user)
        call = await desk.join("ada", "bob", "cem")
        await desk.consent.revoke("9", "ada")
        call.go("bob")
        await desk.settle()
        call.go("ada")
        await desk.settle()
        assert desk.talks[0].withdrawn == [("ada", True), ("bob", False)]
        await desk.registry.leave("9")
        assert desk.talks[0].withdrawn[2:] == [("cem", False)], "what they heard of their answer is remembered"


async def test_other_terms_end_what_was_being_answered() -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        await desk.join("ada")
        desk.switch(FAR)
        assert desk.talks[0].withdrawn == [("ada", False)]


@pytest.mark.parametrize(
    ("language", "said"), [(None, "Like this?"), ("de", "So?"), ("de-AT", "So?"), ("ja", "これくらいですか？")]
)
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


async def test_who_says_stop_listening_and_leave_is_forgotten_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_the_desk() as desk:
        await desk.agree("ada")
        await desk.join("ada")
        revoke, free = desk.store.revoke, asyncio.Event()

        async def slow(guild: str, user: str) -> bool:
            await free.wait()
            return await revoke(guild, user)

        monkeypatch.setattr(desk.store, "revoke", slow)
        obeying = asyncio.ensure_future(desk.talks[0].owner.obey(Spoken(Command.STOP_LISTENING, "ada")))
        await desk.settle()
        obeying.cancel()
        await desk.registry.leave("9")
        free.set()
        await desk.settle()
        assert await desk.store.of("9") == ()


async def test_who_says_leave_has_the_bot_leave() -> None:
    async with at_the_desk() as desk:
        call = await desk.join("ada")
        assert await desk.talks[0].owner.obey(Spoken(Command.LEAVE, "ada")) is None
        await desk.settle()
        assert call.ended is not None
        assert desk.registry.of("9") is None
