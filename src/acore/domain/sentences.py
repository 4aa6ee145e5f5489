"""Cuts a text that is still being written into sentences, each given as soon as it is whole."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from acore.domain.abbreviations import ends_a_sentence

FIRST_CLAUSE = 60
"""Characters after which the very first sentence is cut at its next comma, so that something is heard early."""
LONGEST = 200
"""Characters of the longest sentence."""
_LONGEST_CODE = 100_000
_LOOKAHEAD = 24
"""White space, or letters of a word, that are waited for no longer to see what comes after them."""
_DECIDED = LONGEST + 100
"""With so many characters whatever ends within the longest sentence is there whole."""
_PIECE = 4096
_JOINER = "\u200d"
_JOINED = frozenset(("Mn", "Mc", "Me", "Sk"))
"""Categories of what belongs to the sign before it: accents, and the colours of skin."""

_PICTURES = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u200d\ufe0f\u20e3\U000e0020-\U000e007f"
_CLOSERS = "\"'”’“‘»›«‹)\\]}*_~`|"
_WIDE_CLOSERS = "」』）】〉》”’\"'*_~`|"
_TAIL = rf"(?:\[\d{{1,3}}\]|[{_CLOSERS}]|[ \t]{{0,2}}[{_PICTURES}]){{0,8}}"
_STOP = re.compile(
    rf"(?P<newline>\n)"
    rf"|(?P<wide>[。！？｡]{{1,8}}(?:[{_WIDE_CLOSERS}]|[{_PICTURES}]){{0,8}})"
    rf"|(?P<end>[.!?…؟۔।॥]{{1,8}}{_TAIL})(?=\s|\Z)"
    rf"|(?P<clause>[,;:–—](?=\s|\Z)|[、，；：])"
)
_SIGN = re.compile(r"[\n.!?…؟۔।॥。！？｡,;:–—、，；：`~]")
"""Without any of them nothing ends in a text, nor is it code."""
_BLANK_LINE = re.compile(r"[^\S\n]*\n")
_ENDED_LINE = re.compile(rf"[.!?…][{_CLOSERS}]*\s*\Z")
_SHORTENED = re.compile(r"(?:\b\w{1,3}|\d)\.\s*\Z")
"""It may be an abbreviation, or a number of which the rest comes."""
_FENCE = re.compile(r"(?P<marks>`{3,9}|~{3,9})(?P<info>[^\n]{0,60})\n")
_MAY_BE_FENCE = re.compile(r"(?:`{1,9}|~{1,9}|`{3,9}[^\n`]{0,60}|~{3,9}[^\n]{0,60})\Z")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(rf"\w{{0,{_LOOKAHEAD}}}")


class _Undecided(Exception):
    """What comes next decides, and it is not there yet."""


class Sentences:
    """Takes a text piece by piece and gives whole sentences, without the white space around them.

    A sentence keeps every character that is no white space, markup included: code between fences is one sentence. A
    line that ends is one, unless the next one goes on in lower case. Sentences longer than `LONGEST` are cut at a
    comma, or else between words; the first one is cut at the first comma after `FIRST_CLAUSE` characters. How the
    text was cut into pieces changes nothing. No more than one sentence is held.
    """

    def __init__(self) -> None:
        self._held = ""
        self._begun = False

    def feed(self, text: str) -> list[str]:
        """The sentences that are whole now."""
        self._held += text
        if len(self._held) <= _DECIDED and _SIGN.search(self._held) is None:
            return []
        return list(self._whole(final=False))

    def early(self) -> list[str]:
        """The rest too where it ends like a sentence: for those who can not wait to see what comes after it."""
        return self.close() if _ENDED_LINE.search(self._held) and not _SHORTENED.search(self._held) else []

    def close(self) -> list[str]:
        """The rest."""
        return list(self._whole(final=True))

    def _whole(self, *, final: bool) -> Iterator[str]:
        while True:
            self._held = self._held.lstrip()
            try:
                end = _cut(self._held, first=not self._begun, final=final)
            except _Undecided:
                return
            if not end:
                return
            sentence, self._held = self._held[:end].rstrip(), self._held[end:]
            self._begun = True
            yield sentence


def sentences(text: str) -> Iterator[str]:
    """The sentences of a whole text."""
    splitter = Sentences()
    for begin in range(0, len(text), _PIECE):
        yield from splitter.feed(text[begin : begin + _PIECE])
    yield from splitter.close()


class _Text(NamedTuple):
    """What is held, and whether more may come."""

    text: str
    final: bool

    def after(self, at: int) -> str:
        """The word from here on, or the character where there is none; empty at the end of all, and far away."""
        space = _SPACE.match(self.text, at)
        begin = space.end() if space else at
        if begin - at > _LOOKAHEAD:
            return ""
        word = _WORD.match(self.text, begin)
        assert word
        if word.end() == len(self.text) and len(word[0]) < _LOOKAHEAD and not self.final:
            raise _Undecided
        return word[0] or self.text[begin : begin + 1]


def _cut(text: str, *, first: bool, final: bool) -> int:
    """Where the first sentence ends, 0 where there is none; raises _Undecided where it is not whole yet."""
    if not text:
        return 0
    if (code := _code(text, final=final)) is not None:
        return code
    held = _Text(text, final)
    for stop in _STOP.finditer(text):
        if stop.start() >= LONGEST:
            break
        if _ends(held, stop, first=first):
            return stop.end()
    if len(text) > (LONGEST if final else _DECIDED):
        return _shortened(text)
    if not final:
        raise _Undecided
    return len(text)


def _code(text: str, *, final: bool) -> int | None:
    """Where code between fences ends that the text begins with; None where it begins with something else."""
    if (fence := _FENCE.match(text)) is None:
        if not final and _MAY_BE_FENCE.match(text):
            raise _Undecided
        return None
    marks = fence["marks"]
    if marks[0] == "`" and "`" in fence["info"]:
        return None
    closing = re.compile(rf"^[ \t]*{marks}{marks[0]}*[ \t\r]*(?:\n|\Z)", re.MULTILINE)
    closed = closing.search(text, fence.end())
    if closed and (final or closed[0].endswith("\n")):
        return min(closed.end(), _LONGEST_CODE)
    if len(text) >= _LONGEST_CODE:
        return _LONGEST_CODE
    if not final:
        raise _Undecided
    return len(text)


def _ends(held: _Text, stop: re.Match[str], *, first: bool) -> bool:
    """Whether a sentence ends here."""
    text, at = held.text, stop.end()
    if stop["newline"]:
        return _line_ends(held, stop.start())
    if stop["clause"] and (not first or stop.start() < FIRST_CLAUSE):
        return False
    if at == len(text) and not held.final:
        raise _Undecided
    if _is_inside(text, stop.start()):
        return False
    if stop["clause"] or stop["wide"]:
        return True
    follows = held.after(at)
    if stop["end"].startswith(".") and not stop["end"].startswith(".."):
        return ends_a_sentence(text[: stop.start()], follows)
    return not follows[:1].islower()


def _line_ends(held: _Text, at: int) -> bool:
    """Whether the line's end is more than a place to break it."""
    follows = held.after(at)
    if _BLANK_LINE.match(held.text, at + 1) or not follows[:1].islower():
        return True
    return _ENDED_LINE.search(held.text[max(0, at - _LOOKAHEAD) : at]) is not None


def _is_inside(text: str, at: int) -> bool:
    """Whether the place is within code or the words of a link."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.count("`") % 2 == 1 or before.rfind("[") > before.rfind("]")


def _shortened(text: str) -> int:
    """Where a sentence that is too long is cut: after its last clause, else between two words, else anywhere."""
    within = text[: LONGEST + 1]
    clauses = [stop.end() for stop in _STOP.finditer(within) if stop["clause"] and stop.end() <= LONGEST]
    if clauses and clauses[-1] >= FIRST_CLAUSE:
        return clauses[-1]
    spaces = [space.start() for space in _SPACE.finditer(within) if space.start()]
    if spaces:
        return spaces[-1]
    sign_ends = (end for end in range(LONGEST, LONGEST - _LOOKAHEAD, -1) if not _joins(text, end))
    return next(sign_ends, LONGEST)


def _joins(text: str, at: int) -> bool:
    """Whether what begins here belongs to the sign before it."""
    return unicodedata.category(text[at]) in _JOINED or _JOINER in text[at - 1 : at + 1]
