"""`acore talk` with engines that follow a script; what is said and heard for real is in tests/integration/voice."""

import io
import json
import os
import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from acore.adapters.sound.wav import wav_of
from acore.domain.audio import AudioChunk
from tests.integration.cli.conftest import Acore

SCRIPTED = {
    "ACORE_TTS__USE": "scripted",
    "ACORE_STT__USE": "scripted",
    "ACORE_STT__ENGINES__SCRIPTED__TEXTS": '["first", "second"]',
    "ACORE_VAD__USE": "energy",
    "ACORE_LLM__USE": "scripted",
}
STAGES = {"vad", "stt", "chat", "tts", "rvc"}


def speech(seconds: float, rate: int = 16000, channels: int = 1) -> AudioChunk:
    return AudioChunk(np.full((round(seconds * rate), channels), 5000, np.int16), rate)


def silence(seconds: float, rate: int = 16000, channels: int = 1) -> AudioChunk:
    return AudioChunk.silence(seconds, rate, channels)


def asked(tmp_path: Path) -> str:
    """Two turns."""
    (tmp_path / "asked.wav").write_bytes(wav_of([speech(1), silence(2), speech(1), silence(2)]))
    return "asked.wav"


def test_turns_are_answered_one_after_the_other(acore: Acore, tmp_path: Path) -> None:
    done = acore("talk", asked(tmp_path), "-o", "b.wav", **SCRIPTED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["you: first", "acore: first", "you: second", "acore: second"]
    assert done.stderr == ""
    with wave.open(str(tmp_path / "b.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16000, 1, 2)
        assert file.getnframes() / 16000 == pytest.approx(len("firstsecond") * 0.06 + 2 * 0.2)


def test_json_is_one_object(acore: Acore, tmp_path: Path) -> None:
    done = acore("talk", asked(tmp_path), "--json", **SCRIPTED)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {"heard", "reply", "stages", "first_audio_ms"}
    assert (told["heard"], told["reply"]) == ("first\nsecond", "first\nsecond")
    assert set(told["stages"]) == STAGES
    assert all(took >= 0 for took in told["stages"].values())
    assert told["first_audio_ms"] > 0
    assert [file.name for file in tmp_path.glob("*.wav")] == ["asked.wav"]


def test_what_is_asked_aloud_is_remembered_in_the_same_conversation(acore: Acore, tmp_path: Path) -> None:
    acore("talk", asked(tmp_path), "--json", **SCRIPTED)
    assert "Forgot 4 messages." in acore("chat", stdin="/clear\n").stdout


def test_standard_input_and_output(environment: dict[str, str], tmp_path: Path) -> None:
    command, there = [sys.executable, "-m", "acore.cli", "talk", "-", "-o", "-"], {**environment, **SCRIPTED}
    sound = wav_of([speech(1), silence(2)])
    done = subprocess.run(command, cwd=tmp_path, env=there, input=sound, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    with wave.open(io.BytesIO(done.stdout)) as file:
        assert file.getnframes() / 16000 == pytest.approx(len("first") * 0.06 + 0.2)
    assert done.stderr.decode().splitlines() == ["you: first", "acore: first"]


def wav_header(rate: int) -> bytes:
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 3236, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16, b"data",
                       3200) + b"\0\1" * 1600  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("silence.wav", wav_of([silence(3)]), "Nobody is heard to speak in silence.wav. Is it very quiet"),
        ("empty.wav", b"", "empty.wav is empty"),
        ("none.wav", wav_of([]), "none.wav holds no sound"),
        ("broken.wav", wav_of([speech(1)])[:30], "broken.wav"),
        ("zero.wav", wav_header(0), "zero.wav says that it has 0 samples a second"),
        ("notes.txt", b"no sound at all", "notes.txt is no recording"),
        (None, b"", "no file missing.wav"),
    ],
)
def test_what_can_not_be_answered_is_an_error_and_leaves_no_file(
    acore: Acore, tmp_path: Path, name: str | None, data: bytes, told: str
) -> None:
    if name is not None:
        (tmp_path / name).write_bytes(data)
    done = acore("talk", name or "missing.wav", "-o", "b.wav", **SCRIPTED)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "b.wav").exists()


