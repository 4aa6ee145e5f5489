from acore.domain.replies import TurnRecord
from acore.domain.scope import Scope
from acore.services.turns import RecentTurns


def record(channel: str, engine: str) -> TurnRecord:
    return TurnRecord(
        Scope(channel, "u"), engine, None, passages=0, first_delta_ms=1, retrieval_ms=1, total_ms=1, finish="stop"
    )


def test_the_latest_turn_is_that_of_its_channel() -> None:
    turns = RecentTurns()
    for channel, engine in [("1", "a"), ("2", "b"), ("1", "c")]:
        turns.add(record(channel, engine))
    latest = turns.latest("1")
    assert latest is not None
    assert latest.engine == "c"
    assert turns.latest("3") is None


def test_old_turns_leave_when_there_is_no_room() -> None:
    turns = RecentTurns(capacity=2)
    for channel in ("1", "2", "3"):
        turns.add(record(channel, "a"))
    assert turns.latest("1") is None
    assert turns.latest("2") is not None
