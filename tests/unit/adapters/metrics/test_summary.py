"""The look-ups that the operating guide reads."""

from pathlib import Path

import pytest

from acore.adapters.history.caching import CachingHistory
from acore.app import Application
from acore.domain.chat import Message
from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.settings import Settings
from acore.testing import MemoryHistory, MemoryMetrics

HERE = Scope("general", "ada", "guild")


def _broken() -> dict[str, float]:
    raise OSError("the disk is gone")


def test_percentiles_are_of_the_nearest_rank() -> None:
    metrics = MemoryMetrics()
    for value in range(1, 101):
        metrics.observe("chat.reply_ms", value, engine=str(value % 3))
    times = metrics.get_summary()["response_times"]
    assert (times["count"], times["p50"], times["p95"], times["p99"]) == (100, 50, 95, 99)


def test_where_nothing_was_measured_there_is_nothing() -> None:
    summary = MemoryMetrics().get_summary()
    assert summary["response_times"] == {"count": 0, "p50": None, "p95": None, "p99": None}
    assert summary["batch_logging"]["pending_events"] == 0


def test_an_event_is_counted_by_its_name_and_never_by_its_user() -> None:
    metrics = MemoryMetrics()
    metrics.log_event("command", {"name": "ask", "user_id": 12345, "latency_ms": 12.5})
    metrics.log_event("command", {"name": "ask", "user_id": 6789})
    assert metrics.get_summary()["events"] == {"command.ask": 2}
    assert metrics.measured("event.command_ms", what="ask").total == 12.5
    assert "12345" not in str(metrics.get_summary())


def test_a_source_that_fails_is_left_out() -> None:
    metrics = MemoryMetrics()
    metrics.watch("cache_stats.broken", _broken)
    metrics.watch("cache_stats.fine", lambda: {"hits": 1})
    assert metrics.get_summary()["cache_stats"] == {"fine": {"hits": 1}}


async def test_the_history_tells_how_often_memory_had_the_answer() -> None:
    history = CachingHistory(MemoryHistory())
    await history.append(HERE, (Message("user", "hi"),))
    for _ in range(4):
        await history.recent(HERE, 5)
    assert history.stats() == {"hits": 3, "misses": 1, "hit_rate": 75.0, "channels": 1}


async def test_a_house_has_every_path_of_the_operating_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with Application(Settings(data_dir=tmp_path / "data", llm={"use": "scripted"})) as house:  # type: ignore[arg-type]
        async for _ in house.chat.reply(Question("hi", HERE, "Ada")):
            pass
        summary, llm = house.container.metrics().get_summary(), house.container.llm()
        assert summary["response_times"]["p95"] > 0
        assert summary["cache_stats"]["history_cache"]["hit_rate"] >= 0
        assert summary["cache_stats"]["deduplication"]["active_deduplication"] == 0
        assert summary["batch_logging"]["pending_events"] == 0
        assert llm.get_cache_stats()["deduplication"]["pending_requests"] == 0
        assert "hit_rate" in llm.get_cache_stats()["response_cache"]
