import httpx
import pytest
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from acore.adapters.vector_store.qdrant_faults import translated
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, RateLimited

URL = "http://qdrant.lan:6333"


def answer(status: int, content: bytes = b'{"status": {"error": "told"}}') -> UnexpectedResponse:
    return UnexpectedResponse(status, "Reason", content, httpx.Headers())


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (TimeoutError(), EngineTimeout, "within 3 s"),
        (ResponseHandlingException(httpx.ReadTimeout("")), EngineTimeout, "within 3 s"),
        (ResponseHandlingException(httpx.ConnectTimeout("")), EngineUnavailable, "there is no Qdrant"),
        (ResponseHandlingException(httpx.ConnectError("refused")), EngineUnavailable, r"\(refused\)\. Start it"),
        (ResponseHandlingException(ValueError("no JSON")), EngineRefused, "what Qdrant does not"),
        (ResourceExhaustedResponse("slow down", 7), RateLimited, "too often"),
        (answer(401), EngineRefused, r"key \(told\); set ACORE_VECTOR_STORE__ENGINES__QDRANT__API_KEY"),
        (answer(403, b"Must provide an API key"), EngineRefused, "Must provide an API key"),
        (answer(400, b'{"status": {"error": "Not existing vector name error: d3"}}'), EngineUnavailable, "ask again"),
        (answer(404, b'{"status": {"error": "Not found: Collection `a`"}}'), EngineUnavailable, "ask again"),
        (answer(404, b""), EngineRefused, r"1\.18"),
        (answer(400, b"[]"), EngineRefused, r"refused: 400 \[\]"),
        (answer(503), EngineUnavailable, "503 told"),
        (answer(400, b"x" * 10_000), EngineRefused, "x{300}$"),
    ],
)
def test_the_kind_of_a_fault_says_whether_to_ask_again(error: Exception, kind: type[EngineError], words: str) -> None:
    with pytest.raises(kind, match=words) as raised:
        raise translated(error, URL, 3)
    assert type(raised.value) is kind
    assert raised.value.engine == "qdrant"
    assert URL in str(raised.value)


def test_a_limited_rate_says_when_to_come_back() -> None:
    error = translated(ResourceExhaustedResponse("", 7), URL, 3)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 7
