import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import orjson
import pytest
from pydantic import SecretStr
from qdrant_client import AsyncQdrantClient

from acore.adapters.vector_store.qdrant import QdrantSettings, QdrantVectorStore
from acore.domain.knowledge import Query
from acore.errors import EngineError, EngineRefused, EngineTimeout, EngineUnavailable
from acore.testing import VectorStoreContract, engine_context
from acore.testing.contracts.vector_store import ALONE, pieces, unit
from tests.integration.knowledge.qdrant_double import QdrantDouble, serving
from tests.integration.listening import listening


class TestQdrantVectorStoreInThisProcess(VectorStoreContract):
    def store(self) -> QdrantVectorStore:
        return QdrantVectorStore(QdrantSettings(url=":memory:"), engine_context())


class TestQdrantVectorStoreOverHttp(VectorStoreContract):
    @pytest.fixture(autouse=True)
    async def _place(self) -> AsyncIterator[None]:
        double = QdrantDouble()
        async with serving(double) as self.url:
            yield
        assert double.indexed == {"document", "position", "audience"}

    def store(self) -> QdrantVectorStore:
        return QdrantVectorStore(QdrantSettings(url=self.url), engine_context())


@asynccontextmanager
async def server(
    status: int = 200, told: object = None, *, silent: bool = False
) -> AsyncIterator[tuple[str, list[str]]]:
    """A server that gives one answer to everything; its address, and what it was asked with."""
    heard: list[str] = []
    body = orjson.dumps(told)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append((await reader.readuntil(b"\r\n\r\n")).decode())
        if silent:
            await reader.read()
        else:
            head = f"HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\nconnection: close\r\n"
            writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async with listening(serve) as port:
        yield f"http://127.0.0.1:{port}", heard


async def raised_by(store: QdrantVectorStore) -> EngineError:
    async with store:
        with pytest.raises(EngineError) as raised:
            await store.search(Query("apple", ALONE))
        with pytest.raises(type(raised.value)):
            await store.ping()
    return raised.value


async def test_acore_starts_without_the_server_and_says_what_to_do() -> None:
    async with server() as (url, _):
        pass
    error = await raised_by(QdrantVectorStore(QdrantSettings(url=url), engine_context()))
    assert type(error) is EngineUnavailable
    assert "there is no Qdrant at" in str(error)
    assert "acore use vector_store/edge" in str(error)


async def test_the_key_is_sent_and_a_wrong_one_refused() -> None:
    async with server(401, {"status": {"error": "Invalid API key"}}) as (url, heard):
        error = await raised_by(
            QdrantVectorStore(QdrantSettings(url=url, api_key=SecretStr("s3cret")), engine_context())
        )
    assert type(error) is EngineRefused
    assert "does not accept the key (Invalid API key)" in str(error)
    assert "s3cret" not in str(error)
    assert "api-key: s3cret" in heard[0].lower()


async def test_a_server_that_does_not_answer_is_given_up_after_the_deadline() -> None:
    async with server(silent=True) as (url, _):
        error = await raised_by(QdrantVectorStore(QdrantSettings(url=url, timeout_s=0.2), engine_context()))
    assert type(error) is EngineTimeout
    assert "within 0.2 s" in str(error)


async def test_a_server_in_trouble_may_be_asked_again() -> None:
    async with server(503, {"status": {"error": "starting"}}) as (url, _):
        error = await raised_by(QdrantVectorStore(QdrantSettings(url=url), engine_context()))
    assert type(error) is EngineUnavailable
    assert "503 starting" in str(error)


async def test_something_else_at_that_address_is_no_qdrant() -> None:
    async with server(200, "hello") as (url, _):
        error = await raised_by(QdrantVectorStore(QdrantSettings(url=url), engine_context()))
    assert type(error) is EngineRefused
    assert "what Qdrant does not" in str(error)


async def test_two_that_make_the_collection_at_once_share_it() -> None:
    async with (
        serving(QdrantDouble()) as url,
        QdrantVectorStore(QdrantSettings(url=url), engine_context()) as one,
        QdrantVectorStore(QdrantSettings(url=url), engine_context()) as two,
    ):
        assert sum(await asyncio.gather(one.count(), two.count())) == 0
        await one.replace("a", pieces("a", "apple"), vectors=[unit(1, 0)])
        await two.replace("b", pieces("b", "pear"), vectors=[unit(1, 0, 0)])
        with pytest.raises(EngineUnavailable, match="ask again"):
            await one.nearest(unit(1, 0), Query("", ALONE))
        assert await one.nearest(unit(1, 0), Query("", ALONE)) == ()
        assert len(await one.nearest(unit(1, 0, 0), Query("", ALONE))) == 1


async def test_a_collection_whose_making_was_broken_off_is_made_whole() -> None:
    double = QdrantDouble()
    async with serving(double) as url:
        for _ in range(2):
            async with QdrantVectorStore(QdrantSettings(url=url), engine_context()) as store:
                await store.count()
        assert double.indexings == 3
        double.indexed.remove("audience")
        async with QdrantVectorStore(QdrantSettings(url=url), engine_context()) as store:
            await store.count()
    assert double.indexed == {"document", "position", "audience"}
    assert double.indexings == 4


def inside(store: QdrantVectorStore) -> AsyncQdrantClient:
    return store._collection._client


async def test_a_collection_that_another_program_deleted_is_made_again() -> None:
    async with QdrantVectorStore(QdrantSettings(url=":memory:"), engine_context()) as store:
        await store.replace("a", pieces("a", "apple"))
        await inside(store).delete_collection("acore")
        with pytest.raises(EngineError):
            await store.count()
        assert await store.count() == 0
        await store.replace("a", pieces("a", "apple"), vectors=[unit(1, 0)])
        assert await store.count() == 1


async def test_a_replacement_that_fails_half_way_is_unfinished(monkeypatch: pytest.MonkeyPatch) -> None:
    async with QdrantVectorStore(QdrantSettings(url=":memory:"), engine_context()) as store:
        await store.replace("a", pieces("a", *(f"apple {n}" for n in range(80))))
        write, calls = store._collection.write, 0

        async def fail_later(*given: object) -> None:
            nonlocal calls
            calls += 1
            if calls > 2:
                raise EngineUnavailable("gone", engine="qdrant")
            await write(*given)  # type: ignore[arg-type]

        with monkeypatch.context() as patched:
            patched.setattr(store._collection, "write", fail_later)
            with pytest.raises(EngineUnavailable, match="gone"):
                await store.replace("a", pieces("a", *(f"pear {n}" for n in range(80)), fingerprint="f2"))
        assert await store.fingerprint("a") is None
        assert [(one.fingerprint, one.chunks) for one in await store.documents()] == [("", 80)]
        await store.replace("a", pieces("a", *(f"pear {n}" for n in range(80)), fingerprint="f2"))
        assert await store.fingerprint("a") == "f2"
        assert len(await store.search(Query("apple", ALONE, 100))) == 0


async def test_the_client_is_loaded_by_opening_alone() -> None:
    code = (
        "import sys, acore.adapters.vector_store.qdrant, acore.adapters.vector_store.pgvector\n"
        "print(*({'qdrant_client', 'asyncpg', 'httpx', 'numpy'} & set(sys.modules)))"
    )
    told = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await told.communicate()
    assert (told.returncode, out.split()) == (0, [])
