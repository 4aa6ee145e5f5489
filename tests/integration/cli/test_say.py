import io
import json
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from tests.integration.cli.conftest import Acore

HUMS = {"ACORE_TTS__USE": "scripted"}


def heard(sound: Path | bytes) -> tuple[float, int, int, int]:
    """Seconds, rate, channels and the loudest sample of a WAV file of 16 bits."""
    with wave.open(str(sound) if isinstance(sound, Path) else io.BytesIO(sound), "rb") as file:
        assert file.getsampwidth() == 2
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert len(samples) == file.getnframes() * file.getnchannels()
        loudest = int(np.abs(samples.astype(int)).max(initial=0))
        return file.getnframes() / file.getframerate(), file.getframerate(), file.getnchannels(), loudest


def test_say_speaks_into_a_file_on_a_fresh_machine(acore: Acore, tmp_path: Path) -> None:
    done = acore("say", "What can **you** do? See https://example.com/x.", "-o", "a.wav")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("a.wav: ")
    assert done.stderr == ""
    seconds, rate, channels, loudest = heard(tmp_path / "a.wav")
    assert (rate, channels) == (22050, 1)
    assert 2 < seconds < 6
    assert loudest > 5000


def test_say_tells_as_json_what_it_did(acore: Acore, tmp_path: Path) -> None:
    done = acore("say", "hello", "-o", "b.wav", "--voice", "en-us+f3", "--speed", "0.5", "--json")
    told = json.loads(done.stdout)
    assert set(told) == {"file", "engine", "voice", "seconds", "first_audio_ms"}
    assert (told["file"], told["engine"], told["voice"]) == ("b.wav", "espeak", "en-us+f3")
    assert told["seconds"] == pytest.approx(heard(tmp_path / "b.wav")[0], abs=0.01)
    assert told["first_audio_ms"] > 0
    usual = json.loads(acore("say", "hello", "-o", "b.wav", "--voice", "en-us+f3", "--json").stdout)
    assert usual["seconds"] < told["seconds"]


def test_say_reads_a_text_and_writes_to_a_pipe(environment: dict[str, str], tmp_path: Path) -> None:
    command, there = [sys.executable, "-m", "acore.cli", "say", "-"], {**environment, **HUMS}
    text = b"One two.\n\nThree"
    done = subprocess.run(command, cwd=tmp_path, env=there, input=text, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    seconds, rate, channels, _ = heard(done.stdout)
    assert (rate, channels) == (16000, 1)
    assert seconds == pytest.approx(11 * 0.06)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("",), 2, "there is no text to say"),
        (("-",), 2, "there is no text to say"),
        (("…",), 1, "nothing to say"),
        (("hello", "--voice", "nosuch"), 1, "no voice nosuch"),
        (("hello", "--speed", "3"), 2, "--speed"),
        (("hello", "--json"), 2, "-o FILE"),
        (("hello", "-o", "none/a.wav"), 1, "none/a.wav can not be written: No such file or directory. Make the folder"),
        (("hello", "-o", "."), 1, ". can not be written: Is a directory. Name a file in it."),
        (("hello", "-o", "/dev/full"), 1, "/dev/full can not be written: No space left on device. Make room"),
    ],
)
def test_say_tells_what_is_wrong_and_leaves_nothing(
    acore: Acore, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    given = arguments if "-o" in arguments or "--json" in arguments else (*arguments, "-o", "c.wav")
    done = acore("say", *given)
    assert done.returncode == code
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "c.wav").exists()


def test_say_falls_back_and_says_who_spoke(acore: Acore) -> None:
    dead = {"ACORE_TTS__USE": "openai", "ACORE_TTS__ENGINES__OPENAI__BASE_URL": "http://127.0.0.1:9/v1"}
    retries = {"ACORE_TTS__ENGINES__OPENAI__RETRY__ATTEMPTS": "1"}
    done = acore("say", "hello", "-o", "d.wav", "--json", ACORE_TTS__FALLBACK='["espeak"]', **dead, **retries)
    told = json.loads(done.stdout)
    assert (told["engine"], told["voice"]) == ("espeak", "en-us")
    assert "tts_fell_back" in done.stderr
    alone = acore("say", "hello", "-o", "e.wav", **dead, **retries)
    assert alone.returncode == 1
    assert "can not be reached" in alone.stderr


def test_say_turns_the_voice_into_the_one_of_the_converter_and_says_where_it_can_not(
    acore: Acore, tmp_path: Path
) -> None:
    assert acore("say", "hello", "-o", "plain.wav", **HUMS).returncode == 0
    robot = {"ACORE_RVC__USE": "shift", "ACORE_RVC__ENGINES__SHIFT__VOICE": "robot"}
    done = acore("say", "hello", "-o", "robot.wav", **HUMS, **robot)
    assert (done.returncode, done.stderr) == (0, "")
    assert heard(tmp_path / "robot.wav")[:3] == heard(tmp_path / "plain.wav")[:3]
    assert (tmp_path / "robot.wav").read_bytes() != (tmp_path / "plain.wav").read_bytes()
    url = {"ACORE_RVC__ENGINES__RVC_PYTHON__BASE_URL": "http://127.0.0.1:9"}
    away = acore("say", "hello", "-o", "away.wav", ACORE_RVC__USE="rvc_python", **url, **HUMS)
    assert away.returncode == 0
    assert away.stderr.count("the voice is the plain one") == 1
    assert (tmp_path / "away.wav").read_bytes() == (tmp_path / "plain.wav").read_bytes()


def test_a_voice_of_the_settings_that_is_not_there_is_a_wrong_setting(acore: Acore) -> None:
    done = acore("say", "hello", "-o", "f.wav", ACORE_TTS__ENGINES__ESPEAK__VOICE="nosuch")
    assert done.returncode == 2
    assert "tts.engines.espeak" in done.stderr


def test_voices_lists_those_of_the_engine_in_use(acore: Acore) -> None:
    rows = json.loads(acore("voices", "--json").stdout)
    assert list(rows[0]) == ["slot", "engine", "name", "language", "description"]
    assert list(rows[0].values()) == ["tts", "espeak", "en-us", "en-us", "English (America), male"]
    assert len(rows) > 200
    lines = acore("voices", **HUMS).stdout.splitlines()
    assert [line.split()[:3] for line in lines] == [["tts", "scripted", "low"], ["tts", "scripted", "high"]]


def test_voices_names_the_engine_that_stands_in_for_one_that_can_not_open(acore: Acore) -> None:
    broken = {"ACORE_TTS__USE": "openai", "ACORE_TTS__ENGINES__OPENAI__BASE_URL": "http://[::1"}
    done = acore("voices", "--json", ACORE_TTS__FALLBACK='["scripted"]', **broken)
    found = [(row["engine"], row["name"]) for row in json.loads(done.stdout)]
    assert found == [("scripted", "low"), ("scripted", "high")]


def test_voices_tells_what_the_settings_of_the_engine_lack(acore: Acore) -> None:
    done = acore("voices", "--json", ACORE_TTS__USE="openai")
    assert done.returncode == 2
    assert "api_key" in done.stderr
