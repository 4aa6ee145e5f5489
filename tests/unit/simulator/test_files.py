"""Files of messages and options: what Discord tells about them."""

import struct
from typing import Any

import pytest

from acore.errors import InvalidInput
from acore.simulator.files import Files, content_type
from acore.simulator.images import size_of
from acore.simulator.model import EPHEMERAL
from acore.simulator.payloads import LARGEST_FILE
from acore.simulator.posting import Posting, Upload
from acore.simulator.world import Channel, User, World

from .conftest import Sent

_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x02\0\0\0"
_GIF = b"GIF89a" + struct.pack("<HH", 3, 2) + b"\0"
_JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 20, 30) + b"\x03"
_READ: dict[str, Any] = {
    "name": "read",
    "description": "Read",
    "options": [
        {
            "name": "now",
            "description": "Now",
            "type": 1,
            "options": [{"name": "file", "description": "What", "type": 11, "required": True}],
        }
    ],
}


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (_PNG, (640, 480)),
        (_GIF, (3, 2)),
        (_JPEG, (30, 20)),
        (_JPEG[:8], None),
        (_PNG[:12], None),
        (_GIF[:7], None),
        (b"text", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture_is_in_its_first_bytes(data: bytes, size: tuple[int, int] | None) -> None:
    assert size_of(data) == size


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("notes.md", b"# x", "text/markdown; charset=utf-8"),
        ("notes.txt", b"\xff\xfe", "text/plain"),
        ("data.json", b"{}", "application/json; charset=utf-8"),
        ("main.py", b"", "text/x-python; charset=utf-8"),
        ("a.png", _PNG, "image/png"),
        ("a.pdf", b"%PDF", "application/pdf"),
        ("a.txt.gz", b"", None),
        ("unknown", b"", None),
    ],
)
def test_the_type_of_a_file_comes_from_its_name(name: str, data: bytes, expected: str | None) -> None:
    assert content_type(name, data) == expected


async def test_a_message_brings_its_files(world: World, general: Channel, ada: User, sent: Sent) -> None:
    await world.say(ada, general, "", files=[("my notes.md", b"# Hi"), ("a.png", _PNG), ("blob", b"\0")])
    notes, picture, blob = sent.last("MESSAGE_CREATE")["attachments"]
    assert {key: notes[key] for key in notes if key not in ("id", "url", "proxy_url")} == {
        "filename": "my_notes.md",
        "size": 4,
        "content_type": "text/markdown; charset=utf-8",
    }
    assert notes["url"].endswith(f"/{general.id}/{notes['id']}/my_notes.md")
    assert (picture["width"], picture["height"]) == (640, 480)
    assert not {"content_type", "width", "height", "ephemeral"} & blob.keys()
    assert world.files.get(notes["id"]) == b"# Hi"


async def test_too_many_and_too_large_files_are_not_sent(world: World, general: Channel, ada: User, sent: Sent) -> None:
    with pytest.raises(InvalidInput, match="11 files; 10"):
        await world.say(ada, general, "x", files=[("a", b"")] * 11)
    with pytest.raises(InvalidInput, match="'a' has"):
        await world.say(ada, general, "x", files=[("a", bytes(LARGEST_FILE + 1))])
    assert sent == []


async def test_a_message_of_files_alone_can_lose_its_text(world: World, general: Channel, ada: User) -> None:
    message = await world.say(ada, general, "see", files=[("a", b"x")])
    assert (await world.edit(ada, message, "")).content == ""


async def test_an_option_brings_a_file_that_only_the_bot_sees(
    world: World, general: Channel, ada: User, sent: Sent
) -> None:
    world.registry.overwrite(None, [_READ])
    await world.invoke(ada, general, "read now", {"file": ("notes.md", b"# Hi")})
    data = sent.last("INTERACTION_CREATE")["data"]
    (option,) = data["options"][0]["options"]
    attachment = data["resolved"]["attachments"][option["value"]]
    assert (option["type"], attachment["filename"], attachment["ephemeral"]) == (11, "notes.md", True)
    with pytest.raises(InvalidInput, match="wants a file"):
        await world.invoke(ada, general, "read now", {"file": "notes.md"})
    with pytest.raises(InvalidInput, match="wants a file"):
        await world.invoke(ada, general, "read now", {"file": 3})


async def test_files_of_an_ephemeral_answer_are_ephemeral(world: World, general: Channel, ada: User) -> None:
    posting = Posting(world, Files(), "http://127.0.0.1/attachments")
    world.registry.overwrite(None, [_READ])
    asked = world.interactions.known(await world.invoke(ada, general, "read now", {"file": ("a", b"")}))
    for flags in (0, EPHEMERAL):
        message = posting.post(general, {"content": "x", "flags": flags}, (Upload("a.txt", b"a"),), asked)
        assert [a.ephemeral for a in message.attachments] == [bool(flags)]
