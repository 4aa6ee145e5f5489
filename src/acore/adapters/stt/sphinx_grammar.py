"""What PocketSphinx may hear, where that is not everything: a JSGF grammar, or one phrase a line."""

import re
from pathlib import Path

from pocketsphinx import get_model_path

_HEAD = "#JSGF"
_LARGEST = 2**20
_MOST_NAMED = 8
_NO_WORDS = re.compile(
    r"/\*.*?\*/ | //[^\n]* | \{(?:[^{}\\]|\\.)*\} | <[^<>]*> | /\s*[\d.]+\s*/ | ^\#JSGF[^;]*; | "
    r"\b(?:grammar|import)\s[^;]*; | \bpublic\b",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
"""What stands in a grammar and is never said (Java Speech Grammar Format, 2 to 4)."""
_WORD = re.compile(r"[^\s()\[\]|*+=;\"]+")


def grammar_of(file: Path) -> str:
    """The file as a JSGF grammar; raises ValueError for one that is none or has words nobody knows how to say."""
    data = file.read_bytes()
    if len(data) > _LARGEST:
        raise ValueError(f"{file} is larger than {_LARGEST:,} bytes, which no grammar is")
    text = data.decode("utf-8-sig", errors="replace")
    if not text.lstrip().startswith(_HEAD):
        text = _listed(text, file)
    known = dictionary()
    words = dict.fromkeys(_WORD.findall(_NO_WORDS.sub(" ", text)))
    if unknown := [word for word in words if word not in known]:
        raise ValueError(
            f"{file} has words that are not in the dictionary: {', '.join(unknown[:_MOST_NAMED])}. "
            "Words are English and in lower case; write them as they sound, such as “a core” for acore"
        )
    return text


def _listed(text: str, file: Path) -> str:
    """A phrase in each line, as people write them: without marks, in any case."""
    lines = (" ".join(re.findall(r"[a-z']+", line.lower())) for line in text.splitlines() if not line.startswith("#"))
    phrases = [line for line in dict.fromkeys(lines) if line]
    if not phrases:
        raise ValueError(f"{file} holds no phrase; write one a line, or a JSGF grammar")
    return f"{_HEAD} V1.0; grammar commands; public <command> = {' | '.join(phrases)};"


def dictionary() -> frozenset[str]:
    """All words that PocketSphinx knows how to say."""
    lines = Path(get_model_path("en-us/cmudict-en-us.dict")).read_text("utf-8").splitlines()
    return frozenset(line.partition(" ")[0] for line in lines)
