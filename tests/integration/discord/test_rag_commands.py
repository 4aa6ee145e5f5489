"""The documents of a server, over the loopback Discord."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from acore.adapters.clock.system import SystemClock
from acore.adapters.documents.reader import FileReader
from acore.domain.knowledge import Audience, Query
from acore.domain.scope import Scope
from acore.services.knowledge import KnowledgeService
from acore.simulator.permissions import Permission
from tests.integration.discord.conftest import PATIENCE_S, Town, until
from tests.unit.adapters.documents.making import pdf
from tests.unit.services.knowledge_double import Web, knowledge

PAGE = "https://mill.example/hours"


@asynccontextmanager
async def clerk(town: Town, **about: Any) -> AsyncGenerator[KnowledgeService]:
    """A bot that does nothing but keep documents."""
    from acore.discord.bot import Bot, BotOptions
    from acore.discord.cogs.help import HelpCog
    from acore.discord.cogs.rag import RagCog
    from acore.discord.connecting import serve

    service = knowledge(town.data_dir / "house", reader=FileReader(), **about)
    options = BotOptions(town.data_dir, api_base_url=town.simulator.api_base_url, ready_timeout_s=0.05)
    clock, is_new = SystemClock(), not (town.data_dir / "discord-commands.json").exists()
    bot = Bot(cogs=[RagCog(knowledge=service, clock=clock), HelpCog()], options=options, clock=clock)
    serving = asyncio.create_task(serve(bot, town.simulator.token))
    try:
        await until(bot.is_ready)
        if is_new:
            await town.until("commands")
        yield service
    finally:
        await bot.close()
        await serving
        await service.aclose()


async def told(town: Town, user: Any) -> str:
    """The next words that the user alone sees; a command that takes a moment shows none at first."""
    async with asyncio.timeout(PATIENCE_S):
        async for event in town._events:
            message = event.message
            if event.kind in ("message", "edit") and message and message.ephemeral_to == user.id and message.content:
                return message.content
    raise AssertionError


def scope(town: Town, user: Any, channel: Any = None, guild: Any = None) -> Scope:
    return Scope((channel or town.general).id, user.id, (guild or town.guild).id)


async def found(service: KnowledgeService, text: str, where: Scope) -> list[str]:
    return [p.source.document for p in await service.find(Query(text, where)) if not p.source.uri.startswith("acore:")]


async def test_a_manager_gives_a_file_and_only_that_server_finds_it(town: Town) -> None:
    other = town.world.add_guild("Other guild")
    async with clerk(town) as service:
        file = ("report.pdf", pdf([["The zeppelin museum opens at ten."]]))
        await town.world.invoke(town.ada, town.general, "rag add", {"file": file})
        assert await told(town, town.ada) == "I know **report.pdf** now. It is for everyone on this server."
        question = "When does the zeppelin museum open?"
        assert await found(service, question, scope(town, town.ada)) == ["report.pdf"]
        assert await found(service, question, scope(town, town.ada, guild=other)) == []
        assert await found(service, question, Scope("cli", "cli")) == []
        await town.world.invoke(town.ada, town.general, "rag add", {"file": file})
        assert await told(town, town.ada) == "I know that already."


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("rag add", {"file": ("a.md", b"words")}),
        ("rag remove", {"document": "a.md"}),
        ("rag reload", {}),
    ],
)
async def test_who_does_not_manage_the_server_changes_nothing(town: Town, command: str, options: Any) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with clerk(town) as service:
        await service.add("a.md", b"apples", audience=Audience(town.guild.id))
        await town.world.invoke(bob, town.general, command, options)
        assert "It needs: manage guild" in await told(town, bob)
        assert [one.title for one in await service.listed()] == ["a.md"]


async def test_who_does_not_manage_the_server_is_offered_nothing_to_remove(town: Town) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    async with clerk(town) as service:
        await service.add("apples.md", b"apples", audience=Audience(town.guild.id))
        assert await town.world.complete(bob, town.general, "rag remove", "document", "app") == []
        (choice,) = await town.world.complete(town.ada, town.general, "rag remove", "document", "app")
        assert choice["name"] == "apples.md"


async def test_who_may_find_it_is_asked_for(town: Town) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    there = town.world.add_channel(town.guild, "there")
    async with clerk(town) as service:
        for readers, name in (("channel", "walnuts.md"), ("me", "chestnuts.md")):
            data = f"The {name} harvest begins on Monday.".encode()
            await town.world.invoke(town.ada, town.general, "rag add", {"file": (name, data), "for": readers})
            await told(town, town.ada)
        assert await found(service, "When does the walnuts harvest begin?", scope(town, bob)) == ["walnuts.md"]
        assert await found(service, "When does the walnuts harvest begin?", scope(town, bob, there)) == []
        assert "chestnuts.md" in await found(service, "chestnuts harvest", scope(town, town.ada, there))
        assert "chestnuts.md" not in await found(service, "chestnuts harvest", scope(town, bob))
        await town.world.invoke(town.ada, town.general, "rag add", {"url": PAGE, "for": "category"})
        assert "no category" in await told(town, town.ada)


async def test_who_keeps_a_document_alone_is_told_that_it_is_quoted_where_they_ask(town: Town) -> None:
    async with clerk(town):
        for readers, is_told in (("me", True), ("channel", False), ("server", False)):
            options: dict[str, Any] = {"file": (f"{readers}.md", b"chestnuts"), "for": readers}
            await town.world.invoke(town.ada, town.general, "rag add", options)
            assert ("where nobody reads along" in await told(town, town.ada)) is is_told


async def test_the_list_tells_what_by_whom_when_and_for_whom(town: Town) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    there = town.world.add_channel(town.guild, "there")
    async with clerk(town) as service:
        await town.world.invoke(bob, town.general, "rag list")
        assert "no documents here yet" in await told(town, bob)
        await service.add("house_rules.md", b"Everyone is kind.")
        await service.add("other.md", b"words", audience=Audience("another guild"))
        await town.world.invoke(town.ada, there, "rag add", {"file": ("plan.md", b"The plan."), "for": "channel"})
        await told(town, town.ada)
        await town.world.invoke(bob, town.general, "rag list")
        assert await told(town, bob) == "- **house\\_rules.md** · the person who runs me · everyone I talk with"
        await town.world.invoke(town.ada, town.general, "rag list")
        first, second = (await told(town, town.ada)).splitlines()
        assert "house" in first
        assert re.fullmatch(rf"- \*\*plan\.md\*\* · <@{town.ada.id}>, <t:\d+:d> · everyone in <#{there.id}>", second)


async def test_a_long_list_is_whole_in_a_file(town: Town) -> None:
    async with clerk(town) as service:
        for n in range(200):
            await service.add(f"{n}.md", f"Words of {n}.".encode(), audience=Audience(town.guild.id))
        await town.world.invoke(town.ada, town.general, "rag list")
        event = await town.until("message", lambda event: bool(event.message and event.message.attachments))
        assert event.message
        assert event.message.ephemeral_to == town.ada.id
        (file,) = event.message.attachments
        held = (town.world.files.get(file.id) or b"").decode().splitlines()
        assert len(held) == 200
        assert all(line.startswith("- **") for line in held)


async def test_a_document_is_chosen_from_the_titles_and_forgotten(town: Town) -> None:
    async with clerk(town) as service:
        for name in ("apples.md", "pears.md"):
            await service.add(name, f"About {name}.".encode(), audience=Audience(town.guild.id))
        await service.add("apples of everyone.md", b"words")
        (choice,) = await town.world.complete(town.ada, town.general, "rag remove", "document", "APP")
        assert choice["name"] == "apples.md"
        await town.world.invoke(town.ada, town.general, "rag remove", {"document": choice["value"]})
        assert await told(town, town.ada) == "I have forgotten apples.md."
        assert {one.title for one in await service.listed()} == {"pears.md", "apples of everyone.md"}
        await town.world.invoke(town.ada, town.general, "rag remove", {"document": "apples of everyone.md"})
        assert "no such document of this server" in await told(town, town.ada)
        kept = town.data_dir / "house" / "data" / "documents" / town.guild.id
        assert [file.name for file in kept.iterdir()] == ["pears.md"] or {f.name for f in kept.iterdir()} == {
            "pears.md",
            ".pears.md.about",
        }


async def test_pages_are_added_by_address_and_read_again_once_a_minute(town: Town) -> None:
    web = Web({PAGE: "<title>The mill</title><p>The mill opens at nine."})
    async with clerk(town, pages=web) as service:
        await town.world.invoke(town.ada, town.general, "rag add", {"url": PAGE})
        assert "I know **The mill** now" in await told(town, town.ada)
        web.pages[PAGE] = "<title>The mill</title><p>The mill opens at ten."
        await town.world.invoke(town.ada, town.general, "rag reload")
        assert "1 new or changed" in await told(town, town.ada)
        (passage, *_) = await service.find(Query("When does the mill open?", scope(town, town.ada)))
        assert "ten" in passage.text
        await town.world.invoke(town.ada, town.general, "rag reload")
        assert "use this again in" in await told(town, town.ada)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "one of the two"),
        ({"file": ("a.png", b"\x89PNG"), "url": PAGE}, "one of the two"),
        ({"file": ("a_b.png", b"\x89PNG")}, "I can not take a\\_b.png: it is an image"),
        ({"url": "https://mill.example/none"}, "nothing stands there"),
    ],
)
async def test_what_can_not_be_taken_is_said(town: Town, options: Any, words: str) -> None:
    async with clerk(town, pages=Web({})) as service:
        await town.world.invoke(town.ada, town.general, "rag add", options)
        assert words in await told(town, town.ada)
        assert await service.listed() == ()


async def test_a_message_is_saved_with_its_link_and_who_wrote_it_when(town: Town) -> None:
    bob = town.world.add_member(town.guild, "Bob")
    message = await town.world.say(bob, town.general, "The boat house key is under the third stone.")
    async with clerk(town) as service:
        await town.world.use_on_message(town.ada, "Save to knowledge", message)
        assert "It is for everyone on this server" in await told(town, town.ada)
        (passage, *_) = await service.find(Query("Where is the boat house key?", scope(town, bob)))
        link = f"https://discord.com/channels/{town.guild.id}/{town.general.id}/{message.id}"
        assert passage.source.uri == link
        assert re.fullmatch(r"Bob, \d{4}-\d\d-\d\d \d\d:\d\d UTC", passage.source.title)
        await town.world.invoke(bob, town.general, "rag list")
        assert f"](<{link}>) · <@{town.ada.id}>" in await told(town, bob)


async def test_a_message_of_a_hidden_channel_stays_in_it(town: Town) -> None:
    hidden = town.world.add_channel(town.guild, "hidden")
    everyone = town.guild.roles[town.guild.id]
    town.world.permit(hidden, everyone, deny=Permission.VIEW_CHANNEL)
    town.world.permit(hidden, town.world.bot, allow=Permission.VIEW_CHANNEL)
    message = await town.world.say(town.ada, hidden, "The surprise party is on Friday.")
    async with clerk(town) as service:
        await town.world.use_on_message(town.ada, "Save to knowledge", message)
        assert f"It is for everyone in <#{hidden.id}>" in await told(town, town.ada)
        assert await found(service, "When is the surprise party?", scope(town, town.ada)) == []
        assert await found(service, "When is the surprise party?", scope(town, town.ada, hidden)) != []


async def test_what_is_known_outlives_the_process_and_the_index(town: Town, tmp_path: Path) -> None:
    async with clerk(town):
        await town.world.invoke(town.ada, town.general, "rag add", {"file": ("a.md", b"The well is deep.")})
        await told(town, town.ada)
    async with clerk(town) as service:
        assert await found(service, "How deep is the well?", scope(town, town.ada)) == ["a.md"]
        (one,) = await service.listed()
        assert (one.audience, one.added.by) == (Audience(town.guild.id), town.ada.id)
