import pytest

from acore.adapters.http import PooledHttp
from acore.adapters.llm import discovery
from acore.adapters.llm.discovery import local_servers
from acore.domain.models import LocalServer
from tests.integration.llm.far_side import Asked, Line, far_side


@pytest.fixture(autouse=True)
def _nobody_at_the_usual_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs on the machine of the test is none of its business."""
    for engine in discovery._USUAL:
        at(monkeypatch, engine, "http://127.0.0.1:9")


def at(monkeypatch: pytest.MonkeyPatch, engine: str, address: str) -> None:
    title, _, *rest = discovery._USUAL[engine]
    monkeypatch.setitem(discovery._USUAL, engine, (title, address, *rest))


async def test_nothing_there_is_nothing_found() -> None:
    assert await local_servers(PooledHttp()) == ()


async def test_ollama_is_found_with_the_models_that_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(asked: Asked, line: Line) -> None:
        assert asked.path == "/api/tags"
        await line.json({"models": [{"name": "nomic-embed-text"}, {"name": "llama3.2"}, {"odd": 1}]})

    async with far_side(script) as served:
        at(monkeypatch, "ollama", served.address)
        assert await local_servers(PooledHttp()) == (LocalServer("ollama", "Ollama", ("llama3.2",)),)


async def test_a_server_of_openais_form_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(asked: Asked, line: Line) -> None:
        assert asked.path == "/v1/models"
        await line.json({"data": [{"id": "qwen"}]})

    async with far_side(script) as served:
        at(monkeypatch, "vllm", f"{served.address}/v1")
        assert await local_servers(PooledHttp()) == (LocalServer("vllm", "vLLM", ("qwen",)),)


@pytest.mark.parametrize("told", [{"data": "no"}, [], {"status": "a web site of somebody"}])
async def test_somebody_else_at_the_port_is_passed_over(monkeypatch: pytest.MonkeyPatch, told: object) -> None:
    async def script(_asked: Asked, line: Line) -> None:
        await line.json(told)

    async with far_side(script) as served:
        at(monkeypatch, "llamacpp", served.address)
        assert await local_servers(PooledHttp()) == ()


async def test_one_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(_asked: Asked, line: Line) -> None:
        await line.until_dropped()

    async with far_side(script) as served:
        at(monkeypatch, "lmstudio", served.address)
        assert await local_servers(PooledHttp()) == ()
