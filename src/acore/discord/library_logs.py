"""What the discord library logs, as far as it says more than whoever runs the bot should read."""

import logging

_OUTAGES = ("Attempting a reconnect", "Failed to connect for shard_id")
"""What it says while Discord is out of reach, each time with a stack of its own code."""


class _InOneLine(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None and str(record.msg).startswith(_OUTAGES):
            record.msg, record.args = "%s: %r", (record.getMessage(), error)
            record.exc_info = None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


_in_one_line = _InOneLine()


def quieten() -> None:
    """Have outages told in one line each, and nothing of what members write; calling it again changes nothing."""
    # At debug level the library logs whole payloads, and with them what members write.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
    for name in ("discord.client", "discord.shard"):
        logging.getLogger(name).addFilter(_in_one_line)
