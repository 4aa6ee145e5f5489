"""How tables are shown."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acore.discord.tables import WIDEST, display_width, with_tables, without_begun_row

_CELLS = st.one_of(
    st.text("abc 12漢字", max_size=12),
    st.sampled_from(
        ["**bold**", "`co|de`", "`a\\|b`", "*it*", "❤️", "👩‍👩‍👧", "e\u0301", "🇩🇪", "x<br>y", "1 * 2 * 3", "``` `"]
    ),
)
_ROWS = st.lists(_CELLS, min_size=1, max_size=6)
_RULES = st.sampled_from(["---", ":--", "--:", ":-:", "-"])
_BITS = st.sampled_from(["|", "a", " ", "-", ":", "\n", "| a | b |\n", "|---|---|\n", "--- | ---\n", "\\|", "**", "`"])
_TABLE = "| Name | Age |\n|:-----|----:|\n| Bob | 42 |\n| Elizabeth | 7 |"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def test_a_narrow_table_is_shown_as_aligned_code() -> None:
    assert with_tables(f"So:\n\n{_TABLE}\n\nDone").split("\n") == [
        "So:",
        "",
        "```",
        "Name      | Age",
        "----------+----",
        "Bob       |  42",
        "Elizabeth |   7",
        "```",
        "",
        "Done",
    ]


def test_a_wide_table_is_shown_as_a_list_with_an_item_for_each_row() -> None:
    wide = "word " * 12
    shown = with_tables(f"| A | **B** | C |\n|---|---|---|\n| 1 | {wide} | |\n| | 2 | `x` |")
    assert shown.split("\n") == ["- **A**: 1", f"  **B**: {wide.strip()}", "- **B**: 2", "  **C**: `x`"]


@pytest.mark.parametrize(
    "cell", ["[here](https://a.example)", "https://a.example", "<@123>", "<#5>", "<:a:1>", "<a:b:2>", "<t:17:R>"]
)
def test_a_table_with_what_lives_only_outside_of_code_is_shown_as_a_list(cell: str) -> None:
    assert with_tables(f"| A |\n|---|\n| {cell} |") == f"- **A**: {cell}"


@pytest.mark.parametrize("rows", ["", "\n| | |"])
def test_a_wide_table_that_says_nothing_yet_shows_its_headers(rows: str) -> None:
    header = "h" * 40
    assert with_tables(f"| {header} | {header} |\n|---|---|{rows}") == f"**{header}** | **{header}**"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("**b** and *i* and ~~s~~", "b and i and s"),
        ("***both***", "both"),
        ("`code`", "code"),
        ("`**no bold**`", "**no bold**"),
        ("a\\|b", "a|b"),
        ("`a\\|b`", "a|b"),
        ("\\*star\\*", "*star*"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("one<br>two<BR/>three<br />four", "one two three four"),
        ("snake_case_name", "snake_case_name"),
        ("$x^2$", "$x^2$"),
    ],
)
def test_what_a_cell_says_is_shown_without_marks(cell: str, shown: str) -> None:
    assert with_tables(f"| A |\n|---|\n| {cell} |").split("\n")[3] == shown


def test_cells_stand_on_the_side_that_the_rule_names() -> None:
    shown = with_tables("| left | middle | right |\n|:--|:-:|--:|\n| a | b | c |").split("\n")
    assert shown[3] == "a    |   b    |     c"


def test_rows_with_too_few_or_too_many_cells_lose_nothing() -> None:
    shown = with_tables("| A | B |\n|---|---|\n| 1 |\n| 2 | 3 | 4 |").split("\n")
    assert shown[3:5] == ["1 |", "2 | 3 | 4"]


def test_so_they_do_in_a_list() -> None:
    link = "https://a.example"
    shown = with_tables(f"| A | B | C |\n|---|---|---|\n| {link} |\n| 2 | 3 | 4 | 5 |")
    assert shown.split("\n") == [f"- **A**: {link}", "- **A**: 2", "  **B**: 3", "  **C**: 4 | 5"]


def test_a_table_needs_no_borders_at_its_sides() -> None:
    assert with_tables("A | B\n--- | ---\n1 | 2\nend") == "```\nA | B\n--+--\n1 | 2\n```\nend"


@pytest.mark.parametrize(
    "text",
    [
        "a | b\nc | d",
        "| a | b |\n|---|",
        "| a |\n| --x |",
        "either|or",
        "|---|---|",
        "a | b\n---",
        "||spoiler||\n\n|x|",
    ],
)
def test_what_is_no_table_is_left_alone(text: str) -> None:
    assert with_tables(text) == text


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("漢字", 4),
        ("e\u0301", 1),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍👩‍👧", 2),
        ("❤️", 2),
        ("👍\ufe0f", 2),
        ("🇩🇪", 2),
        ("", 0),
    ],
)
def test_wide_characters_take_two_columns_and_marks_none(text: str, width: int) -> None:
    assert display_width(text) == width


@given(
    st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(_CELLS, min_size=n, max_size=n), min_size=1, max_size=6)),
    st.data(),
)
def test_columns_are_aligned_and_narrow_or_every_cell_is_in_a_list(rows: list[list[str]], data: st.DataObject) -> None:
    rule = [data.draw(_RULES) for _ in rows[0]]
    shown = with_tables("\n".join(map(_row, [rows[0], rule, *rows[1:]]))).split("\n")
    if shown[0] == "```":
        assert shown[-1] == "```"
        assert len(shown) == len(rows) + 3
        width = display_width(shown[2])
        assert width <= WIDEST
        assert all(display_width(line) <= width for line in shown[1:-1])
        assert "```" not in "".join(shown[1:-1])
        bars = {place for place, mark in enumerate(shown[2]) if mark == "+"}
        assert all(
            line[bar] == "|" for line in shown[1:-1] if line.isascii() and line.count("|") == len(bars) for bar in bars
        )


@given(st.lists(_BITS, max_size=40).map("".join))
@example("| a |\n|---|")
def test_no_text_loses_a_letter_or_raises(text: str) -> None:
    assert with_tables(text).count("a") >= text.count("a")


@given(st.lists(_BITS, max_size=40).map("".join))
def test_what_is_held_back_is_only_the_end_of_a_text(text: str) -> None:
    assert text.startswith(without_begun_row(text))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("So:\n\n|", "So:\n\n"),
        ("So:\n\n| Na", "So:\n\n"),
        ("So:\n\n| Name | Age |\n", "So:\n\n"),
        ("So:\n\n| Name | Age |\n|--", "So:\n\n"),
        ("So:\n| A |\n|---|\n", "So:\n| A |\n|---|\n"),
        ("So:\n| A |\n|---|\n| x", "So:\n| A |\n|---|\n"),
        ("So:\n| A |\n|---|\n| x |\nand", "So:\n| A |\n|---|\n| x |\nand"),
        ("| A |\nno rule", "| A |\nno rule"),
        ("| A |\n| B |\n| C", "| A |\n| B |\n| C"),
        ("||spoiler", "||spoiler"),
        ("words", "words"),
        ("", ""),
    ],
)
def test_a_row_is_held_back_until_it_is_whole(text: str, kept: str) -> None:
    assert without_begun_row(text) == kept


def test_a_growing_table_turns_from_code_into_a_list_at_most_once() -> None:
    text = "| A | B |\n|---|---|\n| 1 | 2 |\n" + "".join(f"| {'x' * size} | y |\n" for size in range(0, 80, 7))
    seen = [with_tables(without_begun_row(text[:end]))[:3] for end in range(len(text) + 1)]
    assert sum(before != after for before, after in pairwise(seen)) == 2
    assert (seen[0], seen[40], seen[-1]) == ("", "```", "- *")
