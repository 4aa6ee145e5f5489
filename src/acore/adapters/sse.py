"""Server-sent events with JSON in them, as servers really send them."""

from typing import Any

import orjson

_LARGEST_EVENT = 4 * 2**20

DONE = object()
"""The server says that nothing more comes: OpenAI's ``[DONE]``."""
NOTHING = object()
"""A line that tells nothing by itself: a comment, another field, the end of an event, half of its data."""


class JsonEvents:
    """Takes lines, and gives the JSON of each event (https://html.spec.whatwg.org/#parsing-an-event-stream).

    More forgiving than the standard in one respect: data that is whole by itself is an event, because
    some servers leave out the empty line after it.
    """

    def __init__(self) -> None:
        self._begun = b""

    def feed(self, line: bytes) -> Any:  # noqa: ANN401  JSON, DONE or NOTHING
        """The JSON that the line completes, DONE or NOTHING; raises ValueError where an event's data is no JSON."""
        if not line.startswith(b"data:"):
            return NOTHING if line else self._ended()
        data = line[5:].strip()
        if self._begun:
            data = self._begun + b"\n" + data
        elif data == b"[DONE]":
            return DONE
        try:
            found = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            if len(data) > _LARGEST_EVENT:
                raise ValueError(f"it sent an event of more than {_LARGEST_EVENT:,} bytes") from error
            self._begun = data
            return NOTHING
        self._begun = b""
        return found

    def close(self) -> None:
        """The stream has ended; raises ValueError where an event's data is left that is no JSON."""
        self._ended()

    def _ended(self) -> Any:  # noqa: ANN401
        begun, self._begun = self._begun, b""
        if begun:
            raise ValueError(f"what it sent is no JSON: {begun[:80]!r}")
        return NOTHING
