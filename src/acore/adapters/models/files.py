"""The folders of models on the disk: what is whole is at its place, and what is not is beside it."""

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from acore.domain.model_files import Kept, Model, ModelFile, in_words
from acore.errors import EngineError, EngineRefused, EngineUnavailable

_SPARE: Final = 50_000_000
"""Bytes of the disk that are left to others."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


class ModelFiles:
    """Models below a folder: ``NAME/`` is whole or not there, ``NAME.part/`` holds what has come so far."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, model: Model) -> Path:
        """Where a whole model is."""
        return self._folder / model.name

    def lock(self, model: Model) -> Path:
        """The file that whoever changes the model holds."""
        return self._folder / f".{model.name}.lock"

    def part(self, model: Model, file: ModelFile) -> Path:
        """Where a file comes to."""
        whole = self._coming(model) / file.path
        return whole.with_name(f"{whole.name}.part")

    def is_whole(self, model: Model) -> bool:
        """Whether every file is at its place, with all of its bytes."""
        return all(_size(self.place(model) / file.path) == file.size for file in model.files)

    def has(self, model: Model, file: ModelFile) -> bool:
        """Whether that file of a model that is still coming is whole."""
        return _size(self._coming(model) / file.path) == file.size

    def kept(self, model: Model) -> Kept:
        """How much of it is here."""
        if self.is_whole(model):
            return Kept(model, "ready", model.size)
        folders = (self._coming(model), self.place(model))
        have = sum(
            max(min(file.size, max(_size(folder / file.path) for folder in folders)), _size(self.part(model, file)))
            for file in model.files
        )
        return Kept(model, "partial" if have else "missing", have)

    def prepare(self, model: Model) -> None:
        """Make room for what is missing; raises EngineUnavailable where there is none.

        What is left of a model that was whole is taken for a beginning, where it still is what it was.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self.place(model).exists():
                self._take_apart(model)
            self._coming(model).mkdir(exist_ok=True)
            free = shutil.disk_usage(self._folder).free
        except OSError as error:
            raise unwritable(self._folder, error) from error
        need = model.size - self.kept(model).have + _SPARE
        if free < need:
            raise EngineUnavailable(
                f"{model.name} needs {in_words(need)} on the disk of {self._folder.absolute()}, where "
                f"{in_words(free)} are free. Make room, or set another data_dir.",
                engine="models",
            )

    def finish(self, model: Model, file: ModelFile) -> None:
        """Take a part for the file that it is, once all of it is on the disk."""
        part, whole = self.part(model, file), self._coming(model) / file.path
        try:
            _on_disk(part)
            part.replace(whole)
            part.with_name(f"{part.name}.etag").unlink(missing_ok=True)
            _on_disk(whole.parent)
        except OSError as error:
            raise unwritable(whole, error) from error

    def promote(self, model: Model) -> None:
        """Put a model at its place, all of its files at once."""
        try:
            _on_disk(self._coming(model))
            self._coming(model).replace(self.place(model))
            _on_disk(self._folder)
        except OSError as error:
            raise unwritable(self.place(model), error) from error

    def remove(self, model: Model) -> int:
        """Remove what is here of it; the number of bytes that it was."""
        gone = self._folder / f"{model.name}.removed"
        freed = 0
        try:
            shutil.rmtree(gone, ignore_errors=True)
            for folder in (self.place(model), self._coming(model)):
                if folder.exists():
                    folder.replace(gone)  # at once, so that nobody finds half of it
                    freed += sum(file.stat().st_size for file in gone.rglob("*") if file.is_file())
                    shutil.rmtree(gone)
        except OSError as error:
            raise unwritable(gone, error) from error
        return freed

    def _coming(self, model: Model) -> Path:
        return self._folder / f"{model.name}.part"

    def _take_apart(self, model: Model) -> None:
        coming, damaged = self._coming(model), self._folder / f"{model.name}.damaged"
        shutil.rmtree(damaged, ignore_errors=True)
        self.place(model).replace(damaged)
        for file in model.files:
            left, whole = damaged / file.path, coming / file.path
            if _size(left) == file.size and not whole.exists() and sha256_of(left) == file.sha256:
                whole.parent.mkdir(parents=True, exist_ok=True)
                left.replace(whole)
        shutil.rmtree(damaged)


def sha256_of(file: Path) -> str:
    """The digest of a file, in hexadecimal; raises EngineUnavailable or EngineRefused where it can not be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unwritable(file, error) from error


def unwritable(place: Path, error: OSError) -> EngineError:
    """The error for a place that can not be read or written: passing where the disk is full."""
    told = f"{place.absolute()} can not be written: {error.strerror or error}."
    if error.errno in _FULL:
        return EngineUnavailable(f"{told} Make room on the disk, or set another data_dir.", engine="models")
    return EngineRefused(f"{told} Give this user rights to it, or set another data_dir.", engine="models")


def _size(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size if file.is_file() else 0
    return 0


def _on_disk(place: Path) -> None:
    """Wait until it survives a power loss."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
