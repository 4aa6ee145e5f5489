"""Server-sent events with JSON in them, as servers really send them."""

from typing import Any

import orjson

from acore.adapters.asking import no_json

_LARGEST_EVENT = 4 * 2**20
_MOST_TRIED = 64
"""Lines of one event after which only its end is tried."""

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
        self._begun: list[bytes] = []
        self._size = 0

    def feed(self, line: bytes) -> Any:  # noqa: ANN401  JSON, DONE or NOTHING
        """The JSON that the line completes, DONE or NOTHING; raises ValueError where an event's data is no JSON."""
        if not line.startswith(b"data:"):
            return NOTHING if line else self.close()
        data = line[5:].strip()
        if not self._begun and data == b"[DONE]":
            return DONE
        self._begun.append(data)
        self._size += len(data)
        if self._size > _LARGEST_EVENT:
            raise ValueError(f"it sent an event of more than {_LARGEST_EVENT:,} bytes")
        # Trying at every line of a long event would take the square of its length.
        may_be_whole = len(self._begun) == 1 or (data.endswith(b"}") and len(self._begun) <= _MOST_TRIED)
        return self._tried() if may_be_whole else NOTHING

    def close(self) -> Any:  # noqa: ANN401  JSON or NOTHING
        """The event that ends here, or NOTHING; raises ValueError where what has come of it is no JSON."""
        if not self._begun:
            return NOTHING
        found = self._tried()
        if found is NOTHING:
            raise ValueError(no_json(self._begun[0]))
        return found

    def _tried(self) -> Any:  # noqa: ANN401  JSON or NOTHING
        try:
            found = orjson.loads(b"\n".join(self._begun))
        except orjson.JSONDecodeError:
            return NOTHING
        self._begun, self._size = [], 0
        return found
