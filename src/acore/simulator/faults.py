"""What goes wrong on purpose: a script of refusals, lost answers and delays that a test writes."""

import re
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

from acore.errors import InvalidInput

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_MOST_FAULTS = 1000
_MOST_TIMES = 1_000_000
_TOO_MANY = 429
_LOWEST, _HIGHEST = 400, 599

Scope = Literal["user", "global", "shared"]
"""Whose limit a 429 speaks of: the bot's on this route, the bot's on all, or one that it shares with others."""


What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Refused:
    """How a request fails; `status` 0 is a connection that breaks, `retry_after` in seconds."""

    status: int
    retry_after: float
    scope: Scope
    cloudflare: bool
    """Whether Cloudflare answers, as HTML and without a ``Via`` header, and Discord never saw the request."""
    after_work: bool
    """Whether the request is served first, so that only its answer is lost."""


@dataclass(slots=True)
class _Planned(Generic[What]):
    method: str
    path: re.Pattern[str]
    what: What
    left: int

    def fits(self, method: str, path: str) -> bool:
        return self.method in (method, "*") and self.path.search(path) is not None


class _Script(Generic[What]):
    """Faults of one kind, in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[_Planned[What]] = []

    @property
    def left(self) -> int:
        return sum(planned.left for planned in self._planned)

    def plan(self, method: str, path_regex: str, what: What, times: int) -> None:
        if method.upper() not in (*_METHODS, "*"):
            raise InvalidInput(f"There is no method {method!r}; there are {', '.join(_METHODS)}, and * for any.")
        if not 1 <= times <= _MOST_TIMES:
            raise InvalidInput(f"A fault can happen 1 to {_MOST_TIMES} times, not {times} times.")
        if len(self._planned) >= _MOST_FAULTS:
            raise InvalidInput(f"{_MOST_FAULTS} faults of this kind are planned; let some happen, or clear() them.")
        try:
            path = re.compile(path_regex)
        except re.error as error:
            raise InvalidInput(
                f"{path_regex!r} is no regular expression: {error}. Use one such as '/messages$'."
            ) from error
        self._planned.append(_Planned(method.upper(), path, what, times))

    def use(self, method: str, path: str) -> What | None:
        planned = next((planned for planned in self._planned if planned.fits(method, path)), None)
        if planned is None:
            return None
        planned.left -= 1
        if planned.left == 0:
            self._planned.remove(planned)
        return planned.what

    def clear(self) -> None:
        self._planned.clear()


class Faults:
    """Faults that wait for the requests they are meant for, in the order of planning; at most a thousand of a kind.

    A request is meant where its method is the same (``*`` is any) and the regular expression is found
    in its path below the API's prefix, without the query.
    """

    def __init__(self) -> None:
        self._refusals: _Script[Refused] = _Script()
        self._delays: _Script[float] = _Script()

    @property
    def left(self) -> int:
        """How often a planned fault is still to come: 0 once everything that was planned has happened."""
        return self._refusals.left + self._delays.left

    def refuse(  # noqa: PLR0913  a public shape
        self,
        method: str,
        path_regex: str,
        status: int,
        times: int = 1,
        *,
        retry_after: float = 1.0,
        scope: Scope = "user",
        cloudflare: bool = False,
        after_work: bool = False,
    ) -> None:
        """Answer the next `times` such requests with `status`, or break their connection where it is 0.

        `retry_after` (seconds) and `scope` belong to a 429. `cloudflare` answers as the proxy in front
        of Discord does. `after_work` serves the request and loses the answer: a 502 or 0 after the
        message was sent. Raises InvalidInput for what can not happen.
        """
        if status != 0 and not _LOWEST <= status <= _HIGHEST:
            raise InvalidInput(f"The status {status} is no refusal; use 400 to 599, or 0 to break the connection.")
        if scope not in get_args(Scope):
            raise InvalidInput(f"There is no scope {scope!r}; there are {', '.join(get_args(Scope))}.")
        if after_work and (cloudflare or status == _TOO_MANY):
            raise InvalidInput("Cloudflare and 429 refuse before the work; with after_work, use 0 or another status.")
        if cloudflare and status == 0:
            raise InvalidInput(
                "A connection that breaks without an answer has none of Cloudflare's; use one or the other."
            )
        if retry_after < 0:
            raise InvalidInput(f"retry_after is {retry_after} seconds; use 0 or more.")
        self._refusals.plan(method, path_regex, Refused(status, retry_after, scope, cloudflare, after_work), times)

    def delay(self, method: str, path_regex: str, seconds: float, times: int = 1) -> None:
        """Let the next `times` such requests wait before they are served; raises InvalidInput for what can not be."""
        if seconds < 0:
            raise InvalidInput(f"The delay is {seconds} seconds; use 0 or more.")
        self._delays.plan(method, path_regex, seconds, times)

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        self._refusals.clear()
        self._delays.clear()

    def next_refusal(self, method: str, path: str) -> Refused | None:
        """How this request fails, counted as done; None where it does not."""
        return self._refusals.use(method, path)

    def next_delay(self, method: str, path: str) -> float:
        """The seconds that this request waits, counted as done; 0 where it does not."""
        return self._delays.use(method, path) or 0.0
