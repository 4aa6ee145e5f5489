import pytest

from acore.adapters.documents.docx import read_docx
from acore.adapters.documents.faults import Unreadable
from tests.unit.adapters.documents.making import WORD, docx, packed, paragraph

TABLE = (
    "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
).format(*map(paragraph, ["Day", "Opens", "Monday", "9|10"]))
STYLES = (
    f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style></w:styles>'
)


def test_headings_lists_and_tables_are_marked() -> None:
    body = (
        paragraph("The mill", "Titel")
        + paragraph("Hours", "berschrift2")
        + paragraph("It opens early.")
        + paragraph("flour", item=True)
        + paragraph("bread", item=True)
        + TABLE
        + paragraph("")
        + "<w:sdt><w:sdtContent>" + paragraph("In a box.") + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    assert read_docx(docx(body, word__styles=STYLES)).text == (
        "# The mill\n\n## Hours\n\nIt opens early.\n\n- flour\n- bread\n\n"
        "| Day | Opens |\n| --- | --- |\n| Monday | 9\\|10 |\n\nIn a box."
    )


def test_what_was_deleted_or_is_there_twice_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>kept</w:t><w:tab/><w:t>too</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:r><w:t> once</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t> once</w:t></w:r></mc:Fallback>"
        "</mc:AlternateContent></w:p>"
    )
    assert read_docx(docx(body)).text == "kept\ttoo once"


def test_notes_and_the_title_are_read() -> None:
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote>{paragraph("A note.")}</w:footnote></w:footnotes>'
    core = (
        '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>The \n mill</dc:title></c:coreProperties>"
    )
    reading = read_docx(docx(paragraph("Text."), word__footnotes=notes, docProps__core=core))
    assert (reading.text, reading.title) == ("Text.\n\nA note.", "The mill")


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed({"word/document.xml": f"{ENTITIES}<x>&b;</x>"}), "entities"),
        (packed({"word/document.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}), "entities"),
        (packed({"word/document.xml": "<w:document><w:p>"}), "damaged"),
        (packed({"word/document.xml": "<a>" * 1000 + "</a>" * 1000}), "damaged"),
        (packed({"other.txt": "words"}), "no Word file"),
        (docx(paragraph("words"))[:60], "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
    ids=["entities", "file", "unclosed", "deep", "other", "cut", "empty"],
)
def test_what_can_not_be_read_is_said_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_docx(data)


def test_an_archive_that_unpacks_without_end_is_refused_before_it_does() -> None:
    bomb = packed({"word/document.xml": b"<a>" + b" " * 100_000_000 + b"</a>"})
    assert len(bomb) < 200_000
    with pytest.raises(Unreadable, match="unpacks to more"):
        read_docx(bomb)
