"""Keeps requests from an engine that can not take what they bring."""

from collections.abc import AsyncGenerator

from acore.adapters.llm.abilities import require_able
from acore.adapters.llm.policies.policy import Policy
from acore.domain.chat import ChatRequest, Delta


class RequiringLLM(Policy):
    """Raises EngineRefused before the engine is asked about pictures or tools that it would pass over."""

    def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """The engine's own stream: no delta passes through here. What it can not take is refused at once."""
        require_able(self.capabilities, request, self.name)
        return self._inner.stream(request)
