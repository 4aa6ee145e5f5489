"""The voice's part of the house: what hears, speaks and changes voices, and the conversation that they hold."""

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Dependency, Dict, Factory, Singleton

from acore.adapters import engines
from acore.adapters.late import late
from acore.settings import Settings


class VoiceContainer(DeclarativeContainer):
    """The voice as a table: parts before those that need them."""

    settings = Dependency(instance_of=Settings)
    context = Dependency(instance_of=object)
    chat = Dependency(instance_of=object)
    clock = Dependency(instance_of=object)
    metrics = Dependency(instance_of=object)
    database = Dependency(instance_of=object)
    stations = Dependency(instance_of=object)
    switches = Dependency(instance_of=object)
    given = settings.provided

    tts = Singleton(late("acore.adapters.tts.tower:standing"), given.tts.plan.call(), context)
    stt = Singleton(late("acore.adapters.stt.tower:standing"), given.stt.plan.call(), context)
    vad = Singleton(engines.build, "vad", given.vad.selected.call(), context)
    rvc = Singleton(late("acore.adapters.rvc.tower:standing"), given.rvc.filled.call(), context)
    sound = Singleton(late("acore.adapters.sound.reading:AVSound"))

    agreements = Singleton(late("acore.adapters.consent.sql:SqlConsent"), database)
    manners = Singleton(late("acore.adapters.manners.sql:SqlManners"), database)
    finding = {"embedder": given.embedder.filled.call(), "reranker": given.reranker.filled.call()}  # noqa: RUF012
    finding |= {"web_search": given.asked_of_the_web.call()}
    terms = Singleton(
        late("acore.adapters.consent.terms:HouseTerms"), answering=stations, finding=Dict(finding), watch=switches,
        listening=given.stt.plan.call().engines, speaking=given.tts.plan.call().engines,
        converting=given.rvc.filled.call(),
    )  # fmt: skip

    speaking = Singleton(late("acore.services.speaking:SpeakingService"), tts, sound, rvc)
    engines = Singleton(
        late("acore.services.voice_engines:VoiceEngines"),
        vad=vad.provider, stt=stt.provider, tts=tts.provider, rvc=rvc.provider, sound=sound.provider,
    )  # fmt: skip
    options = Singleton(late("acore.services.voice_session:VoiceOptions"), language=given.voice.language)
    session = Factory(
        late("acore.services.voice_session:VoiceSession"),
        engines=engines, chat=chat, clock=clock, metrics=metrics, options=options,
    )  # fmt: skip
    recordings = Singleton(
        late("acore.services.recordings:RecordingService"),
        ready=engines.provided.ready, clock=clock, metrics=metrics,
        options=Singleton(
            late("acore.services.recordings:RecordingOptions"),
            longest_s=given.voice.message_s, largest=given.voice.message_bytes, language=given.voice.language,
        ),
    )  # fmt: skip
    live = Factory(late("acore.services.voice_live:LiveVoice"), memory=chat, clock=clock, metrics=metrics)
