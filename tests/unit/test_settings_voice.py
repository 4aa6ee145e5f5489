import pytest
from pydantic import ValidationError

from acore.settings_voice import TTSSettings


def test_espeak_speaks_unless_something_else_is_said() -> None:
    plan = TTSSettings().plan()
    assert list(plan.engines) == ["espeak"]
    assert plan.cache_bytes == 16_000_000


def test_those_that_stand_in_come_after_the_one_in_use() -> None:
    hum = {"engine": "scripted", "rate": 8000}
    given = {"use": "hum", "fallback": ["espeak"], "engines": {"hum": hum}, "cache": {"max_bytes": 0}}
    plan = TTSSettings.model_validate(given).plan()
    assert [(name, table.engine) for name, table in plan.engines.items()] == [("hum", "scripted"), ("espeak", "espeak")]
    assert plan.cache_bytes == 0


def test_who_stands_in_has_to_be_there() -> None:
    with pytest.raises(ValidationError, match=r"fallback\[1\] names 'espek', .*; did you mean espeak"):
        TTSSettings.model_validate({"fallback": ["espeak", "espek"]})
