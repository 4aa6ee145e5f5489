"""When members are asked anew whether they want to be heard."""

from dataclasses import replace

import pytest

from acore.domain import consent
from acore.domain.consent import Station, Terms

HERE = Terms((Station("pocketsphinx"),), (Station("extractive"),), (Station("espeak"),))


def test_the_same_terms_have_the_same_version_in_any_order() -> None:
    two = (Station("whisper"), Station("openai", "api.openai.com"))
    assert replace(HERE, sound_to=two).version == replace(HERE, sound_to=two[::-1]).version
    assert HERE.version == Terms(*(tuple(one) for one in (HERE.sound_to, HERE.words_to, HERE.answers_to))).version


def test_another_engine_another_place_or_another_use_is_another_version() -> None:
    far = (Station("openai", "api.openai.com"),)
    versions = {
        HERE.version,
        replace(HERE, sound_to=far).version,
        replace(HERE, words_to=far).version,
        replace(HERE, answers_to=far).version,
        replace(HERE, words_to=(Station("openai"),)).version,
        replace(HERE, words_to=(Station("openai", None),)).version,
        replace(HERE, words_to=()).version,
    }
    assert len(versions) == 7


def test_other_words_are_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = HERE.version
    monkeypatch.setattr(consent, "WORDING", consent.WORDING + 1)
    assert HERE.version != before
