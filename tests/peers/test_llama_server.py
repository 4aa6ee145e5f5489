"""The contract of language models against llama.cpp's own server, which `make peers` installs beside the project."""

import asyncio
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from acore.adapters.llm.presets import LlamaCppLLM, LlamaCppSettings
from acore.domain.chat import ChatRequest, Message
from acore.domain.scope import Scope
from acore.errors import EngineError
from acore.interfaces import LLM
from acore.testing import LLMContract, engine_context

_FOLDER = os.environ.get("ACORE_PEERS", "")
_START_S = 60
pytestmark = pytest.mark.skipif(not _FOLDER, reason="`make peers` builds the server and runs these")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder, log = Path(_FOLDER), tmp_path_factory.mktemp("llama") / "log"
    command = [str(folder / "bin" / "python"), "-m", "llama_cpp.server", "--model", str(folder / "tiny.gguf")]
    options = ["--host", "127.0.0.1", "--port", str(port), "--chat_format", "chatml", "--interrupt_requests", "false"]
    options += ["--n_ctx", "16384", "--n_threads", "1", "--verbose", "false"]
    with log.open("wb") as out, subprocess.Popen([*command, *options], stdout=out, stderr=out) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/v1/models", log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def _wait_for(url: str, log: Path) -> None:
    transport = httpx.HTTPTransport(retries=5)
    with httpx.Client(transport=transport, timeout=_START_S) as client:
        for _ in range(_START_S):
            try:
                client.get(url).raise_for_status()
            except httpx.TransportError:
                pass
            else:
                return
    pytest.fail(f"the server did not start: {log.read_text()}")


def llama(address: str, **more: object) -> LLM:
    settings = {"base_url": address, "max_tokens": 16, "temperature": 1.0, "timeout": 120, **more}
    return LlamaCppLLM(LlamaCppSettings.model_validate(settings), engine_context())


class TestLlamaServer(LLMContract):
    address: str

    @pytest.fixture(autouse=True)
    def _served(self, address: str) -> None:
        self.address = address

    def llm(self) -> LLM:
        return llama(self.address)


async def test_its_models_are_listed_and_the_first_is_taken(address: str) -> None:
    async with llama(address) as llm:
        (model,) = await llm.models()
        assert "tiny" in model
        await llm.complete(ChatRequest(messages=(Message("user", "Hello"),), scope=Scope("c", "u")))
        assert llm.model == model


async def test_a_schema_is_kept_and_the_limit_told(address: str) -> None:
    schema = '{"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}'
    messages = (Message("user", "A number, please"),)
    request = ChatRequest(messages=messages, scope=Scope("c", "u"), response_schema=schema, max_tokens=8)
    async with llama(address) as llm:
        whole = await llm.complete(request)
    assert whole.text.lstrip().startswith("{")
    assert whole.finish in ("stop", "length")


async def test_a_conversation_that_is_too_long_is_refused_in_words(address: str) -> None:
    request = ChatRequest(messages=(Message("user", "far moon " * 9000),), scope=Scope("c", "u"))
    async with llama(address) as llm:
        with pytest.raises(EngineError, match=r"llamacpp at .*too long for it"):
            await llm.complete(request)
    async with llama(address) as llm:
        assert (await llm.complete(ChatRequest(messages=(Message("user", "Hi"),), scope=Scope("c", "u")))).finish


async def test_leaving_frees_the_server_for_the_next(address: str) -> None:
    request = ChatRequest(messages=(Message("user", "Tell me a long story"),), scope=Scope("c", "u"), max_tokens=3000)
    async with llama(address) as llm:
        stream = llm.stream(request)
        await anext(stream)
        await stream.aclose()
        async with asyncio.timeout(60):
            assert (await llm.complete(ChatRequest(messages=(Message("user", "Hi"),), scope=Scope("c", "u")))).finish
