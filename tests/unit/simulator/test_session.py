"""What one login at the gateway is sent, and what it can resume."""

import asyncio

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.simulator.close_codes import GatewayClose
from acore.simulator.model import Dispatch
from acore.simulator.session import Intents, Session, without_content

_BOT = "1"
_ALL = (1 << 26) - 1
_GUILD = "100"


def _session(intents: int = _ALL, shard: tuple[int, int] = (0, 1)) -> Session:
    return Session(_BOT, intents, shard, {_GUILD})


async def _names(session: Session) -> list[str]:
    session.send("END", {})
    _, frames = await session.frames(0)
    return [orjson.loads(frame)["t"] for frame in frames][:-1]


@pytest.mark.parametrize(
    ("name", "guild", "intent"),
    [
        ("MESSAGE_CREATE", _GUILD, Intents.GUILD_MESSAGES),
        ("MESSAGE_DELETE", None, Intents.DIRECT_MESSAGES),
        ("GUILD_CREATE", _GUILD, Intents.GUILDS),
        ("GUILD_MEMBER_ADD", _GUILD, Intents.GUILD_MEMBERS),
    ],
)
async def test_an_event_needs_its_intent(name: str, guild: str | None, intent: int) -> None:
    with_it, without = _session(), _session(_ALL & ~intent)
    for session in (with_it, without):
        session.offer(Dispatch(name, {"members": []}, guild))
    assert await _names(with_it) == [name]
    assert await _names(without) == []


async def test_interactions_need_no_intent() -> None:
    session = _session(0)
    session.offer(Dispatch("INTERACTION_CREATE", {}, None))
    assert await _names(session) == ["INTERACTION_CREATE"]


async def test_events_of_a_guild_begin_with_its_creation_and_end_with_its_removal() -> None:
    session = _session()
    for name in ("MESSAGE_CREATE", "GUILD_CREATE", "MESSAGE_CREATE", "GUILD_DELETE", "MESSAGE_CREATE"):
        session.offer(Dispatch(name, {"members": []}, "200"))
    assert await _names(session) == ["GUILD_CREATE", "MESSAGE_CREATE", "GUILD_DELETE"]


@given(st.integers(0, 2**63), st.integers(1, 16))
def test_every_guild_belongs_to_exactly_one_shard(guild: int, count: int) -> None:
    serving = [n for n in range(count) if _session(shard=(n, count)).serves(str(guild))]
    assert serving == [(guild >> 22) % count]


def test_direct_messages_belong_to_the_first_shard() -> None:
    assert [_session(shard=(n, 2)).serves(None) for n in range(2)] == [True, False]


@given(st.integers(0, 30), st.integers(0, 30))
async def test_frames_come_in_order_from_where_the_client_stands(sent: int, after: int) -> None:
    session = _session()
    for number in range(sent):
        session.send("N", {"n": number})
    if after >= sent:
        waiting = asyncio.create_task(session.frames(after))
        for number in range(sent, after + 1):
            await asyncio.sleep(0)
            assert not waiting.done()
            session.send("N", {"n": number})
        last, frames = await waiting
    else:
        last, frames = await session.frames(after)
    assert last == session.seq
    assert [orjson.loads(frame)["s"] for frame in frames] == [*range(after + 1, last + 1)]


async def test_a_thousand_events_are_kept_and_no_more() -> None:
    session = _session()
    for _ in range(1001):
        session.send("N", {})
    assert (session.keeps(0), session.keeps(1), session.keeps(1001), session.keeps(1002)) == (False, True, True, False)
    with pytest.raises(GatewayClose):
        await session.frames(0)


def test_the_members_of_a_guild_are_hidden_without_their_intent() -> None:
    members = [{"user": {"id": "1"}}, {"user": {"id": "2"}}]
    data = {"id": _GUILD, "members": members}
    assert _session(0).narrowed("GUILD_CREATE", data)["members"] == members[:1]
    assert _session().narrowed("GUILD_CREATE", data)["members"] == members


def _message(author: str, *, guild: bool = True, mentions: tuple[str, ...] = ()) -> dict[str, object]:
    message: dict[str, object] = {"author": {"id": author}, "content": "text", "embeds": [{}]}
    message["mentions"] = [{"id": user} for user in mentions]
    return message | ({"guild_id": _GUILD} if guild else {})


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (_message("2"), ""),
        (_message("2", mentions=("3",)), ""),
        (_message("2", mentions=(_BOT,)), "text"),
        (_message(_BOT), "text"),
        (_message("2", guild=False), "text"),
    ],
)
def test_content_is_hidden_unless_it_concerns_the_bot(message: dict[str, object], shown: str) -> None:
    hidden = without_content(message, _BOT)
    assert hidden["content"] == shown
    assert bool(hidden["embeds"]) == bool(shown)
    assert message["content"] == "text"


def test_the_message_replied_to_is_hidden_by_the_same_rule() -> None:
    message = _message("2", mentions=(_BOT,)) | {"referenced_message": _message("2", guild=False)}
    hidden = without_content(message, _BOT)
    assert (hidden["content"], hidden["referenced_message"]["content"]) == ("text", "")
    assert "guild_id" not in hidden["referenced_message"]


def test_a_deletion_has_nothing_to_hide() -> None:
    data = {"id": "5", "guild_id": _GUILD}
    assert without_content(data, _BOT) == data


@given(st.lists(st.sampled_from(["event", "read", "lose", "resume"]), max_size=60))
async def test_whoever_resumes_gets_every_event_once_and_in_order(steps: list[str]) -> None:
    session = _session()
    sent, got, stands, lost = 0, [], 0, False
    for step in [*steps, "lose", "resume", "read"]:
        if step == "event":
            sent += 1
            session.send("EVENT", {"n": sent})
        elif step == "lose":
            lost = True
        elif step == "resume":
            session.resumed()
            lost = False
        elif not lost and session.seq > stands:
            stands, frames = await session.frames(stands)
            events = [orjson.loads(frame) for frame in frames]
            assert [event["t"] for event in events].count("RESUMED") <= 1
            got += [event["d"]["n"] for event in events if event["t"] == "EVENT"]
    assert events[-1]["t"] == "RESUMED"
    assert got == [*range(1, sent + 1)]
