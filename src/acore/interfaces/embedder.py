"""The contract of embedders: from texts to vectors that are near where the meanings are."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Literal

from acore.domain.knowledge import Vector
from acore.interfaces.engine import Engine

Kind = Literal["question", "passage"]
"""What a text is for: many models want to be told."""


class Embedder(Engine):
    """Turns texts into vectors of length 1, which all have equally many numbers."""

    name: str
    """The engine and the model, and all else that changes a vector: vectors of two names are never compared.

    An engine that learns it only when it opens has it from then on.
    """

    @abstractmethod
    async def embed(self, texts: Sequence[str], kind: Kind) -> tuple[Vector, ...]:
        """A vector for each text, in their order; none for none. A text that is too long is read from its beginning.

        Raises EngineUnavailable or EngineRefused; cancelling is safe.
        """
