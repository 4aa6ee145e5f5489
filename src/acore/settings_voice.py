"""The tables of the settings that are about the voice: who speaks, who listens, and how the voice sounds."""

from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from acore.adapters.stt.plan import ListeningPlan
from acore.adapters.tts.plan import SpeakingPlan
from acore.settings_slots import Engine, OptionalSlotSettings, SlotSettings, Table, nothing, require_engines


class SpeechCacheSettings(Table):
    """The sound of short sentences that were said before."""

    max_bytes: int = Field(default=16_000_000, ge=0, le=1_000_000_000)
    """How much is held in memory, about 45,000 for a second; what was said longest ago leaves first; 0 is nothing."""


class TTSSettings(SlotSettings):
    """Who says things aloud."""

    slot: ClassVar[str] = "tts"

    use: Engine = "espeak"
    """Who speaks: a table of [tts.engines], or an engine."""
    fallback: tuple[str, ...] = ()
    """Who speaks when that one can not, one after the other: tables or engines."""
    cache: SpeechCacheSettings = SpeechCacheSettings()
    """The sound of short sentences that were said before."""

    def plan(self) -> SpeakingPlan:
        """Who speaks, and how much is remembered."""
        tables = {name: self.table(name) for name in (self.use, *self.fallback)}
        return SpeakingPlan(tables, self.cache.max_bytes)

    @model_validator(mode="after")
    def _names_are_there(self) -> Self:
        """Every engine that stands in has a table, or is an engine."""
        return require_engines(self, {f"fallback[{n}]": name for n, name in enumerate(self.fallback)})


class STTSettings(SlotSettings):
    """Who writes down what is said."""

    slot: ClassVar[str] = "stt"

    use: Engine = "pocketsphinx"
    """Who listens: a table of [stt.engines], or an engine."""
    fallback: tuple[str, ...] = ()
    """Who listens when that one can not, one after the other: tables or engines."""

    def plan(self) -> ListeningPlan:
        """Who listens."""
        return ListeningPlan({name: self.table(name) for name in (self.use, *self.fallback)})

    @model_validator(mode="after")
    def _names_are_there(self) -> Self:
        """Every engine that stands in has a table, or is an engine."""
        return require_engines(self, {f"fallback[{n}]": name for n, name in enumerate(self.fallback)})


class VADSettings(SlotSettings):
    """Who tells speech from noise."""

    slot: ClassVar[str] = "vad"

    use: Engine = "silero"
    """Who judges: a table of [vad.engines], or an engine."""


class RVCSettings(OptionalSlotSettings):
    """Who turns the voice into another one."""

    slot: ClassVar[str] = "rvc"

    use: Annotated[Engine, BeforeValidator(nothing)] = ""
    """Who converts: a table of [rvc.engines], or an engine; empty, or none, is the plain voice."""
