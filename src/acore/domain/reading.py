"""Reads the bytes of a file as text, or says why it is none."""

import codecs
from dataclasses import dataclass

from acore.domain.knowledge import Anchor, Refusal

LARGEST = 10_000_000
"""Bytes of a file that is read at all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says."""

    text: str
    title: str = ""
    """What it calls itself; empty where it does not."""
    anchors: tuple[Anchor, ...] = ()


TAKEN = "I read text: Markdown, plain text, source code, CSV, JSON, YAML, logs, subtitles."

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word file or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a sound, an image or a film"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(name: str, data: bytes, *, size: int | None = None) -> str | Refusal:
    """The text of a file, or a refusal in words for people; `size` is told where the bytes were not even read."""
    size = len(data) if size is None else size
    if size > LARGEST:
        return Refusal(
            name, f"it has {size / 1e6:.0f} MB; I read files up to {LARGEST / 1e6:.0f} MB. Cut it into parts."
        )
    if not data.strip():
        return Refusal(name, "it is empty.")
    if (kind := next((kind for sign, kind in _SIGNATURES if data.startswith(sign)), None)) is not None:
        return Refusal(name, f"it is {kind}. {TAKEN} Save it as text first.")
    if data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return Refusal(name, f"it is a web page. {TAKEN} Save it as text first.")
    encoding = next((known for mark, known in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return Refusal(name, f"it is no text in UTF-8 (byte {error.start:,} is none). {TAKEN}")
    if "\0" in text:
        return Refusal(name, f"it is no text. {TAKEN}")
    return text
