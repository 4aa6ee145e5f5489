"""The process that reads one file, so that what the file does to its reader harms nobody else.

``python -m acore.adapters.documents.worker KIND NAME`` takes the bytes on its standard input, and
answers with a line of JSON: a reading or a refusal.
"""

import contextlib
import os
import sys
from typing import get_args

import orjson

from acore.adapters.documents.kinds import Kind
from acore.adapters.documents.parsing import parsed

MOST_MEMORY = 1024**3
"""Bytes of memory."""
MOST_PROCESSOR_S = 60
"""Seconds of a processor: who waits gives up earlier, but may be killed before and leave the reader alone."""


def main() -> None:
    """Read the file and answer."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not stand in the answer
    with contextlib.suppress(ImportError):  # where there is no such module, there are no such limits
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_PROCESSOR_S, MOST_PROCESSOR_S + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, name = sys.argv[1:]
    known: dict[str, Kind] = {one: one for one in get_args(Kind)}
    with answers:
        answers.write(orjson.dumps(parsed(known[kind], name, sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
