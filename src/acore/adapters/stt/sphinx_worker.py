"""The process in which PocketSphinx listens, asked over standard input and output.

It is a process of its own because the library holds the interpreter's lock while it listens. It ends
when its input does, so it never outlives its parent. The first answer says whether it can serve.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import orjson
from pocketsphinx import Config, Decoder

from acore.adapters.stt.sphinx_documents import BestOf, listening_for
from acore.adapters.stt.sphinx_ears import Ears
from acore.adapters.stt.sphinx_grammar import grammar_of
from acore.adapters.stt.sphinx_wire import AUDIO, HEAD

_NICE = 5
"""Behind whoever plays in a call: with both cores taken, a late word is heard later, and a late frame is a gap."""


def serve(requests: BinaryIO, answer: Callable[[bytes], object], decoder: Decoder | BestOf) -> None:
    """Answer each request with the segments that it brought, until there are no more; an end begins a new stream."""
    ears = Ears(decoder)
    while len(head := requests.read(HEAD.size)) == HEAD.size:
        kind, size = HEAD.unpack(head)
        given = requests.read(size)
        if kind == AUDIO:
            heard = ears.hear(given)
        else:
            heard, ears = ears.finish(), Ears(decoder)
        answer(orjson.dumps({"heard": heard}) + b"\n")


def ready(grammar: str, documents: str, folder: str) -> Decoder | BestOf:
    """The decoder for a file with a grammar, for dictation, or for that with documents.

    Raises ValueError, RuntimeError or OSError for files that can not be used.
    """
    if grammar:
        return _commanded(grammar)
    if documents:
        own = listening_for(Path(documents), Path(folder))
        return BestOf(Decoder(Config(loglevel="FATAL", fwdflat=False, compallsen=True)), own)
    return Decoder(Config(loglevel="FATAL", fwdflat=False))


def _commanded(grammar: str) -> Decoder:
    written = grammar_of(Path(grammar))
    decoder = Decoder(Config(loglevel="FATAL", lm=None))
    try:
        decoder.add_jsgf_string("commands", written)
        decoder.activate_search("commands")
    except (ValueError, RuntimeError) as error:
        raise ValueError(f"{grammar} is no JSGF grammar with a public rule") from error
    return decoder


def _told(error: Exception) -> str:
    """For people, with the file that it is about."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename} can not be read ({error.strerror}); mend [stt.engines.pocketsphinx]"
    return str(error)


def main() -> None:
    """Serve standard input; the arguments are those of `ready`, empty for what there is not."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not stand between the answers

    def answer(line: bytes) -> None:
        answers.write(line)
        answers.flush()

    try:
        decoder = ready(*sys.argv[1:4])
    except (ValueError, RuntimeError, OSError) as error:
        answer(orjson.dumps({"refused": _told(error)}) + b"\n")
        return
    if sys.platform != "win32":
        os.nice(_NICE)  # threads of the house may not: one that waits for a core with the interpreter's lock stops all
    answer(orjson.dumps({"heard": []}) + b"\n")
    serve(sys.stdin.buffer, answer, decoder)


if __name__ == "__main__":
    main()
