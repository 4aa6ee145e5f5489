"""Finding passages: as fast as numpy over small indexes and faster over large ones, and better than by words alone."""

import asyncio
import os
import sys

from benchmarks.figures import Figure

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def measure() -> list[Figure]:
    if "numpy" in sys.modules:
        raise RuntimeError("numpy is loaded already, with as many threads as it likes: make bench ONLY=rag")
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    from benchmarks.rag_speed import speeds  # noqa: PLC0415  it loads numpy

    return [*asyncio.run(speeds()), *asyncio.run(_better())]


async def _better() -> list[Figure]:
    from benchmarks.rag_quality import qualities  # noqa: PLC0415

    found = await qualities()
    (words, words_recall), (both, both_recall) = found["words"], found["both"]
    (bm25s, _), (qdrant, _) = found["bm25s"], found["qdrant"]
    return [
        Figure("rag.quality_words", words, "", bm25s, ">=1"),
        Figure("rag.quality_both", both, "", qdrant, ">=1"),
        Figure("rag.quality_gain", both, "", words, ">=1.001"),
        Figure("rag.recall_both", both_recall, "", words_recall, ">=1"),
    ]
