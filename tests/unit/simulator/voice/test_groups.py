"""The delivery service and members of both libraries: whoever comes and goes in whatever order, all read all."""

import asyncio
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acore.adapters.clock.manual import ManualClock
from acore.simulator.voice.endpoints import DaveyEndpoint, Rejected
from acore.simulator.voice.mls import read_commit
from acore.simulator.voice.ops import Op
from acore.simulator.voice.presentation import Malformed
from acore.simulator.voice.room import Room
from acore.testing.libdave import LibdaveEndpoint
from tests.unit.simulator.voice.gathering import CHANNEL, FRAME, SENDER, Gathering, Member


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


libraries = st.sampled_from([DaveyEndpoint, LibdaveEndpoint])
joins = st.tuples(st.just("join"), libraries)
leaves = st.tuples(st.just("leave"), st.integers(0, 9))
losses = st.tuples(st.just("lose"), st.integers(0, 9))
reads = st.tuples(st.just("read"), st.integers(0, 30))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(joins | joins | leaves | losses | reads | reads, max_size=14), st.integers(0, 1_000))
def test_after_any_coming_and_going_all_read_all(steps: list[tuple[str, object]], seed: int) -> None:
    async def run() -> None:
        gathering = Gathering(seed)
        for name, argument in steps:
            getattr(gathering, name)(argument)
        gathering.settle()
        assert gathering.room.settled
        if len(gathering.members) > 1:
            assert gathering.room.members == {member.user_id for member in gathering.members}
        assert gathering.all_read_all()
        await gathering.room.aclose()

    asyncio.run(run())


async def test_two_who_meet_make_a_group_that_needs_no_transition() -> None:
    gathering = Gathering(1)
    ann, bob = gathering.join(DaveyEndpoint), gathering.join(LibdaveEndpoint)
    gathering.settle()
    assert Op.TRANSITION_READY not in {op for member in (ann, bob) for op, _ in member.said}
    assert gathering.all_read_all()


async def test_a_third_is_welcomed_by_a_transition_that_all_are_ready_for() -> None:
    gathering = Gathering(1)
    ann, bob = gathering.join(DaveyEndpoint), gathering.join(LibdaveEndpoint)
    gathering.settle()
    cem = gathering.join(LibdaveEndpoint)
    gathering.settle()
    ready = [data for member in (ann, bob, cem) for op, data in member.said if op == Op.TRANSITION_READY]
    assert ready == [{"transition_id": 1}] * 3
    assert Op.EXECUTE_TRANSITION in cem.told
    assert Op.WELCOME in cem.told
    assert Op.ANNOUNCE_COMMIT not in cem.told


async def test_who_left_before_being_added_is_added_and_removed() -> None:
    gathering = Gathering(1)
    ann, bob = gathering.join(DaveyEndpoint), gathering.join(LibdaveEndpoint)
    gathering.settle()
    gathering.join(DaveyEndpoint)
    gathering.leave(2)
    gathering.settle()
    assert ann.told.count(Op.ANNOUNCE_COMMIT) + ann.told.count(Op.WELCOME) == 3
    assert gathering.room.members == {ann.user_id, bob.user_id}
    assert gathering.all_read_all()


async def test_a_key_package_that_is_replaced_is_revoked() -> None:
    gathering = Gathering(1)
    gathering.join(DaveyEndpoint)
    bob = gathering.join(LibdaveEndpoint)
    gathering.settle()
    cem = gathering.join(DaveyEndpoint)
    cem.follower.begin()
    revoked = [data for op, data in bob.inbox if op == Op.PROPOSALS and isinstance(data, bytes) and data[0] == 1]
    assert len(revoked) == 1
    gathering.settle()
    assert cem.user_id in gathering.room.members
    assert gathering.all_read_all()


async def test_the_last_one_begins_anew() -> None:
    gathering = Gathering(1)
    ann = gathering.join(LibdaveEndpoint)
    gathering.join(DaveyEndpoint)
    gathering.settle()
    gathering.leave(1)
    assert [op for op, _ in ann.inbox] == [Op.CLIENT_DISCONNECT, Op.PREPARE_EPOCH, Op.PREPARE_TRANSITION]
    gathering.settle()
    assert gathering.room.members == frozenset()
    with pytest.raises(Rejected, match="no key to send with"):
        ann.endpoint.encrypt(FRAME)


async def test_who_left_reads_nothing_more() -> None:
    gathering = Gathering(1)
    ann, bob, cem = gathering.join(DaveyEndpoint), gathering.join(LibdaveEndpoint), gathering.join(LibdaveEndpoint)
    gathering.settle()
    gathering.leave(2)
    gathering.settle()
    sealed = bob.endpoint.encrypt(FRAME)
    assert ann.endpoint.decrypt(bob.user_id, sealed) == FRAME
    with pytest.raises(Rejected):
        cem.endpoint.decrypt(bob.user_id, sealed)


