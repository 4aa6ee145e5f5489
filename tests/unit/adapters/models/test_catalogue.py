import re

import pytest

from acore.adapters import engines
from acore.adapters.models.catalogue import MODELS
from acore.domain.model_files import Model, ModelFile, in_words
from acore.settings import Settings
from acore.switching import choice_of

FILES = [pytest.param(file, id=f"{model.name}/{file.path}") for model in MODELS for file in model.files]


def test_every_model_has_a_name_of_its_own() -> None:
    names = [model.name for model in MODELS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_model_is_that_of_an_engine_and_its_choice_is_understood(model: Model) -> None:
    assert model.engine in engines.names(model.slot)
    found = choice_of(model.choice, Settings())
    assert (found.slot, found.name) == (model.slot, model.engine)
    assert model.licence
    assert model.about


@pytest.mark.parametrize("file", FILES)
def test_a_file_has_an_address_that_stays_as_it_is_a_size_and_a_digest(file: ModelFile) -> None:
    assert re.fullmatch(
        r"https://(huggingface\.co/\S+/resolve/[0-9a-f]{40}|github\.com/\S+/releases/download)/\S+", file.url
    )
    assert file.url.endswith(f"/{file.path}")
    assert file.size > 0
    assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
    assert not file.path.startswith("/")
    assert ".." not in file.path


@pytest.mark.parametrize("slot", ["tts", "stt"])
def test_every_model_that_an_engine_needs_by_default_is_there(slot: str) -> None:
    there_are = {model.name for model in MODELS}
    needed = {engines.load(slot, name).Settings(engine=name).needs_model() for name in engines.names(slot)}
    assert needed - {None} <= there_are
    assert slot != "tts" or needed >= {"kokoro", "supertonic"}


def test_sizes_are_told_as_people_tell_them() -> None:
    assert [in_words(size) for size in (0, 999_999, 353_746_785, 2_500_000_000)] == [
        "0 kB",
        "1,000 kB",
        "354 MB",
        "2,500 MB",
    ]
