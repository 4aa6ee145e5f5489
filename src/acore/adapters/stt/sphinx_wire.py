"""What is said between the worker process and the event loop, in both directions.

A request is a letter and the length of what follows, a line of JSON answers it.
"""

import struct
from typing import TypedDict

RATE = 16_000
"""Of the sound that is sent: 16 bits, one channel."""
HEAD = struct.Struct("<cI")
AUDIO, END = b"A", b"E"


class Heard(TypedDict):
    """A segment, in seconds from the beginning of the stream."""

    text: str
    start: float
    end: float
    confidence: float | None
    final: bool
