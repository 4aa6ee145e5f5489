"""/botstatus tells how the bot is."""

from types import SimpleNamespace
from typing import Any

from acore.adapters.llm.scripted import ScriptedLLM
from acore.discord.cogs.status import StatusCog
from acore.errors import EngineUnavailable
from acore.interfaces import Engine
from acore.services.health import HealthService


class Down(Engine):
    async def ping(self) -> None:
        raise EngineUnavailable("postgres://user:word@host is down", engine="database")


async def test_each_part_is_told_and_no_detail_of_what_is_wrong(stage: Any) -> None:
    llm = ScriptedLLM.saying()
    llm.model = "large_*one*"
    unused: Any = None
    cog: Any = StatusCog(health=HealthService({"database": Down(), "vector_store": llm}), llm=llm, budget=unused)
    interaction = stage.interaction("botstatus")
    interaction.client = SimpleNamespace(guilds=[1, 2], latency=float("nan"))
    await cog.botstatus.callback(cog, interaction)
    (sent,) = stage.sent
    assert sent.ephemeral
    assert "on 2 servers\n" in sent.content
    assert "**scripted** with large\\_\\*one\\*." in sent.content
    assert sent.content.endswith("⚠️ database: not well\n✅ vector store")
    assert "word" not in sent.content
