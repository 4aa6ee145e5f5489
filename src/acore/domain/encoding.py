"""Text that every store, every server and every terminal can take."""

import re

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Breaks a line, moves a terminal's cursor, or turns the direction of writing."""


def encodable(text: str) -> str:
    """The text with halves of surrogate pairs, which JSON and command lines can smuggle in, joined or as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def shown(name: str) -> str:
    """The name as it can be shown on one line: what is no character, or steers what shows it, is U+FFFD."""
    return _STEERING.sub("\ufffd", encodable(name))
