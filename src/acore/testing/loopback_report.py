"""Words for a test whose bot did not answer: what happened instead."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from acore.simulator.model import SimMessage, WorldEvent
from acore.simulator.world import World

_MOST_LINES = 12
_LONGEST_TEXT = 100
_QUIET = ("ready", "commands")
"""Events that no member sees."""


class BotErrors(logging.Handler):
    """Keeps the latest errors that discord.py logs: what a bot's own code raised ends there."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._latest: deque[str] = deque(maxlen=_MOST_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record as one line with its innermost error."""
        error = record.exc_info[1] if record.exc_info else None
        while error is not None and error.__cause__ is not None:
            error = error.__cause__
        what = f": {type(error).__name__}: {error}" if error is not None else ""
        self._latest.append(f"{record.getMessage()}{what}")

    def latest(self) -> tuple[str, ...]:
        """The latest errors, oldest first."""
        return tuple(self._latest)

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Listen to discord.py within the block."""
        logger = logging.getLogger("discord")
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)


def told(
    why: str,
    seen: Sequence[WorldEvent],
    world: World,
    errors: Sequence[str],
    stopped: Sequence[BaseException] = (),
) -> str:
    """Why there is no answer, then what was seen, what the bot logged, and whether it still runs."""
    lines = [_line(event, world) for event in seen if event.kind not in _QUIET]
    parts = [f"{why}. Since its last answer:", *_listed(lines, "nothing happened")]
    if errors:
        parts += ["discord.py logged:", *_listed(errors, "")]
    if stopped:
        parts += ["The bot stopped:", *_listed([f"{type(error).__name__}: {error}" for error in stopped], "")]
    return "\n".join(parts)


def _listed(lines: Sequence[str], none: str) -> list[str]:
    beyond = len(lines) - _MOST_LINES
    more = [f"  - … {beyond} more before"] if beyond > 0 else []
    return more + [f"  - {line}" for line in lines[-_MOST_LINES:]] or [f"  - {none}"]


def _line(event: WorldEvent, world: World) -> str:
    channel = world.channel(event.channel_id)
    where = f"#{channel.name}" if channel is not None else "Discord"
    who = event.user.display_name if event.user is not None else "the bot"
    if event.message is not None:
        return f"{where}: {event.kind} by {who} {_shown(event.message)}"
    return f"{where}: {who}: {event.text or event.kind}"


def _shown(message: SimMessage) -> str:
    text = message.content if len(message.content) <= _LONGEST_TEXT else f"{message.content[:_LONGEST_TEXT]}…"
    about = [f"{len(message.embeds)} embeds"] if message.embeds else []
    about += [f"{len(message.attachments)} files"] if message.attachments else []
    return " ".join([repr(text), *about])
