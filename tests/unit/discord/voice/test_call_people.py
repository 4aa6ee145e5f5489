import asyncio
import warnings
from types import SimpleNamespace
from typing import Any

import pytest

from acore.domain.calls import CallPlace, Participant

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord

    from acore.discord.translations import in_locale
    from acore.discord.voice import people
    from acore.discord.voice.people import DEAFENED, MUTED, MUTED_HERE, ON_STAGE, UNSEEN, people_in, place_of

BOT = 99


class FakeMember(discord.Member):
    def __init__(self, number: int, name: str, *, bot: bool = False) -> None:
        self._user: Any = SimpleNamespace(id=number, bot=bot, global_name=None, name=name)
        self.nick = name
        self.guild: Any = None


class FakeGuild:
    def __init__(self, cached: list[FakeMember], others: list[FakeMember], *, slow: bool = False) -> None:
        self.id = 1
        self.me = FakeMember(BOT, "acore", bot=True)
        self.fetched: list[int] = []
        self._cached = {member.id: member for member in cached}
        self._others = {member.id: member for member in others}
        self._slow = slow

    def get_member(self, number: int) -> FakeMember | None:
        return self._cached.get(number)

    async def fetch_member(self, number: int) -> FakeMember:
        self.fetched.append(number)
        if self._slow:
            await asyncio.Event().wait()
        if number not in self._others:
            raise discord.DiscordException("Unknown Member")
        return self._others[number]


def channel_of(guild: FakeGuild, *users: int, category: int | None = None) -> Any:
    return SimpleNamespace(id=5, guild=guild, category_id=category, voice_states=dict.fromkeys((BOT, *users)))


def test_a_place_is_where_a_channel_is() -> None:
    guild = FakeGuild([], [])
    assert place_of(channel_of(guild)) == CallPlace("1", "5")
    assert place_of(channel_of(guild, category=7)) == CallPlace("1", "5", "7")


async def test_the_people_of_a_channel_are_told_with_their_names_and_without_bots() -> None:
    guild = FakeGuild([FakeMember(11, "Ann"), FakeMember(12, "Robot", bot=True)], [FakeMember(13, "Bob")])
    found = await people_in(channel_of(guild, 11, 12, 13, 14))
    assert found == [Participant("11", "Ann"), Participant("13", "Bob"), Participant("14", "14")]
    assert guild.fetched == [13, 14]


async def test_nobody_is_asked_for_whom_everybody_knows() -> None:
    guild = FakeGuild([FakeMember(11, "Ann")], [])
    assert await people_in(channel_of(guild, 11)) == [Participant("11", "Ann")]
    assert guild.fetched == []


async def test_who_is_not_told_in_time_has_a_number_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_FETCH_S", 0.01)
    guild = FakeGuild([], [FakeMember(11, "Ann")], slow=True)
    assert await people_in(channel_of(guild, 11)) == [Participant("11", "11")]


async def test_who_left_meanwhile_is_not_there() -> None:
    guild = FakeGuild([FakeMember(11, "Ann")], [FakeMember(12, "Bob")])
    channel = channel_of(guild, 11, 12)

    async def leaving(number: int) -> FakeMember:
        del channel.voice_states[11]
        return FakeMember(number, "Bob")

    guild.fetch_member = leaving  # type: ignore[method-assign]
    assert await people_in(channel) == [Participant("12", "Bob")]


@pytest.mark.parametrize("why", [DEAFENED, MUTED, MUTED_HERE, ON_STAGE, UNSEEN])
def test_what_keeps_it_from_a_call_is_told_in_german_too(why: str) -> None:
    assert in_locale(discord.Locale.german, why) != why
