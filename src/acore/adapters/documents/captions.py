"""Reads subtitles (.srt, .vtt): what is said, and when."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from acore.adapters.documents.faults import Unreadable
from acore.domain.knowledge import Anchor
from acore.domain.reading import Reading

_TIMES = re.compile(
    r"[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})[ \t]*-->[ \t]*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})"
)
_SPEAKER = re.compile(r"<v(?:\.[^ >]*)? ([^>]{1,80})>")
_MARKS = re.compile(r"<[^>]{0,200}>|\{\\[^}]{0,200}\}")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]」』]*$")
_LONGEST_LINE = 300
"""Characters after which a line ends with the caption, sentence or not."""
_PAUSE_S = 3


@dataclass(frozen=True, slots=True)
class _Caption:
    begin: int
    end: int
    text: str


def read_captions(text: str) -> Reading:
    """A line a sentence, or nearly so, each with an anchor ``t=SECONDS``; raises Unreadable."""
    lines: list[str] = []
    anchors: list[Anchor] = []
    ended = 0
    for caption in _captions(text):
        goes_on = lines and not _SENTENCE_END.search(lines[-1]) and caption.begin - ended <= _PAUSE_S
        if goes_on and len(lines[-1]) + len(caption.text) <= _LONGEST_LINE:
            lines[-1] += f" {caption.text}"
        else:
            lines.append(caption.text)
            anchors.append(Anchor(len(lines), f"t={caption.begin}"))
        ended = caption.end
    if not lines:
        raise Unreadable("it holds no captions: none of its lines names a time, as in 00:01:02,500 --> 00:01:05,000.")
    return Reading("\n".join(lines), anchors=tuple(anchors), form="plain")


def _captions(text: str) -> Iterator[_Caption]:
    """Each caption once: those that roll repeat the line before."""
    times: re.Match[str] | None = None
    said: list[str] = []
    shown: list[str] = []
    for line in [*re.split(r"\r\n|\n|\r", text), ""]:
        if found := _TIMES.match(line):
            times, said = found, []
        elif line.strip() and times is not None:
            said.append(_plain(line))
        elif times is not None:
            new = [part for part in said if part and part not in shown]
            if new:
                yield _Caption(_seconds(times, 1), _seconds(times, 5), " ".join(new))
            times, shown = None, said


def _plain(line: str) -> str:
    line = _SPEAKER.sub(lambda found: f"{found[1].strip()}: ", line)
    return " ".join(html.unescape(_MARKS.sub("", line)).split())


def _seconds(times: re.Match[str], first: int) -> int:
    return int(times[first] or 0) * 3600 + int(times[first + 1]) * 60 + int(times[first + 2])
