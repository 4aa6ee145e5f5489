"""`acore` from its first moment on: Ctrl-C ends it with 130, and any text can be printed.

It imports next to nothing, because a Ctrl-C that comes while modules load has to find it ready.
"""

import os
import signal
import sys
from types import FrameType
from typing import TextIO

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code."""
    signal.signal(signal.SIGINT, _leave)
    for stream in (sys.stdout, sys.stderr):
        _take_any_text(stream)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  for as long as the process lives
    from acore.cli.main import main as run  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        code = run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done, and Python would die of it on its way out
    sys.exit(code)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """At once: there is nothing yet to close."""
    os._exit(INTERRUPTED)


def _take_any_text(stream: TextIO | None) -> None:
    """What the terminal's encoding has no sign for is shown as a question mark."""
    if stream is not None and hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
