"""An embedder of the size of MiniLM as the house has it: with its policies, its caches and a database."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from acore.adapters.clock.system import SystemClock
from acore.adapters.embedder.onnx import OnnxSettings
from acore.adapters.embedder.plan import EmbeddingPlan
from acore.adapters.embedder.tower import standing
from acore.adapters.sql.database import Database
from acore.interfaces import Embedder
from acore.testing import engine_context
from benchmarks.rag_model import encoder


@asynccontextmanager
async def embedder() -> AsyncIterator[Embedder]:
    """It, open, for a while."""
    with encoder() as model, tempfile.TemporaryDirectory() as folder:
        context = engine_context(data_dir=Path(folder), clock=SystemClock())
        database = Database(Path(folder) / "acore.db")
        built = standing(EmbeddingPlan(OnnxSettings(folder=model)), database, context)
        assert built
        async with database, built:
            yield built
