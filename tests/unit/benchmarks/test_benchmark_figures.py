import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import figures
from benchmarks.figures import Figure, median_of, merged, rows_of, table


def row(name: str, value: float = 1.0) -> dict[str, Any]:
    return {"name": name, "value": value}


def played(*numbers: float, log: list[float] | None = None) -> Callable[[], float]:
    """A measure that gives these numbers, one after the other."""
    left: Iterator[float] = iter(numbers)

    def measure() -> float:
        number = next(left)
        if log is not None:
            log.append(number)
        return number

    return measure


def test_the_ratio_is_the_value_as_a_multiple_of_its_floor() -> None:
    assert Figure("start.help", 3.0, "s", 2.0, "<=1.5").ratio == 1.5


def test_without_a_floor_there_is_no_ratio() -> None:
    assert Figure("container.resolve", 1.5, "ms", None, "<=2").ratio is None


@pytest.mark.parametrize(
    ("value", "floor", "target", "holds"),
    [
        (3.0, 2.0, "<=1.5", True),
        (3.1, 2.0, "<=1.5", False),
        (10.0, 2.0, ">=5", True),
        (9.0, 2.0, ">=5", False),
        (1.9, None, "<=2", True),
        (2.1, None, "<=2", False),
        (0, None, "<=0", True),
        (1, None, "<=0", False),
    ],
)
def test_the_target_is_about_the_ratio_or_without_a_floor_about_the_value(
    value: float, floor: float | None, target: str, *, holds: bool
) -> None:
    assert Figure("a.b", value, "s", floor, target).holds is holds


@given(st.floats(0.001, 1000), st.floats(0.001, 1000), st.floats(0.01, 100))
def test_a_figure_holds_both_ways_only_where_it_meets_the_target_exactly(
    value: float, floor: float, limit: float
) -> None:
    bound = f"{limit:.2f}"
    least, most = (Figure("a.b", value, "s", floor, sign + bound) for sign in (">=", "<="))
    assert least.holds or most.holds
    assert (least.holds and most.holds) == (value / floor == float(bound))


@pytest.mark.parametrize("target", ["", "2", "<2", "<= 2", "<=two", "==2", "<=-1", "<=2x"])
def test_a_target_that_can_not_be_read_is_refused(target: str) -> None:
    with pytest.raises(ValueError, match="is not like"):
        Figure("a.b", 1.0, "s", None, target)


@pytest.mark.parametrize("floor", [0.0, -0.5])
def test_a_floor_that_measured_nothing_is_refused(floor: float) -> None:
    with pytest.raises(ValueError, match="measure more of it"):
        Figure("a.b", 1.0, "s", floor, "<=2")


def test_medians_are_taken_of_each_measure_by_itself() -> None:
    assert median_of(3, played(9.0, 1.0, 2.0), played(30.0, 10.0, 50.0)) == (2.0, 30.0)


def test_measures_are_taken_in_turn() -> None:
    log: list[float] = []
    median_of(2, played(1.0, 3.0, log=log), played(2.0, 4.0, log=log))
    assert log == [1.0, 2.0, 3.0, 4.0]


def test_a_row_has_the_keys_that_others_read_in_their_order() -> None:
    (made,) = rows_of([Figure("start.help", 3.0, "s", 2.0, "<=1.5")])
    assert list(made) == ["name", "value", "unit", "floor", "ratio", "target", "holds", "machine", "date"]
    assert (made["ratio"], made["holds"]) == (1.5, True)


def test_the_machine_is_described_without_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: pytest.fail("the name of the machine was read"))
    described = figures.machine()
    assert "cores" in described
    assert "Python 3." in described


def test_a_run_replaces_the_rows_of_its_file_and_keeps_the_others() -> None:
    before = [row("start.help"), row("bot.ready"), row("bot.gone"), row("both.kept")]
    rows = merged(before, "bot", [row("bot.ready", 2.0), row("bot.idle_rss")])
    assert rows == [row("bot.idle_rss"), row("bot.ready", 2.0), row("both.kept"), row("start.help")]


def test_a_figure_of_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a figure of bot\.py begins with 'bot'"):
        merged([], "bot", [row("start.help")])


def test_what_was_written_is_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(figures, "RESULTS", tmp_path / "results.jsonl")
    assert figures.known() == []
    rows = rows_of([Figure("a.b", math.pi, "ms", None, "<=4"), Figure("a.c", 1.0, "s", 3.0, ">=0.1")])
    figures.write(rows)
    assert figures.known() == rows
    assert [file.name for file in tmp_path.iterdir()] == ["results.jsonl"]


def test_the_table_marks_what_does_not_hold() -> None:
    held, broken = table(
        [Figure("a.held", 1.0, "ms", 2.0, "<=1"), Figure("a.broken", 5.0, "ms", None, "<=1")]
    ).splitlines()[1:]
    assert held.split() == ["a.held", "1.000", "ms", "2.000", "ms", "0.50x", "<=1"]
    assert broken.split() == ["a.broken", "5.000", "ms", "<=1", "DOES", "NOT", "HOLD"]
