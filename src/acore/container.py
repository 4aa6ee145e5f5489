"""Which adapter stands behind each interface: read this file to see the whole house.

A class named by text (`late`) is imported when it is first built, so that importing the container
loads no engine and no Discord library. Nothing here is open: `acore.app` opens and closes it.
"""

from random import Random

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Dependency, Factory, List, Singleton

from acore.adapters import engines
from acore.adapters.late import late
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
    tts = Singleton(late("acore.adapters.tts.tower:standing"), given.tts.plan.call(), context)
    stt = Singleton(late("acore.adapters.stt.tower:standing"), given.stt.plan.call(), context)
    vad = Singleton(engines.build, "vad", given.vad.selected.call(), context)
    rvc = Singleton(late("acore.adapters.rvc.tower:standing"), given.rvc.filled.call(), context)
    sound = Singleton(late("acore.adapters.sound.reading:AVSound"))
    speaking = Singleton(late("acore.services.speaking:SpeakingService"), tts, sound)
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
    voice = Singleton(
        late("acore.services.voice_engines:VoiceEngines"),
        vad=vad.provider, stt=stt.provider, tts=tts.provider, rvc=rvc.provider, sound=sound.provider,
    )  # fmt: skip
    voice_session = Factory(
        late("acore.services.voice_session:VoiceSession"),
        engines=voice, chat=chat, clock=clock, metrics=metrics,
        options=Singleton(late("acore.services.voice_session:VoiceOptions")),
    )  # fmt: skip
    live_voice = Factory(late("acore.services.voice_live:LiveVoice"), memory=chat, clock=clock, metrics=metrics)
    passages = Singleton(late("acore.services.passages:PassageService"), vector_store)
    health = Singleton(late("acore.services.health:HealthService"), engines)

    site = Factory(late("acore.web.site:site"), health=health, chat=chat, knowledge=knowledge, host=given.web.host)
    web = Factory(late("acore.web.server:WebServer"), host=given.web.host, port=given.web.port)

    reply_options = Singleton(late("acore.discord.replies:ReplyOptions"), edit_every_s=given.chat.edit_every_s)
    replies = Singleton(late("acore.discord.replies:Replies"), clock, reply_options)
    said = {"chat": chat, "log": turn_log}  # noqa: RUF012
    conversation = Singleton(late("acore.discord.conversation:Conversation"), replies=replies, clock=clock, **said)
    catching_up = Singleton(late("acore.discord.catching_up:CatchingUp"), turn_log, clock, given.chat.catch_up_s)
    talking = {"conversation": conversation, "clock": clock, "places": given.chat.places}  # noqa: RUF012
    listening = Singleton(
        late("acore.discord.listening:Listening"),
        catching_up=catching_up, followup_s=given.chat.followup_s, names=given.chat.names, **talking,
    )  # fmt: skip
    hearing = {"conversation": conversation, "listening": listening}  # noqa: RUF012
    cogs = List(
        Singleton(late("acore.discord.cogs.messages:MessagesCog"), **hearing),
        Singleton(late("acore.discord.cogs.presence:PresenceCog"), catching_up=catching_up, clock=clock, **hearing),
        Singleton(late("acore.discord.cogs.chat:ChatCog"), **talking),
        Singleton(late("acore.discord.cogs.search:SearchCog"), web=online, **talking),
        Singleton(late("acore.discord.cogs.answers:AnswersCog"), metrics=metrics, **talking),
        Singleton(late("acore.discord.cogs.passages:PassagesCog"), passages=passages),
        Singleton(late("acore.discord.cogs.rag:RagCog"), knowledge=knowledge, clock=clock),
        Singleton(late("acore.discord.cogs.history:HistoryCog"), **said),
        Singleton(late("acore.discord.cogs.status:StatusCog"), health=health, llm=llm, budget=budget),
        Singleton(late("acore.discord.cogs.sync:SyncCog")), Singleton(late("acore.discord.cogs.help:HelpCog")),
    )  # fmt: skip
    options = Singleton(late("acore.discord.bot:BotOptions"), data_dir, given.discord.api_base_url, given.discord.proxy)
    bot = Singleton(late("acore.discord.bot:Bot"), cogs=cogs, options=options, clock=clock)
