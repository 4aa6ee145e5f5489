"""Reads PDF, page by page."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError, WrongPasswordError

from acore.adapters.documents.faults import Unreadable, bounded
from acore.domain.knowledge import Anchor
from acore.domain.reading import Reading

_MOST_PAGES = 5000
_PROTECTED = "it is protected with a password. Save it without one."
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[a-zà-öø-ÿ])")
"""A word that goes on in the next line."""
_BLANKS = re.compile(r"[ \t\u00a0]+")
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’)\]」』]*$")
_UNTITLED = re.compile(
    r"(?:untitled|microsoft word|microsoft powerpoint|unbenannt|document\d*$|.*\.\w{2,4}$)", re.IGNORECASE
)


def read_pdf(data: bytes) -> Reading:
    """The text of its pages, each with an anchor ``page=N``; raises Unreadable."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of every oddity, and quotes it
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(_PROTECTED)
        return _reading(reader)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
        raise Unreadable(_PROTECTED) from error
    except LimitReachedError as error:
        raise Unreadable("it unpacks to more than I read of one file. Cut it into parts.") from error
    except PyPdfError as error:
        raise Unreadable("it is a damaged PDF. Open it in a viewer, and save it again.") from error


def _reading(reader: PdfReader) -> Reading:
    if (pages := len(reader.pages)) > _MOST_PAGES:
        raise Unreadable(f"it has {pages:,} pages; I read up to {_MOST_PAGES:,}. Cut it into parts.")
    lines: list[str] = []
    anchors: list[Anchor] = []
    length = 0
    for number, page in enumerate(_pages(reader), start=1):
        if not page:
            continue
        bounded(length := length + len(page))
        if lines and (_SENTENCE_END.search(lines[-1]) or not page[:1].islower()):
            lines.append("")
        anchors.append(Anchor(len(lines) + 1, f"page={number}"))
        lines += page.split("\n")
    if not lines:
        raise Unreadable("it holds pictures of pages and no text. Let a program recognise the text (OCR) first.")
    return Reading("\n".join(lines), _title(reader), tuple(anchors), form="plain")


def _pages(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        text = page.extract_text().replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        text = _DIVIDED.sub("", text)
        yield "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()


def _title(reader: PdfReader) -> str:
    """What its author calls it; the names that programs write there by themselves are none."""
    title = (reader.metadata.title if reader.metadata else None) or ""
    title = " ".join(title.split())
    return "" if _UNTITLED.match(title) else title
