"""What is done to a sound after its pitch: trembling, distortion, echoes. Importing it loads numpy.

An effect takes samples and gives as many; it may remember what came before.
"""

from collections.abc import Callable

import numpy as np

from acore.adapters.rvc.framing import Floats
from acore.adapters.rvc.presets import Preset

Effect = Callable[[Floats], Floats]
_GROWL_HZ = 30
_HARDEST = 8
_LIFT = 0.4
"""What pressing takes from the power of speech, about."""
_KNEE = 0.8
"""Below it the limiter changes nothing."""


def effects_of(preset: Preset, rate: int) -> tuple[Effect, ...]:
    """The effects of a voice, in their order; the last one keeps the sound below full scale."""
    found: list[Effect] = []
    if preset.growl:
        found.append(growl(preset.growl, rate))
    if preset.drive:
        found.append(drive(preset.drive))
    if preset.echo_s and preset.echo_level:
        found.append(echo(max(round(preset.echo_s * rate), 1), preset.echo_level))
    return (*found, limited)


def growl(depth: float, rate: int) -> Effect:
    """Loud and quiet, 30 times a second."""
    at, level = 0, 1 / np.sqrt(1 - depth + 0.375 * depth**2)

    def effect(sound: Floats) -> Floats:
        nonlocal at
        turn = 2 * np.pi * _GROWL_HZ / rate * np.arange(at, at + len(sound))
        at += len(sound)
        trembling: Floats = sound * (1 - depth * (0.5 - 0.5 * np.cos(turn))) * level
        return trembling

    return effect


def drive(amount: float) -> Effect:
    """Presses the loud parts together."""
    hard = 1 + (_HARDEST - 1) * amount

    def effect(sound: Floats) -> Floats:
        pressed: Floats = np.tanh(sound * hard) * ((1 + _LIFT * amount) / hard)
        return pressed

    return effect


def echo(delay: int, level: float) -> Effect:
    """The sound again after so many samples, and again, each time quieter."""
    past, scale = np.zeros(delay), np.sqrt(1 - level**2)

    def effect(sound: Floats) -> Floats:
        nonlocal past
        heard = np.empty_like(sound)
        for begin in range(0, len(sound), delay):
            piece = sound[begin : begin + delay]
            heard[begin : begin + delay] = piece + level * past[: len(piece)]
            past = np.concatenate([past[len(piece) :], heard[begin : begin + delay]])
        quieter: Floats = heard * scale
        return quieter

    return effect


def limited(sound: Floats) -> Floats:
    """Bends what is too loud, so that nothing is cut off."""
    over = np.maximum(np.abs(sound) - _KNEE, 0)
    bent: Floats = np.sign(sound) * (np.minimum(np.abs(sound), _KNEE) + (1 - _KNEE) * np.tanh(over / (1 - _KNEE)))
    return bent
