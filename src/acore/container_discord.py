"""Discord's part of the house: the bot, its cogs, and what they share."""

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Dependency, List, Singleton

from acore.adapters.late import late
from acore.settings import Settings


class DiscordContainer(DeclarativeContainer):
    """The bot as a table: parts before those that need them."""

    settings = Dependency(instance_of=Settings)
    clock = Dependency(instance_of=object)
    metrics = Dependency(instance_of=object)
    chat = Dependency(instance_of=object)
    turn_log = Dependency(instance_of=object)
    online = Dependency(instance_of=object)
    passages = Dependency(instance_of=object)
    knowledge = Dependency(instance_of=object)
    health = Dependency(instance_of=object)
    llm = Dependency(instance_of=object)
    budget = Dependency(instance_of=object)
    recorded = Dependency(instance_of=object)
    agreements = Dependency(instance_of=object)
    kept_manners = Dependency(instance_of=object)
    terms = Dependency(instance_of=object)
    voice_engines = Dependency(instance_of=object)
    voice_session = Dependency(instance_of=object)
    voice_options = Dependency(instance_of=object)
    given = settings.provided

    reply_options = Singleton(late("acore.discord.replies:ReplyOptions"), edit_every_s=given.chat.edit_every_s)
    replies = Singleton(late("acore.discord.replies:Replies"), clock, reply_options)
    said = {"chat": chat, "log": turn_log}  # noqa: RUF012
    conversation = Singleton(late("acore.discord.conversation:Conversation"), replies=replies, clock=clock, **said)
    catching_up = Singleton(late("acore.discord.catching_up:CatchingUp"), turn_log, clock, given.chat.catch_up_s)
    talking = {"conversation": conversation, "clock": clock, "places": given.chat.places}  # noqa: RUF012
    names = Singleton(late("acore.discord.bot_names:BotNames"), given.chat.names)
    notices = Singleton(late("acore.discord.call_notices:CallNotices"))
    writing = Singleton(
        late("acore.discord.call_writing:CallWriting"), notices.provided.room, clock, given.chat.edit_every_s
    )
    opus = Singleton(late("acore.adapters.sound.opus:AVOpus"))
    calls = Singleton(late("acore.discord.voice.calls:DiscordCalls"), opus, clock, metrics)
    consent = Singleton(
        late("acore.services.call_consent:CallConsent"),
        store=agreements, terms=terms, watch=terms.provided.watch, clock=clock, ignored=given.chat.ignored_users,
    )  # fmt: skip
    manners = Singleton(late("acore.services.call_manners:CallManners"), kept_manners, given.voice.volume)
    own_words = Singleton(late("acore.discord.call_words:CallWords"), given.voice.language)
    conversations = Singleton(
        late("acore.services.call_building:CallConversations"),
        engines=voice_engines, session=voice_session.provider, voice=voice_options, memory=chat, writing=writing,
        names=names, terms=terms, clock=clock, metrics=metrics,
        options=Singleton(
            late("acore.services.call_building:TalkOptions"),
            answers=given.voice.meant, followup_s=given.voice.followup_s, ahead=given.voice.ahead,
        ),
    )  # fmt: skip
    registry = Singleton(
        late("acore.services.calls:CallRegistry"),
        calls=calls.provider, consent=consent, manners=manners, conversing=conversations.provider,
        notices=notices, ready=voice_engines.provided.ready, clock=clock, metrics=metrics,
        options=Singleton(
            late("acore.services.calls:RegistryOptions"),
            most=given.voice.calls, alone_s=given.voice.alone_s,
        ),
        words=own_words,
    )  # fmt: skip
    recordings = Singleton(late("acore.discord.recordings:Recordings"), recorded, registry.provided.is_in)
    understanding = talking | {"recordings": recordings}
    listening = Singleton(
        late("acore.discord.listening:Listening"),
        catching_up=catching_up, followup_s=given.chat.followup_s, names=given.chat.names, **understanding,
    )  # fmt: skip
    hearing = {"conversation": conversation, "listening": listening}  # noqa: RUF012

    desk = Singleton(
        late("acore.discord.voice_desk:VoiceDesk"),
        registry=registry, engines=voice_engines, places=given.chat.places,
        served=List(names, notices, own_words, calls),
    )  # fmt: skip
    calling = {"desk": desk, "clock": clock, "places": given.chat.places}  # noqa: RUF012
    cogs = List(
        Singleton(late("acore.discord.cogs.messages:MessagesCog"), **hearing),
        Singleton(late("acore.discord.cogs.presence:PresenceCog"), catching_up=catching_up, clock=clock, **hearing),
        Singleton(late("acore.discord.cogs.chat:ChatCog"), **understanding),
        Singleton(late("acore.discord.cogs.search:SearchCog"), web=online, **talking),
        Singleton(late("acore.discord.cogs.answers:AnswersCog"), metrics=metrics, **understanding),
        Singleton(late("acore.discord.cogs.passages:PassagesCog"), passages=passages),
        Singleton(late("acore.discord.cogs.rag:RagCog"), knowledge=knowledge, clock=clock),
        Singleton(late("acore.discord.cogs.history:HistoryCog"), **said),
        Singleton(late("acore.discord.cogs.status:StatusCog"), health=health, llm=llm, budget=budget),
        Singleton(late("acore.discord.cogs.voice:VoiceCog"), **calling),
        Singleton(late("acore.discord.cogs.voice_aliases:VoiceAliasesCog"), **calling),
        Singleton(late("acore.discord.cogs.sync:SyncCog")),
        Singleton(late("acore.discord.cogs.help:HelpCog")),
    )  # fmt: skip
    address = given.discord.api_base_url
    options = Singleton(late("acore.discord.bot:BotOptions"), given.data_dir, address, given.discord.proxy)
    bot = Singleton(late("acore.discord.bot:Bot"), cogs=cogs, options=options, clock=clock)
