"""Listens for the words of the user's own documents as well.

The library can not mix its model of language with another one. So a second decoder, which knows the sentences of the
documents and nothing else, hears everything too, and of each piece that one is taken whose explanation is more likely.
"""

import hashlib
import io
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pocketsphinx import Config, Decoder, get_model_path
from pocketsphinx.lm import ArpaBoLM

_KINDS = frozenset((".txt", ".md"))
_MOST = 2**20
"""Characters that are read: more would make the second decoder slow, and no better."""
_SENTENCE = re.compile(r"[.!?:;\n]+")
_WORD = re.compile(r"[a-z']+")
_VARIANT = re.compile(r"\(\d+\)$")
_HANDICAP = 0.014
"""By how much, in the library's unit and per word, the documents have to explain a piece better: their few words would
otherwise be heard in everything."""


class BestOf:
    """Two decoders as one: what is heard so far is the general one's, and at the end the better one's."""

    def __init__(self, general: Decoder, own: Decoder) -> None:
        self._general = general
        self._own = own
        self._best = general

    def start_utt(self) -> None:
        """Begin a piece."""
        self._best = self._general
        self._general.start_utt()
        self._own.start_utt()

    def process_raw(self, pcm: bytes) -> None:
        """Hear some more of it."""
        self._general.process_raw(pcm)
        self._own.process_raw(pcm)

    def end_utt(self) -> None:
        """End it, and choose."""
        self._general.end_utt()
        self._own.end_utt()
        general, own = self._general.hyp(), self._own.hyp()
        if own is None:
            return
        ahead = _HANDICAP * len(general.hypstr.split()) if general else 0.0
        if general is None or _likely(own) - ahead > _likely(general):
            self._best = self._own

    def hyp(self) -> Any:  # noqa: ANN401  the library's own kind
        """What is heard."""
        return self._best.hyp()

    def seg(self) -> Any:  # noqa: ANN401  the library's own kind
        """Its words."""
        return self._best.seg()


def listening_for(documents: Path, folder: Path) -> Decoder:
    """A decoder that knows the sentences of a text file, or of those in a folder, and nothing else.

    What is made of them is kept in `folder` until they change. Raises ValueError where they hold no word that it can
    say, and OSError where they can not be read.
    """
    documents.stat()
    texts = list(_texts(documents))
    digest = hashlib.blake2b("\0".join(texts).encode(), digest_size=12).hexdigest()
    model, words = folder / f"documents-{digest}.arpa", folder / f"documents-{digest}.dict"
    if not (model.is_file() and words.is_file()):
        _make(documents, texts, model, words)
    return Decoder(Config(loglevel="FATAL", fwdflat=False, compallsen=True, lm=str(model), dict=str(words)))


def _make(documents: Path, texts: Sequence[str], model: Path, words: Path) -> None:
    said = _pronunciations()
    sentences = [[word for word in _WORD.findall(part) if word in said] for text in texts for part in _parts(text)]
    sentences = [sentence for sentence in sentences if sentence]
    if not sentences:
        raise ValueError(f"{documents} holds no English words in files that end in .txt or .md")
    language = ArpaBoLM(text="\n".join(map(" ".join, sentences)), add_start=True)
    language.compute()
    written = io.StringIO()
    language.write(written)
    known = sorted({word for sentence in sentences for word in sentence})
    for before in model.parent.glob("documents-*"):
        if not before.name.startswith(model.stem):  # what another process writes just now is needed
            before.unlink(missing_ok=True)
    _write(words, "".join(f"{line}\n" for word in known for line in said[word]))
    _write(model, written.getvalue())


def _texts(documents: Path) -> Iterator[str]:
    """What is in the files, in small letters, up to a size."""
    left = _MOST
    files = sorted(documents.rglob("*")) if documents.is_dir() else [documents]
    for file in files:
        if left > 0 and file.is_file() and (file == documents or file.suffix.lower() in _KINDS):
            with file.open(encoding="utf-8", errors="replace") as opened:
                text = opened.read(left).lower().replace("’", "'")
            left -= len(text)
            yield text


def _parts(text: str) -> list[str]:
    return _SENTENCE.split(text)


def _pronunciations() -> Mapping[str, list[str]]:
    """The lines of the dictionary, by their words."""
    said: dict[str, list[str]] = {}
    for line in Path(get_model_path("en-us/cmudict-en-us.dict")).read_text("utf-8").splitlines():
        said.setdefault(_VARIANT.sub("", line.partition(" ")[0]), []).append(line)
    return said


def _write(file: Path, text: str) -> None:
    """Whole or not at all: several processes may do it at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(text, "utf-8")
    draft.replace(file)


def _likely(heard: Any) -> float:  # noqa: ANN401  the library's own kind
    return math.log(max(heard.score, 1e-300))
