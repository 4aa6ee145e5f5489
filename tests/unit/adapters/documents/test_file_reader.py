import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acore.adapters.documents.faults import Unreadable
from acore.adapters.documents.kinds import Kind, kind_of
from acore.adapters.documents.parsing import parsed
from acore.adapters.documents.reader import FileReader
from acore.domain.knowledge import Refusal
from acore.domain.reading import Reading
from tests.unit.adapters.documents.making import docx, packed, paragraph, pdf


@pytest.mark.parametrize(
    ("name", "data", "media_type", "kind"),
    [
        ("a.pdf", b"%PDF-1.4", None, "pdf"),
        ("a", b"junk\n%PDF-1.4", "text/html", "pdf"),
        ("a.txt", b"\r\n%PDF-1.4", None, "pdf"),
        ("a.md", b"# Signatures\n\nA PDF begins with `%PDF-1.7`.", None, "text"),
        ("a.html", b"<p>A PDF begins with %PDF-1.7", None, "html"),
        ("a.docx", b"PK\x03\x04", None, "docx"),
        ("a.HTM", b"words", None, "html"),
        ("a", b"words", "text/html; charset=utf-8", "html"),
        ("a", b"\xef\xbb\xbf\n<!-- x --><!DOCTYPE html>", None, "html"),
        ("page.php", b"<html lang=de>", None, "html"),
        ("notes.md", b"<html> is a tag", None, "text"),
        ("a.csv", b"a,b", None, "csv"),
        ("a.json", b"{}", "text/plain", "json"),
        ("a", b"{}", "application/json", "json"),
        ("a.jsonl", b"{}", None, "json lines"),
        ("a.srt", b"1", None, "captions"),
        ("a.txt", b"WEBVTT\n", None, "captions"),
        ("a.py", b"x = 1", None, "text"),
        ("README", b"words", "text/plain", "text"),
    ],
)
def test_kinds_are_told_by_bytes_names_and_what_a_server_says(
    name: str, data: bytes, media_type: str | None, kind: Kind
) -> None:
    assert kind_of(name, data, media_type) == kind


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.md", b"", "it is empty"),
        ("a.bin", b"\x89PNG\r\n", "an image"),
        ("a.csv", b"\xff\xfe\xff", "no text in UTF-8"),
        ("a.srt", b"words", "no captions"),
        ("a.html", b"<p></p>", "without text"),
        ("a.json", b"[]", "no words"),
        ("a.xlsx", packed({"xl/workbook.xml": "<x/>"}), "an Excel file. Save each of its sheets as CSV"),
        ("a.pptx", packed({"ppt/presentation.xml": "<x/>"}), "a PowerPoint file"),
        ("a.odt", packed({"content.xml": "<x/>"}), "an OpenDocument file"),
        ("a.epub", packed({"META-INF/container.xml": "<x/>"}), "an electronic book"),
        ("a.zip", packed({"notes.txt": "words"}), "an archive. Unpack it"),
        ("a.docx", b"PK\x03\x04 cut off", "a damaged archive or Word file"),
    ],
)
def test_what_is_not_read_is_refused_under_its_name_with_a_reason(name: str, data: bytes, reason: str) -> None:
    refusal = parsed(kind_of(name, data, None), name, data)
    assert isinstance(refusal, Refusal)
    assert refusal.name == name
    assert reason in refusal.reason


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.md", b"# Words\n", "# Words\n"),
        ("a.txt", "Grüße".encode("utf-16"), "Grüße"),
        ("a.html", b"<p>words", "words"),
        ("a.csv", "\ufeffa,b\n1,2\n".encode(), "a: 1; b: 2"),
        ("a.json", b'{"a": 1}', "a: 1"),
        ("a.jsonl", b'{"a": 1}', "a: 1"),
        ("a.srt", b"00:01,0 --> 00:02,0\nwords", "words"),
        ("a.pdf", pdf([["words"]]), "words"),
        ("a.docx", docx(paragraph("words")), "words"),
    ],
)
def test_every_kind_is_read(name: str, data: bytes, text: str) -> None:
    reading = parsed(kind_of(name, data, None), name, data)
    assert isinstance(reading, Reading)
    assert reading.text == text


def test_small_files_are_read_here_and_too_large_ones_not_at_all() -> None:
    reader = FileReader()
    assert reader.read("a.html", b"<h1>Mill") == parsed("html", "a.html", b"<h1>Mill")
    assert reader.read("a.txt", b"a" * 11_000_000) == Refusal(
        "a.txt", "it has 11 MB; I read files up to 10 MB. Cut it into parts."
    )


def test_what_a_library_does_not_expect_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(error: Exception) -> Refusal | Reading:
        def raising(_: bytes) -> Reading:
            raise error

        monkeypatch.setattr("acore.adapters.documents.html_pages.read_html", raising)
        return parsed("html", "a.html", b"<p>")

    damaged, large, told = fail(ZeroDivisionError()), fail(MemoryError()), fail(Unreadable("it is odd."))
    assert isinstance(damaged, Refusal)
    assert "damaged" in damaged.reason
    assert isinstance(large, Refusal)
    assert "more memory" in large.reason
    assert told == Refusal("a.html", "it is odd.")


@settings(deadline=None)  # a library is loaded with the first of its kind
@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.csv", "a.json", "a.jsonl", "a.vtt", "a.py", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    outcome = FileReader().read(name, data)
    assert isinstance(outcome, Refusal) or outcome.text.strip()
