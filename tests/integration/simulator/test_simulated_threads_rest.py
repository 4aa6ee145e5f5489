"""What a raw client of the REST API gets of threads, channels and bulk deletions."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from acore.simulator.permissions import Permission
from acore.simulator.world import Channel

from .conftest import Place

Ask = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
async def ask(place: Place) -> AsyncGenerator[Ask]:
    async with aiohttp.ClientSession(headers={"Authorization": "Bot simulated"}) as session:

        async def request(method: str, path: str, body: Any = None) -> tuple[int, Any]:
            url = place.simulator.api_base_url + path
            async with session.request(method, url, json=body) as response:
                text = await response.text()
                answer: Any = await response.json() if text else None
                return response.status, answer if response.ok else answer["code"]

        yield request


@pytest.fixture
async def thread(place: Place) -> Channel:
    return await place.world.start_thread(place.ada, place.general, "Plans")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, 50035)),
        ({"name": "x" * 101}, (400, 50035)),
        ({"name": "x", "auto_archive_duration": 7}, (400, 50035)),
        ([], (400, 50035)),
    ],
)
async def test_a_malformed_thread_is_refused(ask: Ask, place: Place, body: Any, expected: tuple[int, int]) -> None:
    assert await ask("POST", f"/channels/{place.general.id}/threads", body) == expected


async def test_threads_start_only_where_there_can_be_some(ask: Ask, place: Place, thread: Channel) -> None:
    for channel in (thread, place.world.dm(place.ada)):
        assert await ask("POST", f"/channels/{channel.id}/threads", {"name": "x"}) == (400, 50024)
    forum = place.world.add_forum(place.guild, "questions")
    assert await ask("POST", f"/channels/{forum.id}/threads", {"name": "x"}) == (400, 50035)
    place.world.permit(place.general, place.world.bot, deny=Permission.CREATE_PUBLIC_THREADS)
    assert await ask("POST", f"/channels/{place.general.id}/threads", {"name": "x"}) == (403, 50013)


async def test_a_moderating_bot_changes_and_deletes(ask: Ask, place: Place, thread: Channel) -> None:
    world, general = place.world, place.general
    role = world.add_role(place.guild, "moderator", Permission.MANAGE_THREADS | Permission.MANAGE_CHANNELS)
    world.give(world.bot, role)
    assert (await ask("PATCH", f"/channels/{general.id}", {"name": "plaza"}))[1]["name"] == "plaza"
    status, changed = await ask("PATCH", f"/channels/{thread.id}", {"archived": True, "locked": True, "name": "Done"})
    assert (status, changed["name"], changed["thread_metadata"]["locked"]) == (200, "Done", True)
    assert await ask("PATCH", f"/channels/{thread.id}", {"name": "x"}) == (400, 50083)
    assert await ask("PUT", f"/channels/{thread.id}/thread-members/@me") == (400, 50083)
    assert (await ask("PATCH", f"/channels/{thread.id}", {"archived": False}))[0] == 200
    assert (await ask("DELETE", f"/channels/{thread.id}"))[1]["id"] == thread.id
    assert (await ask("DELETE", f"/channels/{general.id}"))[1]["id"] == general.id
    assert await ask("GET", f"/channels/{general.id}") == (404, 10003)
    assert await ask("DELETE", f"/channels/{world.dm(place.ada).id}") == (403, 50003)


async def test_members_of_a_thread_can_be_looked_up(ask: Ask, place: Place, thread: Channel) -> None:
    members = f"/channels/{thread.id}/thread-members"
    assert (await ask("GET", f"{members}/{place.ada.id}"))[1]["user_id"] == place.ada.id
    assert await ask("GET", f"{members}/@me") == (404, 10007)
    assert await ask("PUT", f"{members}/@me") == (204, None)
    assert (await ask("GET", f"{members}/@me"))[1]["id"] == thread.id
    active = (await ask("GET", f"/guilds/{place.guild.id}/threads/active"))[1]
    assert [member["user_id"] for member in active["members"]] == [place.world.bot.id]
    assert await ask("GET", f"/channels/{place.general.id}/thread-members") == (400, 50024)


async def test_active_threads_are_those_of_a_guild_with_the_bot(ask: Ask, place: Place) -> None:
    other = place.world.add_guild("Other")
    await place.world.remove(other)
    assert await ask("GET", f"/guilds/{other.id}/threads/active") == (403, 50001)
    assert await ask("GET", "/guilds/1/threads/active") == (404, 10004)


async def test_bulk_deletion_takes_from_2_to_100_that_are_there(ask: Ask, place: Place) -> None:
    world, path = place.world, f"/channels/{place.general.id}/messages/bulk-delete"
    world.give(world.bot, world.add_role(place.guild, "janitor", Permission.MANAGE_MESSAGES))
    assert await ask("POST", f"/channels/{world.dm(place.ada).id}/messages/bulk-delete", {}) == (403, 50003)
    for wrong in ({}, {"messages": ["1"]}, {"messages": ["1"] * 101}):
        assert await ask("POST", path, wrong) == (400, 50016)
    assert await ask("POST", path, {"messages": ["1", "2"]}) == (204, None)
    old, new = [await world.say(place.ada, place.general, text) for text in "ab"]
    old.timestamp = old.timestamp.replace(year=2015)
    assert await ask("POST", path, {"messages": [old.id, new.id]}) == (400, 50034)
    assert world.messages(place.general.id) == (old, new)


async def test_the_first_message_of_a_bots_post_can_be_rich(ask: Ask, place: Place) -> None:
    forum = place.world.add_forum(place.guild, "news")
    body = {"name": "News", "auto_archive_duration": 60, "message": {"embeds": [{"title": "x"}]}}
    status, made = await ask("POST", f"/channels/{forum.id}/threads", body)
    assert (status, made["message"]["embeds"][0]["title"]) == (200, "x")
    assert made["thread_metadata"]["auto_archive_duration"] == 60
    assert await ask("POST", f"/channels/{forum.id}/threads", body | {"message": {"content": " "}}) == (400, 50006)
