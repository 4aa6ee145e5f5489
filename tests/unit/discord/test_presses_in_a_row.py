"""Members who press one button and then the other."""

import asyncio
import warnings
from typing import Any

from tests.unit.services.calls_double import at_the_desk

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord

    from acore.discord.consent_words import Answer
    from acore.discord.voice_desk import VoiceDesk


class Pressed:
    """An interaction of member 1 on guild 9, which Discord acknowledges when it is let."""

    def __init__(self) -> None:
        self.guild_id, self.channel_id, self.user = 9, 5, discord.Object(1)
        self.locale = discord.Locale.american_english
        self.acknowledged = asyncio.Event()
        self.told: list[str] = []
        self.response = self.followup = self

    async def defer(self, **_: Any) -> None:
        await self.acknowledged.wait()

    def is_done(self) -> bool:
        return self.acknowledged.is_set()

    async def translate(self, _: Any) -> None:
        """There is none."""

    async def send(self, text: str, **_: Any) -> None:
        self.told.append(text)


async def test_who_takes_it_back_before_discord_took_the_first_press_is_not_heard() -> None:
    async with at_the_desk() as world:
        call = await world.join("1")
        engines: Any = None
        desk = VoiceDesk(registry=world.registry, engines=engines)
        first, second = Pressed(), Pressed()
        agreeing = asyncio.ensure_future(desk.answer(first, Answer(wants=True, version=world.terms.version)))  # type: ignore[arg-type]
        await world.settle()
        second.acknowledged.set()
        await desk.answer(second, Answer(wants=False))  # type: ignore[arg-type]
        first.acknowledged.set()
        await agreeing
        assert call.admitted == set()
        assert first.told == ["I do not listen to you: you took it back in the same moment."]
        assert second.told == ["I did not listen to you."]


async def test_who_presses_twice_is_told_twice_that_they_are_heard() -> None:
    async with at_the_desk() as world:
        call = await world.join("1")
        engines: Any = None
        desk = VoiceDesk(registry=world.registry, engines=engines)
        presses = [Pressed(), Pressed()]
        yes = Answer(wants=True, version=world.terms.version)
        agreeing = [asyncio.ensure_future(desk.answer(one, yes)) for one in presses]  # type: ignore[arg-type]
        await world.settle()
        for one in reversed(presses):
            one.acknowledged.set()
            await world.settle()
        await asyncio.gather(*agreeing)
        assert call.admitted == {"1"}
        assert [one.told for one in presses] == [["I listen to you now. `/voice stop` ends it."]] * 2
