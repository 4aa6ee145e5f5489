"""`acore transcribe` on what espeak says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from acore.adapters.sound.wav import wav_of
from acore.domain.audio import AudioChunk
from tests.integration.cli.conftest import Acore
from tests.integration.stt.speech import saying

ASKED = "what can you do"
HINT = "acore use stt/whisper"


def recording(tmp_path: Path) -> str:
    (tmp_path / "asked.wav").write_bytes(wav_of([saying(ASKED)]))
    return "asked.wav"


def test_words_are_written_to_standard_output_and_the_better_engine_is_named_once(acore: Acore, tmp_path: Path) -> None:
    done = acore("transcribe", recording(tmp_path))
    assert (done.returncode, done.stdout) == (0, f"{ASKED}\n")
    assert done.stderr.count(HINT) == 1
    assert len(done.stderr.splitlines()) == 1


def test_who_hears_well_is_not_called_modest_and_who_stands_in_is(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "phrases.txt").write_text(ASKED)
    sure = acore("transcribe", recording(tmp_path), ACORE_STT__ENGINES__POCKETSPHINX__GRAMMAR="phrases.txt")
    assert (sure.returncode, sure.stdout, sure.stderr) == (0, f"{ASKED}\n", "")
    away = {"ACORE_STT__USE": "openai", "ACORE_STT__ENGINES__OPENAI__BASE_URL": "http://127.0.0.1:9/v1"}
    away |= {"ACORE_STT__ENGINES__OPENAI__RETRY__ATTEMPTS": "1", "ACORE_STT__FALLBACK": '["pocketsphinx"]'}
    for verb in ("transcribe", "talk"):
        done = acore(verb, recording(tmp_path), "--json", **away)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count(HINT) == 1


@pytest.mark.parametrize("verb", ["transcribe", "talk"])
def test_the_language_of_the_settings_is_what_is_spoken(acore: Acore, tmp_path: Path, verb: str) -> None:
    done = acore(verb, recording(tmp_path), ACORE_VOICE__LANGUAGE="de")
    assert done.returncode == 1
    assert "English alone, not de" in done.stderr
    if verb == "transcribe":
        assert acore(verb, "asked.wav", "-l", "en", ACORE_VOICE__LANGUAGE="de").stdout == f"{ASKED}\n"


def test_why_pocketsphinx_can_not_start_is_told_once(acore: Acore, tmp_path: Path) -> None:
    done = acore("transcribe", recording(tmp_path), ACORE_STT__ENGINES__POCKETSPHINX__GRAMMAR="missing.txt")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "missing.txt can not be read" in done.stderr


def test_json_is_one_object_with_times(acore: Acore, tmp_path: Path) -> None:
    done = acore("transcribe", recording(tmp_path), "--json")
    told = json.loads(done.stdout)
    assert (told["text"], told["language"]) == (ASKED, "en")
    (segment,) = told["segments"]
    assert segment["text"] == ASKED
    assert 0 <= segment["start"] < segment["end"] < 2
    assert 0 < segment["confidence"] <= 1


def test_a_recording_is_read_from_standard_input(environment: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "acore.cli", "transcribe", "-"]
    for sound, printed, code in ((wav_of([saying(ASKED)]), f"{ASKED}\n", 0), (b"", "", 1)):
        done = subprocess.run(command, cwd=tmp_path, env=environment, input=sound, capture_output=True, check=False)
        assert (done.stdout.decode(), done.returncode) == (printed, code)


def test_silence_holds_no_words(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "silence.wav").write_bytes(wav_of([AudioChunk.silence(2, 16_000)]))
    done = acore("transcribe", "silence.wav")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing was said" in done.stderr
    assert json.loads(acore("transcribe", "silence.wav", "--json").stdout)["segments"] == []


def test_what_can_not_be_transcribed_is_an_error_on_one_line(acore: Acore, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no recording")
    for arguments, told in (
        (["notes.txt"], "is no recording"),
        (["missing.wav"], "no file missing.wav"),
        ([recording(tmp_path), "--language", "de"], HINT),
    ):
        done = acore("transcribe", *arguments)
        assert done.returncode == 1
        assert done.stdout == ""
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1