def test_speech_without_words_is_an_error(acore: Acore, tmp_path: Path) -> None:
    done = acore("talk", asked(tmp_path), **{**SCRIPTED, "ACORE_STT__ENGINES__SCRIPTED__TEXTS": '["…"]'})
    assert done.returncode == 1
    assert "no word of it could be understood" in done.stderr


@pytest.mark.parametrize(("rate", "channels", "level"), [(48000, 8, 5000), (8000, 1, 32767), (44100, 2, -32768)])
def test_channels_rates_and_clipping_are_no_matter(
    acore: Acore, tmp_path: Path, rate: int, channels: int, level: int
) -> None:
    loud = AudioChunk(np.full((rate, channels), level, np.int16), rate)
    (tmp_path / "in.wav").write_bytes(wav_of([loud, silence(2, rate, channels)]))
    done = acore("talk", "in.wav", "--json", **SCRIPTED)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["heard"] == "first"


def test_json_and_sound_do_not_share_standard_output(acore: Acore, tmp_path: Path) -> None:
    done = acore("talk", asked(tmp_path), "-o", "-", "--json", **SCRIPTED)
    assert done.returncode == 2
    assert "-o FILE" in done.stderr


def test_a_voice_that_is_not_there_is_an_error_with_the_reply_to_read(acore: Acore, tmp_path: Path) -> None:
    done = acore("talk", asked(tmp_path), "--voice", "nobody", "--json", **SCRIPTED)
    assert done.returncode == 1
    assert json.loads(done.stdout)["reply"] == "first\nsecond"
    assert done.stderr.count("\nacore: tts: There is no voice nobody") == 1, "what two turns lack is told once"


@pytest.mark.parametrize("before", [None, b"what was there"])
def test_where_nothing_could_be_said_the_file_is_as_it_was(acore: Acore, tmp_path: Path, before: bytes | None) -> None:
    reply = tmp_path / "b.wav"
    if before is not None:
        reply.write_bytes(before)
    done = acore("talk", asked(tmp_path), "--voice", "nobody", "-o", "b.wav", **SCRIPTED)
    assert (done.returncode, done.stdout.splitlines()[1]) == (1, "acore: first")
    assert (reply.read_bytes() if reply.exists() else None) == before


def test_a_model_that_is_away_is_told_and_apologised_for(acore: Acore, tmp_path: Path) -> None:
    away = {"ACORE_LLM__USE": "ollama", "ACORE_LLM__ENGINES__OLLAMA__BASE_URL": "http://127.0.0.1:9"}
    done = acore("talk", asked(tmp_path), "-o", "b.wav", **{**SCRIPTED, **away})
    assert done.returncode == 1
    assert "acore: chat: " in done.stderr
    with wave.open(str(tmp_path / "b.wav")) as file:
        assert file.getnframes() > 16000, "it says that it is sorry"


def test_two_hours_are_answered_in_little_memory(environment: dict[str, str], tmp_path: Path) -> None:
    long, short = tmp_path / "long.wav", tmp_path / "short.wav"
    hour = np.zeros(3600 * 8000, np.int16)
    hour[:8000] = 5000
    with wave.open(str(long), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        for _ in range(2):
            file.writeframes(hour.tobytes())
    short.write_bytes(wav_of([speech(1), silence(2)]))
    peaks = [peak_of(["talk", str(name), "-o", "b.wav"], {**environment, **SCRIPTED}, tmp_path)
             for name in (short, long)]  # fmt: skip
    assert peaks[1] - peaks[0] < 50_000, f"{peaks} kB"


def peak_of(arguments: list[str], environment: dict[str, str], folder: Path) -> int:
    """The most memory that a run takes, in kB."""
    process = subprocess.Popen([sys.executable, "-m", "acore.cli", *arguments], cwd=folder, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss


def test_nothing_is_left_in_temporary_folders(acore: Acore, tmp_path: Path) -> None:
    there = tmp_path / "tmp"
    there.mkdir()
    for arguments in ([asked(tmp_path), "-o", "b.wav"], ["missing.wav", "-o", "c.wav"], [asked(tmp_path), "--json"]):
        acore("talk", *arguments, **{**SCRIPTED, "TMPDIR": str(there)})
    assert list(there.iterdir()) == []
