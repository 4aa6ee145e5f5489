"""Discord's limits on requests: buckets by route, the global one, and the ban of who sends too much that is invalid."""

import hashlib
import math
import re
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from acore.errors import InvalidInput
from acore.interfaces import Clock

_MOST_WINDOWS = 10_000
_PLACE = re.compile(r"\{[^}]*\}")
_EXEMPT = ("/interactions/", "/webhooks/")
"""What answers interactions is not bound by the global limit."""
_INVALID = (401, 403, 429)
_GLOBAL_S = 1.0


def bucket_hash(name: str) -> str:
    """A bucket's id in the shape of Discord's: 32 hexadecimal digits, always the same for the same name."""
    return hashlib.blake2s(name.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many requests in so many seconds; routes with one `hash` share it, each major parameter has its own."""

    hash: str
    requests: int
    seconds: float

    def __post_init__(self) -> None:
        if self.requests < 1 or self.seconds <= 0:
            raise InvalidInput(
                f"A bucket of {self.requests} requests in {self.seconds} seconds lets nothing through;"
                " give one request or more, and more than zero seconds."
            )


_MESSAGES = "/channels/{channel}/messages"
_MESSAGE = f"{_MESSAGES}/{{message}}"
_REACTIONS = f"{_MESSAGE}/reactions"
_FOLLOW_UP = "/webhooks/{application}/{token}"
_ANSWER = f"{_FOLLOW_UP}/messages/{{message}}"
_COMMANDS = "/applications/{application}/commands"
_GUILD_COMMANDS = "/applications/{application}/guilds/{guild}/commands"

_REACTING = Bucket(bucket_hash("reactions"), 1, 0.25)
_FOLLOWING = Bucket(bucket_hash("followups"), 5, 2.0)
_REGISTERING = Bucket(bucket_hash("commands"), 5, 60.0)

PUBLISHED: Mapping[tuple[str, str], Bucket | None] = MappingProxyType(
    {
        ("GET", _MESSAGES): Bucket(bucket_hash("read messages"), 5, 5.0),
        ("POST", _MESSAGES): Bucket(bucket_hash("send messages"), 5, 5.0),
        ("PATCH", _MESSAGE): Bucket(bucket_hash("edit messages"), 5, 5.0),
        ("DELETE", _MESSAGE): Bucket(bucket_hash("delete messages"), 5, 1.0),
        ("POST", "/channels/{channel}/typing"): Bucket(bucket_hash("typing"), 5, 5.0),
        ("PUT", f"{_REACTIONS}/{{emoji}}/@me"): _REACTING,
        ("DELETE", f"{_REACTIONS}/{{emoji}}/@me"): _REACTING,
        ("DELETE", f"{_REACTIONS}/{{emoji}}/{{user}}"): _REACTING,
        ("POST", _FOLLOW_UP): _FOLLOWING,
        ("GET", _ANSWER): _FOLLOWING,
        ("PATCH", _ANSWER): _FOLLOWING,
        ("DELETE", _ANSWER): _FOLLOWING,
        ("PUT", _COMMANDS): _REGISTERING,
        ("PUT", _GUILD_COMMANDS): _REGISTERING,
        ("POST", "/interactions/{interaction}/{token}/callback"): None,
    }
)
"""Method and route, then the bucket as it is published or was seen; None is no limit."""


@dataclass(frozen=True)
class Limits:
    """How much the simulator takes; as it stands, what Discord takes. Times in seconds.

    `buckets` has (method, path below the API's prefix with places in braces, whose names do not
    matter); every other route has a bucket of the size of `default` for itself. More than
    `invalid_requests` of 401, 403 and 429 within `invalid_seconds` are answered by Cloudflare for
    `ban_seconds`. `gateway_sends` is what a client may send in a minute on one gateway connection.
    """

    per_second: int = 50
    buckets: Mapping[tuple[str, str], Bucket | None] = field(default_factory=lambda: PUBLISHED)
    default: Bucket = Bucket("", 30, 30.0)
    invalid_requests: int = 10_000
    invalid_seconds: float = 600.0
    ban_seconds: float = 3600.0
    gateway_sends: int = 120
    _routes: Mapping[tuple[str, str], Bucket | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if min(self.per_second, self.invalid_requests, self.gateway_sends) < 1:
            raise InvalidInput("The limits per_second, invalid_requests and gateway_sends are 1 or more each.")
        routes = {(method.upper(), _plain(path)): bucket for (method, path), bucket in self.buckets.items()}
        object.__setattr__(self, "_routes", routes)

    def bucket(self, method: str, route: str) -> Bucket | None:
        """The bucket of a route; None where it has no limit."""
        key = (method, _plain(route))
        if key in self._routes:
            return self._routes[key]
        return Bucket(bucket_hash(" ".join(key)), self.default.requests, self.default.seconds)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may be served: `wait` in seconds where it may not, and what its answer says of the bucket."""

    headers: Mapping[str, str]
    wait: float | None = None
    everywhere: bool = False
    """Whether it is the global limit that is used up."""


@dataclass(slots=True)
class _Window:
    ends: float
    left: int


class RateLimits:
    """Counts requests against the limits; keeps the latest ten thousand buckets."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._windows: OrderedDict[tuple[str, str], _Window] = OrderedDict()
        self._all = _Window(0.0, 0)

    def take(self, method: str, route: str, major: str) -> Verdict:
        """Count a request of the route (as in `Limits.buckets`) on a channel, guild or webhook; never waits."""
        now = self._clock.monotonic()
        if not route.startswith(_EXEMPT) and (wait := self._exceeds_global(now)):
            return Verdict({}, wait, everywhere=True)
        bucket = self._limits.bucket(method, route)
        if bucket is None:
            return Verdict({})
        window = self._window(bucket, major, now)
        wait = _milliseconds(window.ends - now)
        spent = window.left == 0
        window.left -= not spent
        reset = self._clock.now().timestamp() + wait
        return Verdict(bucket_headers(bucket, window.left, wait, reset), wait if spent else None)

    def _exceeds_global(self, now: float) -> float:
        """Seconds until the global limit lets something through; 0 where it did now."""
        if now >= self._all.ends:
            self._all = _Window(now + _GLOBAL_S, self._limits.per_second)
        if self._all.left == 0:
            return _milliseconds(self._all.ends - now)
        self._all.left -= 1
        return 0.0

    def _window(self, bucket: Bucket, major: str, now: float) -> _Window:
        key = (bucket.hash, major)
        window = self._windows.get(key)
        if window is None or now >= window.ends:
            window = self._windows[key] = _Window(now + bucket.seconds, bucket.requests)
            self._windows.move_to_end(key)
            if len(self._windows) > _MOST_WINDOWS:
                self._windows.popitem(last=False)
        return window


class InvalidRequests:
    """Counts what was answered with 401, 403 or 429, and says for how long Cloudflare answers instead."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._times: deque[float] = deque(maxlen=limits.invalid_requests + 1)
        self._banned_until = 0.0

    def note(self, status: int, scope: str | None) -> None:
        """Count an answer; a 429 of the scope ``shared`` is not the client's fault."""
        if status not in _INVALID or scope == "shared":
            return
        now = self._clock.monotonic()
        self._times.append(now)
        if len(self._times) > self._limits.invalid_requests and now - self._times[0] < self._limits.invalid_seconds:
            self._banned_until = now + self._limits.ban_seconds
            self._times.clear()

    def banned_for(self) -> float:
        """Seconds that the ban still lasts; 0 where there is none."""
        return max(0.0, self._banned_until - self._clock.monotonic())


def bucket_headers(bucket: Bucket, left: int, reset_after: float, reset: float) -> Mapping[str, str]:
    """What every answer of a limited route says: `reset_after` in seconds, `reset` as seconds since 1970."""
    return {
        "X-RateLimit-Limit": str(bucket.requests),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": f"{reset:.3f}",
        "X-RateLimit-Reset-After": f"{reset_after:.3f}",
        "X-RateLimit-Bucket": bucket.hash,
    }


def _milliseconds(seconds: float) -> float:
    """Rounded up: who waits as long as it says must not come too early."""
    return math.ceil(seconds * 1000) / 1000


def _plain(path: str) -> str:
    return _PLACE.sub("{}", path)
