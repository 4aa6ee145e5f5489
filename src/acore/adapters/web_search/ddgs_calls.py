"""The calls of the library ddgs, which is imported with this module."""

import re
from collections.abc import Sequence

from ddgs import DDGS
from ddgs.exceptions import DDGSException, TimeoutException

_NOTHING = "No results found."
_KIND = re.compile(r"\w+")
"""The first word of what the library says of an error; the rest holds the address that was asked, with the question."""
_USUAL = 10
"""Results that are asked for at least: some are left out."""
_ROUNDS = 2
"""The library asks a few engines at once, and then others where those gave too little."""


def ask(  # noqa: PLR0913  what a search is
    text: str, limit: int, *, backends: Sequence[str], timeout: float, region: str, safe: str
) -> list[tuple[object, object, object]]:
    """Title, address and excerpt of what was found; blocks. Raises TimeoutError, or ConnectionError for all else.

    Their causes are kept from the log, since they hold the question.
    """
    try:
        rows = DDGS(timeout=max(1, int(timeout / _ROUNDS))).text(
            text, region=region, safesearch=safe, max_results=max(limit, _USUAL), backend=",".join(backends)
        )
    except TimeoutException:
        raise TimeoutError from None
    except DDGSException as error:
        if str(error) == _NOTHING:
            return []
        kind = _KIND.match(str(error))
        raise ConnectionError(kind[0] if kind else "no reason given") from None
    return [(row.get("title"), row.get("href"), row.get("body")) for row in rows]
