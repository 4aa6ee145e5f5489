"""What is shown of a source: where it is, a link that opens it there, and a few of its words."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import pairwise
from urllib.parse import SplitResult, quote, unquote, urlsplit

from acore.domain.knowledge import Passage, Source
from acore.domain.terms import question, terms

EXCERPT = 200
"""Characters of an excerpt."""

_LINES = re.compile(r"L(\d+)(?:-L?(\d+))?")
_PAGE = re.compile(r"page=(\d+)")
_MOMENT = re.compile(r"t=(\d+)(?:\.\d+)?")
_MINUTE, _HOUR = 60, 3600
_WEB = ("http", "https")
_CHAT = ("discord.com", "canary.discord.com", "ptb.discord.com")
"""Addresses of messages: Discord opens them itself, and only without anything added."""
_QUOTED_WORDS = 8
"""Words of a line by which a browser finds the place."""
_LEAST_WORDS = 3
_PART_ENDS = re.compile(r"(?<=[.!?…])[\"'”’)*_]*\s+|(?<=[。！？])(?![。！？」』”’）])|\n+")
_AS_GOOD = 0.7
"""The share of the best sentence from which on another one is what was told, too."""
_MARKS = re.compile(r"[*_`~#>|]+|^\s*(?:[-+•]|\d{1,3}[.)])\s+")
_JOINER = "\u200d"
_CLINGING = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u200c\u200d\u1160-\u11ff]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")


def file_of(uri: str) -> str:
    """The name of the file without its folders, the host of a web page, or the name of a help page."""
    parts = _split(uri)
    if parts.scheme in _WEB:
        return parts.netloc
    if parts.scheme == "file":
        return unquote(parts.path).rsplit("/", 1)[-1]
    return uri.partition("#")[0]


def place_of(uri: str) -> str:
    """Where in its document a source stands, for people: ``lines 10-20``, ``page 3``, ``1:23``; empty for all of it."""
    fragment = _split(uri).fragment
    if lines := lines_of(uri):
        first, last = lines
        return f"line {first}" if first == last else f"lines {first}\u2013{last}"
    if page := _PAGE.fullmatch(fragment):
        return f"page {page[1]}"
    if moment := _MOMENT.fullmatch(fragment):
        return _moment(int(moment[1]))
    return ""


def lines_of(uri: str) -> tuple[int, int] | None:
    """The first and the last line of a source, from 1; None where lines are not its place."""
    lines = _LINES.fullmatch(_split(uri).fragment)
    return (int(lines[1]), int(lines[2] or lines[1])) if lines else None


def _split(uri: str) -> SplitResult:
    """The parts of an address; one that is none is all path."""
    try:
        return urlsplit(uri)
    except ValueError:
        return SplitResult("", "", uri, "", "")


def _moment(seconds: int) -> str:
    hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
    rest = f"{seconds % _MINUTE:02}"
    return f"{hours}:{minutes:02}:{rest}" if hours else f"{minutes}:{rest}"


def link_to(passage: Passage) -> str:
    """The address that opens a web page where the passage stands; empty for what is not on the web.

    A page of a PDF or a moment of a film is opened as it is: there, a browser looks for no words.
    """
    uri = passage.source.uri
    parts = _split(uri)
    if parts.scheme not in _WEB or not parts.netloc:
        return ""
    words = _first_words(passage.body)
    if not words or parts.hostname in _CHAT or place_of(uri):
        return uri
    # https://wicg.github.io/scroll-to-text-fragment/ : a hyphen parts what stands around the words from them
    directive = quote(words, safe="").replace("-", "%2D")
    return f"{uri}{'' if '#' in uri else '#'}:~:text={directive}"


def _first_words(text: str) -> str:
    """The beginning of the first line that has a few words, as a browser shows it."""
    lines = [_MARKS.sub("", line).split() for line in text.splitlines()]
    line = next((line for line in lines if len(line) >= _LEAST_WORDS), next(filter(None, lines), []))
    return " ".join(line[:_QUOTED_WORDS])


def beginning_for(answer: str, text: str) -> int:
    """Where an excerpt of a text begins that shows what an answer took of it: the text, or one of its sentences."""
    if len(_one_line(text)) <= EXCERPT:
        return 0
    told = question(answer)
    places = [0, *(end.end() for end in _PART_ENDS.finditer(text) if end.end() < len(text)), len(text)]
    shares = [sum(told.get(term, 0) for term in set(terms(text[at:end]))) for at, end in pairwise(places)]
    best = max(shares)
    first = next(at for at, share in enumerate(shares) if share >= _AS_GOOD * best)
    if not best or len(_one_line(text[: places[shares.index(best) + 1]])) < EXCERPT:
        return 0
    while first and len(_one_line(text[places[first - 1] :])) < EXCERPT:
        first -= 1  # it ends with the text: there is room before it
    return places[first]


def excerpt_of(text: str) -> str:
    """The beginning of a text on one line, in at most EXCERPT characters, cut between those that people see."""
    return shortened(text, EXCERPT)


def shortened(text: str, longest: int) -> str:
    """The text on one line, in at most so many characters, cut between those that people see."""
    return fitted(graphemes(_one_line(text)), longest)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def fitted(pieces: Iterator[str], longest: int, size: Callable[[str], int] = len) -> str:
    """As many of the pieces as fit into so many characters, with an ellipsis where that is not all.

    `size` tells what a piece takes up, where that is not counted in characters; an ellipsis takes up one.
    """
    kept: list[str] = []
    length, cut = 0, 0
    for piece in pieces:
        taken = size(piece)
        if length + taken > longest:
            return f"{''.join(kept[:cut]).rstrip()}…"
        kept.append(piece)
        length += taken
        cut = len(kept) if length < longest else cut
    return "".join(kept)


def graphemes(text: str) -> Iterator[str]:
    """The characters as people see them, each with its accents, its joiners and the rest of its emoji or flag.

    After https://unicode.org/reports/tr29/, without the tables of the rarer scripts.
    """
    piece = ""
    for character in text:
        if piece and _clings(piece, character):
            piece += character
            continue
        if piece:
            yield piece
        piece = character
    if piece:
        yield piece


def _clings(piece: str, character: str) -> bool:
    if character.isascii():
        return False
    if piece[-1] == _JOINER or _CLINGING.match(character) or unicodedata.category(character)[0] == "M":
        return True
    return len(piece) == 1 and bool(_REGIONAL.match(piece) and _REGIONAL.match(character))


def mark_of(text: str) -> str:
    """A few characters that tell whether a passage still says what it said."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def where(source: Source) -> str:
    """The file and the place in it, such as ``notes.md, lines 10-20``."""
    return ", ".join(part for part in (file_of(source.uri), place_of(source.uri)) if part)
