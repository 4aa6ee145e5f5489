"""Runs the benchmarks, or those that are named."""

import logging
import sys
from collections.abc import Sequence
from importlib import import_module

import structlog

from benchmarks import page
from benchmarks.figures import known, merged, rows_of, table, write

NAMES = tuple(
    "start container history durability llm routing rag answers citations bot discord vad stt talk floor "
    "channel soak".split()
)


def main(wanted: Sequence[str]) -> int:
    """Measure, print, record; 0 where every figure holds, 1 where one does not, 2 for a name that is none."""
    if unknown := set(wanted) - set(NAMES):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    held = True
    for name in wanted or NAMES:
        figures = import_module(f"benchmarks.{name}").measure()
        print(table(figures), flush=True)
        rows = merged(known(), name, rows_of(figures))
        write(rows)
        page.write(rows)
        held = held and all(figure.holds for figure in figures)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
