from pathlib import Path

import pytest

from acore.adapters.stt.sphinx_grammar import dictionary, grammar_of

JSGF = """#JSGF V1.0 UTF-8 en;
/* What can be asked of
   the lamp. */
grammar lamps.main;  // zzyzx is no word here
<verb> = turn {nonword} | /0.5/ switch;
public <order> = [please] <verb> the (light | lamp)+ (on | off);
"""


def grammar(tmp_path: Path, text: str) -> str:
    file = tmp_path / "commands.txt"
    file.write_text(text)
    return grammar_of(file)


def test_a_grammar_is_taken_as_it_is(tmp_path: Path) -> None:
    assert grammar(tmp_path, JSGF) == JSGF


def test_phrases_a_line_become_a_grammar(tmp_path: Path) -> None:
    made = grammar(tmp_path, "# what can be said\nPlay some music!\n\nstop\nStop.\nwhat's the time\n")
    assert made.endswith("public <command> = play some music | stop | what's the time;")


@pytest.mark.parametrize("text", ["play qwrtzu music", "#JSGF V1.0; grammar x; public <c> = play qwrtzu;"])
def test_words_that_nobody_can_say_are_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"commands\.txt has words that are not in the dictionary: qwrtzu\."):
        grammar(tmp_path, text)


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "東京\n"])
def test_a_file_without_phrases_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="holds no phrase"):
        grammar(tmp_path, text)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="larger"):
        grammar(tmp_path, "play\n" * 300_000)


def test_the_dictionary_has_common_words() -> None:
    assert {"hello", "what's", "server"} <= dictionary()
