"""Reads Word files (.docx): packed XML, of which only text, headings, lists and tables are looked at."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.parsers.expat import ParserCreate

from acore.adapters.documents.faults import LONGEST_TEXT, Unreadable, bounded
from acore.domain.knowledge import Anchor
from acore.domain.reading import Reading

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST_PART = 8 * LONGEST_TEXT
"""Bytes of XML: its marks take several times the room of its text."""
_DEEPEST = 200
_HEADING = re.compile(r"heading ([1-6])$", re.IGNORECASE)
_DAMAGED = "it is a damaged Word file. Open it in Word, and save it again."
_LEFT_OUT = frozenset({_FALLBACK, f"{_WORD}delText", f"{_WORD}instrText", f"{_WORD}moveFrom"})
_BREAKS: Mapping[str, str] = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}


def read_docx(data: bytes) -> Reading:
    """Its paragraphs as Markdown; raises Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            body = _part(parts, "word/document.xml")
            if body is None:
                raise Unreadable("it is an archive and no Word file. Unpack it, and give me what is in it.")
            styles = _heading_styles(_part(parts, "word/styles.xml"))
            notes = [_part(parts, f"word/{kind}.xml") for kind in ("footnotes", "endnotes")]
            core = _part(parts, "docProps/core.xml")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Unreadable(_DAMAGED) from error
    blocks = [block for part in (body, *notes) if part is not None for block in _blocks(part, styles)]
    text = "\n\n".join(blocks)
    bounded(len(text))
    title = (core.findtext(_CORE_TITLE) or "").strip() if core is not None else ""
    return Reading(text, " ".join(title.split()), (Anchor(1, ""),), form="marked")


def _part(parts: zipfile.ZipFile, name: str) -> ET.Element | None:
    """The part's XML; never more of it is unpacked than is allowed, whatever the archive says of its size."""
    try:
        with parts.open(name) as packed:
            data = packed.read(_LARGEST_PART + 1)
    except KeyError:
        return None
    if len(data) > _LARGEST_PART:
        raise Unreadable("it unpacks to more than I read of one file. Cut it into parts.")
    _check(data)
    try:
        return ET.fromstring(data)  # noqa: S314  checked above: no entities, bounded depth
    except ET.ParseError as error:
        raise Unreadable(_DAMAGED) from error


def _check(data: bytes) -> None:
    """Raise Unreadable for entities, which Word never writes and which unfold without end, and for endless depth."""
    parser = ParserCreate()
    depth = 0

    def refuse(*_: object) -> None:
        raise Unreadable("its XML declares entities, as no Word file does.")

    def deeper(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Unreadable(_DAMAGED)

    def higher(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler = deeper
    parser.EndElementHandler = higher
    try:
        parser.Parse(data, True)  # noqa: FBT003  its own signature
    except Exception as error:
        raise error if isinstance(error, Unreadable) else Unreadable(_DAMAGED) from error


def _heading_styles(styles: ET.Element | None) -> Mapping[str, int]:
    """The levels of styles by their ids, which are in the language of the program that wrote the file."""
    levels = {"Title": 1}
    for style in styles.iter(f"{_WORD}style") if styles is not None else ():
        name = style.find(f"{_WORD}name")
        called = name.get(f"{_WORD}val", "") if name is not None else ""
        if called.lower() == "title":
            levels[style.get(f"{_WORD}styleId", "")] = 1
        elif found := _HEADING.match(called):
            levels[style.get(f"{_WORD}styleId", "")] = int(found[1])
    return levels


def _blocks(parent: ET.Element, styles: Mapping[str, int]) -> Iterator[str]:
    """Paragraphs, lists and tables in their order; the items of a list are one block."""
    items: list[str] = []
    for element in _paragraphs_and_tables(parent):
        if element.tag == f"{_WORD}tbl":
            text, is_item = "\n".join(_rows(element)), False
        else:
            text, is_item = _paragraph(element, styles)
        if items and not is_item:
            yield "\n".join(items)
            items = []
        if is_item:
            items.append(text)
        elif text:
            yield text
    if items:
        yield "\n".join(items)


def _paragraphs_and_tables(parent: ET.Element) -> Iterator[ET.Element]:
    for element in parent:
        if element.tag in (f"{_WORD}p", f"{_WORD}tbl"):
            yield element
        elif element.tag not in _LEFT_OUT:
            yield from _paragraphs_and_tables(element)


def _paragraph(element: ET.Element, styles: Mapping[str, int]) -> tuple[str, bool]:
    """The text, and whether it is the item of a list."""
    text = "".join(_text(element)).strip()
    style = element.find(f"{_WORD}pPr/{_WORD}pStyle")
    level = styles.get(style.get(f"{_WORD}val", ""), 0) if style is not None else 0
    if text and level:
        return f"{'#' * level} {' '.join(text.split())}", False
    is_item = bool(text) and element.find(f"{_WORD}pPr/{_WORD}numPr") is not None
    return (f"- {text}" if is_item else text), is_item


def _text(element: ET.Element) -> Iterator[str]:
    for part in element:
        if part.tag == f"{_WORD}t":
            yield part.text or ""
        elif part.tag in _BREAKS:
            yield _BREAKS[part.tag]
        elif part.tag not in _LEFT_OUT and part.tag != f"{_WORD}pPr":
            yield from _text(part)
            if part.tag == f"{_WORD}p":  # a text box within a paragraph
                yield "\n"


def _rows(table: ET.Element) -> Iterator[str]:
    """A Markdown table; its first row is its head."""
    for number, row in enumerate(table.iter(f"{_WORD}tr")):
        cells = [" ".join("".join(_text(cell)).split()).replace("|", "\\|") for cell in row.findall(f"{_WORD}tc")]
        if not cells:
            continue
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{' --- |' * len(cells)}"
