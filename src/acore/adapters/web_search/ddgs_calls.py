"""The calls of the library ddgs, which is imported with this module."""

import re
from collections.abc import Sequence
from typing import Any

from ddgs.ddgs import DDGS
from ddgs.exceptions import DDGSException, TimeoutException

_NOTHING = "No results found."
_KIND = re.compile(r"\w+")
"""The first word of what the library says of an error; the rest holds the address that was asked, with the question."""
_ANSWERED = frozenset({200, 404})
"""What an engine says that has looked."""
_USUAL = 10
"""Results that are asked for at least: some are left out."""
_ROUNDS = 2
"""The library asks a few engines at once, and then others where those gave too little."""


def ask(  # noqa: PLR0913  what a search is
    text: str, limit: int, *, backends: Sequence[str], timeout: float, region: str, safe: str
) -> list[tuple[object, object, object]]:
    """Title, address and excerpt of what was found; blocks. Raises TimeoutError, or ConnectionError for all else.

    A search to which every engine that was asked gave an error, or a page that keeps machines away, has failed: it
    found nothing, and does not tell that there is nothing. The causes are kept from the log, since they hold the
    question.
    """
    search = _Search(timeout=max(1, int(timeout / _ROUNDS)))
    try:
        rows = search.text(
            text, region=region, safesearch=safe, max_results=max(limit, _USUAL), backend=",".join(backends)
        )
    except TimeoutException:
        raise TimeoutError from None
    except DDGSException as error:
        if str(error) == _NOTHING:
            states = set(search.told.values())
            if states and states.isdisjoint(_ANSWERED):
                raise ConnectionError(f"refused: {', '.join(map(str, sorted(states)))}") from None
            return []
        kind = _KIND.match(str(error))
        raise ConnectionError(kind[0] if kind else "no reason given") from None
    return [(row.get("title"), row.get("href"), row.get("body")) for row in rows]


class _Search(DDGS):
    """Notes what engines answer: the library takes a refusal for a page without results."""

    def __init__(self, timeout: int) -> None:
        super().__init__(timeout=timeout)
        self.told: dict[str, int] = {}
        """The state of each one's latest answer."""

    def _get_engines(self, category: str, backend: str) -> list[Any]:
        engines: list[Any] = super()._get_engines(category, backend)
        for engine in engines:
            engine.http_client = _Noting(engine.http_client, engine.name, self.told)
        return engines


class _Noting:
    """An engine's way to its server."""

    def __init__(self, inner: Any, engine: str, told: dict[str, int]) -> None:  # noqa: ANN401  the library's own kind
        self._inner = inner
        self._engine = engine
        self._told = told

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever else an engine asks of it
        return getattr(self._inner, name)

    def request(self, *given: Any, **further: Any) -> Any:  # noqa: ANN401  as the library's
        """As its own."""
        answer = self._inner.request(*given, **further)
        self._told[self._engine] = answer.status_code
        return answer
