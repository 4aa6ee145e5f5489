"""The language model of the house with every policy on, and limits that no load here reaches."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from acore.adapters.llm.policies.reporting import ReportingLLM
from acore.container import Container
from acore.domain.chat import ChatRequest, Message
from acore.domain.scope import Scope
from acore.settings import Settings

_FAR = 10**12
"""More than any load here asks for."""
_EACH = {
    "limits": {"concurrent": 100_000, "per_minute": _FAR, "tokens_per_minute": _FAR},
    "price": {"input": 1.0, "output": 2.0},
}
_HERE = Scope("channel", "member", "server")


@asynccontextmanager
async def every_policy(engine: Mapping[str, Any]) -> AsyncIterator[ReportingLLM]:
    """The model of a house from these settings: it routes, falls back, and keeps a budget in a database, too."""
    table = {**engine, **_EACH}
    with tempfile.TemporaryDirectory() as folder:
        llm = {
            "use": "strong",
            "engines": {"fast": table, "strong": table, "spare": table},
            "route": {"fast": "fast", "strong": "strong"},
            "fallback": ["spare"],
            "budget": dict.fromkeys(("guild_tokens", "guild_money", "user_tokens", "user_money"), _FAR),
        }
        house = Container(settings=Settings.model_validate({"data_dir": Path(folder), "llm": llm}))
        async with house.database(), house.llm() as whole:
            yield whole


def asked(text: str, *, cacheable: bool = False) -> ChatRequest:
    """A question of one message."""
    return ChatRequest(messages=(Message("user", text),), scope=_HERE, cacheable=cacheable)


def conversation(texts: tuple[str, ...]) -> ChatRequest:
    """A long one that may be cached, from texts of a system, a member and an assistant; messages are made anew."""
    first, *others = texts
    said = [Message("assistant" if number % 2 else "user", text) for number, text in enumerate(others)]
    return ChatRequest(messages=(Message("system", first), *said), scope=_HERE, temperature=0, cacheable=True)
