"""Qdrant's REST interface over the client's own store in memory: every request passes the server's schema."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from pydantic import BaseModel
from qdrant_client import AsyncQdrantClient
from qdrant_client.http import models
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

Work = Callable[[str, dict[str, Any], Request], Awaitable[object]]


class QdrantDouble:
    """What a server does, as far as acore asks; `indexed` are the keys that filters are fast by."""

    def __init__(self) -> None:
        self.store = AsyncQdrantClient(location=":memory:")
        self.indexed: set[str] = set()
        self.indexings = 0
        self.app = Starlette(
            routes=[
                self._route("GET", "/exists", self._exists),
                self._route("PUT", "", self._create),
                self._route("GET", "", self._info),
                self._route("PUT", "/index", self._index),
                self._route("PUT", "/vectors/{vector}", self._create_vector),
                self._route("DELETE", "/vectors/{vector}", self._delete_vector),
                self._route("PUT", "/points", self._upsert),
                self._route("POST", "/points/delete", self._delete),
                self._route("POST", "/points/scroll", self._scroll),
                self._route("POST", "/points/count", self._count),
                self._route("POST", "/points/query", self._query),
            ]
        )

    def _route(self, method: str, path: str, work: Work) -> Route:
        async def answer(request: Request) -> JSONResponse:
            body = await request.json() if method != "GET" and await request.body() else {}
            name = request.path_params["name"]
            if path not in {"/exists", ""} and not await self.store.collection_exists(name):
                return JSONResponse({"status": {"error": f"Not found: Collection `{name}` doesn't exist!"}}, 404)
            try:
                result = await work(name, body, request)
            except ValueError as error:
                told = "Not existing vector name error" if "is not found in" in str(error) else str(error)
                return JSONResponse({"status": {"error": told}}, 409 if path == "" else 400)
            given = result.model_dump(mode="json") if isinstance(result, BaseModel) else result
            return JSONResponse({"result": given, "status": "ok", "time": 0.0})

        return Route(f"/collections/{{name}}{path}", answer, methods=[method])

    async def _exists(self, name: str, _: dict[str, Any], __: Request) -> object:
        return {"exists": await self.store.collection_exists(name)}

    async def _create(self, name: str, body: dict[str, Any], _: Request) -> object:
        asked = models.CreateCollection.model_validate(body)
        return await self.store.create_collection(
            name, vectors_config=asked.vectors or {}, sparse_vectors_config=asked.sparse_vectors
        )

    async def _info(self, name: str, _: dict[str, Any], __: Request) -> object:
        told = await self.store.get_collection(name)
        known = models.PayloadIndexInfo(data_type=models.PayloadSchemaType.KEYWORD, points=0)
        return told.model_copy(update={"payload_schema": dict.fromkeys(self.indexed, known)})

    async def _index(self, name: str, body: dict[str, Any], _: Request) -> object:
        del name
        self.indexed.add(models.CreateFieldIndex.model_validate(body).field_name)
        self.indexings += 1
        return models.UpdateResult(status=models.UpdateStatus.COMPLETED)

    async def _create_vector(self, name: str, body: dict[str, Any], request: Request) -> object:
        config = models.DenseVectorNameConfig.model_validate(body)
        return await self.store.create_vector_name(name, request.path_params["vector"], config)

    async def _delete_vector(self, name: str, _: dict[str, Any], request: Request) -> object:
        return await self.store.delete_vector_name(name, request.path_params["vector"])

    async def _upsert(self, name: str, body: dict[str, Any], _: Request) -> object:
        return await self.store.upsert(name, models.PointsList.model_validate(body).points)

    async def _delete(self, name: str, body: dict[str, Any], _: Request) -> object:
        return await self.store.delete(name, models.FilterSelector.model_validate(body))

    async def _scroll(self, name: str, body: dict[str, Any], _: Request) -> object:
        asked = models.ScrollRequest.model_validate(body)
        found, after = await self.store.scroll(name, asked.filter, limit=asked.limit or 10, offset=asked.offset)
        return {"points": [point.model_dump(mode="json") for point in found], "next_page_offset": after}

    async def _count(self, name: str, body: dict[str, Any], _: Request) -> object:
        asked = models.CountRequest.model_validate(body)
        return await self.store.count(name, asked.filter, exact=bool(asked.exact))

    async def _query(self, name: str, body: dict[str, Any], _: Request) -> object:
        asked = models.QueryRequest.model_validate(body)
        vector = asked.query.nearest if isinstance(asked.query, models.NearestQuery) else asked.query
        return await self.store.query_points(
            name, vector, using=asked.using, query_filter=asked.filter, limit=asked.limit or 10, with_payload=True
        )


@asynccontextmanager
async def serving(double: QdrantDouble) -> AsyncIterator[str]:
    """Its address, while it serves."""
    server = uvicorn.Server(uvicorn.Config(double.app, port=0, log_level="error", lifespan="off"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
