"""Finds the engine that a settings table names, and builds it.

Built-in engines and those of installed distributions (entry points in groups such as ``acore.llm``)
are found and built by the same code; only the module of an engine that is asked for is imported.
"""

import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Any

from acore.interfaces import Engine, EngineContext, EngineSettings

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "embedder": {
        "ollama": "acore.adapters.embedder.ollama:OllamaEmbedder",
        "onnx": "acore.adapters.embedder.onnx:OnnxEmbedder",
        "openai": "acore.adapters.embedder.openai:OpenAIEmbedder",
    },
    "llm": {
        "extractive": "acore.adapters.llm.extractive:ExtractiveLLM",
        "llamacpp": "acore.adapters.llm.presets:LlamaCppLLM",
        "lmstudio": "acore.adapters.llm.presets:LMStudioLLM",
        "ollama": "acore.adapters.llm.ollama:OllamaLLM",
        "openai": "acore.adapters.llm.openai:OpenAILLM",
        "openrouter": "acore.adapters.llm.presets:OpenRouterLLM",
        "scripted": "acore.adapters.llm.scripted:ScriptedLLM",
        "vllm": "acore.adapters.llm.presets:VLLMLLM",
    },
    "rag": {
        "bm25": "acore.adapters.rag.bm25:BM25Retriever",
        "hybrid": "acore.adapters.rag.hybrid:HybridRetriever",
    },
    "reranker": {
        "server": "acore.adapters.reranker.server:ServerReranker",
    },
    "rvc": {
        "rvc_python": "acore.adapters.rvc.rvc_python:RvcPythonConverter",
        "shift": "acore.adapters.rvc.shift:ShiftConverter",
    },
    "stt": {
        "openai": "acore.adapters.stt.openai:OpenAISTT",
        "pocketsphinx": "acore.adapters.stt.pocketsphinx:PocketSphinxSTT",
        "scripted": "acore.adapters.stt.scripted:ScriptedSTT",
        "whisper": "acore.adapters.stt.whisper:WhisperSTT",
    },
    "tts": {
        "espeak": "acore.adapters.tts.espeak:EspeakTTS",
        "kokoro": "acore.adapters.tts.kokoro:KokoroTTS",
        "openai": "acore.adapters.tts.openai:OpenAITTS",
        "scripted": "acore.adapters.tts.scripted:ScriptedTTS",
        "supertonic": "acore.adapters.tts.supertonic:SupertonicTTS",
    },
    "vad": {
        "energy": "acore.adapters.vad.energy:EnergyVAD",
        "silero": "acore.adapters.vad.silero:SileroVAD",
        "webrtc": "acore.adapters.vad.webrtc:WebRtcVAD",
    },
    "vector_store": {
        "edge": "acore.adapters.vector_store.edge:EdgeVectorStore",
        "pgvector": "acore.adapters.vector_store.pgvector:PgvectorStore",
        "qdrant": "acore.adapters.vector_store.qdrant:QdrantVectorStore",
    },
    "web_search": {
        "ddgs": "acore.adapters.web_search.ddgs:DdgsSearch",
        "searxng": "acore.adapters.web_search.searxng:SearxngSearch",
    },
}
"""Slot, then engine, then where its class is."""
_SILENCE = "ORT_DISABLE_TELEMETRY"
"""Without it onnxruntime, once imported, keeps an id of the machine in the home folder and sends events away."""


@cache
def _from_outside(slot: str) -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=f"acore.{slot}")}


def names(slot: str) -> tuple[str, ...]:
    """The engines that `[slot] use = ...` can name, in alphabetical order."""
    return tuple(sorted({*BUILT_IN.get(slot, {}), *_from_outside(slot)}))


def origin(slot: str, name: str) -> str:
    """``built-in``, or the distribution and version that brings the engine."""
    if name in BUILT_IN.get(slot, {}):
        return "built-in"
    dist = _from_outside(slot)[name].dist
    return f"{dist.name} {dist.version}" if dist else "unknown"


@cache
def load(slot: str, name: str) -> type[Engine]:
    """The engine's class; raises ValueError with the names there are, or with why it can not be imported.

    Its libraries tell nobody that they are used, unless the environment says that they may.
    """
    os.environ.setdefault(_SILENCE, "1")
    if (path := BUILT_IN.get(slot, {}).get(name)) is not None:
        module, _, attribute = path.partition(":")
        return _checked(slot, name, getattr(import_module(module), attribute))
    if (point := _from_outside(slot).get(name)) is None:
        raise ValueError(f"no engine {name!r} for {slot}; there are {', '.join(names(slot))}")
    try:
        return _checked(slot, name, point.load())
    except Exception as error:
        raise ValueError(
            f"engine {name!r} of {origin(slot, name)} can not be loaded: {error}; mend or uninstall it"
        ) from error


def _checked(slot: str, name: str, found: object) -> type[Engine]:
    if not (isinstance(found, type) and issubclass(found, Engine) and hasattr(found, "Settings")):
        raise TypeError(f"{slot} engine {name!r} is {found!r}, which is not an Engine class with a Settings table")
    return found


def uninstalled(engine: type[Engine]) -> str | None:
    """What has to be installed before the engine can open, and how; None where nothing is missing."""
    if (extra := engine.extra) is None or not (missing := lacking(engine)):
        return None
    return f"{', '.join(missing)}, not installed: pip install 'acore[{extra.name}]'"


def lacking(engine: type[Engine]) -> tuple[str, ...]:
    """The modules that the engine can not open without and that are not installed."""
    return tuple(module for module in engine.extra.modules if find_spec(module) is None) if engine.extra else ()


def settings_for(slot: str, table: Mapping[str, Any]) -> EngineSettings:
    """Check one engine table against the Settings of the engine that it names."""
    return load(slot, table["engine"]).Settings.model_validate(dict(table))


def present(**parts: Engine | None) -> dict[str, Engine]:
    """The parts that there are, in their order: a slot may be empty."""
    return {name: part for name, part in parts.items() if part is not None}


def build(slot: str, settings: EngineSettings | None, context: EngineContext) -> Any:  # noqa: ANN401  the slot's contract
    """The engine, built and not yet opened; None where the slot is empty."""
    if settings is None:
        return None
    engine: Any = load(slot, settings.engine)
    return engine(settings, context)
