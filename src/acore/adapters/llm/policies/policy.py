"""What all policies share: they wrap a model, and are one."""

from acore.domain.chat import Capabilities
from acore.interfaces import LLM


class Policy(LLM):
    """Is what it wraps, but for how it answers; it opens, asks and closes it."""

    def __init__(self, inner: LLM) -> None:
        self._inner = inner
        self._named = _who_knows_its_name(inner)
        """Asked directly: the name and the model are part of every key."""

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
        return self._inner.capabilities

    async def open(self) -> None:
        """Open what is inside."""
        await self._inner.open()

    async def ping(self) -> None:
        """Ask what is inside."""
        await self._inner.ping()

    async def aclose(self) -> None:
        """Close what is inside."""
        await self._inner.aclose()

    async def models(self) -> tuple[str, ...]:
        """The models of the engine inside."""
        return await self._inner.models()


def _who_knows_its_name(llm: LLM) -> LLM:
    while isinstance(llm, Policy) and type(llm).name is Policy.name and type(llm).model is Policy.model:
        llm = llm._inner  # noqa: SLF001  it is a policy as well
    return llm
