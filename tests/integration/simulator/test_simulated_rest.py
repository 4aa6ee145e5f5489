"""Discord's errors on the wire, and what a raw client of the REST API gets."""

import io
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import aiohttp
import pytest

from acore.adapters.clock.system import SystemClock
from acore.errors import SettingsError
from acore.simulator.server import Simulator
from acore.simulator.session import PRIVILEGED, Intents

from .conftest import Place

_TOKEN = {"Authorization": "Bot simulated"}
Call = Callable[..., AbstractAsyncContextManager[aiohttp.ClientResponse]]


@pytest.fixture
async def call(place: Place) -> AsyncGenerator[Call]:
    async with aiohttp.ClientSession(headers=_TOKEN) as session:

        def request(method: str, path: str, **options: Any) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
            names = {"bot": place.world.bot.id, "general": place.general.id, "guild": place.guild.id}
            return session.request(method, place.simulator.api_base_url + path.format(**names), **options)

        yield request


_COMMAND = {"name": "x", "description": "y"}
_MESSAGES = "/channels/{general}/messages"
_COMMANDS = "/applications/{bot}/commands"


@pytest.mark.parametrize(
    ("method", "path", "options", "expected"),
    [
        ("GET", "/nowhere", {}, (404, 0)),
        ("PUT", "/users/@me", {}, (405, 0)),
        ("GET", "/users/1", {}, (404, 10013)),
        ("GET", "/channels/1", {}, (404, 10003)),
        ("GET", "/guilds/1", {}, (404, 10004)),
        ("GET", "/guilds/{guild}/members/1", {}, (404, 10007)),
        ("GET", f"{_MESSAGES}/1", {}, (404, 10008)),
        ("GET", f"{_MESSAGES}?limit=101", {}, (400, 50035)),
        ("GET", f"{_MESSAGES}?before=x", {}, (400, 50035)),
        ("POST", _MESSAGES, {"data": b"{"}, (400, 50109)),
        ("POST", _MESSAGES, {"json": []}, (400, 50035)),
        ("POST", _MESSAGES, {"json": {"content": 7}}, (400, 50035)),
        ("POST", _MESSAGES, {"json": {"content": None}}, (400, 50006)),
        ("POST", "/users/@me/channels", {"json": {"recipient_id": "{bot}"}}, (404, 10013)),
        ("POST", "/users/@me/channels", {"json": []}, (404, 10013)),
        ("GET", "/applications/1/commands", {}, (404, 10002)),
        ("GET", "/applications/{bot}/guilds/1/commands", {}, (403, 50001)),
        ("GET", f"{_COMMANDS}/1", {}, (404, 10063)),
        ("PUT", _COMMANDS, {"json": {}}, (400, 50035)),
        ("PUT", _COMMANDS, {"json": [_COMMAND | {"name": f"x{n}"} for n in range(101)]}, (400, 30032)),
        ("POST", "/interactions/1/nobody/callback", {"json": {"type": 4}}, (404, 10062)),
        ("POST", "/webhooks/{bot}/nobody", {"json": {"content": "x"}}, (404, 10015)),
        ("POST", "/webhooks/1/nobody", {"json": {"content": "x"}}, (404, 10015)),
        ("POST", _MESSAGES, {"data": io.BytesIO(b"x" * 28_000_000)}, (413, 40005)),
    ],
)
async def test_refusals_have_discords_status_and_code(
    call: Call, method: str, path: str, options: dict[str, Any], expected: tuple[int, int]
) -> None:
    async with call(method, path, **options) as response:
        body = await response.json()
    assert (response.status, body["code"]) == expected
    assert response.headers["Content-Type"] == "application/json"


async def test_the_error_of_a_long_message_names_the_field(call: Call) -> None:
    async with call("POST", _MESSAGES, json={"content": "x" * 2001}) as response:
        assert await response.json() == {
            "message": "Invalid Form Body",
            "code": 50035,
            "errors": {
                "content": {
                    "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}]
                }
            },
        }


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bot wrong"}, {"Authorization": "simulated"}])
async def test_without_the_token_everything_is_401(place: Place, header: dict[str, str]) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{place.simulator.api_base_url}/users/@me", headers=header) as response,
    ):
        assert response.status == 401
        assert await response.json() == {"message": "401: Unauthorized", "code": 0}


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/gateway", {"url"}),
        ("/gateway/bot", {"url", "shards", "session_start_limit"}),
        ("/guilds/{guild}", {"id", "name", "roles", "owner_id"}),
        ("/channels/{general}", {"id", "type", "name", "guild_id"}),
        ("/applications/@me", {"id", "flags", "verify_key"}),
    ],
)
async def test_objects_have_their_fields(call: Call, path: str, fields: set[str]) -> None:
    async with call("GET", path) as response:
        assert fields <= (await response.json()).keys()


