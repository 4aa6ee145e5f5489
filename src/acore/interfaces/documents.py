"""The contract of reading documents: from the bytes of a file to its text."""

from abc import ABC, abstractmethod

from acore.domain.knowledge import Refusal
from acore.domain.reading import Reading


class DocumentReader(ABC):
    """Reads files of many kinds. It takes processor time: call it outside the event loop."""

    @abstractmethod
    def read(self, name: str, data: bytes, *, media_type: str | None = None) -> Reading | Refusal:
        """The text and its places, or a refusal in words for people; never raises for what a file holds.

        The kind is told by the name and the first bytes, and by `media_type` where a server told it.
        """

    def close(self) -> None:  # noqa: B027  most have nothing to give up
        """Give up what is being read: it is refused."""
