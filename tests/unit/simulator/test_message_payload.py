"""Messages as Discord's JSON: which fields are there, which are null, and which are left out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.clock.manual import ManualClock
from acore.simulator import payloads
from acore.simulator.model import EPHEMERAL, LOADING, Attachment, Channel, Guild, SimMessage, User
from acore.simulator.world import World

_ALWAYS = {
    "id",
    "channel_id",
    "type",
    "author",
    "content",
    "timestamp",
    "edited_timestamp",
    "tts",
    "mention_everyone",
    "mentions",
    "mention_roles",
    "attachments",
    "embeds",
    "components",
    "pinned",
    "flags",
}
_SNOWFLAKES = ("id", "channel_id", "guild_id", "application_id", "webhook_id")
_NOW = ManualClock().now()
_ids = st.integers(1, 2**63).map(str)
_users = st.builds(User, _ids, st.text(), st.text(), st.booleans())


@st.composite
def _messages(draw: st.DrawFn) -> SimMessage:
    message = SimMessage(draw(_ids), draw(_ids), draw(st.none() | _ids), draw(_users), draw(st.text()), _NOW)
    message.reference = draw(st.none() | _ids)
    message.nonce = draw(st.none() | st.text())
    message.mentions = tuple(draw(st.lists(_users, max_size=3)))
    message.edited_timestamp = draw(st.sampled_from([None, _NOW]))
    message.flags = draw(st.sampled_from([0, EPHEMERAL, LOADING, EPHEMERAL | LOADING]))
    message.attachments = tuple(draw(st.lists(st.builds(Attachment, _ids, st.text(), st.integers(0), st.text()))))
    if draw(st.booleans()):
        message.interaction_id = draw(_ids)
        message.interaction = (draw(_users), "ask")
    return message


@given(_messages(), st.none() | _messages())
def test_fields_are_there_or_left_out_as_discord_documents(message: SimMessage, other: SimMessage | None) -> None:
    payload = message.payload(other)
    assert payload.keys() >= _ALWAYS
    assert ("message_reference" in payload) == ("referenced_message" in payload) == (message.reference is not None)
    assert ("interaction" in payload) == (message.interaction is not None)
    assert ("nonce" in payload) == (message.nonce is not None)
    assert {key for key, value in payload.items() if value is None} <= {"edited_timestamp", "referenced_message"}
    assert message.thinking == bool(payload["flags"] & LOADING)
    assert all(isinstance(payload[key], str) for key in _SNOWFLAKES if key in payload)
    if message.reference is not None and other is not None:
        assert "referenced_message" not in payload["referenced_message"]


@given(_messages())
def test_people_are_marked_as_bots_only_where_they_are(message: SimMessage) -> None:
    people = [message.author, *message.mentions]
    payload = message.payload()
    assert [p.get("bot") for p in (payload["author"], *payload["mentions"])] == [p.bot or None for p in people]


def _message(world: World, channel: Channel, author: User, text: str = "x") -> SimMessage:
    return world.compose(author, channel, text)


def test_the_gateway_adds_guild_and_members(world: World, guild: Guild, general: Channel, ada: User) -> None:
    message = _message(world, general, ada, ada.mention)
    rest = world.payload(message)
    payload = payloads.on_gateway(rest, message, guild)
    assert payload.keys() - rest.keys() == {"guild_id", "member"}
    assert "user" not in payload["member"]
    assert payload["mentions"][0]["member"]["roles"] == []


def test_direct_messages_have_neither_guild_nor_member(world: World, ada: User) -> None:
    message = _message(world, world.dm(ada), ada)
    assert payloads.on_gateway(world.payload(message), message, None) == message.payload()


@pytest.mark.parametrize(
    ("reference", "interaction", "kind"), [(None, False, 0), ("1", False, 19), ("1", True, 19), (None, True, 20)]
)
def test_the_type_says_reply_or_answer(  # noqa: PLR0913  three fixtures and a row
    world: World, general: Channel, ada: User, *, reference: str | None, interaction: bool, kind: int
) -> None:
    message = _message(world, general, ada)
    message.reference = reference
    message.interaction = (ada, "ask") if interaction else None
    assert message.payload()["type"] == kind


def test_a_guild_is_whole_at_its_creation(world: World, guild: Guild, ada: User) -> None:
    payload: dict[str, Any] = payloads.guild_create(guild, members=[world.bot])
    assert payload["owner_id"] == ada.id
    assert payload["member_count"] == 2
    assert [member["user"]["id"] for member in payload["members"]] == [world.bot.id]
    assert payload["roles"][0]["id"] == guild.id
    assert payload["system_channel_id"] is None


def test_a_direct_channel_names_its_recipient(world: World, ada: User) -> None:
    payload = payloads.channel(world.dm(ada))
    assert (payload["type"], payload["recipients"]) == (1, [ada.payload()])
    assert "guild_id" not in payload
