"""The voices of the pitch and formant converter, by numbers."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Excitation = Literal["voice", "pulses", "noise"]
"""What the throat sings: the speaker's own tone, one that never moves, or breath."""


class Preset(BaseModel):
    """What makes a voice."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)

    description: str = ""
    """For people: who it sounds like."""
    pitch: float = Field(default=0, ge=-24, le=24)
    """Semitones up or down."""
    formant: float = Field(default=1, ge=0.5, le=2)
    """How far up the resonances of the mouth move: 1.2 is a smaller speaker, 0.8 a larger one."""
    excitation: Excitation = "voice"
    """What is heard: voice is the speaker's own tone, pulses one tone that never moves, noise is breath."""
    tone_hz: float = Field(default=110, ge=40, le=1000)
    """How high the pulses are, before `pitch`."""
    low_hz: float = Field(default=0, ge=0, le=20_000)
    """What is lower is left out."""
    high_hz: float = Field(default=0, ge=0, le=192_000)
    """What is higher is left out; 0 leaves out nothing."""
    drive: float = Field(default=0, ge=0, le=1)
    """How much it is distorted."""
    growl: float = Field(default=0, ge=0, le=1)
    """How deep it trembles, 30 times a second."""
    echo_s: float = Field(default=0, ge=0, le=2)
    """Seconds to the first echo; 0 is none. What would come after the end is cut off."""
    echo_level: float = Field(default=0.5, ge=0, le=0.9)
    """How loud each echo is beside the one before it."""


PRESETS: Mapping[str, Preset] = {
    "deep": Preset(description="lower and larger", pitch=-4, formant=0.93),
    "bright": Preset(description="higher and smaller", pitch=4, formant=1.07),
    "child": Preset(description="a child", pitch=7, formant=1.18),
    "giant": Preset(description="a giant", pitch=-7, formant=0.82),
    "monster": Preset(description="a monster that growls", pitch=-9, formant=0.78, growl=0.5, drive=0.2),
    "robot": Preset(description="a robot on one note", excitation="pulses"),
    "whisper": Preset(description="a whisper", excitation="noise"),
    "radio": Preset(description="an old radio", low_hz=300, high_hz=3400, drive=0.3),
    "echo": Preset(description="a large hall", echo_s=0.22, echo_level=0.45),
}
"""Those that are always there."""
