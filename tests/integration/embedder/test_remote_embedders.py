import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from acore.adapters.embedder.ollama import OllamaEmbedder, OllamaEmbedderSettings
from acore.adapters.embedder.openai import OpenAIEmbedder, OpenAIEmbedderSettings
from acore.adapters.embedder.remote import RemoteEmbedder
from acore.errors import EngineRefused, EngineUnavailable, RateLimited, SettingsError
from acore.interfaces import Embedder
from acore.testing import EmbedderContract, engine_context
from tests.integration.embedder.far_sides import ollama, openai, saying
from tests.integration.llm.far_side import Asked, FarSideServer, Line, far_side

KEY = "sk-secret-of-the-test"


def openai_at(server: FarSideServer | str, **settings: Any) -> OpenAIEmbedder:
    address = server if isinstance(server, str) else f"{server.address}/v1"
    return OpenAIEmbedder(OpenAIEmbedderSettings.model_validate({"base_url": address, **settings}), engine_context())


def ollama_at(server: FarSideServer | str, **settings: Any) -> OllamaEmbedder:
    address = server if isinstance(server, str) else server.address
    return OllamaEmbedder(OllamaEmbedderSettings.model_validate({"base_url": address, **settings}), engine_context())


class TestOpenAI(EmbedderContract):
    @pytest.fixture(autouse=True)
    async def _server(self) -> AsyncIterator[None]:
        async with far_side(openai) as self.server:
            yield

    def embedder(self) -> Embedder:
        return openai_at(self.server)


class TestOllama(EmbedderContract):
    @pytest.fixture(autouse=True)
    async def _server(self) -> AsyncIterator[None]:
        async with far_side(ollama) as self.server:
            yield

    def embedder(self) -> Embedder:
        return ollama_at(self.server)


async def test_openai_is_asked_as_it_wants() -> None:
    async with far_side(openai) as server, openai_at(server, api_key=KEY, dimensions=64, batch=2) as embedder:
        await embedder.embed(("one", "two", ""), "question")
    assert [asked.path for asked in server.asked] == ["/v1/embeddings"] * 2
    assert [asked.body["input"] for asked in server.asked] == [["one", "two"], ["."]]
    assert server.asked[0].body["model"] == "text-embedding-3-small"
    assert server.asked[0].body["dimensions"] == 64
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"


async def test_ollama_is_asked_as_it_wants_and_told_what_the_model_was_taught() -> None:
    async with far_side(ollama) as server, ollama_at(server, keep_alive="30m") as embedder:
        await embedder.embed(("rain",), "question")
        await embedder.embed(("rain",), "passage")
    assert [asked.path for asked in server.asked] == ["/api/embed"] * 2
    assert [asked.body["input"] for asked in server.asked] == [["search_query: rain"], ["search_document: rain"]]
    assert server.asked[0].body["keep_alive"] == "30m"
    assert server.asked[0].body["truncate"] is True


@pytest.mark.parametrize(
    "told",
    [
        {},
        [],
        {"data": [], "embeddings": []},
        {"data": [{"index": 1, "embedding": [1]}], "embeddings": [[1], [2]]},
        {"data": [{"index": 0, "embedding": "AAAA"}], "embeddings": "AAAA"},
        {"data": [{"index": 0, "embedding": [0, 0]}], "embeddings": [[0, 0]]},
        {"data": [{"index": 0, "embedding": [None]}], "embeddings": [[None]]},
        {"data": [{"index": 0, "embedding": []}], "embeddings": [[]]},
        {"data": None, "embeddings": None},
    ],
)
@pytest.mark.parametrize("build", [openai_at, ollama_at])
async def test_an_answer_of_another_form_is_a_bad_moment(build: Any, told: Any) -> None:
    async with saying(told) as server, build(server) as embedder:
        with pytest.raises(EngineUnavailable, match=r"openai|ollama"):
            await embedder.embed(("rain",), "question")


async def test_vectors_of_different_lengths_are_a_bad_moment() -> None:
    async with saying({"embeddings": [[1, 0], [1, 0, 0]]}) as server, ollama_at(server) as embedder:
        with pytest.raises(EngineUnavailable, match="different lengths"):
            await embedder.embed(("rain", "sun"), "passage")


@pytest.mark.parametrize("build", [openai_at, ollama_at])
async def test_faults_are_those_of_the_contract(build: Any) -> None:
    async with saying({"error": "slowly"}, 429, Retry_After="7") as server, build(server) as embedder:
        with pytest.raises(RateLimited) as limited:
            await embedder.embed(("rain",), "question")
        assert limited.value.retry_after == 7
    async with saying({"error": "no such model"}, 404) as server, build(server) as embedder:
        with pytest.raises(EngineRefused, match="no such model"):
            await embedder.embed(("rain",), "question")
    async with build(server.address) as embedder:
        with pytest.raises(EngineUnavailable):
            await embedder.embed(("rain",), "question")
        with pytest.raises(EngineUnavailable):
            await embedder.ping()


async def test_cancelling_closes_the_connection() -> None:
    gone = asyncio.Event()

    async def endless(_: Asked, line: Line) -> None:
        await line.until_dropped()
        gone.set()

    async with far_side(endless) as server, openai_at(server) as embedder:
        task = asyncio.create_task(embedder.embed(("rain",), "question"))
        while not server.asked:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with asyncio.timeout(5):
            await gone.wait()


async def test_a_server_without_a_list_of_models_is_there_as_well() -> None:
    async with saying({"error": "not found"}, 404) as server, openai_at(server) as embedder:
        await embedder.ping()
    async with saying({"error": "wrong key"}, 401) as server, openai_at(server) as embedder:
        with pytest.raises(EngineRefused):
            await embedder.ping()


async def test_ollama_says_how_a_model_is_got() -> None:
    async with far_side(ollama) as server:
        async with ollama_at(server) as embedder:
            await embedder.ping()
        async with ollama_at(server, model="bge-m3") as embedder:
            with pytest.raises(EngineRefused, match="ollama pull bge-m3"):
                await embedder.ping()
    async with saying({"models": None}) as server, ollama_at(server) as embedder:
        with pytest.raises(EngineUnavailable, match="no models"):
            await embedder.ping()


async def test_openai_itself_wants_a_key() -> None:
    embedder = OpenAIEmbedder(OpenAIEmbedderSettings(), engine_context())
    with pytest.raises(SettingsError, match=r"openai needs api_key: acore use embedder/openai asks for it"):
        await embedder.open()
    assert OpenAIEmbedderSettings(base_url="http://127.0.0.1:1/v1").missing() is None


def test_whatever_changes_a_vector_changes_the_name() -> None:
    settings: list[dict[str, Any]] = [
        {},
        {"model": "m"},
        {"dimensions": 9},
        {"passage_prefix": "p"},
        {"characters": 10},
    ]
    embedders: list[RemoteEmbedder] = [openai_at("http://127.0.0.1:1", **given) for given in settings]
    assert len({embedder.name for embedder in (*embedders, ollama_at("http://127.0.0.1:1"))}) == len(settings) + 1
    assert openai_at("http://127.0.0.1:2").name == embedders[0].name
