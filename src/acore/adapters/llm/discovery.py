"""Finds the model servers that run on this machine."""

import asyncio
from typing import Any

from acore.domain.models import LocalServer, talking
from acore.errors import EngineError
from acore.interfaces import FarSide, Http

_PATIENCE_S = 1.0
_USUAL: dict[str, tuple[str, str, str, str, str]] = {
    "ollama": ("Ollama", "http://127.0.0.1:11434", "api/tags", "models", "name"),
    "lmstudio": ("LM Studio", "http://127.0.0.1:1234/v1", "models", "data", "id"),
    "llamacpp": ("llama.cpp", "http://127.0.0.1:8080/v1", "models", "data", "id"),
    "vllm": ("vLLM", "http://127.0.0.1:8000/v1", "models", "data", "id"),
}
"""By engine: the name, the usual address, where its models are listed, and the two keys that hold them."""


async def local_servers(http: Http) -> tuple[LocalServer, ...]:
    """Those that answer on their usual ports of 127.0.0.1 within a second; nothing else is ever asked."""
    found = await asyncio.gather(*(_at_usual_port(http, engine) for engine in _USUAL))
    return tuple(server for server in found if server is not None)


async def _at_usual_port(http: Http, engine: str) -> LocalServer | None:
    title, address, path, whole, name = _USUAL[engine]
    client = http.client(FarSide(engine=engine, base_url=address, timeout=_PATIENCE_S))
    try:
        models = _names(await client.get(path), whole, name)
    except EngineError:
        return None  # nobody, or somebody else, listens there
    finally:
        await client.aclose()
    return None if models is None else LocalServer(engine, title, models)


def _names(told: Any, whole: str, name: str) -> tuple[str, ...] | None:  # noqa: ANN401  JSON
    """The models that talk; None where the answer is not such a server's."""
    listed = told.get(whole) if isinstance(told, dict) else None
    if not isinstance(listed, list):
        return None
    names = [one[name] for one in listed if isinstance(one, dict) and isinstance(one.get(name), str)]
    return talking(names)
