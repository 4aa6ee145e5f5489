"""The process that gives a copy of the index its graph, beside the one that answers.

The engine holds the interpreter's lock while it builds, for a minute where there are 100,000 vectors;
here nobody waits for it. It says on standard output when the copy is made, and when the graph is.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

import orjson
import qdrant_edge as qdrant

from acore.adapters.vector_store import edge_folder
from acore.adapters.vector_store.edge_faults import translated

_LINKS = 16
_CANDIDATES = 128
_PR_SET_PDEATHSIG = 1
_NICE = 10


def build(draft: Path) -> None:
    """Build the graph of the index in that folder."""
    graph = qdrant.HnswIndexConfig(
        m=_LINKS,
        ef_construct=_CANDIDATES,
        full_scan_threshold=edge_folder.UNBUILT_KB,
        max_indexing_threads=max((os.cpu_count() or 2) // 2, 1),
    )
    optimizers = qdrant.EdgeOptimizersConfig(indexing_threshold=edge_folder.UNBUILT_KB, default_segment_number=2)
    settings = edge_folder.config(edge_folder.size_in(draft), hnsw_config=graph, optimizers=optimizers)
    shard = qdrant.EdgeShard.load(str(draft), settings)
    shard.optimize()
    shard.flush()
    shard.close()


def main() -> None:
    """Copy the folder that is the first argument to the second, and build its graph there."""
    folder, draft = map(Path, sys.argv[1:3])
    os.nice(_NICE)
    if sys.platform == "linux":  # it can not see the end of its input while it builds, and may not outlive its parent
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        edge_folder.copy(folder, draft)
        _say({"done": "copied"})
        build(draft)
        _say({"done": "built"})
    except BaseException as error:  # noqa: BLE001  the engine raises nothing more precise, and panics
        _say(dict(translated(error, draft)))


def _say(told: dict[str, str]) -> None:
    sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
