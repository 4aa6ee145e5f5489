"""Variables that other programs and documents have made a habit."""

from collections.abc import Mapping

ALIASES: Mapping[str, tuple[str, ...]] = {
    "DISCORD_TOKEN": ("discord", "token"),
    "DISCORD_BOT_TOKEN": ("discord", "token"),
    "LOG_LEVEL": ("log", "level"),
}
"""They fill our keys, below every ACORE_ variable; of two for one key the upper wins."""

_ENGINE = "an engine"
_CACHE = "the cache of answers"
_CONTENT = "the content pipeline"
_DASHBOARD = "the dashboard"
_MEMORY = "long-term memory"

LATER: Mapping[str, str] = {
    "OPENAI_API_KEY": _ENGINE,
    "OPENROUTER_API_KEY": _ENGINE,
    "OLLAMA_HOST": _ENGINE,
    "QDRANT_URL": "a vector server",
    "LLM_CACHE_ENABLED": _CACHE,
    "LLM_CACHE_TTL": _CACHE,
    "LLM_CACHE_MAX_SIZE": _CACHE,
    "ENABLE_SEMANTIC_CACHE": _CACHE,
    "ENABLE_PROMPT_COMPRESSION": "the compression of prompts",
    "ENABLE_HTTP_RETRY": "the retrying of calls",
    "RETRY_MAX_ATTEMPTS": "the retrying of calls",
    "ENABLE_QUALITY_FILTERING": _CONTENT,
    "ENABLE_CONTENT_ROUTING": _CONTENT,
    "ENABLE_EARLY_EXIT": _CONTENT,
    "QUALITY_MIN_OVERALL": _CONTENT,
    "QUALITY_MIN_COHERENCE": _CONTENT,
    "CONFIG_VERSION": _CONTENT,
    "GOOGLE_DRIVE_CREDENTIALS": _CONTENT,
    "ENABLE_DASHBOARD_METRICS": _DASHBOARD,
    "DASHBOARD_API_URL": _DASHBOARD,
    "ENABLE_AUDIT_LOGGING": "the audit log",
    "ENABLE_GRAPH_MEMORY": _MEMORY,
    "ENABLE_HIPPORAG_MEMORY": _MEMORY,
}
"""They belong to features that this version has not: setting one warns and changes nothing.

A feature that arrives moves its rows up.
"""
