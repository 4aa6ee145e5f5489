"""What the settings say of the engines and of what stands around them, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from acore.adapters.consent.terms import station
from acore.adapters.llm.terms import LONGEST_ANSWER, OFFLINE, Terms
from acore.interfaces import EngineSettings, LLMEngineSettings, PriceSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """Which engines answer, by the names of their tables, and how a question finds its engine."""

    use: str
    engines: Mapping[str, EngineSettings]
    """The tables of all that are named here."""
    fallback: tuple[str, ...] = ()
    fast: str | None = None
    strong: str | None = None
    """Both or none."""
    threshold: float = 0.3

    @property
    def routes(self) -> bool:
        """Whether questions are for one of two engines."""
        return self.fast is not None and self.strong is not None and self.fast != self.strong

    @property
    def name(self) -> str:
        """The table that the engines are known by: the strong one's where questions are routed, else the one in use."""
        return self.strong or self.use

    @property
    def terms(self) -> Terms:
        """The terms that hold whichever of them answers."""
        dear = [settings for settings in self.engines.values() if settings.engine != OFFLINE]
        prices = [table_of(settings).price for settings in dear] or [PriceSettings()]
        lengths = [longest_answer(settings) for settings in dear]
        return Terms(
            price=PriceSettings(input=max(each.input for each in prices), output=max(each.output for each in prices)),
            longest=max((each for each in lengths if each), default=LONGEST_ANSWER),
            told=None in lengths,
            free=frozenset(name for name, settings in self.engines.items() if settings.engine == OFFLINE),
            costs=bool(dear),
            stations=tuple(station("llm", settings) for settings in self.engines.values()),
        )


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the engines in use, whichever they are."""

    cache: bool = True
    cache_ttl: float = 300
    coalesce: bool = True
    budget: bool = False


def table_of(settings: EngineSettings) -> LLMEngineSettings:
    """The keys that every model has; an engine from outside that has none of them gets the defaults."""
    return settings if isinstance(settings, LLMEngineSettings) else LLMEngineSettings(engine=settings.engine)


def longest_answer(settings: EngineSettings) -> int | None:
    """The tokens that an engine's own table lets an answer have, where it has such a key and sets it."""
    longest = getattr(settings, "max_tokens", None)
    return longest if isinstance(longest, int) else None
