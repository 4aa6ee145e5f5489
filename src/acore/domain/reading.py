"""What the reader of a file finds in it; plain text is read here, and all else is told apart."""

import codecs
from dataclasses import dataclass

from acore.domain.knowledge import Anchor, Form, Refusal

LARGEST = 10_000_000
"""Bytes of a file that is read at all."""

READING = 2
"""Part of every fingerprint: raise it when files are read differently."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says."""

    text: str
    title: str = ""
    """What it calls itself; empty where it does not."""
    anchors: tuple[Anchor, ...] = ()
    form: Form | None = None
    """None: the name of the file tells."""


TAKEN = "I read text, Markdown, source code, web pages, PDF, Word (.docx), CSV, JSON and subtitles."

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a file in Rich Text Format"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x7fELF", "a program"),
)
_WORDLIKE: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "an image"),
    (b"RIFF", "a sound, an image or a film"),
    (b"Rar!", "an archive"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"SQLite format 3", "a database"),
)
"""A text may begin so: it is one where it can be read as such."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = 0.3
"""From this share of NULs on, it is text of two bytes a character that does not say so."""


def too_large(name: str, size: int) -> Refusal | None:
    """The refusal of a file of so many bytes, or None where it may be read."""
    if size <= LARGEST:
        return None
    return Refusal(name, f"it has {size / 1e6:.0f} MB; I read files up to {LARGEST / 1e6:.0f} MB. Cut it into parts.")


def read(name: str, data: bytes, *, size: int | None = None) -> str | Refusal:
    """The text of a file, or a refusal in words for people; `size` is told where the bytes were not even read."""
    if (refusal := too_large(name, len(data) if size is None else size)) is not None:
        return refusal
    if not data.strip():
        return Refusal(name, "it is empty.")
    if kind := _signed(data, _SIGNATURES):
        return Refusal(name, f"it is {kind}. {TAKEN}")
    encoding = next((known for mark, known in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if kind := _signed(data, _WORDLIKE):
            return Refusal(name, f"it is {kind}. {TAKEN}")
        return Refusal(name, f"it is no text in UTF-8 (byte {error.start:,} is none). {TAKEN} Save it as UTF-8.")
    if "\0" in text:
        if kind := _signed(data, _WORDLIKE):
            return Refusal(name, f"it is {kind}. {TAKEN}")
        unmarked = text.count("\0") > _UNMARKED * len(text) and _is_utf_16(data)
        return Refusal(name, f"it is {'UTF-16 without a mark: save it as UTF-8' if unmarked else 'no text'}. {TAKEN}")
    return text if text.strip() else Refusal(name, "it is empty.")


def _signed(data: bytes, signatures: tuple[tuple[bytes, str], ...]) -> str:
    """What begins so; empty for nothing known."""
    return next((kind for sign, kind in signatures if data.startswith(sign)), "")


def _is_utf_16(data: bytes) -> bool:
    """Whether it could be text in it; what is NULs for the most part is none."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            if "\0" not in data.decode(encoding):
                return True
        except UnicodeDecodeError:
            continue
    return False
