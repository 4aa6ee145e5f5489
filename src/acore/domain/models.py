"""Which model answers, as values: what there is to choose from, and what a choice came to."""

from collections.abc import Iterable
from dataclasses import dataclass

_SILENT = ("embed", "bge-", "minilm", "rerank", "whisper")
"""Parts of the names of models that do not talk."""


def talking(models: Iterable[str]) -> tuple[str, ...]:
    """Those of the models that can hold a conversation, as far as their names tell."""
    return tuple(model for model in models if not any(part in model.lower() for part in _SILENT))


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A model server that runs on this machine."""

    engine: str
    """The engine that speaks with it."""
    title: str
    """What people call it."""
    models: tuple[str, ...]
    """What it has, in its own order; none where nothing is loaded or pulled."""


@dataclass(frozen=True, slots=True)
class HostedModels:
    """Models that somebody else runs, for a key."""

    engine: str
    title: str
    model: str
    """One to begin with."""
    keys: str
    """The page that gives keys."""


HOSTED = (
    HostedModels("openrouter", "OpenRouter", "openrouter/auto", "https://openrouter.ai/settings/keys"),
    HostedModels("openai", "OpenAI", "gpt-5-mini", "https://platform.openai.com/api-keys"),
)
"""Those that the page offers; every other one is a line in the settings."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine for a slot, by its table or its own name, and for some the model."""

    slot: str
    name: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """What a choice came to; `said` and `ms` are of the one real call with a model."""

    choice: Choice
    model: str | None
    said: str
    ms: float
    file: str
    """Where it was written."""
    restart: bool
    """Whether it counts from the next start on."""
    notes: tuple[str, ...] = ()
    """What else it changed, and how to have that back."""
