"""The doors that other acore commands come in by, and the health page."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import orjson
import structlog
from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from acore.domain.replies import Question
from acore.domain.scope import Scope
from acore.errors import AcoreError, InvalidInput
from acore.services.chat import ChatService
from acore.services.folder_indexing import file_of
from acore.services.health import HealthService
from acore.services.knowledge import KnowledgeService
from acore.web.lines import Lines

_log = structlog.get_logger(__name__)
_LARGEST_BODY = 1_000_000
_QUESTION = TypeAdapter(Question)
_SCOPE = TypeAdapter(Scope)


class _Targets(BaseModel):
    files: tuple[str, ...] = ()
    """Addresses: a path may be of bytes that are no text."""
    urls: tuple[str, ...] = ()


class _Name(BaseModel):
    name: str
    file: str
    """The address of what has that path where it was typed."""


def healthz(health: HealthService) -> Route:
    """`GET /healthz`: 200 whenever acore serves, with the parts that are down."""

    async def answer(_request: Request) -> JSONResponse:
        parts = await health.check()
        status = "ok" if all(part.ok for part in parts) else "degraded"
        return JSONResponse({"status": status, "parts": {part.name: part.detail or "ok" for part in parts}})

    return Route("/healthz", answer)


class _Choice(BaseModel):
    choice: str
    key: SecretStr | None = None


Use = Callable[[str, SecretStr | None], Awaitable[object]]
"""Makes a choice such as ``ollama/llama3.2``, with the key it needs, and reports what it came to."""


def doors(chat: ChatService, knowledge: KnowledgeService, *, use: Use, token: str, stops: asyncio.Event) -> list[Route]:
    """`POST /api/reply|index|documents|remove|forget|use`: JSON Lines for whoever holds the token of ``run.json``.

    All that is still being answered when `stops` is set ends at once.
    """

    async def reply(body: bytes) -> AsyncGenerator[Any, None]:
        async with aclosing(chat.reply(_QUESTION.validate_json(body))) as parts:
            async for part in parts:
                yield part

    async def index(body: bytes) -> AsyncGenerator[Any, None]:
        given = _Targets.model_validate_json(body)
        async with aclosing(knowledge.steps((*map(_file, given.files), *given.urls))) as steps:
            async for step in steps:
                yield step

    async def documents(_body: bytes) -> AsyncGenerator[Any, None]:
        for listed in await knowledge.listed():
            yield listed

    async def remove(body: bytes) -> AsyncGenerator[Any, None]:
        given = _Name.model_validate_json(body)
        yield await knowledge.remove_named(given.name, _file(given.file))

    async def forget(body: bytes) -> AsyncGenerator[Any, None]:
        yield await chat.forget(_SCOPE.validate_json(body))

    async def change(body: bytes) -> AsyncGenerator[Any, None]:
        order = _Choice.model_validate_json(body)
        yield await use(order.choice, order.key)

    works = {
        "reply": reply, "index": index, "documents": documents, "remove": remove, "forget": forget, "use": change,
    }  # fmt: skip
    return [_door(f"/api/{name}", work, token, stops) for name, work in works.items()]


def _file(uri: str) -> Path:
    if (file := file_of(uri)) is None or "\0" in str(file):
        raise InvalidInput("The request names a file by what is no address of one.")
    return file


def _door(path: str, work: Callable[[bytes], AsyncGenerator[Any, None]], token: str, stops: asyncio.Event) -> Route:
    async def answer(request: Request) -> Response:
        _check_token(request, token)
        return Lines(_lines(work(await _body(request))), stops)

    return Route(path, answer, methods=["POST"])


def _check_token(request: Request, token: str) -> None:
    given = request.headers.get("authorization", "")
    if not secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise HTTPException(401, "This door needs the token of run.json in acore's data_dir.")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_BODY:
            raise HTTPException(413, f"The request is larger than {_LARGEST_BODY:,} bytes.")
    return bytes(body)


async def _lines(work: AsyncGenerator[Any, None]) -> AsyncGenerator[bytes, None]:
    """Each value as a line; an error is the last line, because the answer may have begun by then."""
    try:
        async with aclosing(work):
            async for value in work:
                yield orjson.dumps(value) + b"\n"
    except AcoreError as error:
        yield orjson.dumps({"error": type(error).__name__, "message": str(error)}) + b"\n"
    except ValidationError as error:
        _log.warning("door_misused", problems=error.error_count())
        yield orjson.dumps({"error": "InvalidInput", "message": "The request is not of this door's form."}) + b"\n"
