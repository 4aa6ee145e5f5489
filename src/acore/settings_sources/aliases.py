"""Variables that other programs and documents have made a habit."""

import re
from collections.abc import Callable, Mapping

ALIASES: Mapping[str, tuple[str, ...]] = {
    "DISCORD_TOKEN": ("discord", "token"),
    "DISCORD_BOT_TOKEN": ("discord", "token"),
    "LOG_LEVEL": ("log", "level"),
    "OPENAI_API_KEY": ("llm", "engines", "openai", "api_key"),
    "OPENROUTER_API_KEY": ("llm", "engines", "openrouter", "api_key"),
    "OLLAMA_HOST": ("llm", "engines", "ollama", "base_url"),
    "LLM_CACHE_ENABLED": ("llm", "cache", "enabled"),
    "LLM_CACHE_TTL": ("llm", "cache", "ttl"),
    "LLM_CACHE_MAX_SIZE": ("llm", "cache", "max_entries"),
    "QDRANT_URL": ("vector_store", "engines", "qdrant", "url"),
}
"""They fill our keys, below every ACORE_ variable; of two for one key the upper wins. None of them changes `use`."""

ALSO: Mapping[str, tuple[str, ...]] = {
    "OPENAI_API_KEY": ("embedder", "engines", "openai", "api_key"),
    "OLLAMA_HOST": ("embedder", "engines", "ollama", "base_url"),
}
"""Further keys that they fill: one account, or one server, for answers and for what texts mean."""

FILLED: tuple[tuple[str, tuple[str, ...]], ...] = (*ALIASES.items(), *ALSO.items())
"""Every alias with every key that it fills."""


def _address(host: str) -> str:
    """An address from what Ollama takes for its own: the scheme, the port and the host itself may be missing."""
    scheme, between, rest = host.strip().rpartition("://")
    where, slash, path = rest.partition("/")
    name, _, port = where.rpartition(":") if re.search(r":\d*$", where) else (where, "", "")
    name = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "[::]": "[::1]", "::": "[::1]"}.get(name, name)  # noqa: S104
    usual = {"http": "80", "https": "443"}.get(scheme, "11434") if between else "11434"
    return f"{scheme or 'http'}://{name}:{port or usual}{slash}{path}".rstrip("/")


TRANSLATED: Mapping[str, Callable[[str], str]] = {"OLLAMA_HOST": _address}
"""Aliases whose values are written in another way than ours."""

_CONTENT = "the content pipeline"
_DASHBOARD = "the dashboard"
_MEMORY = "long-term memory"

ELSEWHERE: Mapping[str, str] = {
    "ENABLE_HTTP_RETRY": "llm.engines.NAME.retry.attempts, where 1 is no retry",
    "RETRY_MAX_ATTEMPTS": "llm.engines.NAME.retry.attempts",
}
"""They are set for each engine by itself here: setting one warns and changes nothing."""

LATER: Mapping[str, str] = {
    "ENABLE_SEMANTIC_CACHE": "the cache of answers to similar questions",
    "ENABLE_PROMPT_COMPRESSION": "the compression of prompts",
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
