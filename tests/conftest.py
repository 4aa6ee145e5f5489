"""What holds for every test: the settings of the machine stay outside."""

import os
from pathlib import Path

import pytest

os.environ.setdefault(
    "ORT_DISABLE_TELEMETRY", "1"
)  # tests import engines without acore.adapters.engines, which sets it
_OURS = ("ACORE_", "DISCORD_", "OPENAI_", "OPENROUTER_", "OLLAMA_", "QDRANT_", "LOG_LEVEL")


@pytest.fixture(autouse=True)
def _away_from_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees this checkout's settings.toml, a .env, or a variable that acore reads."""
    for name in tuple(os.environ):
        if name.upper().startswith(_OURS):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