@pytest.mark.parametrize(
    ("path", "count"), [("/users/@me/guilds", 1), ("/guilds/{guild}/channels", 1), ("/guilds/{guild}/roles", 1)]
)
async def test_lists_have_their_entries(call: Call, path: str, count: int) -> None:
    async with call("GET", path) as response:
        assert len(await response.json()) == count


async def test_a_command_is_added_changed_and_deleted(call: Call, place: Place) -> None:
    async with call("POST", _COMMANDS, json=_COMMAND) as response:
        command = await response.json()
    one = f"{_COMMANDS}/{command['id']}"
    async with call("PATCH", one, json={"description": "z"}) as response:
        assert (await response.json())["description"] == "z"
    async with call("GET", one) as response:
        assert (await response.json())["name"] == "x"
    async with call("DELETE", one) as response:
        assert (response.status, await response.read()) == (204, b"")
    assert place.world.commands() == ()


async def test_messages_after_one_come_newest_first(call: Call, place: Place) -> None:
    first, *_ = [await place.world.say(place.ada, place.general, str(n)) for n in range(4)]
    async with call("GET", f"{_MESSAGES}?after={first.id}&limit=2") as response:
        assert [message["content"] for message in await response.json()] == ["2", "1"]


async def test_a_callback_of_a_kind_that_does_not_fit_is_refused(call: Call, place: Place) -> None:
    place.world.registry.overwrite(None, [_COMMAND])
    interaction_id = await place.world.invoke(place.ada, place.general, "x")
    token = place.world.interactions._by_id[interaction_id].token
    unfitting: tuple[Any, ...] = ({"type": 7}, {"type": 9}, [])
    for body in unfitting:
        async with call("POST", f"/interactions/{interaction_id}/{token}/callback", json=body) as response:
            assert (response.status, (await response.json())["code"]) == (400, 50035)
    async with call("POST", f"/interactions/{interaction_id}/{token}/callback", json={"type": 5}) as response:
        assert response.status == 204
    theirs = await place.world.say(place.ada, place.general, "not an answer")
    for message_id in ("1", theirs.id):
        async with call("GET", f"/webhooks/{{bot}}/{token}/messages/{message_id}") as response:
            assert (await response.json())["code"] == 10008


async def test_a_file_is_a_download_and_an_unknown_one_is_404(call: Call) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("files[0]", b"<script>", filename="a b.html")
    async with call("POST", _MESSAGES, data=form) as response:
        (attachment,) = (await response.json())["attachments"]
    assert (attachment["filename"], attachment["size"]) == ("a_b.html", 8)
    async with aiohttp.ClientSession() as session, session.get(attachment["url"]) as response:
        assert await response.read() == b"<script>"
        assert response.headers["Content-Disposition"] == "attachment"
    url = attachment["url"].replace(attachment["id"], "1")
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 404


async def test_without_the_content_switch_rest_hides_what_others_say_too(place: Place) -> None:
    await place.world.say(place.ada, place.general, "secret")
    await place.world.say(place.ada, place.general, place.world.bot.mention)
    allowed = PRIVILEGED & ~Intents.MESSAGE_CONTENT
    async with (
        Simulator(place.world, clock=SystemClock(), allowed_intents=allowed) as blind,
        aiohttp.ClientSession(headers=_TOKEN) as session,
        session.get(f"{blind.api_base_url}/channels/{place.general.id}/messages") as response,
    ):
        messages = await response.json()
    assert [message["content"] for message in messages] == [place.world.bot.mention, ""]
    assert "guild_id" not in messages[0]


async def test_a_taken_port_is_a_settings_error(place: Place) -> None:
    port = int(place.simulator.gateway_url.split(":")[2].split("/")[0])
    with pytest.raises(SettingsError, match=f"127.0.0.1:{port}.*Use port 0"):
        await Simulator(clock=SystemClock(), port=port).start()


async def test_closing_twice_or_unopened_is_harmless() -> None:
    simulator = Simulator(clock=SystemClock())
    await simulator.aclose()
    simulator.drop_connections()
    await simulator.start()
    await simulator.aclose()
    await simulator.aclose()


async def test_the_fixture_for_users_is_a_started_simulator_with_ada(discord_simulator: Simulator) -> None:
    (guild,) = discord_simulator.world.guilds.values()
    async with aiohttp.ClientSession(headers=_TOKEN) as session:
        url = f"{discord_simulator.api_base_url}/users/@me/guilds"
        async with session.get(url) as response:
            assert [entry["name"] for entry in await response.json()] == ["Test guild"]
    assert [channel.name for channel in guild.channels.values()] == ["general"]
    assert {user.display_name for user in guild.members.values()} == {"acore", "Ada"}
