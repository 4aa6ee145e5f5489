"""Runs the benchmarks, or the one that is named."""

import sys
from importlib import import_module

from benchmarks.figures import record, table

NAMES = ("start", "container", "history", "durability", "bot")


def main() -> int:
    """Measure, print, record; 1 where a figure does not hold."""
    wanted = sys.argv[1:] or list(NAMES)
    if unknown := set(wanted) - set(NAMES):
        print(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    held = True
    for name in wanted:
        figures = import_module(f"benchmarks.{name}").measure()
        print(table(figures), flush=True)
        record(figures)
        held = held and all(figure.holds for figure in figures)
    return 0 if held else 1


sys.exit(main())
