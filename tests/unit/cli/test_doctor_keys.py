"""What `acore doctor` says of engines that need a key."""

import json
import sys
from pathlib import Path

import pytest

from acore.cli import main

VOICE = {f"ACORE_{slot}__USE": "scripted" for slot in ("TTS", "STT")} | {"ACORE_VAD__USE": "energy"}
"""What needs no process of its own."""
ELSEWHERE = {"python", "disk", "port", "discord", "data_dir", "tts", "vad", "stt"}
TABLE = '[llm.engines.large]\nengine = "openrouter"\n'


def checks(settings: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    monkeypatch.setattr(sys, "argv", ["acore", "doctor", "--json"])
    for name, value in VOICE.items():
        monkeypatch.setenv(name, value)
    Path("settings.toml").write_text(f"web.port = 0\n{settings}")
    main.main()
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)["checks"]
    return [check for check in found if check["name"] not in ELSEWHERE]


def test_an_engine_in_use_that_needs_a_key_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, key = checks(f'[llm]\nfallback = ["large"]\n{TABLE}', capsys, monkeypatch)
    assert settings["status"] == "ok"
    assert key == {
        "name": "llm",
        "status": "fail",
        "detail": "large (openrouter) needs api_key, which is not set",
        "fix": "Set OPENROUTER_API_KEY or ACORE_LLM__ENGINES__LARGE__API_KEY.",
    }


def test_one_that_is_not_in_use_is_named_as_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key, *parts = checks(TABLE, capsys, monkeypatch)
    assert key["status"] == "info"
    assert key["detail"] == "large (openrouter) needs api_key, which is not set; it is not in use"
    assert {part["status"] for part in parts} == {"ok"}


def test_what_is_needed_beside_keys_is_named_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, need = checks('[embedder]\nuse = "onnx"\n', capsys, monkeypatch)
    assert need["name"] == "embedder"
    assert need["fix"] == "Set ACORE_EMBEDDER__ENGINES__ONNX__FOLDER."


@pytest.mark.parametrize("table", ['use = "openai"', 'fallback = ["openai"]'])
def test_a_voice_without_its_key_is_a_failure_and_the_rest_is_looked_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["acore", "doctor", "--json"])
    Path("settings.toml").write_text(f'web.port = 0\n[tts]\n{table}\n[stt]\nuse = "scripted"\n[vad]\nuse = "energy"\n')
    assert main.main() == 1
    told = json.loads(capsys.readouterr().out)["checks"]
    key = next(check for check in told if check["name"] == "tts")
    assert (key["status"], key["fix"]) == ("fail", "Set ACORE_TTS__ENGINES__OPENAI__API_KEY.")
    assert "llm" in {check["name"] for check in told}


def test_a_doubt_is_told_with_its_way_out(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, doubt, *_ = checks('[llm]\nuse = "scripted"\nbudget.user_money = 2\n', capsys, monkeypatch)
    assert doubt["status"] == "warn"
    assert doubt["detail"].endswith("llm.budget.user_money can not cap what scripted costs, which has no price.")
    assert doubt["fix"].startswith("Set llm.engines.scripted.price.input and ")
