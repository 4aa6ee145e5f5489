"""Lets the model be changed while acore serves."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from acore.adapters.llm.terms import Terms
from acore.domain.chat import Capabilities, ChatRequest, Delta
from acore.domain.consent import Station
from acore.interfaces import LLM

_NO_TERMS = Terms()


class _Hold:
    """An engine, how many answers it is giving, and whether another has taken its place."""

    def __init__(self, name: str, llm: LLM, terms: Terms) -> None:
        self.name = name
        self.llm = llm
        self.terms = terms
        self.answers = 0
        self.retired = False


class SwitchingLLM(LLM):
    """The engine in use, under the name of its table; `switch` puts another in its place.

    An answer that has begun is finished by the engine that began it, which is closed after its last one.
    """

    def __init__(self, name: str, llm: LLM, terms: Terms = _NO_TERMS) -> None:
        self._hold = _Hold(name, llm, terms)
        self._watchers: list[Callable[[], None]] = []

    @property
    def name(self) -> str:  # type: ignore[override]  # it changes
        """The table of the settings that the engine in use was built from."""
        return self._hold.name

    @property
    def model(self) -> str | None:  # type: ignore[override]
        """The model of the engine in use."""
        return self._hold.llm.model

    @property
    def capabilities(self) -> Capabilities:  # type: ignore[override]
        """What the engine in use can take."""
        return self._hold.llm.capabilities

    def terms(self) -> Terms:
        """On what terms the engine in use answers."""
        return self._hold.terms

    def stations(self) -> tuple[Station, ...]:
        """Where what is said to the engine in use goes."""
        return self._hold.terms.stations

    def watch(self, told: Callable[[], None]) -> None:
        """Call this each time another engine has taken the place, before it is asked anything; it may not raise."""
        self._watchers.append(told)

    async def open(self) -> None:
        """Open the engine in use."""
        await self._hold.llm.open()

    async def ping(self) -> None:
        """Ask the engine in use."""
        await self._hold.llm.ping()

    async def aclose(self) -> None:
        """Close the engine in use; those that others took the place of close after their last answer."""
        await self._hold.llm.aclose()

    async def models(self) -> tuple[str, ...]:
        """The models of the engine in use."""
        return await self._hold.llm.models()

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta, None]:
        """Answer with the engine that is in use when the answer begins."""
        hold = self._hold
        hold.answers += 1
        try:
            async with aclosing(hold.llm.stream(request)) as deltas:
                async for delta in deltas:
                    yield delta
        finally:
            hold.answers -= 1
            await _closed_if_done(hold)

    async def switch(self, name: str, llm: LLM, terms: Terms = _NO_TERMS) -> None:
        """Put an open engine in the place of the one in use, which is closed once it has answered everybody."""
        before, self._hold = self._hold, _Hold(name, llm, terms)
        for told in self._watchers:
            told()
        before.retired = True
        await _closed_if_done(before)


async def _closed_if_done(hold: _Hold) -> None:
    if hold.retired and not hold.answers:
        await hold.llm.aclose()
