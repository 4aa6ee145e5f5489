"""Makes small files as other programs write them."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """A PDF with these lines on its pages."""
    page_ids = [3 + 2 * number for number in range(len(pages))]
    objects = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    tree = 2 + 2 * len(pages)
    for lines in pages:
        shown = b" ".join(b"(" + _escaped(line) + b") Tj T*" for line in lines)
        stream = zlib.compress(b"BT /F1 12 Tf 72 720 Td 14 TL " + shown + b" ET")
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream))
        about = b"/Parent %d 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 1 0 R >> >>" % tree
        objects.append(b"<< /Type /Page %s /Contents %d 0 R >>" % (about, len(objects)))
    kids = b" ".join(b"%d 0 R" % number for number in page_ids)
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    objects.append(b"<< /Title (%s) >>" % _escaped(title))
    return _file(objects, b"/Root %d 0 R /Info %d 0 R" % (tree + 1, tree + 2))


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this XML in its body; other parts by their names, with ``__`` for the slash."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed({"word/document.xml": document, **{name.replace("__", "/"): text for name, text in parts.items()}})


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name if "." in name else f"{name}.xml", data)
    return out.getvalue()


def paragraph(text: str, style: str = "", *, item: bool = False) -> str:
    """A paragraph of Word's."""
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    about += "<w:numPr/>" if item else ""
    return f"<w:p><w:pPr>{about}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
