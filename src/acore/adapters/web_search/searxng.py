"""A SearXNG server: a search engine of one's own that asks many others."""

from typing import Any, Literal
from urllib.parse import urlencode

from pydantic import Field

from acore.adapters.asking import Asking, unlike
from acore.domain.encoding import encodable
from acore.domain.web import Found, found_in
from acore.errors import EngineError, EngineRefused, EngineUnavailable
from acore.interfaces import EngineContext, FarSide, StatusRefused, WebSearch, WebSearchEngineSettings

WAY_OUT = "To go on without it: acore config set web_search.use none."
_NO_JSON = (
    "searxng does not give its results as JSON: add json to search.formats in its settings.yml, and let its limiter "
    f"pass this machine. {WAY_OUT}"
)
_FORBIDDEN = 403
_SAFE = {"off": 0, "moderate": 1, "strict": 2}
_LONGEST = 400
_NAMED = 3


class SearxngSettings(WebSearchEngineSettings):
    """Where the server is, and what it searches."""

    engine: Literal["searxng"] = "searxng"
    base_url: str = Field(default="http://127.0.0.1:8888", pattern=r"^https?://\S+$")
    """The server's address; its settings.yml has to list json under search.formats."""
    language: str = Field(default="auto", pattern=r"^(?:auto|all|[a-z]{2,3}(?:-[A-Z]{2})?)$")
    """The language of the pages where the question does not tell it, such as en or de-CH."""
    categories: str = Field(default="general", min_length=1)
    """What is searched, with commas between them, as SearXNG names it."""


class SearxngSearch(Asking, WebSearch):
    """Asks `GET /search?format=json`."""

    Settings = SearxngSettings

    def __init__(self, settings: SearxngSettings, context: EngineContext) -> None:
        self._settings = settings
        self._make = context.http

    async def open(self) -> None:
        """Make the client; raises EngineRefused for an impossible address. Nothing is connected yet."""
        settings = self._settings
        far = FarSide(engine=settings.engine, base_url=settings.base_url, timeout=settings.timeout, way_out=WAY_OUT)
        self._begin(self._make, far)

    async def ping(self) -> None:
        """Ask whether it runs; that searches nothing."""
        async with self._client.call("GET", "healthz"):
            return

    async def search(self, text: str, limit: int = 5, language: str | None = None) -> tuple[Found, ...]:
        """One request; where it found nothing because its engines failed, that is EngineUnavailable."""
        settings = self._settings
        asked = {
            "q": encodable(text)[:_LONGEST],
            "format": "json",
            "categories": settings.categories,
            "language": language or settings.language,
            "safesearch": _SAFE[settings.safe_search],
        }
        try:
            told = await self._client.get(f"search?{urlencode(asked)}")
        except StatusRefused as error:
            told = EngineRefused(_NO_JSON, engine=settings.engine) if error.status == _FORBIDDEN else error
            raise told from None
        except EngineError as error:
            raise error from None  # its causes name the address that was asked, and with it the question
        return self._read(told, limit)

    def _read(self, told: Any, limit: int) -> tuple[Found, ...]:  # noqa: ANN401  JSON
        try:
            rows = [(row.get("title"), row.get("url"), row.get("content")) for row in told["results"]]
            silent = [str(name) for name, *_ in told.get("unresponsive_engines") or ()]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise unlike(self._client, "its results are", error) from error
        found = found_in(rows, limit)
        if not found and silent:
            names = ", ".join(sorted(set(silent))[:_NAMED])
            told = f"searxng found nothing, because engines that it asks did not answer: {names}."
            raise EngineUnavailable(told, engine=self._settings.engine)
        return found
