import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel
from typer.core import TyperGroup

from acore.adapters.models.catalogue import MODELS
from acore.cli.main import app
from acore.domain.chunking import chunks
from acore.domain.knowledge import Document
from acore.domain.model_files import in_words
from acore.settings import Settings
from acore.settings_slots import SlotSettings
from acore.settings_sources.aliases import ALIASES

PAGES = {
    file.name.removesuffix(".md"): file.read_text(encoding="utf-8")
    for file in resources.files("acore.help").iterdir()
    if file.name.endswith(".md")
}
MAKEFILE = (Path(__file__).parents[3] / "Makefile").read_text(encoding="utf-8")
SPANS = [(page, span) for page, text in sorted(PAGES.items()) for span in re.findall(r"`([^`\n]+)`", text)]
ACORE = typer.main.get_command(app)


def keys(model: type[BaseModel], path: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield (key := f"{path}{name}")
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from keys(field.annotation, f"{key}.")


KEYS = frozenset(keys(Settings))


def options(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def verbs(words: list[str]) -> Any:
    command = ACORE
    options_of_acore = options(ACORE)
    while words and isinstance(command, TyperGroup):
        if words[0] in options_of_acore:
            words = words[2:]
            continue
        found = command.commands.get(words[0])
        assert found, f"acore has no {words[0]}; it has {', '.join(command.commands)}"
        command, words = found, words[1:]
    assert all(word in options(command) for word in words if word.startswith("--")), words
    return command


def test_there_are_pages_for_a_newcomer() -> None:
    assert 8 <= len(PAGES) <= 16
    assert {"about", "playground", "discord-token", "real-model", "documents", "commands", "privacy"} <= PAGES.keys()


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_begins_with_its_title_and_is_short(page: str) -> None:
    lines = PAGES[page].splitlines()
    assert re.fullmatch(r"# [A-Z]\w.*", lines[0]) or lines[0].startswith("# What acore")
    assert [line for line in lines if line.startswith("# ")] == lines[:1]
    assert len(PAGES[page].split()) < 400


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_section_is_one_passage(page: str) -> None:
    sections = 1 + sum(line.startswith("## ") for line in PAGES[page].splitlines())
    found = chunks(Document(f"acore:help/{page}", PAGES[page].splitlines()[0][2:], PAGES[page]))
    assert len(found) == sections
    assert len({chunk.source.title for chunk in found}) == sections


@pytest.mark.parametrize(("page", "span"), [span for span in SPANS if re.match(r"(?:ACORE_\w+=\S+ )?acore ", span[1])])
def test_every_command_exists(page: str, span: str) -> None:
    assert page in PAGES
    verbs(re.sub(r"^(?:ACORE_\w+=\S+ )?acore ", "", span).split())


@pytest.mark.parametrize(("page", "span"), [span for span in SPANS if re.fullmatch(r"--[\w-]+", span[1])])
def test_every_option_exists(page: str, span: str) -> None:
    commands = [command for command in (ACORE, *_below(ACORE)) if span in options(command)]
    assert commands, f"{page} names {span}"


def _below(command: Any) -> Iterator[Any]:
    for below in command.commands.values() if isinstance(command, TyperGroup) else ():
        yield below
        yield from _below(below)


def _is_key(span: str) -> bool:
    first = span.split(".", maxsplit=1)[0]
    return re.fullmatch(r"[a-z_]+\.[a-z_]+", span) is not None and first in {key for key in KEYS if "." not in key}


@pytest.mark.parametrize(("page", "span"), [span for span in SPANS if _is_key(span[1])])
def test_every_setting_exists(page: str, span: str) -> None:
    assert span in KEYS, f"{page} names {span}"


@pytest.mark.parametrize(("page", "span"), [span for span in SPANS if re.fullmatch(r"\[[\w.]+\]", span[1])])
def test_every_table_exists(page: str, span: str) -> None:
    table, _, name = span.strip("[]").partition(".engines.")
    field = Settings.model_fields.get(table)
    assert field, f"{page} names {span}"
    assert not name or (isinstance(field.annotation, type) and issubclass(field.annotation, SlotSettings))


VARIABLES = [
    (page, name) for page, text in sorted(PAGES.items()) for name in re.findall(r"\b[A-Z]+(?:_+[A-Z]+)+\b", text)
]


@pytest.mark.parametrize(("page", "name"), VARIABLES)
def test_every_variable_exists(page: str, name: str) -> None:
    if name.startswith("ACORE_") and name != "ACORE_SETTINGS":
        assert name.removeprefix("ACORE_").lower().replace("__", ".") in KEYS, f"{page} names {name}"
    else:
        assert name.removesuffix("_FILE") in {*ALIASES, "ACORE_SETTINGS"}, f"{page} names {name}"


@pytest.mark.parametrize(("page", "span"), [span for span in SPANS if span[1].startswith("make ")])
def test_every_make_target_exists(page: str, span: str) -> None:
    target = span.split()[1]
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), f"{page} names {span}"


def test_the_checks_see_what_they_check() -> None:
    spans = {span for _, span in SPANS}
    assert {"acore index PATH", "rag.paths", "[llm.engines.NAME]", "make run", "--json"} <= spans
    assert {name for _, name in VARIABLES} >= {"DISCORD_TOKEN", "ACORE_SETTINGS"}
    with pytest.raises(AssertionError, match="acore has no fly"):
        verbs(["fly"])


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_defaults_that_a_page_tells_are_those_of_the_settings(page: str) -> None:
    settings, sizes = Settings(), {model.name: model.size for model in MODELS}
    told = {
        "port 8800": settings.web.port == 8800,
        "last 20 messages": settings.chat.history == 20,
        "no older than 15 minutes": settings.chat.catch_up_s == 15 * 60,
        "up to 5 passages": settings.rag.top_k == 5,
        "for a minute, the follow-up window": settings.chat.followup_s == 60,
        "the default is the folder `data`": settings.data_dir == Path("data"),
        "called `extractive` that is built in": settings.llm.use == "extractive",
        "because PocketSphinx, which listens": settings.stt.use == "pocketsphinx",
        "languages with espeak-ng": settings.tts.use == "espeak",
        "a model of 148 MB": in_words(sizes["whisper-base"]) == "148 MB",
        "a natural one of 354 MB": in_words(sizes["kokoro"]) == "354 MB",
    }
    assert all(holds for words, holds in told.items() if words in PAGES[page])


def test_every_verb_that_people_need_is_told() -> None:
    assert isinstance(ACORE, TyperGroup)
    untold = {verb for verb in ACORE.commands if not any(f"`acore {verb}" in text for text in PAGES.values())}
    assert untold == {"bench", "eval"}, "these are for those who build on acore"
