"""`acore doctor` on a machine with a voice, and on one without."""

import json
from pathlib import Path
from typing import Any

import pytest

from acore.cli.doctor_voice import SAID
from tests.integration.cli.conftest import Acore

WITHOUT_VOICE = """
import sys
for name in ("numpy", "av", "onnxruntime", "faster_whisper", "webrtcvad", "pocketsphinx", "espeakng_loader"):
    sys.modules[name] = None
"""
NOWHERE = {
    "ACORE_TTS__ENGINES__OPENAI__BASE_URL": "http://127.0.0.1:9/v1",
    "ACORE_TTS__ENGINES__OPENAI__RETRY__ATTEMPTS": "1",
}


def checks(acore: Acore, code: int = 0, **variables: str) -> dict[str, dict[str, Any]]:
    done = acore("doctor", "--json", **variables)
    assert done.returncode == code, done.stdout + done.stderr
    return {check["name"]: check for check in json.loads(done.stdout)["checks"]}


def test_on_a_fresh_machine_what_is_said_is_heard_and_pocketsphinx_is_called_modest(acore: Acore) -> None:
    found = checks(acore)
    assert (found["tts"]["status"], found["vad"]["status"], found["stt"]["status"]) == ("ok", "ok", "info")
    assert found["tts"]["detail"].startswith("espeak says")
    assert found["stt"]["detail"] == f"pocketsphinx hears “{SAID}”"
    assert "acore use stt/whisper" in found["stt"]["fix"]
    assert "voice" not in found


def test_within_a_grammar_pocketsphinx_is_not_called_modest(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "commands.txt").write_text(f"{SAID}\nturn the volume up\n")
    heard = checks(acore, ACORE_STT__ENGINES__POCKETSPHINX__GRAMMAR="commands.txt")["stt"]
    assert (heard["status"], heard["detail"], heard["fix"]) == ("ok", f"pocketsphinx hears “{SAID}”", None)


def test_without_the_libraries_the_command_is_named_and_the_rest_is_healthy(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(WITHOUT_VOICE)
    found = checks(acore, PYTHONPATH=str(tmp_path / "guard"))
    assert found["voice"]["status"] == "info"
    assert 'pip install "acore[voice]"' in found["voice"]["fix"]
    assert {"tts", "vad", "stt"}.isdisjoint(found)
    chosen = checks(acore, 1, PYTHONPATH=str(tmp_path / "guard"), ACORE_TTS__ENGINES__ESPEAK__LANGUAGE="de")
    assert chosen["tts"]["status"] == "fail"


@pytest.mark.parametrize(("fallback", "status", "code"), [("[]", "fail", 1), ('["scripted"]', "warn", 0)])
def test_a_server_that_can_not_be_reached_is_told(acore: Acore, fallback: str, status: str, code: int) -> None:
    scripted = {"ACORE_STT__USE": "scripted", "ACORE_VAD__USE": "energy", "ACORE_TTS__FALLBACK": fallback}
    done = acore("doctor", "--json", ACORE_TTS__USE="openai", **scripted, **NOWHERE)
    assert done.returncode == code
    first = next(check for check in json.loads(done.stdout)["checks"] if check["name"] == "tts")
    assert first["status"] == status
    assert "can not be reached" in first["detail"]
