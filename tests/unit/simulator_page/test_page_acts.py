"""The doors behind which a member presses, changes, deletes, uses and fills in."""

from base64 import b64encode
from typing import Any

import httpx
import pytest

from acore.simulator.interactions import Interaction
from acore.simulator.model import Dispatch, SimMessage
from tests.unit.simulator_page.house import House

BUTTON = {"type": 1, "components": [{"type": 2, "style": 2, "custom_id": "again", "label": "Again"}]}
FIELD = {"type": 4, "style": 1, "label": "Why?", "custom_id": "why", "max_length": 5}
MODAL = {"title": "A question", "custom_id": "m", "components": [{"type": 1, "components": [FIELD]}]}


@pytest.fixture
def sent(house: House) -> list[Dispatch]:
    """What reached the bot."""
    dispatches: list[Dispatch] = []
    house.world.attach(dispatches.append)
    return dispatches


def path(message: SimMessage, door: str = "") -> str:
    return f"/playground/channels/{message.channel_id}/messages/{message.id}{door}"


async def test_a_button_is_pressed_in_the_members_name(
    page: httpx.AsyncClient, house: House, sent: list[Dispatch]
) -> None:
    message = house.bot_says("An answer", components=[BUTTON])
    answer = await page.post(path(message, "/buttons"), json={"button": "again"})
    assert answer.status_code == 202
    asked = sent[-1].data
    assert (asked["id"], asked["data"]["custom_id"]) == (answer.json()["id"], "again")
    assert asked["member"]["user"]["id"] == house.ada.id


async def test_a_button_that_is_not_there_is_refused(page: httpx.AsyncClient, house: House) -> None:
    answer = await page.post(path(house.bot_says("Hi"), "/buttons"), json={"button": "again"})
    assert (answer.status_code, "no button 'again'" in answer.json()["error"]) == (404, True)


@pytest.mark.parametrize("door", ["/buttons", "/apps"])
async def test_what_only_another_member_sees_is_out_of_reach(page: httpx.AsyncClient, house: House, door: str) -> None:
    secret = house.bot_says("for Bob", ephemeral_to=house.bob.id, components=[BUTTON])
    foreign = house.bot_says("psst", house.world.dm(house.bob), components=[BUTTON])
    body = {"button": "again"} if door == "/buttons" else {"command": "Explain"}
    for message in (secret, foreign):
        assert (await page.post(path(message, door), json=body)).status_code == 404
        assert (await page.patch(path(message), json={"text": "mine"})).status_code == 404
        assert (await page.delete(path(message))).status_code == 404
    assert (secret.content, foreign.content) == ("for Bob", "psst")


async def test_a_member_changes_and_deletes_what_they_wrote(
    page: httpx.AsyncClient, house: House, sent: list[Dispatch]
) -> None:
    message = await house.world.say(house.ada, house.general, "Why?")
    assert (await page.patch(path(message), json={"text": "Why not?"})).status_code == 200
    assert (message.content, house.seat.message(message)["edited"]) == ("Why not?", True)
    assert (await page.delete(path(message))).status_code == 204
    assert house.world.find(house.general.id, message.id) is None
    assert [dispatch.name for dispatch in sent] == ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"]
    assert (await page.delete(path(message))).status_code == 404


async def test_what_others_wrote_can_not_be_changed(page: httpx.AsyncClient, house: House) -> None:
    message = await house.world.say(house.bob, house.general, "Bob's")
    assert (await page.patch(path(message), json={"text": "Ada's"})).status_code == 400
    assert message.content == "Bob's"


async def test_a_change_needs_the_token_of_the_page(page: httpx.AsyncClient, house: House) -> None:
    message = await house.world.say(house.ada, house.general, "Why?")
    guessed = {"X-Acore-Token": "guessed"}
    assert (await page.patch(path(message), json={"text": "x"}, headers=guessed)).status_code == 403
    assert (await page.delete(path(message), headers=guessed)).status_code == 403
    assert (await page.post(path(message, "/buttons"), json={"button": "x"}, headers=guessed)).status_code == 403
    assert house.world.find(house.general.id, message.id) is message


async def test_a_command_of_a_messages_menu_names_the_message(
    page: httpx.AsyncClient, house: House, sent: list[Dispatch]
) -> None:
    house.world.registry.overwrite(None, [{"type": 3, "name": "Explain"}])
    message = house.bot_says("Hard words")
    answer = await page.post(path(message, "/apps"), json={"command": "Explain"})
    assert (answer.status_code, sent[-1].data["data"]["target_id"]) == (202, message.id)
    unknown = await page.post(path(message, "/apps"), json={"command": "Translate"})
    assert (unknown.status_code, "Explain" in unknown.json()["error"]) == (404, True)


def opened(house: House, **of: Any) -> Interaction:
    """An interaction to which the bot answered with a form."""
    interaction = house.world.interactions.open(2, of.get("user", house.ada), house.general, "ask")
    interaction.modal = MODAL
    return interaction


async def test_a_form_is_submitted(page: httpx.AsyncClient, house: House, sent: list[Dispatch]) -> None:
    form = f"/playground/forms/{opened(house).id}"
    refused = await page.post(form, json={"fields": {"why": "too long"}})
    assert (refused.status_code, "from 1 to 5 characters" in refused.json()["error"]) == (400, True)
    answer = await page.post(form, json={"fields": {"why": "so"}})
    assert answer.status_code == 202
    data = sent[-1].data["data"]
    assert (data["custom_id"], data["components"][0]["components"][0]["value"]) == ("m", "so")


async def test_another_members_form_is_out_of_reach(page: httpx.AsyncClient, house: House) -> None:
    form = f"/playground/forms/{opened(house, user=house.bob).id}"
    assert (await page.post(form, json={"fields": {"why": "so"}})).status_code == 404


@pytest.fixture
def read(house: House) -> str:
    """The door of a command that takes a file."""
    option = {"type": 11, "name": "file", "description": "What to read", "required": True}
    house.world.registry.overwrite(None, [{"type": 1, "name": "read", "description": "Read", "options": [option]}])
    return f"/playground/channels/{house.general.id}/commands"


async def test_a_command_takes_a_file_by_its_name_without_folders(
    page: httpx.AsyncClient, house: House, sent: list[Dispatch], read: str
) -> None:
    file = {"name": "C:\\notes\\a.txt", "data": b64encode(b"\0text").decode()}
    answer = await page.post(read, json={"command": "read", "options": {"file": file}})
    assert answer.status_code == 202
    data = sent[-1].data["data"]
    (attachment,) = data["resolved"]["attachments"].values()
    assert (attachment["filename"], data["options"][0]["value"]) == ("a.txt", attachment["id"])
    assert house.world.files.get(attachment["id"]) == b"\0text"


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"file": {"name": "a.txt", "data": "not base64!"}}, 400),
        ({"file": {"name": "", "data": ""}}, 400),
        ({"file": {"name": "a.txt", "data": "QQ==", "more": 1}}, 400),
        ({"file": "a.txt"}, 400),
        ({"file": {"name": "a.txt", "data": "A" * 14_000_000}}, 413),
    ],
)
async def test_a_file_that_can_not_be_read_is_refused(
    page: httpx.AsyncClient, sent: list[Dispatch], read: str, options: dict[str, Any], status: int
) -> None:
    answer = await page.post(read, json={"command": "read", "options": options})
    assert answer.status_code == status
    assert sent == []
