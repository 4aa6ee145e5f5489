"""What members are asked before they are heard."""

from hashlib import blake2b
from typing import Any

import discord
import pytest

from acore.discord import (
    call_notices,
    consent_words,
    recordings,
    voice_rights,
    voice_words,
)
from acore.discord.consent_words import Answer, answer_of, asked, consent_view, greeted
from acore.discord.german_voice import VOICE
from acore.discord.voice import call as voice_call
from acore.discord.voice import ear, speaker
from acore.domain.consent import WORDING, Station, Terms
from acore.services import call_telling, calls
from acore.services import recordings as recording_service

LOCAL = Terms((Station("whisper"),), (Station("ollama"),), (Station("kokoro"),))
FAR = Terms(
    (Station("openai", "api.openai.com"),), (Station("a_b", None),), (Station("kokoro"), Station("openai", "x.example"))
)
ENGLISH, GERMAN = discord.Locale.american_english, discord.Locale.german


def test_whoever_changes_the_words_has_members_asked_anew() -> None:
    digest = blake2b((consent_words.ASKED + consent_words.GREETED).encode(), digest_size=4).hexdigest()
    assert (WORDING, digest) == (1, "10370b22"), "raise WORDING, and note the new digest here"


def test_the_engines_are_named_and_where_they_are() -> None:
    assert "to **whisper** on the machine that I run on, to be written down" in asked(LOCAL, ENGLISH)
    text = asked(FAR, ENGLISH)
    assert "Your voice goes to **openai** at api.openai.com" in text
    assert "goes as text to **a\\_b**, I do not know where" in text
    assert "spoken by **kokoro** on the machine that I run on, **openai** at x.example" in text


@pytest.mark.parametrize("locale", [ENGLISH, GERMAN, discord.Locale.japanese])
@pytest.mark.parametrize("terms", [LOCAL, FAR])
def test_what_is_asked_fits_into_a_message(locale: discord.Locale, terms: Terms) -> None:
    text = greeted("<@123456789012345678>", terms, locale)
    assert len(text) < 2000
    assert "{" not in text


async def test_the_buttons_tell_what_they_are_for() -> None:
    view = consent_view(LOCAL.version, GERMAN)
    listen, deaf = (button for button in view.children if isinstance(button, discord.ui.Button))
    assert (listen.label, deaf.label) == ("Hör mir zu", "Nicht mehr")
    assert answer_of(str(listen.custom_id)) == Answer(wants=True, version=LOCAL.version)
    assert answer_of(str(deaf.custom_id)) == Answer(wants=False)
    assert view.is_finished(), "the library keeps no view"


@pytest.mark.parametrize("custom_id", ["", "acore:good:engine:", "other:listen:1", "listen"])
def test_other_buttons_are_none_of_these(custom_id: str) -> None:
    assert answer_of(custom_id) is None


def test_every_sentence_about_voice_is_there_in_german() -> None:
    modules: list[Any] = [call_notices, consent_words, recordings, voice_rights, voice_words]
    modules += [call_telling, calls, recording_service]
    told = [
        text
        for module in modules
        for name, text in vars(module).items()
        if name.isupper() and isinstance(text, str) and " " in text
    ]
    assert len(told) > 30
    assert {text for text in told if text not in VOICE} == {voice_words.DEAF_NOW}, "which has no words of its own"


@pytest.mark.parametrize("why", [ear._NO_TRANSPORT, ear._NO_GROUP, speaker.UNDECODED])
def test_every_cause_of_deafness_is_there_in_german(why: str) -> None:
    assert voice_call._in_words(why) in VOICE


@pytest.mark.parametrize("text", sorted(VOICE))
def test_a_translation_has_the_places_of_its_original(text: str) -> None:
    import string

    def places(words: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    assert places(VOICE[text]) == places(text)
