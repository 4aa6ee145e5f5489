import json
import logging

import pytest
import structlog

from acore import logs


@pytest.fixture(autouse=True)
def _restored() -> object:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before[0], before[1]
    structlog.reset_defaults()


def test_an_event_is_one_json_object_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="info", style="json")
    structlog.get_logger("x").info("bot_ready", guilds=3)
    captured = capsys.readouterr()
    event = json.loads(captured.err)
    assert (event["event"], event["guilds"], event["level"]) == ("bot_ready", 3, "info")
    assert captured.out == ""


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_secret_never_reaches_the_log(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="info", style="json" if style == "json" else "console", secrets=["s3cr3t-token"])
    log = structlog.get_logger("x")
    log.info("with s3cr3t-token", header={"Authorization": "Bearer s3cr3t-token"}, parts=["a s3cr3t-token"])
    logging.getLogger("library").warning("sent %s", "s3cr3t-token")
    try:
        raise ValueError("bad key s3cr3t-token")
    except ValueError as error:
        log.exception("failed", cause=error)
    said = capsys.readouterr().err
    assert "s3cr3t" not in said
    assert said.count("[redacted]") >= 5


def test_what_is_below_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="warning", style="json")
    structlog.get_logger("x").info("chatter")
    logging.getLogger("library").info("chatter")
    assert capsys.readouterr().err == ""


def test_a_failure_is_logged_with_its_stack(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="info", style="json")
    try:
        raise KeyError("gone")
    except KeyError:
        structlog.get_logger("x").exception("lookup_failed")
    assert "Traceback" in json.loads(capsys.readouterr().err)["exception"]


def test_short_values_are_no_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="info", style="json", secrets=["", "no"])
    structlog.get_logger("x").info("nothing_noted")
    assert "nothing_noted" in capsys.readouterr().err
