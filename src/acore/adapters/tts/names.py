"""Voices that are asked for by name and are not there."""

import difflib
from collections.abc import Iterable

from acore.errors import NotFound

_NEAR = 3
_SOME = 8


def unknown_voice(name: str, there_are: Iterable[str]) -> NotFound:
    """The error for a voice that is not there, with the names that are near, or else some of those there are."""
    known = list(dict.fromkeys(there_are))
    near = difflib.get_close_matches(name.lower(), known, n=_NEAR)
    listed = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known[:_SOME])}."
    return NotFound("There is no voice {name}; {listed} `acore voices` lists all.", name=name[:100], listed=listed)
