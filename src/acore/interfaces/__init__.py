"""The contracts: what each part of the house promises to the others."""

from acore.interfaces.budget import Budget, Reservation
from acore.interfaces.cache import Cache, CacheStats
from acore.interfaces.call import Call, Calls, Player
from acore.interfaces.clock import Clock
from acore.interfaces.consent import ConsentStore
from acore.interfaces.documents import DocumentReader
from acore.interfaces.embedder import Embedder
from acore.interfaces.engine import Engine, EngineContext, EngineSettings, Extra
from acore.interfaces.history import HistoryStore
from acore.interfaces.http import FarSide, Http, HttpAnswer, HttpClient, StatusRefused, Upload
from acore.interfaces.llm import LLM
from acore.interfaces.manners import MannerStore
from acore.interfaces.metrics import MetricsSink
from acore.interfaces.models import Models, NoModels
from acore.interfaces.opus import Opus, OpusDecoder, OpusEncoder, OpusFrame
from acore.interfaces.pages import PageFetcher
from acore.interfaces.policies import (
    BreakerSettings,
    EmbedderEngineSettings,
    LimitSettings,
    LLMEngineSettings,
    PriceSettings,
    RemoteEngineSettings,
    RetrySettings,
    WebSearchEngineSettings,
)
from acore.interfaces.rag import Retriever, RetrieverContext
from acore.interfaces.reranker import Reranker
from acore.interfaces.rvc import VoiceConverter
from acore.interfaces.sound import Resampler, Sound
from acore.interfaces.stt import STT
from acore.interfaces.tts import TTS
from acore.interfaces.turn_log import LeftTurn, TurnLog
from acore.interfaces.vad import VAD, SpeechDetector
from acore.interfaces.vector_store import VectorStore
from acore.interfaces.web_search import WebSearch

__all__ = [
    "LLM",
    "STT",
    "TTS",
    "VAD",
    "BreakerSettings",
    "Budget",
    "Cache",
    "CacheStats",
    "Call",
    "Calls",
    "Clock",
    "ConsentStore",
    "DocumentReader",
    "Embedder",
    "EmbedderEngineSettings",
    "Engine",
    "EngineContext",
    "EngineSettings",
    "Extra",
    "FarSide",
    "HistoryStore",
    "Http",
    "HttpAnswer",
    "HttpClient",
    "LLMEngineSettings",
    "LeftTurn",
    "LimitSettings",
    "MannerStore",
    "MetricsSink",
    "Models",
    "NoModels",
    "Opus",
    "OpusDecoder",
    "OpusEncoder",
    "OpusFrame",
    "PageFetcher",
    "Player",
    "PriceSettings",
    "RemoteEngineSettings",
    "Reranker",
    "Resampler",
    "Reservation",
    "Retriever",
    "RetrieverContext",
    "RetrySettings",
    "Sound",
    "SpeechDetector",
    "StatusRefused",
    "TurnLog",
    "Upload",
    "VectorStore",
    "VoiceConverter",
    "WebSearch",
    "WebSearchEngineSettings",
]
