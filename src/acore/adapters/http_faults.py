"""What goes wrong between a client and a far side, as errors that say what to do."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import httpx
import orjson

from acore.adapters.asking import no_json
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable, RateLimited
from acore.interfaces.http import FarSide, StatusRefused

_LONGEST_WORDS = 300
_LONGEST_WAIT_S = 86_400
_PASSING = frozenset({408, 409, 425})
_SECRETS = re.compile(r"\b(?:sk|pk|rk|key|gsk|xai|hf|AIza)[-_][\w.*-]{6,}|(?<=[Bb]earer )\S+")
"""Keys as the usual providers write them: some send yours back when they do not take it."""

_WHY: Mapping[int, str] = {
    400: "it does not take this request; look at the model and its settings",
    401: "it does not take the API key",
    402: "the account has no credit left",
    403: "the API key may not do that",
    404: "there is no such model or address",
    405: "there is something else at that address; look at base_url",
    408: "it waited too long for the request",
    413: "the conversation is too long for it; lower chat.history, or ask for less",
    422: "it does not take this request; look at the model and its settings",
    429: "it takes no more requests just now",
    503: "it is busy or starting",
}


_NO_ADDRESS = (httpx.InvalidURL, httpx.UnsupportedProtocol, aiohttp.InvalidURL, ValueError)
FAULTS = (httpx.HTTPError, aiohttp.ClientError, TimeoutError, *_NO_ADDRESS)
"""Everything that the libraries raise where a call fails."""


class Faults:
    """The errors of one far side: each names it, what it said, and what to do."""

    def __init__(self, far: FarSide) -> None:
        self._far = far
        self._engine = far.engine
        self._way_out = far.way_out
        self.timeout = far.timeout
        """Seconds that a call may take."""
        self._secret = far.api_key.get_secret_value() if far.api_key else ""
        self._place = _place(far.base_url)

    def sooner(self, seconds: float) -> "Faults":
        """The errors of a call that may take no longer than that."""
        return Faults(replace(self._far, timeout=seconds))

    def before(self, error: Exception) -> EngineError:
        """What happened before the head of an answer was there."""
        if isinstance(error, _NO_ADDRESS):
            return self._refused("base_url is no address that can be called; it looks like http://127.0.0.1:11434")
        return self._translated(error, "closed the connection without an answer")

    def within(self, error: Exception) -> EngineError:
        """What happened within the body of an answer."""
        return self._translated(error, "broke off in the middle of its answer")

    def of_status(self, status: int, headers: Mapping[str, str], body: bytes) -> EngineError:
        """The error that a status other than 200 stands for; `body` is its beginning."""
        words = self._words(body)
        told = f"{self._subject} answered {status}" + (f" (“{words}”)" if words else "")
        why = _WHY.get(status, "it failed" if status >= 500 else "it does not do what was asked")  # noqa: PLR2004  HTTP
        if status == httpx.codes.TOO_MANY_REQUESTS:
            wait = _retry_after(headers)
            why += "" if wait is None else f"; ask again in {wait:.0f} s"
            words = self._passing(f"{told}: {why}") if wait is None else self._ended(f"{told}: {why}.")
            return RateLimited(words, engine=self._engine, retry_after=wait, status=status, why=why)
        if status >= 500 or status in _PASSING:  # noqa: PLR2004
            return EngineUnavailable(self._passing(f"{told}: {why}"), engine=self._engine, status=status, why=why)
        if location := headers.get("location"):
            why = f"it has moved to {_place(location)}; set base_url to where it is now"
        return StatusRefused(self._ended(f"{told}: {why}."), engine=self._engine, status=status, why=why)

    def too_much(self, what: str) -> EngineError:
        """It sent more than any answer has."""
        return self._refused(f"sent {what}, which no answer has; look at base_url")

    def no_json(self, media_type: str, body: bytes) -> EngineError:
        """Where JSON was promised and does not come, it broke off; where it was not, somebody else answers."""
        if media_type and "json" not in media_type:
            return self.other_kind(media_type)
        return self.malformed(no_json(body))

    def other_kind(self, media_type: str) -> EngineError:
        """A web page or the like in place of an answer."""
        return self._refused(f"answered with {media_type[:60] or 'an unnamed kind of content'}; look at base_url")

    def unsendable(self, why: object) -> EngineError:
        """What was to be sent is no JSON; an engine's settings or a request hold what JSON has no form for."""
        return self._refused(f"was not asked, because the request can not be written as JSON ({why})")

    def malformed(self, what: str) -> EngineError:
        """It does not keep to the form of its answers."""
        told = self._clean(what.encode(errors="replace"))
        words = f"{self._subject} can not be understood: {told}"
        return EngineUnavailable(self._passing(words), engine=self._engine, why="it can not be understood")

    def reported(self, words: str, status: int | None) -> EngineError:
        """An error that it reports inside of an answer."""
        if status is not None and 400 <= status < 600:  # noqa: PLR2004  HTTP
            return self.of_status(status, {}, words.encode())
        told = f"{self._subject} failed (“{self._clean(words.encode())}”)"
        return EngineUnavailable(self._passing(told), engine=self._engine, why="it told of an error within its answer")

    @property
    def _subject(self) -> str:
        return f"{self._engine} at {self._place}"

    def _refused(self, what: str) -> EngineRefused:
        told = self._clean(what.encode(errors="replace"))
        return EngineRefused(self._ended(f"{self._subject} {told}."), engine=self._engine, why=told)

    def _ended(self, told: str) -> str:
        return f"{told} {self._way_out}".rstrip()

    def _passing(self, told: str) -> str:
        """The words of an error that may be gone the next time."""
        return self._ended(f"{told}; ask again in a moment.")

    def _translated(self, error: Exception, broke: str) -> EngineError:
        cause = error.__cause__ if isinstance(error.__cause__, aiohttp.ClientError | OSError) else error
        if isinstance(cause, aiohttp.ClientSSLError | aiohttp.ServerFingerprintMismatch | ssl.SSLError):
            return self._refused(
                f"has no certificate that can be trusted ({_reason(cause)}); SSL_CERT_FILE names others"
            )
        if isinstance(cause, aiohttp.ConnectionTimeoutError):
            why = "can not be reached in time"
            return EngineTimeout(f"{self._subject} {why}. {self._far.unreached}", engine=self._engine, why=why)
        if isinstance(cause, TimeoutError | httpx.TimeoutException):
            why = f"did not answer within {self.timeout:g} s"
            return EngineTimeout(self._passing(f"{self._subject} {why}"), engine=self._engine, why=why)
        if isinstance(cause, aiohttp.ClientHttpProxyError | aiohttp.ClientProxyConnectionError):
            why = f"failed ({_reason(cause)})"
            told = f"the proxy on the way to {self._subject} {why}"
            return EngineUnavailable(self._passing(told), engine=self._engine, why=f"the proxy on the way {why}")
        if isinstance(cause, aiohttp.ClientConnectorError):
            why = f"can not be reached ({_reason(cause)})"
            return EngineUnavailable(f"{self._subject} {why}. {self._far.unreached}", engine=self._engine, why=why)
        if isinstance(cause, aiohttp.ClientResponseError):
            return self._refused("does not speak HTTP; look at base_url")
        return EngineUnavailable(self._passing(f"{self._subject} {broke}"), engine=self._engine, why=broke)

    def _words(self, body: bytes) -> str:
        """What an error's body says, in the forms that servers have for it."""
        try:
            found = _said(orjson.loads(body))
        except orjson.JSONDecodeError:
            found = "" if body.lstrip().startswith(b"<") else body.decode(errors="replace")
        return self._clean(found.encode(errors="replace"))

    def _clean(self, told: bytes) -> str:
        """Words of the far side on one line, short, and without anybody's key."""
        text = " ".join(told.decode(errors="replace").split())
        if self._secret:
            text = text.replace(self._secret, "***")
        text = _SECRETS.sub("***", "".join(c for c in text if c.isprintable()))
        return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 1] + "…"


def _said(told: Any) -> str:  # noqa: ANN401  any JSON may come
    """`{"error": {"message": …}}`, `{"error": …}`, `{"detail": …}`, `{"message": …}`, or a list of one of them."""
    if isinstance(told, str):
        return told
    if isinstance(told, list):
        return _said(told[0]) if told else ""
    if not isinstance(told, dict):
        return ""
    return next((_said(told[key]) for key in ("error", "message", "detail", "msg") if told.get(key)), "")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a number or a date (RFC 9110, 10.2.3); None where nothing usable is said."""
    if (text := headers.get("retry-after")) is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(text).astimezone(UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_S) if seconds == seconds else None  # noqa: PLR0124  NaN


def _reason(error: BaseException) -> str:
    inner = getattr(error, "os_error", None) or error
    return (getattr(inner, "strerror", None) or str(inner) or type(inner).__name__)[:120]


def _place(address: str) -> str:
    """An address without the name and password that may stand in it, and without its query."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError):
        return address.rpartition("@")[2][:100]
    return str(url.copy_with(username=None, password=None, query=None, fragment=None)).rstrip("/")[:200]
