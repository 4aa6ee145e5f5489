"""What `acore doctor` says of the voice; engines that follow a script stand for those that speak and hear."""

from importlib.util import find_spec

import pytest

from acore.adapters import engines
from acore.cli.doctor_check import Check
from acore.cli.doctor_voice import SAID, voice
from acore.settings import Settings

SCRIPTED = {"tts": {"use": "scripted"}, "stt": {"use": "scripted"}, "vad": {"use": "energy"}}


async def told(**tables: object) -> dict[str, Check]:
    """The last check of each name."""
    settings = Settings.model_validate({**SCRIPTED, **tables})
    return {check.name: check async for check in voice(settings)}


async def test_what_is_said_is_noticed_and_heard() -> None:
    checks = await told()
    assert {name: check.status for name, check in checks.items()} == {"tts": "ok", "vad": "ok", "stt": "ok"}
    assert checks["tts"].detail.startswith(f"scripted says “{SAID}” in ")
    assert checks["vad"].detail == "energy notices it"
    assert checks["stt"].detail == f"scripted hears “{SAID}”"
    assert all(check.fix is None for check in checks.values())


async def test_a_house_without_the_extra_is_healthy_and_told_how_to_get_a_voice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    (check,) = [check async for check in voice(Settings())]
    assert (check.name, check.status) == ("voice", "info")
    for library in ("espeakng_loader", "pocketsphinx", "webrtcvad"):
        assert library in check.detail
    assert check.fix
    assert 'pip install "acore[voice]"' in check.fix
    assert "It brings espeak-ng, x264 and x265: GPL." in check.fix


async def test_a_chosen_engine_without_its_library_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == "kokoro_onnx" else find_spec(name))
    checks = await told(tts={"use": "kokoro"})
    assert checks["tts"] == Check(
        "tts", "fail", "kokoro needs kokoro_onnx, not installed", 'pip install "acore[kokoro]"'
    )
    assert checks["vad"].detail == "energy is ready"
    assert checks["stt"].detail == "scripted is ready"


async def test_a_model_that_is_not_here_is_named_and_no_failure_where_another_engine_speaks() -> None:
    settings = Settings.model_validate({**SCRIPTED, "tts": {"use": "kokoro", "fallback": ["scripted"]}})
    first, second, *_ = [check async for check in voice(settings)]
    assert (first.status, first.fix) == ("warn", "acore models get kokoro")
    assert first.detail == "kokoro needs its model (354 MB), which is not here"
    assert (second.name, second.status) == ("tts", "ok")
    alone = await told(tts={"use": "kokoro"})
    assert alone["tts"].status == "fail"


async def test_the_other_voice_is_tried_where_one_is_chosen() -> None:
    checks = await told(rvc={"use": "shift"})
    assert checks["rvc"] == Check("rvc", "ok", "shift turns it into the voice deep")


async def test_a_voice_that_is_not_there_is_a_failure_with_its_cause() -> None:
    checks = await told(tts={"use": "espeak", "engines": {"espeak": {"voice": "nosuch"}}})
    assert checks["tts"].status == "fail"
    assert "no voice nosuch" in checks["tts"].detail


@pytest.mark.parametrize(
    ("tables", "name", "said"),
    [
        ({"stt": {"use": "scripted", "engines": {"scripted": {"texts": [" "]}}}}, "stt", "hears no word of it"),
        ({"vad": {"use": "energy", "engines": {"energy": {"threshold": 32768}}}}, "vad", "takes it for noise"),
    ],
)
async def test_deaf_engines_are_warned_of_with_the_way_out(tables: dict[str, object], name: str, said: str) -> None:
    check = (await told(**tables))[name]
    assert check.status == "warn"
    assert said in check.detail
    assert check.fix
    assert "acore use " in check.fix


async def test_an_engine_without_its_key_is_told_once_and_not_here() -> None:
    assert "tts" not in await told(tts={"use": "openai"})
