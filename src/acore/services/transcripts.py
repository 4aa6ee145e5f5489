"""A conversation as a file: written for its members, read with distrust."""

import re
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Sequence
from typing import Any

import orjson

from acore.domain.chat import Message
from acore.domain.encoding import encodable
from acore.errors import InvalidInput

MOST_MESSAGES = 10_000
LARGEST_IMPORT = 1024 * 1024
"""Bytes."""
TOO_LARGE = "That file has {bytes} bytes; I take up to {most}."
_VERSION = 1
_AROUND, _BETWEEN = 100, 2
"""Bytes around the messages of a transcript, and between two of them."""
_MOST_IMPORTED = 1000
_LONGEST_TEXT = 16_000
_LONGEST_NAME = 80
_LONGEST_QUOTED = 40
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What can not be seen and may hide or turn around the rest; tab and new line are fine."""


def transcript(messages: Sequence[Message], most: int) -> bytes:
    """A JSON object: ``{"version": 1, "messages": [{"role", "author", "text"}, …]}``, oldest first.

    Of more than `most` bytes the oldest messages are left out, and counted in ``left_out``.
    """
    told: deque[str] = deque()
    room = most - _AROUND
    for message in reversed(messages):
        entry = {"role": message.role, "author": message.author, "text": message.text}
        line = orjson.dumps(entry).decode()
        room -= len(line.encode()) + _BETWEEN
        if room < 0:
            break
        told.appendleft(line)
    left_out = f'"left_out": {len(messages) - len(told)},\n' if len(told) < len(messages) else ""
    lines = ",\n".join(told)
    return f'{{"version": {_VERSION},\n{left_out}"messages": [\n{lines}\n]}}\n'.encode()


def messages_in(data: bytes) -> tuple[tuple[Message, ...], int]:
    """The messages of a transcript, the last 1,000 of them, and how many were left out.

    Only what members and the assistant said is taken: a file can not give the model instructions or the
    results of tools. Raises InvalidInput for what is no transcript.
    """
    if len(data) > LARGEST_IMPORT:
        raise InvalidInput(TOO_LARGE, bytes=len(data), most=LARGEST_IMPORT)
    entries = _entries(data)
    found = [message for entry in entries if (message := _message(entry)) is not None]
    taken = tuple(found[-_MOST_IMPORTED:])
    return taken, len(entries) - len(taken)


def _entries(data: bytes) -> list[Any]:
    try:
        given = orjson.loads(data.removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise InvalidInput("That file is no JSON. Give me a file as /export_chat makes it.") from error
    entries = given.get("messages") if isinstance(given, dict) else given
    if not isinstance(entries, list):
        raise InvalidInput('That file has no list of "messages". Give me a file as /export_chat makes it.')
    if isinstance(given, dict) and given.get("version", _VERSION) != _VERSION:
        version = repr(given["version"])[:_LONGEST_QUOTED]
        raise InvalidInput("That file has the version {version}; I read version 1.", version=version)
    return entries


def _message(entry: Any) -> Message | None:  # noqa: ANN401  anything may stand in a file
    if not isinstance(entry, dict) or entry.get("role") not in ("user", "assistant"):
        return None
    text, author = entry.get("text", entry.get("content")), entry.get("author")
    if not isinstance(text, str) or not (text := _seen(text)[:_LONGEST_TEXT]):
        return None
    name = _seen(author).replace("\n", " ")[:_LONGEST_NAME] if isinstance(author, str) else None
    return Message(entry["role"], text, author=name or None)


def _seen(text: str) -> str:
    return _UNSEEN.sub("", encodable(text)).strip()
