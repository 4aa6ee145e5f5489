import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from acore.adapters.documents.faults import Unreadable
from acore.adapters.documents.parsing import parsed
from acore.adapters.documents.pdf import read_pdf
from acore.domain.chunking import chunks
from acore.domain.knowledge import Anchor, Document, Refusal
from tests.unit.adapters.documents.making import pdf


def test_pages_are_read_and_named() -> None:
    reading = read_pdf(pdf([["The harvest begins.", "It is long."], ["Tickets cost 7 €."]], "The orchard"))
    assert reading.text == "The harvest begins.\nIt is long.\n\nTickets cost 7 €."
    assert reading.anchors == (Anchor(1, "page=1"), Anchor(4, "page=2"))
    assert reading.title == "The orchard"


def test_every_piece_names_the_page_that_it_stands_on() -> None:
    reading = read_pdf(pdf([["One ends."], ["Two ends."], [], ["Four ends."]]))
    document = Document("file:///a.pdf", "a.pdf", reading.text, anchors=reading.anchors, form=reading.form)
    assert [(c.source.uri, c.text) for c in chunks(document)] == [
        ("file:///a.pdf#page=1", "One ends."),
        ("file:///a.pdf#page=2", "Two ends."),
        ("file:///a.pdf#page=4", "Four ends."),
    ]


def test_a_sentence_goes_on_over_the_page() -> None:
    reading = read_pdf(pdf([["The garden lies behind"], ["the old mill."]]))
    assert reading.text == "The garden lies behind\nthe old mill."
    document = Document("file:///a.pdf", "a.pdf", reading.text, anchors=reading.anchors, form=reading.form)
    assert [c.source.uri for c in chunks(document)] == ["file:///a.pdf#page=1"]


def test_a_word_that_was_divided_is_whole_again() -> None:
    assert (
        read_pdf(pdf([["in late Septem-", "ber, on Saint-", "Martin"]])).text == "in late September, on Saint-\nMartin"
    )


@pytest.mark.parametrize("title", ["Microsoft Word - report.doc", "untitled", "scan0001.pdf", "Document1"])
def test_a_title_that_a_program_made_up_is_none(title: str) -> None:
    assert read_pdf(pdf([["words"]], title)).title == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([[]]), "recognise the text"),
        (pdf([["words"]])[:300], "damaged"),
        (b"%PDF-1.7 and no more", "damaged"),
    ],
)
def test_what_can_not_be_read_is_said_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_pdf(data)


@pytest.mark.parametrize("password", ["", "walnut"])
def test_a_password_is_told_where_there_is_one(password: str) -> None:
    writer = PdfWriter(BytesIO(pdf([["words of a page"]])))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    if not password:  # anybody may read it
        assert read_pdf(out.getvalue()).text == "words of a page"
        return
    with pytest.raises(Unreadable, match="protected with a password"):
        read_pdf(out.getvalue())


def test_a_stream_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(b"BT (x) Tj ET " * 20_000_000, 9)
    small = zlib.compress(b"BT /F1 12 Tf 72 720 Td 14 TL (words) Tj T* ET")
    data = pdf([["words"]]).replace(b"/Length %d" % len(small), b"/Length %d" % len(bomb)).replace(small, bomb)
    with pytest.raises(Unreadable):
        read_pdf(data)


@given(st.binary(max_size=400))
def test_damage_is_refused_or_read_and_raises_nothing_worse(noise: bytes) -> None:
    whole = pdf([["words of a page"]])
    at = len(noise) * 7 % len(whole)
    outcome = parsed("pdf", "a.pdf", whole[:at] + noise + whole[at + len(noise) :])
    assert isinstance(outcome, Refusal) or outcome.text.strip()
