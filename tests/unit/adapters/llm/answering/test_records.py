import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.llm.answering.block import Block, Cell
from acore.adapters.llm.answering.blocks import blocks
from acore.adapters.llm.answering.reading import pieces_in
from acore.adapters.llm.answering.records import records_of_json
from acore.domain.knowledge import Passage, Source

SHOP = """{
  "shop": "Leaf",
  "products": [
    {"name": "Fog", "price": 6.40, "tags": ["black", "strong"]},
    {"name": "Moss", "price": null, "text": "Steep it \\"briefly\\"."}
  ],
  "hours": {"Saturday": "9:00 to 14:00"}
}"""


def fields(block: Block) -> list[tuple[str, str]]:
    return [(cell.name, cell.value) for cell in block.cells]


def test_each_object_of_json_is_a_record_under_its_key() -> None:
    found = records_of_json(SHOP)
    assert [(block.heading, fields(block)) for block in found] == [
        ("", [("shop", "Leaf")]),
        ("products", [("name", "Fog"), ("price", "6.40"), ("tags", "black, strong")]),
        ("products", [("name", "Moss"), ("text", 'Steep it "briefly".')]),
        ("hours", [("Saturday", "9:00 to 14:00")]),
    ]
    assert found[1].text == "name: Fog · price: 6.40 · tags: black, strong"


def test_a_piece_of_json_will_do() -> None:
    found = records_of_json('"price": 6.40},\n{"name": "Moss", "price_100g": 7.20},\n{"name":')
    assert [fields(block) for block in found] == [[("price", "6.40")], [("name", "Moss"), ("price 100g", "7.20")]]


def test_the_answers_of_an_faq_are_sentences_under_their_questions() -> None:
    found = records_of_json('{"question": "Is it open?", "answer": "On Mondays. Not on Sundays."}')
    assert [(block.kind, block.heading, block.text) for block in found] == [
        ("sentence", "Is it open?", "On Mondays."),
        ("sentence", "Is it open?", "Not on Sundays."),
    ]


def test_a_row_of_separated_values_has_the_names_of_its_columns() -> None:
    first, second = blocks('ship,from,fare\nHeron,Lorne,12\n"Auk, the","Ness",9')
    assert fields(first) == [("ship", "Heron"), ("from", "Lorne"), ("fare", "12")]
    assert fields(second)[0] == ("ship", "Auk, the")


def test_separated_values_without_names_are_records_as_well() -> None:
    assert fields(blocks("F1,07:10,12\nF2,08:10,14")[0]) == [("", "F1"), ("", "07:10"), ("", "12")]


def test_names_and_values_on_a_line_are_a_record_and_prose_follows() -> None:
    (record,) = blocks("ship: Heron; from: Lorne; remark: foot only; no cars\ntext: She is old. She is fast.")
    assert fields(record) == [
        ("ship", "Heron"),
        ("from", "Lorne"),
        ("remark", "foot only; no cars"),
        ("text", "She is old. She is fast."),
    ]


@pytest.mark.parametrize(
    "text", ["Note: it rains; it snows.", "He said: go; she said no.", "One, two\nand three, four"]
)
def test_prose_is_no_record(text: str) -> None:
    assert {block.kind for block in blocks(text)} == {"sentence"}


def passage(text: str, name: str) -> Passage:
    return Passage(text, Source(name, f"file:///{name}#L1-L9"), 1)


def test_the_name_of_a_file_tells_code_from_prose() -> None:
    code = '# Seconds.\nPAUSE = 4\n\ndef wait():\n    """Wait. Then go on."""\n    sleep(PAUSE)\n'
    found = [piece.block for piece in pieces_in(passage(code, "queue.py"))]
    assert [(block.kind, block.text) for block in found] == [
        ("sentence", "Seconds."),
        ("line", "PAUSE = 4"),
        ("line", "def wait():"),
        ("sentence", "Wait."),
        ("sentence", "Then go on."),
        ("line", "sleep(PAUSE)"),
    ]
    assert found[1].lead == "Seconds."
    assert found[3].heading == "def wait():"
    assert pieces_in(passage(SHOP, "shop.json"))[1].block.cells[0] == Cell("name", "Fog", "name: Fog")


def test_a_very_long_passage_is_read_in_part() -> None:
    assert sum(len(piece.block.text) for piece in pieces_in(passage("word " * 100_000, "long.txt"))) <= 12_000


@given(st.text(alphabet='{}[]",: ab1\n', max_size=120), st.sampled_from(["a.json", "a.py", "a.csv", "a.md"]))
def test_any_piece_of_any_file_can_be_read(text: str, name: str) -> None:
    assert all(piece.block.text.strip() for piece in pieces_in(passage(text, name)))
