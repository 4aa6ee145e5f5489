"""Nothing in the simulator grows without end."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.clock.manual import ManualClock
from acore.errors import InvalidInput
from acore.simulator.application import Application
from acore.simulator.close_codes import GatewayClose
from acore.simulator.feed import Feed
from acore.simulator.files import Files
from acore.simulator.interactions import COMMAND, Interactions
from acore.simulator.logins import Logins
from acore.simulator.message_log import MessageLog
from acore.simulator.model import Channel, SimMessage, User, WorldEvent
from acore.simulator.refusals import Refusal
from acore.simulator.session import Session
from acore.simulator.session_starts import SessionStarts
from acore.simulator.snowflakes import Snowflakes
from acore.simulator.world import World

_ADA = User("1", "ada", "Ada")
_HERE = Channel("2", "here", None, recipient=_ADA)
_LOGIN = {"token": "t", "intents": 0}


def _logins() -> Logins:
    clock = ManualClock()
    starts = SessionStarts(clock, every_s=0)
    application = Application("t", allowed_intents=0)
    return Logins(World(clock), application, starts, url="", logged_in=lambda: None)


def _logged_in(logins: Logins, **options: object) -> Session:
    session = logins.identify(_LOGIN | options)
    assert session is not None
    return session


def _message(number: int) -> SimMessage:
    return SimMessage(str(number), "2", None, _ADA, "", ManualClock().now())


def test_a_channel_keeps_its_latest_messages() -> None:
    log = MessageLog(limit=3)
    for number in range(5):
        log.add(_message(number))
    assert [m.id for m in log.latest("2")] == ["2", "3", "4"]
    assert log.find("2", "1") is None
    log.remove(_message(3))
    log.remove(_message(3))
    assert [m.id for m in log.latest("2")] == ["2", "4"]
    assert log.latest("other") == ()


async def test_a_slow_watcher_is_told_to_read_anew() -> None:
    feed = Feed(size=2)
    async with feed.subscribe() as slow, feed.subscribe() as quick:
        for kind in ("message", "edit", "delete", "typing"):
            feed.publish(WorldEvent(kind))
            assert (await anext(quick)).kind == kind
        assert [(await anext(slow)).kind for _ in range(2)] == ["ready", "typing"]


async def test_leaving_ends_watching() -> None:
    feed = Feed(size=1)
    async with feed.subscribe() as events:
        pass
    feed.publish(WorldEvent("message"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await anext(events)


async def test_too_many_watchers_are_refused() -> None:
    feed = Feed()
    watching = [feed.subscribe() for _ in range(256)]
    for watcher in watching:
        await watcher.__aenter__()
    with pytest.raises(InvalidInput, match="256 watchers"):
        async with feed.subscribe():
            pass
    await watching[0].__aexit__(None, None, None)
    async with feed.subscribe():
        pass
    for watcher in watching[1:]:
        await watcher.__aexit__(None, None, None)


@given(st.lists(st.binary(max_size=8), max_size=20))
def test_files_stay_within_their_bytes_and_the_latest_stay(contents: list[bytes]) -> None:
    files = Files(limit=16)
    for number, data in enumerate(contents):
        files.put(str(number), data)
    kept = [data for number, data in enumerate(contents) if files.get(str(number)) is not None]
    assert sum(map(len, kept)) <= 16
    assert kept == contents[len(contents) - len(kept) :]
    assert not contents or files.get(str(len(contents) - 1)) == contents[-1]


def test_old_interactions_are_forgotten() -> None:
    clock = ManualClock()
    interactions = Interactions(clock, Snowflakes(clock))
    first = interactions.open(COMMAND, _ADA, _HERE, "ask")
    interactions.acknowledge(first.id, first.token)
    for _ in range(1000):
        interactions.open(COMMAND, _ADA, _HERE, "ask")
    with pytest.raises(Refusal) as refused:
        interactions.answered(first.token)
    assert refused.value.code == 10015


def test_an_interaction_needs_its_own_token() -> None:
    clock = ManualClock()
    interactions = Interactions(clock, Snowflakes(clock))
    first, second = (interactions.open(COMMAND, _ADA, _HERE, "ask") for _ in range(2))
    with pytest.raises(Refusal) as refused:
        interactions.acknowledge(first.id, second.token)
    assert refused.value.code == 10062
    assert interactions.fail("nothing") is None


def test_sixty_four_sessions_are_kept_and_those_in_use_stay() -> None:
    logins = _logins()
    first = _logged_in(logins, shard=[0, 100])
    first.holder = logins
    others = [_logged_in(logins, shard=[n, 100]) for n in range(1, 65)]
    assert logins.resume({"token": "t", "session_id": others[0].id, "seq": 0}) is None
    assert logins.resume({"token": "t", "session_id": first.id, "seq": 0}) == (first, 0)
    for session in others:
        session.holder = logins
    with pytest.raises(GatewayClose, match="rate limited"):
        logins.identify(_LOGIN | {"shard": [99, 100]})


def test_logging_in_anew_replaces_the_lost_session_of_the_shard() -> None:
    logins = _logins()
    lost = _logged_in(logins)
    logins.identify(_LOGIN)
    assert logins.resume({"token": "t", "session_id": lost.id, "seq": 0}) is None


@given(st.lists(st.floats(0, 5), max_size=50))
async def test_ids_grow_even_while_the_clock_stands(steps: list[float]) -> None:
    clock = ManualClock()
    snowflakes = Snowflakes(clock)
    ids = []
    for step in steps:
        await clock.advance(step)
        ids.append(int(snowflakes.next()))
    assert ids == sorted(set(ids))
    assert all((n >> 22) + 1_420_070_400_000 <= clock.now().timestamp() * 1000 for n in ids)
