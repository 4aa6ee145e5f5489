"""`acore doctor --voice`: what works is told stage by stage, and the first that does not ends it with a way out."""

import sys
from pathlib import Path
from typing import Any

import pytest

from acore.cli import doctor_call, doctor_wire
from acore.cli.doctor_check import Check
from acore.errors import EngineRefused
from acore.settings import Settings

SCRIPTED: dict[str, Any] = {"tts": {"use": "scripted"}, "stt": {"use": "scripted"}, "llm": {"use": "scripted"}}
STAGES = [
    "libraries",
    "engines",
    "end-to-end encryption",
    "encrypt",
    "decrypt, jitter buffer",
    "vad",
    "stt",
    "llm",
    "tts",
]


async def stages(folder: Path, **tables: Any) -> list[Check]:
    settings = Settings.model_validate({"data_dir": folder / "data", "web": {"port": 0}, **SCRIPTED, **tables})
    return [check async for check in doctor_call.stages(settings)]


def last(checks: list[Check]) -> tuple[str, str, str | None]:
    return checks[-1].name, checks[-1].status, checks[-1].fix


async def test_on_a_machine_with_everything_every_stage_works(tmp_path: Path) -> None:
    checks = await stages(tmp_path)
    assert [check.name for check in checks] == [f"call: {stage}" for stage in STAGES]
    assert {check.status for check in checks} == {"ok"}


async def test_another_voice_is_tried_as_well(tmp_path: Path) -> None:
    checks = await stages(tmp_path, rvc={"use": "shift"})
    assert last(checks) == ("call: rvc", "ok", None)


@pytest.mark.parametrize("library", ["acore.cli.doctor_wire", "acore.adapters.sound.opus"])
async def test_a_library_that_is_missing_is_named_with_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delattr("acore.cli.doctor_wire", raising=False)
    checks = await stages(tmp_path)
    assert last(checks) == ("call: libraries", "fail", 'pip install "acore[voice]"')


async def test_where_discord_can_not_be_played_the_encryption_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "acore.simulator.voice.mls", None)
    checks = await stages(tmp_path)
    (encryption,) = [check for check in checks if "end-to-end" in check.name]
    assert encryption.status == "info"
    assert "acore[testing]" in str(encryption.fix)
    assert checks[-1].name == "call: tts"


async def test_packets_that_do_not_decrypt_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = doctor_wire.sent
    monkeypatch.setattr(doctor_wire, "sent", lambda *given: [packet[:-6] + bytes(6) for packet in sent(*given)])
    checks = await stages(tmp_path)
    assert last(checks)[:2] == ("call: decrypt", "fail")


async def test_a_detector_that_hears_nobody_fails(tmp_path: Path) -> None:
    checks = await stages(tmp_path, vad={"use": "energy", "engines": {"energy": {"threshold": 32768}}})
    assert last(checks)[:2] == ("call: vad", "fail")


@pytest.mark.parametrize(("text", "status"), [("banana split", "warn"), ("What can you do?", "ok")])
async def test_what_was_understood_is_told(tmp_path: Path, text: str, status: str) -> None:
    checks = await stages(tmp_path, stt={"use": "scripted", "engines": {"scripted": {"texts": [text]}}})
    (heard,) = [check for check in checks if check.name == "call: stt"]
    assert heard.status == status
    assert text in heard.detail
    assert checks[-1].name == "call: tts"


async def test_ears_without_a_word_fail(tmp_path: Path) -> None:
    checks = await stages(tmp_path, stt={"use": "scripted", "engines": {"scripted": {"texts": [" "]}}})
    assert last(checks) == ("call: stt", "fail", "acore use stt/whisper")


@pytest.mark.parametrize("slot", ["stt", "tts", "llm"])
async def test_a_server_that_is_not_there_fails_where_it_is_asked(tmp_path: Path, slot: str) -> None:
    about = {"base_url": "http://127.0.0.1:9/v1", "api_key": "k", "model": "m", "retry": {"attempts": 1}}
    if slot == "tts":
        about.pop("model")
    checks = await stages(tmp_path, **{slot: {"use": "openai", "engines": {"openai": about}}})
    assert checks[-1].status == "fail"
    assert checks[-1].name in (f"call: {slot}", "call: engines", "call: house")


async def test_a_house_that_can_not_open_fails(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    checks = await stages(tmp_path)
    assert last(checks)[:2] == ("call: house", "fail")


def test_a_group_that_its_library_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "acore.simulator.voice.mls.ExternalSender.add", lambda *_: (_ for _ in ()).throw(ValueError("no"))
    )
    with pytest.raises(EngineRefused, match="davey: no"):
        doctor_wire.group_of_two()
