"""Models as files: what there is to fetch, and how much of it is here."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ready", "partial", "missing"]
"""All files are here; some are, or a part of one; none is."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model."""

    path: str
    """Within the folder of the model, with ``/`` between its parts."""
    url: str
    """Where whoever made the model keeps it."""
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes, in lower-case hexadecimal."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that an engine works with."""

    name: str
    """What settings and commands call it; the name of its folder as well."""
    slot: str
    engine: str
    """Who works with it."""
    choice: str
    """What `acore use` is told so that it does."""
    about: str
    """For people: what it is good for."""
    licence: str
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of a model is on this machine."""

    model: Model
    state: State
    have: int
    """Bytes that are here."""


def in_words(size: int) -> str:
    """A number of bytes for people: ``354 MB``."""
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"  # noqa: PLR2004  a million
