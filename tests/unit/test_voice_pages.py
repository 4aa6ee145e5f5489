"""What the pages about the voice say is so."""

import re
import tomllib
from importlib.metadata import files, requires
from pathlib import Path
from typing import get_args

import pytest
import typer
from typer.core import TyperGroup

from acore.adapters.engines import BUILT_IN
from acore.adapters.rvc.policies import plain_voice
from acore.adapters.rvc.presets import PRESETS
from acore.adapters.tts import tower
from acore.cli.main import app
from acore.domain.model_files import State
from acore.domain.turns import TurnRules
from acore.services.voice_phrases import ENGLISH
from acore.services.voice_reply import Manner
from acore.services.voice_session import VoiceOptions
from acore.settings import Settings
from acore.switching import choice_of

ROOT = Path(__file__).parents[2]
HOW = (ROOT / "docs/how-to/talk-with-it.md").read_text("utf-8")
WHY = " ".join((ROOT / "docs/explanation/a-turn-by-voice.md").read_text("utf-8").split())
REFERENCE = (ROOT / "docs/reference/voice.md").read_text("utf-8")
TABLES = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", HOW, re.DOTALL)]
SLOTS = ("tts", "stt", "vad", "rvc")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table in a section of the reference."""
    section = REFERENCE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" |")] for line in lines[1:]]


def test_the_tables_can_be_used() -> None:
    espeak, shift = (Settings.model_validate(table) for table in TABLES)
    assert espeak.tts.selected().model_dump()["voice"] == "en-gb+f3"
    assert (converter := shift.rvc.filled())
    assert converter.model_dump()["voice"] == "robot"


@pytest.mark.parametrize("choice", sorted(set(re.findall(r"acore use ([a-z]+/[a-z/]+)", HOW + REFERENCE))))
def test_a_choice_is_understood(choice: str) -> None:
    assert choice_of(choice, Settings()).slot in SLOTS


def test_every_engine_is_listed_and_the_default_is_called_so() -> None:
    listed = [(slot, engine) for slot, engine, *_ in rows("Engines")]
    assert sorted(listed) == sorted((slot, engine) for slot in SLOTS for engine in BUILT_IN[slot])
    defaults = {slot: engine for slot, engine, what, _ in rows("Engines") if "the default" in what}
    assert defaults == {slot: getattr(Settings(), slot).use for slot in SLOTS if slot != "rvc"}
    assert Settings().rvc.filled() is None


def test_every_engine_that_needs_a_model_says_so() -> None:
    for slot, engine, _, needs in rows("Engines"):
        assert ("a model" in needs) == bool(getattr(Settings(), slot).table(engine).needs_model()), engine


def test_every_voice_of_shift_is_listed_as_it_is() -> None:
    listed = {name: (what, float(pitch), float(formant)) for name, what, pitch, formant, _ in rows("Voices of `shift`")}
    assert listed == {name: (one.description, one.pitch, one.formant) for name, one in PRESETS.items()}
    assert "a tone of 110 Hz" in REFERENCE
    assert PRESETS["robot"].tone_hz == 110
    assert (PRESETS["radio"].low_hz, PRESETS["radio"].high_hz, PRESETS["echo"].echo_s) == (300, 3400, 0.22)
    names = re.search(r"# (deep, .*)", HOW)
    assert names
    assert re.split(", | or ", names[1]) == [*PRESETS]


def test_every_option_of_every_verb_is_listed() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    told = {(name, verb) for names, verbs, _ in rows("Commands")[8:] for name in names.split("`, `")
            for verb in re.findall(r"[a-z]+", verbs)}  # fmt: skip
    for verb in ("say", "talk", "transcribe", "voices"):
        there_are = {option for one in group.commands[verb].params for option in one.opts if option.startswith("-")}
        assert there_are - {"--json"} == {name for name, of in told if of == verb}, verb
        assert "--json" in there_are


def test_the_numbers_of_the_turn_are_those_in_force() -> None:
    rules, manner = TurnRules(), Manner()
    told = {
        "at a probability of 0.8 and goes on down to 0.6": (rules.begin, rules.keep) == (0.8, 0.6),
        "Less than 0.15 s of it is no turn": rules.least_speech_s == 0.15,
        "holds 0.3 s of the sound before its first speech": rules.pre_roll_s == 0.3,
        "and 0.2 s behind its last": rules.tail_s == 0.2,
        "A silence of 0.7 s ends a turn": rules.silence_s == 0.7,
        "clear speech 0.45 s are enough": rules.shortest_silence_s == 0.45,
        "up to 1.4 s": rules.longest_silence_s == 1.4,
        "A turn of 30 s is cut": rules.longest_s == 30,
        "a voice after 30 s, a converter after 50 s": (tower._SILENCE_S, plain_voice._WITHIN_S) == (30, 50),
        "150 s for the ears, 130 s for the reply and for the voice, 60 s for the converter":
            (VoiceOptions().stt_s, manner.chat_s, manner.tts_s, manner.rvc_s) == (150, 130, 130, 60),
        ENGLISH.sorry: True,
        ENGLISH.sorry_deaf: True,
    }  # fmt: skip
    assert all(words in WHY and holds for words, holds in told.items()), told


def test_the_states_of_a_model_are_those_there_are() -> None:
    assert set(get_args(State)) == set(re.findall(r"`(\w+)`", REFERENCE.partition("`state` is ")[2].partition(":")[0]))


def test_what_the_page_says_about_failures_is_what_is_said() -> None:
    told = [cell.removesuffix(" …") for cell in re.findall(r"^\| `([^`]+)` \|", HOW, re.MULTILINE)]
    sources = [file.read_text("utf-8") for kind in ("*.py", "*.js") for file in (ROOT / "src").rglob(kind)]
    assert len(told) == 7
    assert [words for words in told if not any(words in source for source in sources)] == []


def test_what_is_under_the_gpl_comes_with_the_extras_alone() -> None:
    needed = requires("acore") or []
    for library, extras in (("espeakng-loader", {"voice", "testing", "dev"}), ("kokoro-onnx", {"kokoro", "dev"})):
        found = [one for one in needed if one.startswith(library)]
        assert {extra for one in found for extra in re.findall(r"extra == ['\"](\w+)['\"]", one)} == extras
        assert all("extra ==" in one for one in found)
    core = (ROOT / "requirements.lock").read_text("utf-8")
    assert re.findall(r"^(?:espeakng-loader|phonemizer|kokoro-onnx|av)==", core, re.MULTILINE) == []


def under_the_gpl() -> dict[str, set[str]]:
    """The names of what is under the GPL, with the extras that bring it, as the reference lists them."""
    listed = [(what, extras) for what, extras, licence in rows("Licences") if licence.startswith("GPL")]
    names = [(re.split(", in |, which ", what)[0].split(" and "), extras.split("`, `")) for what, extras in listed]
    return {name: set(extras) for together, extras in names for name in together}


def test_every_part_of_the_extras_that_is_under_the_gpl_is_listed() -> None:
    brought = {"espeak-ng": {"voice", "kokoro", "testing"}, "phonemizer": {"kokoro"}}
    inside = " ".join(str(file) for file in files("av") or ())
    of_av = {name for name in ("xvid", "libvidstab", "rubberband") if name in inside} | {"x264", "x265"}
    assert under_the_gpl() == brought | {name: {"voice", "testing"} for name in of_av}


@pytest.mark.parametrize(
    ("page", "extras"),
    [
        ("README.md", {"voice", "kokoro"}),
        ("docs/how-to/get-a-better-voice.md", {"voice", "kokoro"}),
        ("docs/how-to/talk-with-it.md", {"voice"}),
        ("src/acore/help/voice.md", {"voice", "kokoro"}),
        ("src/acore/cli/engines.py", {"voice", "kokoro"}),
        ("src/acore/cli/doctor_voice.py", {"voice"}),
    ],
)
def test_every_part_that_is_under_the_gpl_is_named_where_the_extras_are(page: str, extras: set[str]) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert "GPL" in text
    assert [name for name, of in under_the_gpl().items() if of & extras and name not in text] == []
    assert "reference/voice.md#licences" in text or not page.endswith(".md") or page.startswith("src")
