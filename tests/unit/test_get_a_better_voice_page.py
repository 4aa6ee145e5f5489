"""What the page about better voices says is so."""

import re
import tomllib
from pathlib import Path

import pytest

from acore.adapters.models.catalogue import MODELS
from acore.adapters.tts.kokoro import KokoroSettings
from acore.adapters.tts.supertonic import SupertonicSettings
from acore.domain.model_files import Model, in_words
from acore.settings import Settings
from acore.switching import choice_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/get-a-better-voice.md").read_text("utf-8")
VOICES, MIRROR, FOLDER = (tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_model_is_listed_as_it_is(model: Model) -> None:
    (row,) = re.findall(rf"^\| `{model.name}` \|.*$", PAGE, re.MULTILINE)
    _, _, size, _, licence, command, _ = (cell.strip() for cell in row.split("|"))
    assert size == in_words(model.size)
    assert model.licence.startswith(licence)
    assert command == f"`acore use {model.choice}`"


@pytest.mark.parametrize("choice", sorted(set(re.findall(r"acore use (\S+?)`?\s", PAGE)) - {"says"}))
def test_a_choice_is_understood(choice: str) -> None:
    assert choice_of(choice, Settings()).slot in ("tts", "stt")


def test_the_tables_can_be_used_and_show_the_defaults() -> None:
    voices = Settings.model_validate(VOICES)
    assert voices.tts.table("kokoro") == KokoroSettings()
    assert voices.tts.table("supertonic") == SupertonicSettings()
    assert list(voices.tts.plan().engines) == ["kokoro", "espeak"]
    assert Settings.model_validate(MIRROR).models.mirror == "http://other-machine:8000"
    assert Settings.model_validate(FOLDER).tts.table("kokoro").needs_model() is None
