"""The folder of the index, which is whole at any moment.

Beside it stands what is being made: ``.new`` while it is created, ``.built-…`` while a copy of it gets
its graph, ``.old`` while that copy takes its place. After a kill the next start finds the whole one.
"""

import shutil
from pathlib import Path
from typing import Final

import orjson
import qdrant_edge as qdrant

TEXT: Final = "text"
AUDIENCE: Final = "audience"
POSITION: Final = "position"
UNBUILT_KB: Final = 3000
"""Vectors of so many KB are compared one by one without being felt: fewer get no graph."""
FEW: Final = 500
"""So many chunks are looked through for a document in 2 ms: their places get no index, which takes 8 MB for the first
as for the last."""

_VECTOR = "d"
_BLOCK = 2**20
_NOTHING = bytes(_BLOCK)


def vector_name(size: int) -> str:
    """What the vectors with so many numbers are called."""
    return f"{_VECTOR}{size}"


def size_in(folder: Path) -> int | None:
    """How many numbers the vectors have that an index is made for; None for none."""
    known = orjson.loads((folder / "edge_config.json").read_bytes()).get("vectors") or {}
    return next((int(name.removeprefix(_VECTOR)) for name in known), None)


def config(size: int | None = None, **further: object) -> qdrant.EdgeConfig:
    """The engine's settings for an index with vectors of that many numbers."""
    vectors = {vector_name(size): qdrant.EdgeVectorParams(size, qdrant.Distance.Cosine)} if size else None
    words = {TEXT: qdrant.EdgeSparseVectorParams(modifier=qdrant.Modifier.Idf)}
    return qdrant.EdgeConfig(vectors=vectors, sparse_vectors=words, max_search_threads=1, **further)  # type: ignore[arg-type]


def index_audience(shard: qdrant.EdgeShard) -> None:
    """Let searches compare one key; the graph needs ways for what they ask."""
    shard.update(qdrant.UpdateOperation.create_field_index(AUDIENCE, qdrant.KeywordIndexParams()))


def index_places(shard: qdrant.EdgeShard) -> None:
    """Let a document's chunks be found without looking at all; their position comes last, by which one sees it."""
    for key, params in (
        ("document", qdrant.KeywordIndexParams(enable_hnsw=False)),
        (POSITION, qdrant.IntegerIndexParams(lookup=False, range=True, enable_hnsw=False)),  # lookup takes 3 MB
    ):
        shard.update(qdrant.UpdateOperation.create_field_index(key, params))


def ensure(folder: Path) -> None:
    """See that there is an index: the one whose place was just being taken, or a new one."""
    old = _beside(folder, "old")
    if not folder.exists() and old.is_dir():
        old.rename(folder)
    if not (folder.is_dir() and any(folder.iterdir())):
        _create(folder)


def tidy(folder: Path) -> None:
    """Remove what a kill left; only who owns the index may."""
    for left in (_beside(folder, "new"), _beside(folder, "old"), *folder.parent.glob(f"{folder.name}.built-*")):
        shutil.rmtree(left, ignore_errors=True)


def swap(folder: Path, draft: Path) -> None:
    """Put the draft in the place of the folder, and that in the draft's, to be removed; neither is open."""
    old = _beside(folder, "old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    draft.rename(folder)
    old.rename(draft)


def copy(folder: Path, draft: Path) -> None:
    """Copy an index that nobody writes to; what is empty in its files takes no room in the copy either."""
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(folder, draft, copy_function=_copy_file)


def _copy_file(source: str, target: str) -> str:
    with Path(source).open("rb") as reading, Path(target).open("wb") as writing:
        while block := reading.read(_BLOCK):
            if block == _NOTHING[: len(block)]:
                writing.seek(len(block), 1)
            else:
                writing.write(block)
        writing.truncate()
    return target


def _create(folder: Path) -> None:
    """Make an empty index beside its place and move it there, so that a kill in between leaves no half of one."""
    draft = _beside(folder, "new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    shard = qdrant.EdgeShard.create(str(draft), config())
    index_audience(shard)
    shard.close()
    draft.rename(folder)


def _beside(folder: Path, kind: str) -> Path:
    return folder.with_name(f"{folder.name}.{kind}")
