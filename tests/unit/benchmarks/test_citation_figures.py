"""The benchmark of citations, in short."""

from benchmarks import citations
from benchmarks.citations import Tally


async def test_most_of_what_a_bad_citer_leaves_is_right() -> None:
    tally = await citations.tallied(rounds=1)
    assert tally.borne > 100
    assert tally.precision >= 0.95
    assert tally.recall >= 0.9


def test_the_figures_are_shares_of_what_was_counted() -> None:
    tally = Tally(shown=4, right=3, borne=10, found=9)
    assert (tally.precision, tally.recall) == (0.75, 0.9)
