"""Reads web pages as Markdown: what a reader sees, without menus, scripts and what is hidden."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from acore.adapters.documents.faults import Unreadable, bounded
from acore.adapters.documents.markdown import MarkdownWriter
from acore.domain.reading import Reading

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 2048
_ENCODINGS = re.compile(
    r"(?:utf-?8|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|shift[_-]jis|sjis|euc-jp|iso-2022-jp"
    r"|gb2312|gbk|gb18030|big5|euc-kr|koi8-[ru]|macintosh)$"
)
"""Those of web pages; some others of Python's take for ever, or decode no text."""
_TAGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)|<!--")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""What stands in these is no tag."""
_ENDED_BY_OTHERS = frozenset(
    "p li dt dd td th tr option optgroup thead tbody tfoot colgroup rp rt html head body "
    "area base br col embed hr img input link meta source track wbr param".split()
)
_DEEPEST = 2500
"""Tags within tags: the parser takes the square of it."""
_LEFT_OUT = frozenset(
    "head script style noscript template svg nav iframe object embed canvas dialog button select option textarea "
    "input datalist audio video map area -comment link meta title".split()
)
_ROLES = frozenset({"navigation", "search", "menu", "menubar", "dialog", "alertdialog"})
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])", re.IGNORECASE
)
_ID = re.compile(r"\S{1,100}")
_MOST_CELLS = 100_000
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)


def read_html(data: bytes) -> Reading:
    """What the page says, with the ids of its parts as anchors; raises Unreadable."""
    text = _decoded(data)
    _check_depth(text)
    page = LexborHTMLParser(text)
    titles = page.css("head > title, title")
    title = " ".join(titles[0].text(deep=True).split()) if titles else ""
    mains = page.css("main, [role=main]")
    articles = page.css("article")
    whole = mains if len(mains) == 1 else articles if len(articles) == 1 else []
    root = whole[0] if whole and whole[0].text(deep=True).strip() else page.body
    writer = MarkdownWriter()
    if root is not None:
        _walk(root, writer)
    written, anchors = writer.finish()
    if not written.strip():
        raise Unreadable("it is a page without text: a program in it shows it. Save what you see as text.")
    bounded(len(written))
    return Reading(written, title, anchors, form="marked")


def _decoded(data: bytes) -> str:
    """By its mark, by what it declares, as UTF-8, or else as what pages without a word on it are written in."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    if name and _ENCODINGS.match(name):
        # what claims to be Latin-1 on the web is Windows's own, which holds more
        named = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else name
        named = "mac-roman" if name == "macintosh" else named
        return data.decode(named, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _check_depth(text: str) -> None:
    """Raise Unreadable where more tags are open at once than pages have."""
    open_now: Counter[str] = Counter()
    depth, at, lower = 0, 0, text.lower()
    while (found := _TAGS.search(lower, at)) is not None:
        at, name = found.end(), found[2]
        if name is None or (name in _RAW and not found[1]):
            at = lower.find("-->" if name is None else f"</{name}", at)
            if at < 0:
                return
        elif name in _ENDED_BY_OTHERS or (found[1] and not open_now[name]):
            continue
        else:
            change = -1 if found[1] else 1
            open_now[name] += change
            depth += change
        if depth > _DEEPEST:
            raise Unreadable(f"its tags are nested more than {_DEEPEST:,} deep.")


def _walk(root: LexborNode, writer: MarkdownWriter) -> None:
    """Tell the writer of each tag and text in order; no recursion, however deep the page is."""
    top = root.mem_id  # nodes are compared by all that they hold
    node: LexborNode | None = root
    while node is not None:
        below = None
        if node.is_text_node:
            writer.text(node.text_content or "")
        elif node.mem_id == top or not _is_left_out(node):
            below = _entered(node, writer)
        node = below or _following(node, top, writer)


def _following(node: LexborNode, top: int, writer: MarkdownWriter) -> LexborNode | None:
    """What comes after the node and all that is in it; the tags that end before it are left."""
    while node.mem_id != top:
        if node.next is not None:
            return node.next
        above = node.parent
        if above is None:
            return None
        writer.leave(above.tag or "")
        node = above
    return None


def _entered(node: LexborNode, writer: MarkdownWriter) -> LexborNode | None:
    """Enter the tag; returns where to go on within it, or None where it has been dealt with."""
    tag = node.tag or ""
    if tag in ("br", "hr", "img"):
        writer.void(tag)
        return None
    identity = node.id
    if identity and _ID.fullmatch(identity):
        writer.identify(quote(identity))
    if tag == "table" and (rows := _data_rows(node)):
        writer.table(rows)
        return None
    writer.enter(tag, _first_number(node) if tag == "ol" else 1)
    if node.first_child is None:
        writer.leave(tag)
    return node.first_child


def _is_left_out(node: LexborNode) -> bool:
    if node.tag in _LEFT_OUT:
        return True
    given = node.attributes
    return (
        "hidden" in given
        or given.get("aria-hidden") == "true"
        or given.get("role") in _ROLES
        or bool(_HIDING.search(given.get("style") or ""))
    )


def _data_rows(table: LexborNode) -> list[list[str]]:
    """The cells of a table that holds data; none of one that is there for the layout of a page."""
    if table.css_first("h1, h2, h3, h4, h5, h6, ul, ol, pre, td table, th table") is not None:
        return []
    rows = [list(_cells(row)) for row in table.css("tr")]
    rows = [row for row in rows if any(row)]
    if len(rows) <= 1 or max(map(len, rows)) <= 1 or sum(map(len, rows)) > _MOST_CELLS:
        return []
    caption = table.css_first("caption")
    return [[" ".join(caption.text(deep=True, separator=" ").split())], *rows] if caption is not None else rows


def _cells(row: LexborNode) -> Iterator[str]:
    for cell in row.css("td, th"):
        yield " ".join(cell.text(deep=True, separator=" ").split())


def _first_number(items: LexborNode) -> int:
    told = items.attributes.get("start") or ""
    return int(told) if _NUMBER.fullmatch(told) else 1
