"""The contract of models on this machine: how an engine finds the files that it works with."""

from abc import ABC, abstractmethod
from pathlib import Path

from acore.errors import EngineRefused


class Models(ABC):
    """Folders of files, by the names of the models of `acore models`."""

    @abstractmethod
    async def folder(self, name: str) -> Path:
        """Where all files of a model are; nothing partial is ever there.

        It never waits for a download. Raises EngineUnavailable while the files are being fetched, with how far that
        is, and EngineRefused where nobody fetches them, with the command that does. In a house that serves, asking
        for files that are missing begins to fetch them.
        """


class NoModels(Models):
    """Where there is none, and nobody fetches one."""

    async def folder(self, name: str) -> Path:
        """Raise EngineRefused."""
        raise EngineRefused(f"The files of the model {name} are not here: acore models get {name}", engine=name)
