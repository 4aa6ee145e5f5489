"""For those who add an engine or a cog: contract suites, doubles, and a loopback Discord.

A contract suite is a class to subclass: give it the engine, and every promise of the contract is
tested. The doubles are small real implementations. The pytest plugin brings the fixture
`discord_simulator`. Names are imported when they are first used, since pytest loads the plugin in
every run of the environment.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from acore.adapters.cache.memory import MemoryCache
    from acore.adapters.clock.manual import ManualClock
    from acore.adapters.consent.memory import MemoryConsent
    from acore.adapters.embedder.wordwise import WordwiseEmbedder
    from acore.adapters.history.memory import MemoryHistory
    from acore.adapters.llm.scripted import ScriptedLLM
    from acore.adapters.manners.memory import MemoryManners
    from acore.adapters.metrics.memory import MemoryMetrics
    from acore.adapters.rvc.scripted import ScriptedConverter
    from acore.adapters.stt.scripted import ScriptedSTT
    from acore.adapters.tts.scripted import ScriptedTTS
    from acore.adapters.turn_log.memory import MemoryTurnLog
    from acore.adapters.vad.scripted import ScriptedVAD
    from acore.adapters.vector_store.memory import MemoryVectorStore
    from acore.testing.calls import ScriptedCall, ScriptedCalls
    from acore.testing.contracts.budget import BudgetContract
    from acore.testing.contracts.cache import CacheContract
    from acore.testing.contracts.call import CallContract, CallStage
    from acore.testing.contracts.clock import ClockContract
    from acore.testing.contracts.consent import ConsentContract
    from acore.testing.contracts.embedder import EmbedderContract
    from acore.testing.contracts.history import HistoryContract
    from acore.testing.contracts.llm import LLMContract
    from acore.testing.contracts.manners import MannersContract
    from acore.testing.contracts.metrics import MetricsContract
    from acore.testing.contracts.rag import RetrieverContract
    from acore.testing.contracts.rvc import VoiceConverterContract
    from acore.testing.contracts.stt import STTContract
    from acore.testing.contracts.tts import TTSContract
    from acore.testing.contracts.turn_log import TurnLogContract
    from acore.testing.contracts.vad import VADContract
    from acore.testing.contracts.vector_store import VectorStoreContract
    from acore.testing.contracts.web_search import WebSearchContract
    from acore.testing.doubles import engine_context, retriever_context
    from acore.testing.libdave import LibdaveEndpoint
    from acore.testing.loopback import LoopbackDiscord
    from acore.testing.loopback_voice import Speaker

_HOMES = {
    "BudgetContract": "acore.testing.contracts.budget",
    "CacheContract": "acore.testing.contracts.cache",
    "CallContract": "acore.testing.contracts.call",
    "CallStage": "acore.testing.contracts.call",
    "ClockContract": "acore.testing.contracts.clock",
    "ConsentContract": "acore.testing.contracts.consent",
    "EmbedderContract": "acore.testing.contracts.embedder",
    "HistoryContract": "acore.testing.contracts.history",
    "LLMContract": "acore.testing.contracts.llm",
    "LibdaveEndpoint": "acore.testing.libdave",
    "LoopbackDiscord": "acore.testing.loopback",
    "MannersContract": "acore.testing.contracts.manners",
    "ManualClock": "acore.adapters.clock.manual",
    "MemoryCache": "acore.adapters.cache.memory",
    "MemoryConsent": "acore.adapters.consent.memory",
    "MemoryHistory": "acore.adapters.history.memory",
    "MemoryManners": "acore.adapters.manners.memory",
    "MemoryMetrics": "acore.adapters.metrics.memory",
    "MemoryTurnLog": "acore.adapters.turn_log.memory",
    "MemoryVectorStore": "acore.adapters.vector_store.memory",
    "MetricsContract": "acore.testing.contracts.metrics",
    "RetrieverContract": "acore.testing.contracts.rag",
    "ScriptedCall": "acore.testing.calls",
    "ScriptedCalls": "acore.testing.calls",
    "ScriptedLLM": "acore.adapters.llm.scripted",
    "STTContract": "acore.testing.contracts.stt",
    "ScriptedSTT": "acore.adapters.stt.scripted",
    "ScriptedConverter": "acore.adapters.rvc.scripted",
    "ScriptedTTS": "acore.adapters.tts.scripted",
    "Speaker": "acore.testing.loopback_voice",
    "TTSContract": "acore.testing.contracts.tts",
    "ScriptedVAD": "acore.adapters.vad.scripted",
    "TurnLogContract": "acore.testing.contracts.turn_log",
    "VADContract": "acore.testing.contracts.vad",
    "VectorStoreContract": "acore.testing.contracts.vector_store",
    "VoiceConverterContract": "acore.testing.contracts.rvc",
    "WebSearchContract": "acore.testing.contracts.web_search",
    "WordwiseEmbedder": "acore.adapters.embedder.wordwise",
    "engine_context": "acore.testing.doubles",
    "retriever_context": "acore.testing.doubles",
}

__all__ = [
    "BudgetContract",
    "CacheContract",
    "CallContract",
    "CallStage",
    "ClockContract",
    "ConsentContract",
    "EmbedderContract",
    "HistoryContract",
    "LLMContract",
    "LibdaveEndpoint",
    "LoopbackDiscord",
    "MannersContract",
    "ManualClock",
    "MemoryCache",
    "MemoryConsent",
    "MemoryHistory",
    "MemoryManners",
    "MemoryMetrics",
    "MemoryTurnLog",
    "MemoryVectorStore",
    "MetricsContract",
    "RetrieverContract",
    "STTContract",
    "ScriptedCall",
    "ScriptedCalls",
    "ScriptedConverter",
    "ScriptedLLM",
    "ScriptedSTT",
    "ScriptedTTS",
    "ScriptedVAD",
    "Speaker",
    "TTSContract",
    "TurnLogContract",
    "VADContract",
    "VectorStoreContract",
    "VoiceConverterContract",
    "WebSearchContract",
    "WordwiseEmbedder",
    "engine_context",
    "retriever_context",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"acore.testing has no {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)
