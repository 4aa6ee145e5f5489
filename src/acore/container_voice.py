"""The voice's part of the house: what hears, speaks and changes voices, and the conversation that they hold."""

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import Dependency, Factory, Singleton

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
    given = settings.provided

    tts = Singleton(late("acore.adapters.tts.tower:standing"), given.tts.plan.call(), context)
    stt = Singleton(late("acore.adapters.stt.tower:standing"), given.stt.plan.call(), context)
    vad = Singleton(engines.build, "vad", given.vad.selected.call(), context)
    rvc = Singleton(late("acore.adapters.rvc.tower:standing"), given.rvc.filled.call(), context)
    sound = Singleton(late("acore.adapters.sound.reading:AVSound"))

    speaking = Singleton(late("acore.services.speaking:SpeakingService"), tts, sound, rvc)
    engines = Singleton(
        late("acore.services.voice_engines:VoiceEngines"),
        vad=vad.provider, stt=stt.provider, tts=tts.provider, rvc=rvc.provider, sound=sound.provider,
    )  # fmt: skip
    options = Singleton(late("acore.services.voice_session:VoiceOptions"))
    session = Factory(
        late("acore.services.voice_session:VoiceSession"),
        engines=engines, chat=chat, clock=clock, metrics=metrics, options=options,
    )  # fmt: skip
    live = Factory(late("acore.services.voice_live:LiveVoice"), memory=chat, clock=clock, metrics=metrics)
