import json
import tomllib
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Acore


def test_use_is_a_command(acore: Acore, tmp_path: Path) -> None:
    done = acore("use", "llm/scripted")
    assert done.returncode == 0, done.stderr
    assert "llm.use = scripted    # settings.local.toml" in done.stdout
    assert json.loads(acore("ask", "hello", "--json").stdout)["engine"] == "scripted"
    back = acore("use", "extractive")
    assert back.returncode == 0
    assert tomllib.loads((tmp_path / "settings.local.toml").read_text()) == {"llm": {"use": "extractive"}}


def test_a_choice_that_is_none_is_wrong_usage(acore: Acore) -> None:
    done = acore("use", "nosuch/model")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no engine 'nosuch' for llm" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_key_is_asked_for_and_its_absence_told(acore: Acore) -> None:
    done = acore("use", "openrouter/auto", stdin="")
    assert done.returncode == 2
    assert "openrouter needs an API key" in done.stderr
    assert "acore use llm/extractive" in done.stderr
    rows = {row["name"]: row for row in json.loads(acore("engines", "--json").stdout) if row["slot"] == "llm"}
    assert rows["openrouter"]["ready"] is False
    assert "acore use openrouter" in rows["openrouter"]["needs"]
    assert rows["ollama"]["ready"] is True


def test_a_hosted_model_without_its_key_is_wrong_settings(acore: Acore) -> None:
    done = acore("ask", "hello", ACORE_LLM__USE="openrouter")
    assert done.returncode == 2
    assert "openrouter needs api_key" in done.stderr


def test_that_routing_is_switched_off_is_told_with_the_way_back(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[llm.route]\nfast = "extractive"\nstrong = "ollama"\n')
    *_, told = acore("use", "llm/scripted").stdout.splitlines()
    assert told.startswith("Questions are no longer routed between extractive and ollama (llm.route.enabled = false).")
    assert acore("config", "set", *told.rpartition("acore config set ")[2].split()).returncode == 0


@pytest.mark.parametrize(
    ("choice", "way_out"),
    [
        ("rvc/none", "for none: acore config set rvc.use none"),
        ("tts/kokro", "did you mean kokoro?"),
    ],
)
def test_an_engine_of_the_voice_that_is_none_is_told_with_what_there_is(
    acore: Acore, choice: str, way_out: str
) -> None:
    done = acore("use", choice)
    assert done.returncode == 2
    assert way_out in done.stderr
    assert "llama" not in done.stderr


@pytest.mark.parametrize(
    ("choice", "way_out"),
    [
        ("tts/openai", "acore use tts/openai --key < file. Without a key: acore config set tts.use espeak"),
        ("embedder/openai", "Without a key: acore config set embedder.use none"),
    ],
)
def test_a_missing_key_is_told_with_what_the_slot_can_do_without(acore: Acore, choice: str, way_out: str) -> None:
    done = acore("use", choice)
    assert done.returncode == 2
    assert way_out in done.stderr


def test_an_engine_of_the_voice_is_tried_before_it_is_written_down(acore: Acore, tmp_path: Path) -> None:
    away = acore("use", "rvc/rvc_python", ACORE_RVC__ENGINES__RVC_PYTHON__BASE_URL="http://127.0.0.1:9")
    assert away.returncode == 1
    assert "can not be reached" in away.stderr
    assert not (tmp_path / "settings.local.toml").exists()
    for choice in ("rvc/shift", "vad/webrtc", "stt/pocketsphinx", "tts/espeak"):
        done = acore("use", choice)
        assert done.returncode == 0, done.stderr
    assert tomllib.loads((tmp_path / "settings.local.toml").read_text())["vad"] == {"use": "webrtc"}
