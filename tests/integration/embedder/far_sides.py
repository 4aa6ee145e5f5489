"""Servers of embeddings on loopback, whose vectors are those of the double that knows words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from acore.testing import WordwiseEmbedder
from tests.integration.llm.far_side import Asked, FarSideServer, Line, far_side


async def _vectors(asked: Asked) -> list[list[float]]:
    vectors = await WordwiseEmbedder().embed(asked.body["input"], "passage")
    return [[3 * number for number in vector] for vector in vectors]


async def openai(asked: Asked, line: Line) -> None:
    if asked.path.endswith("/models"):
        return await line.json({"data": []})
    rows = [{"object": "embedding", "index": n, "embedding": v} for n, v in enumerate(await _vectors(asked))]
    return await line.json({"data": rows[::-1], "model": asked.body["model"]})


async def ollama(asked: Asked, line: Line) -> None:
    if asked.path.endswith("/tags"):
        return await line.json({"models": [{"name": "nomic-embed-text:latest"}]})
    return await line.json({"model": asked.body["model"], "embeddings": await _vectors(asked)})


@asynccontextmanager
async def saying(told: Any, status: int = 200, **headers: str) -> AsyncIterator[FarSideServer]:
    """A server that answers everything with that."""

    async def script(_: Asked, line: Line) -> None:
        await line.json(told, status, **headers)

    async with far_side(script) as server:
        yield server
