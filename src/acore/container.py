"""Which adapter stands behind each interface: read this file to see the house.

Discord's part and the voice's are tables of their own beside it, which this one opens at its end.

A class named by text (`late`) is imported when it is first built, so that importing the container
loads no engine and no Discord library. Nothing here is open: `acore.app` opens and closes it.
"""

from random import Random

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Container as Inner
from dependency_injector.providers import Dependency, Factory, Singleton

from acore.adapters import engines
from acore.adapters.late import late
from acore.container_discord import DiscordContainer
from acore.container_voice import VoiceContainer
from acore.settings import Settings


class Container(DeclarativeContainer):
    """The house as a table: parts before those that need them."""

    settings = Dependency(instance_of=Settings)
    given = settings.provided
    data_dir = given.data_dir

    clock = Singleton(late("acore.adapters.clock.system:SystemClock"))
    metrics = Singleton(late("acore.adapters.metrics.memory:MemoryMetrics"))
    turns = Singleton(late("acore.services.turns:RecentTurns"))
    http = Singleton(late("acore.adapters.http:PooledHttp"))
    models = Singleton(late("acore.adapters.models.store:ModelStore"), data_dir, given.models.mirror, clock)
    common = {"clock": clock, "metrics": metrics, "random": Singleton(Random), "http": http, "data_dir": data_dir}  # noqa: RUF012
    common |= {"models": models}

    context = Singleton(late("acore.interfaces:EngineContext"), **common)
    plan = given.llm.plan.call()
    first_llm = Singleton(late("acore.adapters.llm.tower:answering"), plan, context)
    llm_in_use = Singleton(late("acore.adapters.llm.switching:SwitchingLLM"), plan.name, first_llm, plan.terms)
    vector_store = Singleton(engines.build, "vector_store", given.vector_store.selected.call(), context)
    database = Singleton(late("acore.adapters.sql.database:Database"), data_dir.joinpath.call("acore.db"))
    embedder = Singleton(late("acore.adapters.embedder.tower:standing"), given.embedder.plan.call(), database, context)
    embedding = Singleton(late("acore.services.embedding:EmbeddingService"), embedder, metrics)
    reranker = Singleton(engines.build, "reranker", given.reranker.filled.call(), context)
    finding = {"embedder": embedder, "reranker": reranker}  # noqa: RUF012
    retriever_context = Singleton(late("acore.interfaces:RetrieverContext"), store=vector_store, **finding, **common)
    retriever = Singleton(engines.build, "rag", given.rag.selected.call(), retriever_context)
    web_search = Singleton(late("acore.adapters.web_search.tower:standing"), given.web_search.filled.call(), context)
    pages = Singleton(late("acore.adapters.pages:HttpPageFetcher"), context)

    kept = Singleton(late("acore.adapters.history.sql:SqlHistory"), database, clock)
    history = Singleton(late("acore.adapters.history.caching:CachingHistory"), kept, messages=given.chat.history)
    budget = Singleton(late("acore.adapters.budget.sql:SqlBudget"), given.llm.budget.caps, database, clock)
    cache = Singleton(late("acore.adapters.cache.memory:MemoryCache"), clock, max_entries=given.llm.cache.max_entries)
    llm = Singleton(
        late("acore.adapters.llm.tower:around"), llm_in_use, given.llm.around.call(),
        cache=cache, budget=budget, terms=llm_in_use.provided.terms, context=context,
    )  # fmt: skip
    turn_log = Singleton(late("acore.adapters.turn_log.sql:SqlTurnLog"), database, clock)
    finding |= {"vector_store": vector_store, "retriever": retriever, "web_search": web_search, "pages": pages}
    engines = Singleton(engines.present, models=models, database=database, history=history, **finding, llm=llm)

    reader = Singleton(late("acore.adapters.documents.reader:FileReader"))
    online = Singleton(late("acore.services.web:WebService"), web_search, pages, reader, context, given.chat.web_search)
    knowledge = Singleton(
        late("acore.services.knowledge:KnowledgeService"),
        store=vector_store, retriever=retriever, metrics=metrics, clock=clock, paths=given.rag.paths, data_dir=data_dir,
        reader=reader, pages=pages, embedding=embedding,
    )  # fmt: skip
    chat_options = Singleton(late("acore.services.chat:ChatOptions"), given.chat.history, given.rag.top_k)
    chat = Singleton(
        late("acore.services.chat:ChatService"), web=online,
        llm=llm, knowledge=knowledge, history=history, clock=clock, metrics=metrics, turns=turns, options=chat_options,
    )  # fmt: skip
    passages = Singleton(late("acore.services.passages:PassageService"), vector_store)
    health = Singleton(late("acore.services.health:HealthService"), engines)

    site = Factory(late("acore.web.site:site"), health=health, chat=chat, knowledge=knowledge, host=given.web.host)
    web = Factory(late("acore.web.server:WebServer"), host=given.web.host, port=given.web.port)

    voice = Inner(
        VoiceContainer,
        settings=settings, context=context, chat=chat, clock=clock, metrics=metrics, database=database,
        stations=llm_in_use.provided.stations, switches=llm_in_use.provided.watch,
    )  # fmt: skip
    discord = Inner(
        DiscordContainer,
        settings=settings, clock=clock, metrics=metrics, chat=chat, turn_log=turn_log, online=online, passages=passages,
        knowledge=knowledge, health=health, llm=llm, budget=budget, recorded=voice.recordings,
        agreements=voice.agreements, kept_manners=voice.manners, terms=voice.terms, voice_engines=voice.engines,
        voice_session=voice.session, voice_options=voice.options,
    )  # fmt: skip
