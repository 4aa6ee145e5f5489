"""The calls of the library ddgs, which is imported with this module."""

from collections.abc import Sequence

from ddgs import DDGS
from ddgs.exceptions import DDGSException, TimeoutException

_NOTHING = "No results found."
_LONGEST_REASON = 200
_USUAL = 10
"""Results that are asked for at least: some are left out."""
_ROUNDS = 2
"""The library asks a few engines at once, and then others where those gave too little."""


def ask(  # noqa: PLR0913  what a search is
    text: str, limit: int, *, backends: Sequence[str], timeout: float, region: str, safe: str
) -> list[tuple[object, object, object]]:
    """Title, address and excerpt of what was found; blocks. Raises TimeoutError, or ConnectionError for all else."""
    try:
        rows = DDGS(timeout=max(1, int(timeout / _ROUNDS))).text(
            text, region=region, safesearch=safe, max_results=max(limit, _USUAL), backend=",".join(backends)
        )
    except TimeoutException as error:
        raise TimeoutError(str(error)) from error
    except DDGSException as error:
        if str(error) == _NOTHING:
            return []
        raise ConnectionError(str(error)[:_LONGEST_REASON]) from error
    return [(row.get("title"), row.get("href"), row.get("body")) for row in rows]
