from types import SimpleNamespace
from typing import Any

import pytest

from acore.cli.say import _voice
from acore.domain.speech import Voice
from acore.settings import Settings


class Speakers:
    """Who spoke, and how often it was asked for its voices."""

    def __init__(self, spoke: str) -> None:
        self.spoke = spoke
        self.asked = 0

    async def voices_of(self, name: str) -> tuple[Voice, ...]:
        assert name == self.spoke
        self.asked += 1
        return Voice("en-us"), Voice("de")


@pytest.mark.parametrize(
    ("spoke", "asked", "voice", "lists"),
    [
        ("openai", None, "alloy", 0),
        ("openai", "nova", "nova", 0),
        ("espeak", None, "en-us", 1),
        ("espeak", "nova", "en-us", 1),
        ("espeak", "de", "de", 1),
    ],
)
async def test_the_voice_that_spoke_is_named_and_lists_are_asked_for_only_where_needed(
    spoke: str, asked: str | None, voice: str, lists: int
) -> None:
    settings = Settings.model_validate({"tts": {"use": "openai", "fallback": ["espeak"]}})
    tts = Speakers(spoke)
    house: Any = SimpleNamespace(voice=SimpleNamespace(tts=lambda: tts))
    assert (await _voice(house, settings, asked), tts.asked) == (voice, lists)
