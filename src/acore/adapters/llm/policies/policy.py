"""What all policies share: they wrap a model, and are one."""

from acore.adapters.wrapping import Wrapping
from acore.domain.chat import Capabilities
from acore.interfaces import LLM


class Policy(Wrapping[LLM], LLM):
    """Is what it wraps, but for how it answers; it opens, asks and closes it."""

    def __init__(self, inner: LLM) -> None:
        super().__init__(inner)
        self._named = _behind(inner, "name", "model")
        self._capable = _behind(inner, "capabilities")
        """Those are asked directly who know more than the one inside them: every call asks, and often."""

    @property
    def name(self) -> str:  # type: ignore[override]  # it is that of the engine
        """The name of the engine inside."""
        return self._named.name

    @property
    def model(self) -> str | None:  # type: ignore[override]
        """The model of the engine inside."""
        return self._named.model

    @property
    def capabilities(self) -> Capabilities:  # type: ignore[override]
        """What the engine inside can take."""
        return self._capable.capabilities

    async def models(self) -> tuple[str, ...]:
        """The models of the engine inside."""
        return await self._inner.models()


def _behind(llm: LLM, *properties: str) -> LLM:
    """The first one that does not just hand on what its inner one says of them."""
    while isinstance(llm, Policy) and all(getattr(type(llm), name) is getattr(Policy, name) for name in properties):
        llm = llm._inner  # noqa: SLF001  it is a policy as well
    return llm
