"""Which adapter stands behind each interface: read this file to see the whole house.

A class named by text (`late`) is imported when it is first built, so that importing the container
loads no engine and no Discord library. Nothing here is open: `acore.app` opens and closes it.
"""

from collections.abc import Callable
from importlib import import_module
from random import Random
from typing import Any

from dependency_injector import containers, providers

from acore.adapters import engines
from acore.adapters.clock.system import SystemClock
from acore.adapters.metrics.memory import MemoryMetrics
from acore.interfaces import EngineContext, RetrieverContext
from acore.services.turns import RecentTurns
from acore.settings import Settings


def late(path: str) -> Callable[..., Any]:
    """A callable that imports ``module:name`` when it is called, and passes the call on."""
    module, _, name = path.partition(":")

    def build(*args: object, **kwargs: object) -> Any:  # noqa: ANN401  whatever stands behind the path
        return getattr(import_module(module), name)(*args, **kwargs)

    return build


class Container(containers.DeclarativeContainer):
    """The house as a table: one line a part, parts before those that need them."""

    settings = providers.Dependency(instance_of=Settings)

    clock = providers.Singleton(SystemClock)
    metrics = providers.Singleton(MemoryMetrics)
    random = providers.Singleton(Random)
    turns = providers.Singleton(RecentTurns)

    context = providers.Singleton(
        EngineContext, clock=clock, metrics=metrics, random=random, data_dir=settings.provided.data_dir
    )
    llm = providers.Singleton(engines.build, "llm", settings.provided.llm.selected.call(), context)
    vector_store = providers.Singleton(
        engines.build, "vector_store", settings.provided.vector_store.selected.call(), context
    )
    retriever = providers.Singleton(
        engines.build,
        "rag",
        settings.provided.rag.selected.call(),
        providers.Singleton(
            RetrieverContext,
            clock=clock,
            metrics=metrics,
            random=random,
            data_dir=settings.provided.data_dir,
            store=vector_store,
        ),
    )
    database = providers.Singleton(
        late("acore.adapters.sql.database:Database"), settings.provided.data_dir.joinpath.call("acore.db")
    )
    history = providers.Singleton(
        late("acore.adapters.history.caching:CachingHistory"),
        providers.Singleton(late("acore.adapters.history.sql:SqlHistory"), database, clock),
        messages=settings.provided.chat.history,
    )
    engines = providers.Dict(
        database=database, history=history, vector_store=vector_store, retriever=retriever, llm=llm
    )

    knowledge = providers.Singleton(
        late("acore.services.knowledge:KnowledgeService"),
        store=vector_store,
        retriever=retriever,
        metrics=metrics,
        clock=clock,
        paths=settings.provided.rag.paths,
        folder=settings.provided.data_dir.joinpath.call("documents"),
    )
    chat = providers.Singleton(
        late("acore.services.chat:ChatService"),
        llm=llm,
        engine=settings.provided.llm.use,
        knowledge=knowledge,
        history=history,
        clock=clock,
        metrics=metrics,
        turns=turns,
        options=providers.Singleton(
            late("acore.services.chat:ChatOptions"),
            history=settings.provided.chat.history,
            passages=settings.provided.rag.top_k,
        ),
    )
    health = providers.Singleton(late("acore.services.health:HealthService"), engines)

    site = providers.Factory(
        late("acore.web.site:site"), health=health, chat=chat, knowledge=knowledge, host=settings.provided.web.host
    )
    web = providers.Factory(
        late("acore.web.server:WebServer"), host=settings.provided.web.host, port=settings.provided.web.port
    )

    replies = providers.Singleton(
        late("acore.discord.replies:Replies"),
        clock,
        providers.Singleton(
            late("acore.discord.replies:ReplyOptions"), edit_every_s=settings.provided.chat.edit_every_s
        ),
    )
    cogs = providers.List(
        providers.Singleton(
            late("acore.discord.cogs.chat:ChatCog"),
            chat=chat,
            replies=replies,
            clock=clock,
            followup_s=settings.provided.chat.followup_s,
        ),
        providers.Singleton(late("acore.discord.cogs.help:HelpCog")),
    )
    bot = providers.Singleton(
        late("acore.discord.bot:Bot"),
        cogs=cogs,
        options=providers.Singleton(
            late("acore.discord.bot:BotOptions"),
            data_dir=settings.provided.data_dir,
            api_base_url=settings.provided.discord.api_base_url,
            proxy=settings.provided.discord.proxy,
        ),
    )
