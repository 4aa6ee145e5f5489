"""The process that owns the index: Qdrant's engine, asked over standard input and output.

It is a process of its own because the engine holds the interpreter's lock for long. Requests and
answers are lines of JSON with a number; it ends when its input does, so it never outlives its parent.
"""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from acore.adapters.vector_store.edge_faults import translated
from acore.adapters.vector_store.edge_index import Index


def serve(lines: Iterable[bytes], answer: Callable[[bytes], object], folder: Path) -> None:
    """Answer each line in turn until there are no more; the folder is opened by the first.

    A damaged file makes the engine panic, which is no Exception: that too is answered, and ends the work,
    because what the engine holds in memory can not be trusted after it.
    """
    index: Index | None = None
    for line in lines:
        request = orjson.loads(line)
        try:
            index = index or Index(folder)
            told: Mapping[str, Any] = {"result": getattr(index, request["work"])(**request["given"])}
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  the engine raises nothing more precise
            told = {**translated(error, folder), "last": not isinstance(error, Exception)}
        answer(orjson.dumps({"n": request["n"], **told}) + b"\n")
        if told.get("last"):
            return
    if index is not None:
        index.close()


def main() -> None:
    """Serve standard input; the folder is the one argument."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not stand between the answers

    def answer(line: bytes) -> None:
        answers.write(line)
        answers.flush()

    serve(sys.stdin.buffer, answer, Path(sys.argv[1]))


if __name__ == "__main__":
    main()
