import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.llm.answering.block import Block, Cell
from acore.adapters.llm.answering.blocks import blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It is e.g. Monday. It ends.", ["It is e.g. Monday.", "It ends."]),
        ("Das gilt z. B. Montag. Ende.", ["Das gilt z. B. Montag.", "Ende."]),
        ("Dr. Ada Byron wrote it. Yes.", ["Dr. Ada Byron wrote it.", "Yes."]),
        ("Version 1.2 is out. See settings.toml. Good.", ["Version 1.2 is out.", "See settings.toml.", "Good."]),
        ("Am 3. Mai ist Schluss. Danach nicht.", ["Am 3. Mai ist Schluss.", "Danach nicht."]),
        ("Das Büro ist im 2. Stock. Bitte klingeln.", ["Das Büro ist im 2. Stock.", "Bitte klingeln."]),
        ("It costs 20. Then it stops.", ["It costs 20.", "Then it stops."]),
        ("wrapped\nover lines. Next\none.", ["wrapped over lines.", "Next one."]),
        ("東京は晴れです。大阪は雨です。", ["東京は晴れです。", "大阪は雨です。"]),
        ("He said “Go.” She went.", ["He said “Go.”", "She went."]),
        ("Er ist in der Karlstr. 5. Er öffnet um 9.", ["Er ist in der Karlstr. 5.", "Er öffnet um 9."]),
        ("Im 2. Stock wohnt Hr. Meier, Tel. 12. Gut.", ["Im 2. Stock wohnt Hr. Meier, Tel. 12.", "Gut."]),
        ("Is it deep? No. The quay is. See No. 5.", ["Is it deep?", "No.", "The quay is.", "See No. 5."]),
        ("It has sheds, halls etc. The rest is yard.", ["It has sheds, halls etc.", "The rest is yard."]),
    ],
)
def test_prose_is_taken_apart_at_sentences(text: str, sentences: list[str]) -> None:
    assert texts(text) == sentences


def test_headings_are_left_out_and_stand_over_what_follows() -> None:
    assert blocks("# Top\nOne.\n\n## Below ##\nTwo.") == (
        Block("One.", "sentence", 1, "Top"),
        Block("Two.", "sentence", 3, "Below"),
    )


def test_lists_keep_their_items_whole_and_together() -> None:
    found = blocks("Do:\n\n1. First\n   goes on\n2. Second\n\n3. Third\n\nDone.")
    assert [(block.text, block.kind) for block in found] == [
        ("Do:", "sentence"),
        ("1. First goes on", "step"),
        ("2. Second", "step"),
        ("3. Third", "step"),
        ("Done.", "sentence"),
    ]
    assert len({block.group for block in found if block.kind == "step"}) == 1


def test_bullets_of_every_kind_are_items() -> None:
    assert [block.kind for block in blocks("- a\n- b")] == ["item"] * 2
    assert [block.kind for block in blocks("* a\n+ b\n• c")] == ["item"] * 3


def test_code_is_one_block_with_its_fences() -> None:
    found = blocks("Run:\n\n```sh\n# no heading\nmake run\n```\nThen wait.")
    assert [block.text for block in found] == ["Run:", "```sh\n# no heading\nmake run\n```", "Then wait."]
    assert found[1].kind == "code"


def test_an_open_fence_is_closed() -> None:
    assert texts("~~~\nx = 1") == ["~~~\nx = 1\n~~~"]


def test_a_row_of_a_table_comes_with_the_names_of_its_columns() -> None:
    found = blocks("| plan | price |\n|---|---|\n| free | 0 |\n| pro | 9 |")
    assert [block.text for block in found] == ["| plan | price |\n| free | 0 |", "| plan | price |\n| pro | 9 |"]
    assert texts("| a | b |\n| c | d |") == ["| a | b |", "| c | d |"]


def test_the_cells_of_a_row_know_their_columns() -> None:
    (row,) = blocks("| plan | price |\n|---|---|\n| free | 0 |")
    assert row.cells == (Cell("plan", "free", "free"), Cell("price", "0", "0"))


def test_keys_and_values_are_one_record_that_is_quoted_by_its_lines() -> None:
    (record,) = blocks("host = localhost\nport = 80\nuser: ada")
    assert record.kind == "record"
    assert [cell.text for cell in record.cells] == ["host = localhost", "port = 80", "user: ada"]


def test_the_lines_of_a_listing_stand_by_themselves() -> None:
    assert texts("2026-01-02 up\n2026-01-03 down") == ["2026-01-02 up", "2026-01-03 down"]


def test_a_question_stands_over_its_answer() -> None:
    assert blocks("Q: Is it free?\nA: It is.") == (Block("It is.", "sentence", 0, "Is it free?"),)
    assert blocks("Is it free?\n\nIt is.")[0].heading == "Is it free?"
    assert blocks("question: Is it free?\nanswer: It is. For all.")[0] == Block("It is.", "sentence", 0, "Is it free?")


def test_a_title_without_a_mark_stands_over_what_follows() -> None:
    assert blocks("The mill\n\nIt was built in 1802.")[0].heading == "The mill"
    assert texts("The mill") == ["The mill"]


def test_a_heading_with_a_date_can_be_quoted_by_itself() -> None:
    assert [block.text for block in blocks("## 2.1.0 – 4 May 2030\n- Faster.")] == ["2.1.0 – 4 May 2030", "- Faster."]


def test_what_announces_a_list_is_known_to_its_items() -> None:
    assert [block.lead for block in blocks("Bring these:\n\n- a lamp\n- a rope")] == ["", *["Bring these:"] * 2]


def test_captions_are_read_as_prose() -> None:
    captions = (
        "1\n00:00:01,000 --> 00:00:04,000\nBees sleep\n\n2\n00:00:04,000 --> 00:00:06,500\nin winter. They hum.\n"
    )
    assert texts(captions) == ["Bees sleep in winter.", "They hum."]


@pytest.mark.parametrize("text", ["", "\n\n", "# Only a heading", "---", "***\n\n===", "<!-- -->"])
def test_what_says_nothing_has_no_blocks(text: str) -> None:
    assert not blocks(text)


@given(st.text(alphabet="ab .!?\n#-*1|`~\t\u3002", max_size=200))
def test_every_block_has_text_and_groups_never_go_back(text: str) -> None:
    found = blocks(text)
    assert all(block.text.strip() for block in found)
    assert [block.group for block in found] == sorted(block.group for block in found)


def test_each_line_of_a_conversation_stands_by_itself() -> None:
    found = blocks("[10:02] Ada: where do we meet?\n[10:03] Bob: at the mill. bring lamps\n[10:05] Ada: fine")
    assert [block.text for block in found] == [
        "[10:02] Ada: where do we meet?",
        "[10:03] Bob: at the mill. bring lamps",
        "[10:05] Ada: fine",
    ]


def test_a_question_in_bold_is_the_heading_of_its_answer() -> None:
    (found,) = blocks("**Can I sleep there?** Only in the loft.")
    assert (found.heading, found.text) == ("Can I sleep there?", "Only in the loft.")


def test_names_in_bold_stand_with_their_values() -> None:
    (found,) = blocks("**Place:** the old depot\n**Seats:** 80\n**Dates:** 16 to 18 January")
    assert [(cell.name, cell.value) for cell in found.cells][:2] == [("Place", "the old depot"), ("Seats", "80")]
