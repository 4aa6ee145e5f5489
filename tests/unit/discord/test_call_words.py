"""What the bot says aloud by itself is in the language of the calls, or of the server."""

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from acore.discord.call_words import CallWords
from acore.errors import BudgetSpent, InvalidInput
from acore.services.voice_phrases import ENGLISH, GERMAN, JAPANESE, OwnWords

FULL = "{channel} is full: {count} people are the most that may be there. Make room, or raise its limit."


def on(locale: str, language: str | None = None) -> OwnWords:
    words = CallWords(language)
    guild = SimpleNamespace(preferred_locale=discord.Locale(locale))
    bot: Any = SimpleNamespace(get_guild=lambda number: guild if number == 9 else None)
    words.serve(bot)
    return words("9")


@pytest.mark.parametrize(
    ("locale", "language", "words"),
    [
        ("en-US", None, ENGLISH),
        ("fr", None, ENGLISH),
        ("de", None, GERMAN),
        ("ja", None, JAPANESE),
        ("de", "en", ENGLISH),
        ("en-US", "de-at", GERMAN),
    ],
)
def test_the_language_of_the_calls_comes_before_that_of_the_server(
    locale: str, language: str | None, words: OwnWords
) -> None:
    found = on(locale, language)
    assert (found.sorry, found.sorry_deaf, found.like_this) == (words.sorry, words.sorry_deaf, words.like_this)


def test_a_server_that_is_not_known_is_spoken_to_in_english_or_as_the_settings_say() -> None:
    assert CallWords(None)("8") is ENGLISH
    assert CallWords("ja")("8").sorry == JAPANESE.sorry


def test_an_error_is_told_in_the_language_of_the_call() -> None:
    error = InvalidInput(FULL, channel="Hall", count=2)
    assert on("en-US").of(error, "?") == str(error)
    assert (
        on("de").of(error, "?")
        == "Hall ist voll: Mehr als 2 dürfen dort nicht sein. Macht Platz, oder erhöht die Grenze."
    )
    spent = BudgetSpent("spent", kind="member")
    assert on("de").of(spent, "?").startswith("Was deine Antworten heute kosten dürfen")


def test_an_error_without_words_in_that_language_is_regretted() -> None:
    error = InvalidInput("That is something else.")
    assert on("de").of(error, GERMAN.sorry) == GERMAN.sorry
    assert on("ja").of(error, JAPANESE.sorry) == JAPANESE.sorry
    assert on("fr").of(error, ENGLISH.sorry) == "That is something else."
