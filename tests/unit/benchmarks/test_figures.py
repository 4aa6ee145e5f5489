import orjson
import pytest
from benchmarks.figures import PAGE, RESULTS, Figure, median_of, page


@pytest.mark.parametrize(
    ("value", "floor", "target", "ratio", "holds"),
    [
        (3, 2, "<=1.5", 1.5, True),
        (3.1, 2, "<=1.5", 1.55, False),
        (10, 2, ">=5", 5, True),
        (1.9, None, "<=2", None, True),
    ],
)
def test_a_target_is_about_the_ratio_or_else_the_value(
    value: float,
    floor: float | None,
    target: str,
    ratio: float | None,
    holds: bool,  # noqa: FBT001
) -> None:
    figure = Figure("a.b", value, "s", floor, target)
    assert figure.ratio == ratio
    assert figure.holds is holds


def test_measures_are_taken_in_turn() -> None:
    taken: list[str] = []

    def measure(name: str, value: float) -> float:
        taken.append(name)
        return value

    assert median_of(3, lambda: measure("a", 1), lambda: measure("b", 2)) == (1, 2)
    assert taken == ["a", "b"] * 3


def test_the_page_shows_the_results_as_they_are() -> None:
    rows = [orjson.loads(line) for line in RESULTS.read_bytes().splitlines()]
    assert PAGE.read_text("utf-8") == page(rows)
    assert all(
        set(row) == {"name", "value", "unit", "floor", "ratio", "target", "holds", "machine", "date"} for row in rows
    )