@pytest.mark.parametrize("endpoint", [DaveyEndpoint, LibdaveEndpoint])
async def test_what_a_library_can_not_take_is_rejected(endpoint: type[DaveyEndpoint] | type[LibdaveEndpoint]) -> None:
    end = endpoint("1090123456789000001", CHANNEL)
    end.begin()
    end.meet(SENDER.package)
    with pytest.raises(Rejected):
        end.commit(b"no commit")
    with pytest.raises(Rejected):
        end.welcome(b"no welcome", ())
    with pytest.raises(Rejected):
        end.encrypt(FRAME)
    with pytest.raises(Rejected):
        end.decrypt("5", FRAME)


async def test_davey_rejects_what_are_no_proposals() -> None:
    end = DaveyEndpoint("1090123456789000001", CHANNEL)
    end.begin()
    end.meet(SENDER.package)
    with pytest.raises(Rejected, match="davey"):
        end.propose(b"\x00nonsense", ())


async def test_who_rejects_proposals_or_epochs_says_so_and_begins_anew() -> None:
    gathering = Gathering(1)
    ann = gathering.join(DaveyEndpoint)
    gathering.settle()
    ann.said.clear()
    ann.follower.take(Op.PROPOSALS, b"\x00nonsense")
    assert ann.said == []
    ann.follower.take(Op.WELCOME, b"\x00\x05nonsense")
    assert [op for op, _ in ann.said] == [Op.INVALID_COMMIT_WELCOME, Op.KEY_PACKAGE]
    assert ann.said[0][1] == {"transition_id": 5}


async def test_a_change_that_is_announced_otherwise_is_made_ready_for() -> None:
    gathering = Gathering(1)
    ann = gathering.join(DaveyEndpoint)
    ann.follower.take(Op.PREPARE_TRANSITION, {"transition_id": 3, "protocol_version": 0})
    assert ann.said[-1] == (Op.TRANSITION_READY, {"transition_id": 3})


async def test_a_commit_of_a_stranger_or_of_yesterday_does_not_win() -> None:
    gathering = Gathering(1)
    ann, bob = gathering.join(DaveyEndpoint), gathering.join(LibdaveEndpoint)
    gathering.settle()
    old = next(data for op, data in [*ann.said, *bob.said] if op == Op.COMMIT_WELCOME)
    cem = gathering.join(DaveyEndpoint)
    before = gathering.room.members
    for member in (ann, bob, cem):
        gathering.room.take(member, Op.COMMIT_WELCOME, old)
        gathering.room.take(member, Op.COMMIT_WELCOME, b"nonsense")
    assert gathering.room.members == before
    gathering.settle()
    assert gathering.all_read_all()


async def test_a_commit_of_another_members_name_does_not_win() -> None:
    gathering = Gathering(1)
    ann, bob = gathering.join(LibdaveEndpoint), gathering.join(LibdaveEndpoint)
    gathering.settle()
    gathering.join(LibdaveEndpoint)
    while not any(op == Op.PROPOSALS for op, _ in [ann.inbox[0]]):
        ann.read()
    made = ann.endpoint.propose(ann.inbox.popleft()[1], {m.user_id for m in gathering.members})  # type: ignore[arg-type]
    assert made is not None
    gathering.room.take(bob, Op.COMMIT_WELCOME, made)
    assert len(gathering.room.members) == 2
    without_welcome = read_commit(made).data + b"\x00\x02\x00\x00"
    gathering.room.take(ann, Op.COMMIT_WELCOME, without_welcome)
    assert len(gathering.room.members) == 2
    gathering.room.take(ann, Op.COMMIT_WELCOME, made)
    assert len(gathering.room.members) == 3


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x00\x02", bytes.fromhex("0001000100" + "00" * 8 + "02")])
def test_what_is_no_commit_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_commit(data)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_commit_or_malformed(data: bytes) -> None:
    try:
        commit = read_commit(b"\x00\x01\x00\x01" + data)
    except Malformed:
        return
    assert commit.data + commit.welcome == b"\x00\x01\x00\x01" + data


async def test_proposals_of_a_commit_itself_are_malformed() -> None:
    member = (1).to_bytes(1, "big") + bytes(4)
    head = bytes.fromhex("00010001") + b"\x00" + bytes(8) + member + b"\x00"
    with pytest.raises(Malformed, match="none of its own"):
        read_commit(head + b"\x03" + b"\x02\x01\x00")
    with pytest.raises(Malformed, match="not a commit"):
        read_commit(head + b"\x02")
    with pytest.raises(Malformed, match="only members"):
        read_commit(bytes.fromhex("00010001") + b"\x00" + bytes(8) + b"\x02")


async def test_keys_are_passed_over_in_a_call_without_encryption() -> None:
    room = Room(CHANNEL, SENDER, ManualClock(), encrypted=False)
    member = Member(room, 1, DaveyEndpoint)
    room.enter(member)
    assert room.take(member, Op.KEY_PACKAGE, b"package") is True
    assert room.take(member, 99, {}) is False
    assert (room.members, room.settled, room.encrypted) == (frozenset(), True, False)
    room.leave(Member(room, 1, DaveyEndpoint))
    assert room.has(member)
