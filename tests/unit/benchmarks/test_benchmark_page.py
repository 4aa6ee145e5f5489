from pathlib import Path
from typing import Any

import pytest

from benchmarks import page
from benchmarks.__main__ import NAMES, main
from benchmarks.figures import Figure, known, rows_of
from benchmarks.meanings import MEANINGS


def rendered(*figures: Figure) -> str:
    return page.render(
        [row | {"machine": "A machine", "date": "2026-01-02"} for row in map(dict[str, Any], rows_of(figures))]
    )


def test_the_page_in_the_documentation_is_what_was_measured() -> None:
    assert page.PAGE.read_text("utf-8") == page.render(known()), "run: make bench"


def test_every_figure_was_measured_and_is_described() -> None:
    assert {row["name"] for row in known()} == MEANINGS.keys()
    assert {name.partition(".")[0] for name in MEANINGS} == set(NAMES) == page.AREAS.keys()


def test_a_figure_with_a_floor_shows_its_ratio() -> None:
    page_ = rendered(Figure("start.help", 0.126, "s", 0.1168, "<=1.5"))
    assert f"| `start.help` | {MEANINGS['start.help']} | 0.126 s | 0.117 s | 1.08× | ≤ 1.5× | yes |" in page_
    assert "Measured on 2026-01-02: A machine." in page_


def test_a_figure_without_a_floor_shows_its_value_alone() -> None:
    page_ = rendered(Figure("container.resolve", 2.4567, "ms", None, "<=2"))
    assert f"| {MEANINGS['container.resolve']} | 2.46 ms |  |  | ≤ 2 ms | **no** |" in page_


def test_only_microseconds_are_written_with_their_sign() -> None:
    assert "| 3 refused |  |  | ≤ 0 refused |" in rendered(Figure("discord.refused_429", 3, "refused", None, "<=0"))


def test_a_section_holds_the_figures_of_one_file() -> None:
    page_ = rendered(Figure("start.help", 1234.5, "us", 1.0, ">=1.5"), Figure("bot.ready", 1.0, "s", 1.0, "<=1.15"))
    first, second = page_.split("\n## ")[1:]
    assert first.startswith("bot\n")
    assert second.startswith("start\n")
    assert "| 1234 µs | 1 µs | 1234.50× | ≥ 1.5× | yes |" in second


def test_a_figure_that_nobody_described_is_refused() -> None:
    with pytest.raises(KeyError, match=r"bot\.new"):
        rendered(Figure("bot.new", 1.0, "s", None, "<=2"))


def test_an_unknown_benchmark_is_a_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bot", "boat"]) == 2
    assert capsys.readouterr().err == f"no benchmark boat; there are {', '.join(NAMES)}\n"


def test_every_benchmark_that_can_be_named_is_a_file() -> None:
    folder = Path(page.__file__).parent
    assert all((folder / f"{name}.py").is_file() for name in NAMES)
