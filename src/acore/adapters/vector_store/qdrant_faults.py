"""The one place where the faults of Qdrant's client become acore's."""

import httpx
import orjson
from qdrant_client.common.client_exceptions import QdrantException, ResourceExhaustedResponse
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, RateLimited

FAULTS = (TimeoutError, ApiException, QdrantException, ValueError)
"""Everything that the client raises."""

_ENGINE = "qdrant"
_KEY = "ACORE_VECTOR_STORE__ENGINES__QDRANT__API_KEY"
_LONGEST_MESSAGE = 300
_STALE = ("not existing vector name", "not found: collection", "doesn't exist")
"""What a server says of something that was there when we looked: another program has changed it."""


def translated(error: Exception, url: str, timeout_s: float) -> EngineError:
    """The same fault in acore's words: passing faults as EngineUnavailable, others as EngineRefused."""
    if isinstance(error, ResourceExhaustedResponse):
        return RateLimited(f"{url} is asked too often", engine=_ENGINE, retry_after=float(error.retry_after_s))
    if isinstance(error, UnexpectedResponse):
        return _answered(error, url)
    source = error.source if isinstance(error, ResponseHandlingException) else error
    if isinstance(source, TimeoutError | httpx.TimeoutException) and not isinstance(source, httpx.ConnectTimeout):
        return EngineTimeout(f"{url} did not answer within {timeout_s:g} s; ask again in a moment", engine=_ENGINE)
    if isinstance(source, httpx.HTTPError):
        why = str(source) or type(source).__name__
        return EngineUnavailable(
            f"there is no Qdrant at {url} ({why}). Start it, set vector_store.engines.qdrant.url, or keep the index "
            "on this machine: acore use vector_store/edge",
            engine=_ENGINE,
        )
    return EngineRefused(f"{url} answered what Qdrant does not ({_short(str(source))})", engine=_ENGINE)


def _answered(error: UnexpectedResponse, url: str) -> EngineError:
    status, told = error.status_code or 0, _told(error)
    if status in {401, 403}:
        return EngineRefused(f"{url} does not accept the key ({told}); set {_KEY}", engine=_ENGINE)
    if any(sign in told.lower() for sign in _STALE):
        return EngineUnavailable(f"the collection on {url} was changed meanwhile ({told}); ask again", engine=_ENGINE)
    if status == httpx.codes.NOT_FOUND:
        return EngineRefused(f"{url} lacks what acore asks for ({told}): it has to be Qdrant 1.18+", engine=_ENGINE)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return EngineUnavailable(f"{url} can not serve now: {status} {told}", engine=_ENGINE)
    return EngineRefused(f"{url} refused: {status} {told}", engine=_ENGINE)


def _told(error: UnexpectedResponse) -> str:
    try:
        said = orjson.loads(error.content)
        return _short(str(said["status"]["error"]))
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return _short(error.content.decode(errors="replace") or error.reason_phrase)


def _short(text: str) -> str:
    return text[:_LONGEST_MESSAGE]
