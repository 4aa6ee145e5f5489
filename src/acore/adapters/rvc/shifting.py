"""Turns one stream of speech into another voice. Importing it loads numpy."""

import numpy as np

from acore.adapters.rvc.carriers import Throat
from acore.adapters.rvc.effects import effects_of
from acore.adapters.rvc.envelopes import Envelopes, as_loud, gains, moved
from acore.adapters.rvc.framing import Floats, Frames, Geometry, Spectra
from acore.adapters.rvc.phases import Phases
from acore.adapters.rvc.presets import Preset

_OCTAVES = 2
_EDGE = 0.1
"""How wide the edges of a band are, beside their frequency."""


class Shifter:
    """One stream: `feed` gives what is ready, `finish` the rest; together as long as what was fed, to the sample.

    Floats from -1 to 1 of shape (frames,). What comes out does not depend on the pieces in which it comes in, so
    nothing can be heard where they meet. `pitch` is in semitones, added to that of the preset; more than two octaves
    are two.
    """

    def __init__(self, preset: Preset, rate: int, pitch: float = 0) -> None:
        ratio = 2 ** min(max((preset.pitch + pitch) / 12, -_OCTAVES), _OCTAVES)
        geometry = Geometry(rate, ratio if preset.excitation == "voice" else 1)
        self._envelopes = Envelopes(geometry)
        self._formant = preset.formant / geometry.ratio
        self._band = _band(geometry.frequencies, preset.low_hz, preset.high_hz)
        self._phases = Phases(geometry)
        tone_hz = preset.tone_hz * ratio if preset.excitation == "pulses" else None
        self._throat = None if preset.excitation == "voice" else Throat(geometry, tone_hz)
        self._frames = Frames(geometry, self._changed)
        self._effects = effects_of(preset, rate)

    def feed(self, samples: Floats) -> Floats:
        """What is ready."""
        return self._after(self._frames.feed(samples))

    def finish(self) -> Floats:
        """The rest. Nothing is fed after it."""
        return self._after(self._frames.finish())

    def _after(self, sound: Floats) -> Floats:
        for effect in self._effects:
            sound = effect(sound)
        return sound

    def _changed(self, spectra: Spectra) -> Spectra:
        if self._throat is not None:
            mouth = moved(self._envelopes.of(spectra), self._formant)
            sung = self._throat.spectra(spectra) * np.exp(mouth)
        else:
            sung = self._phases(spectra)
            if self._formant != 1:
                mouth = self._envelopes.of(spectra)
                sung *= gains(mouth, moved(mouth, self._formant))
        return as_loud(sung * self._band, spectra)


def _band(frequencies: Floats, low_hz: float, high_hz: float) -> Floats:
    """How much of each frequency stays."""
    stays = np.ones_like(frequencies)
    if low_hz:
        stays *= np.clip((frequencies / low_hz - 1) / _EDGE + 1, 0, 1)
    if high_hz:
        stays *= np.clip((1 - frequencies / high_hz) / _EDGE + 1, 0, 1)
    return stays
