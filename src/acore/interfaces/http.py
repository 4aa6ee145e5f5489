"""The contract of HTTP clients: how an engine asks a far side."""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from acore.errors import EngineError, EngineRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class FarSide:
    """A server as one engine knows it."""

    engine: str
    """Named in every error."""
    base_url: str
    """What paths are put behind, such as ``http://127.0.0.1:11434``."""
    api_key: SecretStr | None = None
    """Sent in the authorization header; never in a log or an error."""
    scheme: str = "Bearer"
    """What stands before the key there (RFC 9110, 11.4)."""
    headers: Mapping[str, str] = field(default_factory=dict)
    proxy: str | None = field(default=None, repr=False)
    """The HTTP proxy on the way; without one that of the environment, where the server is not on this machine."""
    timeout: float = 120
    """Seconds that a whole call may take, a stream to its last byte included."""
    silence: float = 60
    """The longest pause in an answer, its beginning included."""
    unreached: str = "Is it running, and base_url right?"
    """What to look at where nobody answers at the address."""
    way_out: str = ""
    """What a person does who has to go on without it; ends the messages of what it failed at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file with what is said of it, sent as a form (RFC 7578) in the place of JSON."""

    name: str
    """Of the field that holds the file."""
    filename: str
    media_type: str
    content: bytes = field(repr=False)
    values: Mapping[str, str] = field(default_factory=dict)
    """The other fields."""


class StatusRefused(EngineRefused):
    """The far side answered with a status that will not change."""


class HttpAnswer(ABC):
    """An answer whose body is still to come."""

    media_type: str
    """Without its parameters, in lower case; empty where the server names none."""

    @abstractmethod
    def expect(self, *media_types: str) -> None:
        """Raise EngineRefused where the answer is of another kind, such as a web page; an unnamed kind is none."""

    @abstractmethod
    def pieces(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes, in pieces of any size that are not empty.

        Raises EngineUnavailable where the body breaks off, EngineTimeout, or EngineRefused where it is
        larger than any answer.
        """

    @abstractmethod
    def lines(self) -> AsyncGenerator[list[bytes], None]:
        """The body's lines without their ends, as many at a time as have come; the last one need not be ended.

        Raises EngineUnavailable where the body breaks off, EngineTimeout, or EngineRefused where it
        or one line of it is larger than any answer.
        """

    @abstractmethod
    async def json(self) -> Any:  # noqa: ANN401  JSON
        """The whole body as JSON; errors are those of `lines`, and EngineUnavailable where it is none."""

    @abstractmethod
    def hurry(self, seconds: float) -> None:
        """Bring the deadline forward to so many seconds from now; it is never put off."""


class HttpClient(ABC):
    """Asks one far side, with every failure as an EngineError that says what to do.

    EngineTimeout, RateLimited and EngineUnavailable are passing: no connection, a break, 408, 409,
    425, 429 and 5xx. EngineRefused is lasting: another status, a certificate, no HTTP at all.
    Redirects are not followed; cancelling closes the connection; nothing that comes back is
    unbounded.
    """

    @abstractmethod
    def call(
        self, method: str, path: str, body: object = None, *, within: float | None = None
    ) -> AbstractAsyncContextManager[HttpAnswer]:
        """Send JSON, or an Upload, and enter the answer once its head is there; leaving it closes it.

        `within` are the seconds that all of it may take, where that is less than the far side's `timeout`.
        """

    @abstractmethod
    def malformed(self, what: str) -> EngineError:
        """The error for an answer that is not of the form it should have: passing, because it may be a bad moment."""

    @abstractmethod
    def reported(self, words: str, status: int | None = None) -> EngineError:
        """The error for one that the far side tells of within an answer; an HTTP status decides as it would outside."""

    @abstractmethod
    async def aclose(self) -> None:
        """Close every connection."""

    async def get(self, path: str) -> Any:  # noqa: ANN401  JSON
        """The JSON at a path."""
        async with self.call("GET", path) as answer:
            return await answer.json()

    async def post(self, path: str, body: object) -> Any:  # noqa: ANN401  JSON
        """The JSON that a server answers to JSON, or to an Upload."""
        async with self.call("POST", path, body) as answer:
            return await answer.json()


class Http(ABC):
    """Makes clients; an engine makes its own in `open` and closes it in `aclose`."""

    @abstractmethod
    def client(self, far: FarSide) -> HttpClient:
        """A client for the far side; nothing is connected yet."""
