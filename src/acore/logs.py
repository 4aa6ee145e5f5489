"""Logging: structured events on stderr, with every known secret taken out."""

import logging
import sys
from collections.abc import Collection, Mapping
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_REDACTED = "[redacted]"
_SHORTEST_SECRET = 6
"""Shorter ones would blank out ordinary words."""


_TALKATIVE = ("asyncio", "discord.client", "httpx", "uvicorn")
"""Libraries whose everyday events nobody needs; their warnings are kept."""


class Redaction:
    """A processor that replaces secrets wherever they stand in an event, nested values included."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets: tuple[str, ...] = ()
        self.add(secrets)

    def add(self, secrets: Collection[str]) -> None:
        """Replace these as well, the longest first."""
        known = {*self._secrets, *(secret for secret in secrets if len(secret) >= _SHORTEST_SECRET)}
        self._secrets = tuple(sorted(known, key=len, reverse=True))

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Return the event without secrets."""
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: object) -> object:
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, _REDACTED)
            return value
        if isinstance(value, Mapping):
            return {key: self._clean(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return type(value)(self._clean(inner) for inner in value)
        if isinstance(value, BaseException):
            return self._clean(repr(value))
        return value


_redaction = Redaction(())


def redact(secrets: Collection[str]) -> None:
    """Take these out of every event from now on, beside those that `configure` was given."""
    _redaction.add(secrets)


def configure(
    *,
    level: Literal["debug", "info", "warning", "error"],
    style: Literal["console", "json"],
    secrets: Collection[str] = (),
) -> None:
    """Send structlog's and the standard library's events to stderr in one form; calling it again replaces it."""
    redact(secrets)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(style)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _rendering(style: Literal["console", "json"]) -> list[Processor]:
    """The trace is made into text first, so that redaction sees it."""
    render: Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    return [structlog.processors.format_exc_info, _redaction, render]
