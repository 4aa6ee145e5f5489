"""The contract of language models."""

from abc import abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing

from acore.domain.chat import Capabilities, ChatRequest, Completion, Delta
from acore.interfaces.engine import Engine


class LLM(Engine):
    """Turns a conversation into the assistant's next message."""

    capabilities: Capabilities = Capabilities()
    """What it can take; callers look before they send images or tools."""

    name: str = "llm"
    """What records and errors about an answer call it; in a house, the table of the settings."""

    model: str | None = None
    """The model behind it, where one is named."""

    @abstractmethod
    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Yield the answer as it is written; the last delta carries `finish`.

        Deltas with neither text, tool call nor finish do not occur. Closing the generator, or
        cancelling the task that reads it, stops the work behind it at once; read it with
        `contextlib.aclosing`, because a bare ``break`` closes nothing.

        Raises EngineUnavailable (passing) or EngineRefused (permanent). After a first delta an
        error means that the answer was cut off.
        """

    async def models(self) -> tuple[str, ...]:
        """The models that `model` could name at this engine's far side; empty where it has none by name.

        Raises EngineUnavailable or EngineRefused.
        """
        return ()

    async def complete(self, request: ChatRequest) -> Completion:
        """The whole answer at once; the same errors, the same cancelling."""
        async with aclosing(self.stream(request)) as deltas:
            return Completion.of([delta async for delta in deltas])
