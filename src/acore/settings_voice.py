"""The tables of the settings that are about the voice: who speaks, who listens, and how the voice sounds."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from acore.adapters.stt.plan import ListeningPlan
from acore.adapters.tts.plan import SpeakingPlan
from acore.domain.call_attention import Meant
from acore.settings_slots import Engine, OptionalSlotSettings, SlotSettings, Table, nothing, require_engines


class VoiceSettings(Table):
    """Voice channels, and recordings that members send as messages."""

    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$")
    """What is spoken, such as ``de``; not set leaves it to the engine, and the bot's own words to the server."""
    calls: int = Field(default=5, ge=0, le=100)
    """Voice channels that the bot is in at the same time, one a server; 0 is none."""
    alone_s: float = Field(default=60, ge=1, le=86400)
    """Seconds that it stays in a voice channel with nobody else in it."""
    volume: float = Field(default=1.0, ge=0, le=2)
    """How loud it speaks where nobody has set another volume: 1 is as the engine does."""
    answers: Literal["always", "when_meant", "when_named"] = "when_meant"
    """What the bot answers in a voice channel: all that is said; what is meant for it, because it was named, somebody
    goes on after an answer, or nobody else is there; or only what calls it by its name."""
    followup_s: float = Field(default=20, ge=0, le=3600)
    """Seconds in which somebody who was just answered aloud need not name the bot; 0 is never."""
    ahead: Literal["local", "always", "never"] = "local"
    """Whether the bot begins to work out an answer before it is certain that the speaker has ended; what was made for
    nothing is thrown away, and paid for where it costs. local is with engines on this machine."""
    message_s: float = Field(default=300, ge=1, le=3600)
    """Seconds that a recording in a message may have."""
    message_bytes: int = Field(default=25_000_000, ge=1, le=500_000_000)
    """Bytes that a recording in a message may have."""

    @property
    def meant(self) -> Meant:
        """What is answered, in the words of the rule."""
        said: dict[str, Meant] = {"always": "always", "when_meant": "when meant", "when_named": "when named"}
        return said[self.answers]


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
