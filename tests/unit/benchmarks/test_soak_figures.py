"""The arithmetic of a long call; the figures themselves are `make bench ONLY=soak`."""

from collections.abc import Callable

import pytest

from benchmarks.soak_figures import Sample, figures_of

HOURS = 2
EVERY_S = 10


def sample(at_s: float, *, rss_mb: float = 180.0, tasks: int = 20, heard: int = 100, arrived: int = 500) -> Sample:
    return Sample(
        at_s=at_s,
        rss_mb=rss_mb,
        workers_mb=300.0,
        cpu_s=at_s / 50,
        threads=23,
        files=30,
        tasks={"one": 1, "others": tasks - 1},
        packets={"heard": heard, "played": 500},
        turns={"heard": 4},
        sent=100,
        arrived=arrived,
        unreadable=0,
    )


def measured(made: Callable[[float], Sample], *, rounds: int = 10, answered: int = 10) -> dict[str, float]:
    samples = [made(at) for at in range(EVERY_S, HOURS * 3600 + 1, EVERY_S)]
    return {figure.name: figure.value for figure in figures_of(samples, rounds=rounds, answered=answered)}


def test_a_call_that_holds_no_more_at_its_end_has_grown_by_nothing() -> None:
    figures = measured(sample)
    assert figures["soak.hours"] == HOURS
    assert figures["soak.rss_slope"] == pytest.approx(0, abs=1e-6)
    assert {figures[f"soak.{name}"] for name in ("rss_growth", "threads", "files", "tasks")} == {0}
    assert {figures[f"soak.{name}"] for name in ("not_heard", "not_played")} == {0}
    assert figures["soak.answered"] == 100
    assert figures["soak.cpu"] == pytest.approx(2)


def test_what_it_grows_by_is_told_by_the_hour_and_on_the_whole() -> None:
    figures = measured(lambda at: sample(at, rss_mb=180 + 6 * at / 3600))
    assert figures["soak.rss_slope"] == pytest.approx(6)
    assert figures["soak.rss_growth"] == pytest.approx(10, abs=0.1), (
        "from a quarter of an hour to five minutes before the end"
    )


def test_warming_up_is_no_growth() -> None:
    figures = measured(lambda at: sample(at, rss_mb=100 if at < 600 else 180))
    assert figures["soak.rss_slope"] == pytest.approx(0, abs=1e-6)
    assert figures["soak.rss_growth"] == 0


def test_what_fills_in_the_first_hour_is_growth_and_no_slope() -> None:
    figures = measured(lambda at: sample(at, rss_mb=180 + 2 * min(at / 3600, 1)))
    assert figures["soak.rss_slope"] == pytest.approx(0, abs=1e-6)
    assert figures["soak.rss_growth"] == pytest.approx(1.5, abs=0.01)


def test_tasks_are_counted_while_it_is_quiet() -> None:
    assert measured(lambda at: sample(at, tasks=20 + 5 * (at % 60 == 0)))["soak.tasks"] == 0
    assert measured(lambda at: sample(at, tasks=20 + round(at) // 3600))["soak.tasks"] == 1


def test_what_was_not_heard_or_did_not_come_is_counted() -> None:
    figures = measured(lambda at: sample(at, heard=97, arrived=498), rounds=8, answered=6)
    assert (figures["soak.not_heard"], figures["soak.not_played"], figures["soak.answered"]) == (3, 2, 75)


def test_a_call_that_is_too_short_tells_nothing() -> None:
    with pytest.raises(ValueError, match="two minutes"):
        figures_of([sample(10), sample(20)], rounds=1, answered=1)
