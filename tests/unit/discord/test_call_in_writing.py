"""What is said in a call, in the text chat of its channel, and by whose name."""

import asyncio
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from acore.discord.bot_names import BotNames
from acore.discord.call_notices import CallNotices
from acore.discord.call_writing import CallWriting
from acore.domain.calls import CallPlace, Participant
from acore.domain.consent import Station, Terms
from acore.errors import EngineUnavailable
from acore.services.call_telling import UNANSWERED
from acore.services.call_writing import Line, Sentence

PLACE = CallPlace("9", "5")
ADA = Participant("1", "Ada_B")
TERMS = Terms((Station("ear"),), (Station("mind"),), (Station("mouth"),))


class Room:
    """The text chat of a voice channel."""

    def __init__(self, place: Any) -> None:
        self.id = 5
        self.place = place
        self.guild: Any = None

    async def send(self, text: str, *, silent: bool = False, **about: Any) -> Any:
        assert silent
        return await self.place.send(text, **about)


def line(text: str, name: str = "a", *, to: Participant | None = None, final: bool = False) -> Line:
    return Line(name, PLACE, to, text, final)


async def write(stage: Any, to_chat: CallWriting, line: Line) -> None:
    writing = asyncio.create_task(to_chat.write(line))
    await stage.clock.advance(1)
    await writing


def writing(stage: Any, room: Any) -> CallWriting:
    return CallWriting(lambda _place: room, stage.clock, 0)


async def test_a_line_is_one_message_that_grows_and_names_who_is_answered(stage: Any) -> None:
    to_chat = writing(stage, Room(stage.place))
    await write(stage, to_chat, line("I", to=ADA))
    await write(stage, to_chat, line("I can", to=ADA))
    await write(stage, to_chat, line("I can sing.", to=ADA, final=True))
    await write(stage, to_chat, line("Another.", "b", final=True))
    assert [sent.content for sent in stage.sent] == ["-# ↪ Ada\\_B\nI can sing.", "Another."]
    assert all(sent.mentions.to_dict() == {"parse": []} for sent in stage.sent)


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        (discord.Locale.german, "Ich kann gerade nicht antworten: {it} is down"),
        (discord.Locale.japanese, "I can not answer just now: {it} is down"),
    ],
)
async def test_what_is_the_bots_own_is_shown_in_the_language_of_the_server(
    stage: Any, locale: discord.Locale, shown: str
) -> None:
    room = Room(stage.place)
    room.guild = SimpleNamespace(preferred_locale=locale)
    sentence = Sentence(UNANSWERED, {"why": "{it} is down"})
    await write(stage, writing(stage, room), Line("a", PLACE, None, str(sentence), final=True, sentence=sentence))
    assert [sent.content for sent in stage.sent] == [shown]


async def test_a_cause_that_is_known_in_that_language_is_told_in_it(stage: Any) -> None:
    room = Room(stage.place)
    room.guild = SimpleNamespace(preferred_locale=discord.Locale.german)
    sentence = Sentence(UNANSWERED, {"why": "I do not speak on stages. Use a voice channel."})
    await write(stage, writing(stage, room), Line("a", PLACE, None, str(sentence), final=True, sentence=sentence))
    assert [sent.content for sent in stage.sent] == [
        "Ich kann gerade nicht antworten: Auf Bühnen spreche ich nicht. Nimm einen Sprachkanal."
    ]


async def test_a_line_that_is_empty_in_the_end_is_taken_back(stage: Any) -> None:
    to_chat = writing(stage, Room(stage.place))
    await write(stage, to_chat, line("", final=True))
    assert stage.sent == []
    await write(stage, to_chat, line("I"))
    await write(stage, to_chat, line("", final=True))
    assert stage.sent[0].deleted


async def test_where_the_channel_is_gone_nothing_is_written(stage: Any) -> None:
    await writing(stage, None).write(line("I can", final=True))
    assert stage.sent == []


async def test_what_discord_does_not_take_is_told_to_whoever_writes(stage: Any) -> None:
    stage.place.refusals.append(stage.http_error(500))
    with pytest.raises(EngineUnavailable):
        await write(stage, writing(stage, Room(stage.place)), line("I can"))


async def test_only_so_many_lines_can_still_be_changed(stage: Any) -> None:
    to_chat = writing(stage, Room(stage.place))
    for number in range(105):
        await write(stage, to_chat, line("I", str(number)))
    assert len(to_chat._boards) == 100


async def test_notices_wait_for_nobody_where_there_is_no_bot_or_no_channel() -> None:
    notices = CallNotices()
    await notices.announce(PLACE, TERMS)
    bot: Any = SimpleNamespace(get_channel=lambda _id: None)
    notices.serve(bot)
    await notices.greet(PLACE, ADA, TERMS)
    await notices.deaf(PLACE, "no key")
    assert notices.room(PLACE) is None


def test_the_bot_has_its_own_names_unless_others_are_given() -> None:
    me = SimpleNamespace(name="acore", display_name="Acore the Great")
    nicks: dict[int, Any] = {9: SimpleNamespace(me=SimpleNamespace(nick="Lantern")), 8: SimpleNamespace(me=None)}
    bot: Any = SimpleNamespace(user=me, get_guild=nicks.get)
    names, given = BotNames(), BotNames(("Lamp",))
    assert names("9") == ()
    for one in (names, given):
        one.serve(bot)
    assert names("9") == ("acore", "Acore the Great", "Lantern")
    assert names("8") == names("7") == ("acore", "Acore the Great")
    assert given("9") == ("Lamp",)
