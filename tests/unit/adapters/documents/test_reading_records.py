import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.adapters.documents.csv_rows import read_csv
from acore.adapters.documents.faults import Unreadable
from acore.adapters.documents.json_records import read_json, read_json_lines
from acore.domain.chunking import chunks
from acore.domain.knowledge import Anchor, Document
from acore.domain.reading import Reading


def pieces(reading: Reading, uri: str = "file:///x.csv") -> list[tuple[str, str, str]]:
    document = Document(uri, "x", reading.text, anchors=reading.anchors, form=reading.form)
    return [(c.source.uri, c.source.title, c.text) for c in chunks(document)]


def test_every_row_carries_the_names_of_its_columns() -> None:
    reading = read_csv(
        'ship,from,price,remark\nSolveig,"Old\nQuarry",85,\n\nTernen,Lomfoss,24,"No booking. None at all."\n'
    )
    assert reading.text == (
        "ship: Solveig; from: Old Quarry; price: 85\n\n"
        "ship: Ternen; from: Lomfoss; price: 24\nremark: No booking. None at all."
    )
    assert reading.anchors == (Anchor(1, "L2-L3"), Anchor(3, "L5-L5"))


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "sep=;;;\r"])
def test_the_line_in_which_excel_tells_what_parts_cells_is_no_row(first: str) -> None:
    reading = read_csv(f"{first}cake;town, country;price\nApple;Bonn, Germany;3,50\n")
    assert reading.text == "cake: Apple; town, country: Bonn, Germany; price: 3,50"
    assert reading.anchors == (Anchor(1, "L3-L3"),)


def test_a_title_above_a_table_stands_over_its_rows() -> None:
    reading = read_csv("Prices of 2024,,\n,,\nname,price,unit\nNail,1,kg\nScrew,2,kg\n")
    ((uri, title, text),) = pieces(reading)
    assert (uri, title) == ("file:///x.csv#L4-L5", "x › Prices of 2024")
    assert text.endswith("name: Nail; price: 1; unit: kg\n\nname: Screw; price: 2; unit: kg")
    assert read_csv("name,\nAda,36\nBob,12\n").text == "name: Ada; 36\n\nname: Bob; 12"


def test_a_piece_of_a_table_names_the_rows_of_the_file() -> None:
    rows = "".join(f"{n},name of {n},{n * 3},words and more words about it\n" for n in range(100))
    found = pieces(read_csv(f"id,name,price,remark\n{rows}"))
    assert len(found) > 3
    first = 2
    for uri, _, text in found:
        last = first + text.count("id: ") - 1
        assert uri == f"file:///x.csv#L{first}-L{last}"
        assert text.startswith("id: ")
        assert text.count("price: ") == text.count("id: ")
        first = last + 1
    assert first == 102


@pytest.mark.parametrize("mark", [";", "\t", "|", ","])
def test_other_marks_than_commas_are_known(mark: str) -> None:
    assert read_csv(f"a{mark}b\n1{mark}2,5\n3{mark}4\n" if mark != "," else "a,b\n1,2\n3,4\n").text.startswith(
        "a: 1; b: 2"
    )


@pytest.mark.parametrize("text", ["1,2\n3,4\n", "just words\nand more", "a,a\n1,2\n", "a,b\n", ""])
def test_what_has_no_names_is_left_as_it_is(text: str) -> None:
    reading = read_csv(text)
    assert (reading.text, reading.form, reading.anchors) == (text, "plain", ())


def test_ten_thousand_columns_are_refused() -> None:
    row = ",".join(f"column {n}" for n in range(10_000))
    with pytest.raises(Unreadable, match="it has 10,000 columns; I read up to 200"):
        read_csv(f"{row}\n{row}\n")


SHOP = """{
  "title": "Cinder & Leaf",
  "opening": {"monday": "9 to 5", "sunday": null},
  "open": true,
  "teas": [
    {"name": "Fog", "price": 6.40, "notes": ["malty", "strong"]},
    {"name": "Moss",
     "price": 11.50, "origin": {"country": "Japan"}}
  ]
}"""


def test_records_stand_under_the_names_that_lead_to_them() -> None:
    reading = read_json(SHOP)
    assert reading.title == "Cinder & Leaf"
    assert reading.text == (
        "title: Cinder & Leaf; opening monday: 9 to 5; open: yes\n\n# teas\n\n"
        "name: Fog; price: 6.40; notes: malty, strong\n\nname: Moss; price: 11.50; origin country: Japan"
    )
    assert pieces(reading, "file:///s.json") == [
        ("file:///s.json#L1-L4", "x", "title: Cinder & Leaf; opening monday: 9 to 5; open: yes"),
        ("file:///s.json#L6-L8", "x › teas", reading.text.partition("\n\n")[2]),
    ]


def test_long_records_stand_under_a_heading_each() -> None:
    faq = [{"topic": "pay", "question": f"What about {n}?", "answer": "Some words of it. " * 20} for n in range(3)]
    assert [title for _, title, _ in pieces(read_json(json.dumps({"faq": faq})))] == [
        f"x › faq › What about {n}?" for n in range(3)
    ]


def test_objects_of_a_kind_are_records_under_their_names() -> None:
    people = {name: {"age": 40, "town": "Bergen"} for name in ("ada", "bob", "cy", "dee", "eve")}
    assert pieces(read_json(json.dumps(people)))[1][1:] == ("x › bob", "# bob\n\nage: 40; town: Bergen")


def test_json_lines_are_records_and_a_broken_one_leaves_the_file_as_it_is() -> None:
    reading = read_json_lines('{"a": 1}\n\n{"a": 2}\n')
    assert (reading.text, reading.anchors) == ("a: 1\n\na: 2", (Anchor(1, "L1-L1"), Anchor(3, "L3-L3")))
    assert read_json_lines('{"a": 1}\n{"a"').form == "plain"


@pytest.mark.parametrize("text", ["{broken", "// comment\n{}", '"words"', "3", ""])
def test_what_is_no_json_is_left_as_it_is(text: str) -> None:
    assert read_json(text) == Reading(text, form="plain")


@pytest.mark.parametrize(
    "text", ["[" * 100 + "]" * 100, "[" * 100_000 + "]" * 100_000, '{"a":' * 5000 + "1" + "}" * 5000]
)
def test_endless_depth_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="nested"):
        read_json(text)


def test_pictures_in_a_value_are_left_out() -> None:
    assert read_json(json.dumps({"name": "logo", "png": "iVBOR" * 1000, "ja": "東京" * 400})).text == (
        f"name: logo\nja: {'東京' * 400}"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=30,
)


@given(JSON, st.sampled_from([None, 2]))
def test_no_value_of_json_is_lost(value: object, indent: int | None) -> None:
    reading = read_json(json.dumps(value, indent=indent, ensure_ascii=False))
    if reading.form == "plain":
        return
    said = " ".join(reading.text.split())
    for leaf in _leaves(value):
        assert " ".join(str(leaf).split()) in said
    assert [anchor.line for anchor in reading.anchors] == sorted({anchor.line for anchor in reading.anchors})


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in _leaves(one)]
    return [] if value is None or isinstance(value, bool) else [value]


@given(st.text(st.sampled_from('ab,;\t\n"| 12'), max_size=200))
def test_any_text_can_be_read_as_a_table(text: str) -> None:
    with suppress(Unreadable):
        reading = read_csv(text)
        assert reading.form == "records" or reading.text == text
