"""What the discord library may log."""

import logging

import pytest

from acore.discord.library_logs import quieten


@pytest.fixture
def shard() -> logging.Logger:
    quieten()
    quieten()
    return logging.getLogger("discord.shard")


def test_an_outage_is_one_line_that_names_the_cause(shard: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    shard.error("Attempting a reconnect for shard ID %s in %.2fs", 1, 0.5, exc_info=ConnectionError("it is down"))
    (record,) = caplog.records
    assert (record.levelname, record.exc_info) == ("WARNING", None)
    assert record.getMessage() == "Attempting a reconnect for shard ID 1 in 0.50s: ConnectionError('it is down')"


def test_whatever_else_goes_wrong_keeps_its_stack(shard: logging.Logger, caplog: pytest.LogCaptureFixture) -> None:
    shard.error("Something else", exc_info=ConnectionError("it is down"))
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert record.exc_info


def test_payloads_are_never_logged(shard: logging.Logger) -> None:
    assert not shard.isEnabledFor(logging.DEBUG)
