"""Tells of what kind a file is, by its first bytes, its name and what a server said of it."""

import re
import zipfile
from io import BytesIO
from typing import Literal

Kind = Literal["pdf", "docx", "html", "csv", "json", "json lines", "captions", "text"]

_HEAD = 1024
_PDF = b"%PDF-"
"""What a PDF begins with; readers of it look no further than the head. A text that tells of it is none."""
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_BY_ENDING: dict[str, Kind] = {
    "html": "html", "htm": "html", "xhtml": "html", "csv": "csv", "tsv": "csv", "json": "json", "geojson": "json",
    "jsonl": "json lines", "ndjson": "json lines", "srt": "captions", "vtt": "captions",
}  # fmt: skip
_BY_MEDIA_TYPE: dict[str, Kind] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/csv": "csv", "text/tab-separated-values": "csv",
    "application/json": "json", "application/ld+json": "json", "application/geo+json": "json",
    "application/x-ndjson": "json lines", "application/jsonl": "json lines", "text/vtt": "captions",
    "application/x-subrip": "captions",
}  # fmt: skip
_WRITTEN_BY_HAND = ("md", "markdown", "mdx", "txt", "rst")
"""A page of such a name is quoted, not meant."""
_OTHER_OFFICE = {
    "xl/": "an Excel file. Save each of its sheets as CSV.",
    "ppt/": "a PowerPoint file. Save it as PDF.",
    "content.xml": "an OpenDocument file. Save it as .docx or PDF.",
    "META-INF/container.xml": "an electronic book. Save it as PDF or HTML.",
}
_ARCHIVE = "an archive. Unpack it, and give me what is in it."


def kind_of(name: str, data: bytes, media_type: str | None) -> Kind:
    """What it is read as; ``text`` is all that is nothing else."""
    head = data[:_HEAD]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    is_told = ending in ("", "pdf") or (media_type or "").lower().startswith("application/pdf")
    if head.lstrip().startswith(_PDF) or (is_told and _PDF in head):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "captions"
    told = _BY_MEDIA_TYPE.get((media_type or "").partition(";")[0].strip().lower())
    if told is not None or ending in _BY_ENDING:
        return told or _BY_ENDING[ending]
    return "html" if _PAGE.match(head) and ending not in _WRITTEN_BY_HAND else "text"


def other_package(data: bytes) -> str | None:
    """What a packed file is that is not one of Word's, and what to do with it; None for Word's."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return "a damaged archive or Word file. Save it again."
    if "word/document.xml" in names:
        return None
    return next((told for start, told in _OTHER_OFFICE.items() if any(n.startswith(start) for n in names)), _ARCHIVE)
