"""The contract of language models over real sockets."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from acore.interfaces import LLM
from acore.testing import LLMContract
from tests.integration.llm.engines import OLLAMA, OPENAI, OPENROUTER, TOWERS, Kind
from tests.integration.llm.far_side import FarSideServer, far_side


@contextmanager
def elsewhere(kind: Kind) -> Iterator[FarSideServer]:
    """The far side on a loop of its own, so that its tasks are not taken for the engine's."""
    there = asyncio.new_event_loop()
    thread = threading.Thread(target=there.run_forever)
    thread.start()
    serving = far_side(kind.serve)
    try:
        yield asyncio.run_coroutine_threadsafe(serving.__aenter__(), there).result(10)
        asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), there).result(10)
    finally:
        there.call_soon_threadsafe(there.stop)
        thread.join()
        there.close()


class OverHttp(LLMContract):
    kind: Kind
    served: FarSideServer

    @pytest.fixture(autouse=True)
    def _far_side(self) -> Iterator[None]:
        with elsewhere(self.kind) as self.served:
            yield

    def llm(self) -> LLM:
        return self.kind.llm(self.served.address)


class TestOpenAI(OverHttp):
    kind = OPENAI


class TestOpenRouter(OverHttp):
    kind = OPENROUTER


class TestOllama(OverHttp):
    kind = OLLAMA


class TestOpenAIInTheTower(OverHttp):
    kind = TOWERS[0]


class TestOpenRouterInTheTower(OverHttp):
    kind = TOWERS[1]


class TestOllamaInTheTower(OverHttp):
    kind = TOWERS[2]
