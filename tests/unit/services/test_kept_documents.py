from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acore.domain.knowledge import Added, Audience
from acore.errors import InvalidInput
from acore.services.kept_documents import KeptDocument, KeptDocuments, name_of_page, plain_name


def test_what_is_told_of_a_document_is_read_again(tmp_path: Path) -> None:
    kept = KeptDocuments(tmp_path)
    document = KeptDocument(
        "a.md", b"words", Audience("g", "k", "c", "o"), Added("ada"), "https://x.example", "A", "text/html"
    )
    assert kept.read(kept.keep(document)) == document


def test_a_document_of_everyone_takes_over_no_note(tmp_path: Path) -> None:
    kept = KeptDocuments(tmp_path)
    kept.keep(KeptDocument("a.md", b"words", Audience(), Added("ada"), "https://x.example"))
    file = kept.keep(KeptDocument("a.md", b"other words", Audience()))
    assert kept.read(file) == KeptDocument("a.md", b"other words", Audience())
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.md"]


def test_a_page_that_leads_to_a_file_of_another_kind_is_kept_once(tmp_path: Path) -> None:
    kept = KeptDocuments(tmp_path)
    for name in ("page-1.html", "page-1.pdf"):
        kept.keep(KeptDocument(name, b"words", Audience("g"), uri="https://x.example"))
    kept.keep(KeptDocument("page-1.html", b"words", Audience("other"), uri="https://x.example"))
    assert [file.name for file in kept.files("g")] == ["page-1.pdf"]
    assert {file.name for file in (tmp_path / "g").iterdir()} == {"page-1.pdf", ".page-1.pdf.about"}


@pytest.mark.parametrize("note", [b"", b"[]", b'{"uri": "", "title": ""}', b"{", b"\xff"])
def test_a_document_whose_readers_can_not_be_told_is_nobodys(tmp_path: Path, note: bytes) -> None:
    kept = KeptDocuments(tmp_path)
    file = kept.keep(KeptDocument("a.md", b"words", Audience("g", owner="ada"), Added("ada")))
    (tmp_path / "g" / ".a.md.about").write_bytes(note)
    with pytest.raises(InvalidInput, match="who may find it"):
        kept.read(file)
    assert kept.pages("g") == []
    assert kept.replaced_by(KeptDocument("a.md", b"", Audience("g"))) is None


def test_a_guild_can_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    file = KeptDocuments(tmp_path / "kept").keep(KeptDocument("a.md", b"words", Audience("../../etc")))
    assert file.is_relative_to(tmp_path / "kept")
    assert file.parent.parent == tmp_path / "kept"


def test_what_a_server_may_keep_is_bounded(tmp_path: Path) -> None:
    kept = KeptDocuments(tmp_path)
    kept.keep(KeptDocument("a.md", b"1234", Audience("g")))
    kept.check_room(KeptDocument("b.md", b"1234", Audience("g")), 2, 8)
    kept.check_room(KeptDocument("a.md", b"12345678", Audience("g")), 1, 8)
    kept.check_room(KeptDocument("b.md", b"123456789", Audience()), 0, 0)
    with pytest.raises(InvalidInput, match="has 1 documents"):
        kept.check_room(KeptDocument("b.md", b"1", Audience("g")), 1, 8)
    with pytest.raises(InvalidInput, match="Remove some first"):
        kept.check_room(KeptDocument("b.md", b"12345", Audience("g")), 2, 8)


def test_where_it_can_not_be_kept_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file in its place")
    with pytest.raises(InvalidInput, match="can not be kept"):
        KeptDocuments(tmp_path / "kept").keep(KeptDocument("a.md", b"words", Audience()))


@given(st.text(min_size=1, max_size=300))
def test_any_name_is_a_file_s_or_refused(name: str) -> None:
    try:
        plain = plain_name(name)
    except InvalidInput:
        return
    assert "/" not in plain
    assert "\0" not in plain
    assert not plain.startswith(".")
    assert 0 < len(plain.encode()) <= 200


@given(st.text(max_size=200), st.text(max_size=200))
def test_every_address_has_a_name_of_its_own(one: str, other: str) -> None:
    assert (name_of_page(f"https://{one}") == name_of_page(f"https://{other}")) == (one == other)
    assert plain_name(name_of_page(f"https://{one}"))
