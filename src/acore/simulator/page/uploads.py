"""A file that somebody dropped on the page: its bytes, its name, and a question to try on it."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

from acore.errors import InvalidInput
from acore.simulator.files import content_type

_LONGEST_NAME = 160
_LOOKED_AT = 20_000
"""Bytes of a file in which a heading is looked for."""
_LONGEST_HEADING = 60
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t\r#]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


async def read_body(request: Request, most: int, excuse: str) -> bytes:
    """The body of the request; raises HTTPException 413 with the excuse as soon as it is over `most` bytes."""
    too_large = HTTPException(413, excuse, {"Connection": "close"})
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise too_large
    return bytes(body)


def file_name(given: str) -> str:
    """The name without its folders, fit to be shown; raises InvalidInput where nothing is left."""
    name = _UNPRINTABLE.sub("", re.split(r"[/\\]", given)[-1]).strip()
    if name in ("", ".", ".."):
        raise InvalidInput("The file has no name. Send it as /playground/files?name=notes.md")
    stem, dot, suffix = name.rpartition(".")
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{stem[: _LONGEST_NAME - 20]}{dot}{suffix[:19]}" if stem else name[:_LONGEST_NAME]


def is_recording(name: str, data: bytes) -> bool:
    """Whether the file holds sound: it is for the bot to listen to, and no document."""
    return (content_type(name, data) or "").startswith("audio/")


def question_about(title: str, data: bytes) -> str:
    """A question that the document can answer: about one of its sections, else about all of it."""
    text = _FENCE.sub("", data[:_LOOKED_AT].decode("utf-8", "ignore"))
    headings: list[str] = [match[1].strip("*_` ") for match in _HEADING.finditer(text)]
    for heading in headings[1:] or headings:
        if heading.endswith("?") and len(heading) <= _LONGEST_HEADING:
            return heading
    fitting = [heading for heading in headings[1:] if 0 < len(heading) <= _LONGEST_HEADING]
    topic = fitting[0] if fitting else ""
    return f"What does {title} say about {topic}?" if topic else f"What is {title} about?"
