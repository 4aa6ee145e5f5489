"""What happens in a simulated call: questions with and without pauses for thought, and all that is no question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from benchmarks.floor_people import NAME, VOICES, Said, noise, said
from benchmarks.floor_sounds import BREATHED, VOICED
from benchmarks.vad_noises import Chances, Sound

Meanwhile = Literal["nothing", "noise", "voiced noise", "agreement", "interruption", "named interruption", "aside"]
_QUESTIONS = (
    ("what can you do", "for us today"),
    ("tell me about the", "harbour in the winter"),
    ("how far is it from here to", "the old lighthouse"),
    ("when does the next boat leave for", "the islands"),
    ("can you explain what", "the captain has to know"),
    ("where do I find the", "tickets for tomorrow"),
    ("who wrote the letter", "that was read yesterday"),
    ("why is the water", "so cold in spring"),
    ("how many people live", "in the village now"),
    ("I was at the station this morning", "when does the market open"),
    ("my sister wants to visit us", "which train should she take"),
    ("we have lost the key", "what do we do now"),
)
"""Each in two pieces, where a speaker may think."""
_INTERRUPTIONS = (
    "no that is not what I meant",
    "wait tell me about the trains",
    "what about the other harbour",
    "that is wrong I asked for the boats",
    "and how much does it cost",
)
_ASIDES = (
    "did you bring the other bag",
    "I will be back in a minute",
    "my brother called me this morning",
    "there is soup in the kitchen",
    "we should go to bed soon",
)
_AGREEMENTS = ("yeah", "okay", "uh-huh", "right", "I see", "oh wow", "ja genau")
_KINDS: tuple[Meanwhile, ...] = (
    "nothing", "noise", "voiced noise", "agreement", "interruption", "named interruption", "aside",
)  # fmt: skip
_SHARES = (0.05, 0.2, 0.2, 0.25, 0.12, 0.08, 0.1)
_REPLY = (
    "It is a long way from the harbour to the lighthouse. You walk along the shore for an hour. "
    "There are boats in the morning. The last one comes back before the sun goes down."
)
_THOUGHT = 0.3
"""Of the questions have a pause for thought."""
_PAUSE_S, _SPREAD = 0.45, 0.5
"""Pauses within a turn are about log-normal: the median, and the spread of the logarithm."""
_LONGEST_S = 1.8


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Somebody asks the bot something; meanwhile somebody else may be heard."""

    user: str
    what: Said
    beside: tuple[str, Said] | None


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A question, and what is to be heard while it is answered."""

    question: Question
    meanwhile: Meanwhile
    by: str
    heard: Said | None
    after_s: float
    """After the answer began."""
    chatter: tuple[tuple[str, Said], ...]
    """What people say to each other behind it."""


def scenes(seed: int, count: int = 12) -> list[Scene]:
    """The scenes of one timeline."""
    chances = np.random.default_rng([8, seed])
    return [_scene(chances) for _ in range(count)]


def reply() -> str:
    """What the bot answers to everything."""
    return _REPLY


def _scene(chances: Chances) -> Scene:
    asker, other, third = (str(user) for user in chances.permutation(list(VOICES))[:3])
    beside = None
    if chances.random() < 0.3:
        beside = (
            other,
            _noise(chances, VOICED if chances.random() < 0.5 else BREATHED)
            if chances.random() < 0.5
            else _words(chances, other, _ASIDES),
        )
    meanwhile = _KINDS[int(chances.choice(len(_KINDS), p=_SHARES))]
    by, heard = _meanwhile(chances, meanwhile, asker, other)
    chatter: tuple[tuple[str, Said], ...] = ()
    if chances.random() < 0.25:
        chatter = (third, _words(chances, third, _ASIDES)), (other, _words(chances, other, _ASIDES))
    question = Question(asker, _question(chances, asker), beside)
    return Scene(question, meanwhile, by, heard, chances.uniform(0.4, 4.0), chatter)


def _question(chances: Chances, user: str) -> Said:
    first, second = _QUESTIONS[chances.integers(len(_QUESTIONS))]
    pause_s = 0.0
    if chances.random() < _THOUGHT:
        pause_s = min(float(chances.lognormal(np.log(_PAUSE_S), _SPREAD)), _LONGEST_S)
    pieces = [(f"{NAME} {first} {second}", 0.0)] if not pause_s else [(f"{NAME} {first}", pause_s), (second, 0.0)]
    return said(_apart(chances), user, pieces)


def _meanwhile(chances: Chances, kind: Meanwhile, asker: str, other: str) -> tuple[str, Said | None]:
    listener = asker if chances.random() < 0.5 else other
    match kind:
        case "noise":
            return listener, _noise(chances, BREATHED)
        case "voiced noise":
            return listener, _noise(chances, VOICED)
        case "agreement":
            return listener, _words(chances, listener, _AGREEMENTS)
        case "interruption":
            return asker, _words(chances, asker, _INTERRUPTIONS)
        case "named interruption":
            text = f"{NAME} {_INTERRUPTIONS[chances.integers(len(_INTERRUPTIONS))]}"
            return other, said(_apart(chances), other, [(text, 0.0)])
        case "aside":
            return other, _words(chances, other, _ASIDES)
        case _:
            return listener, None


def _words(chances: Chances, user: str, texts: Sequence[str]) -> Said:
    return said(_apart(chances), user, [(texts[int(chances.integers(len(texts)))], 0.0)])


def _noise(chances: Chances, sounds: Mapping[str, Callable[[Chances], Sound]]) -> Said:
    """What dictation makes of it is nothing, or what such sounds are written as; of a cough now and then a word."""
    kind = str(chances.choice(list(sounds)))
    heard = {"cough": ("", "", "", "the"), "hum": ("", "mhm"), "laughter": ("", "haha")}[kind]
    apart = _apart(chances)
    return noise(apart, sounds[kind](apart), str(chances.choice(heard)))


def _apart(chances: Chances) -> Chances:
    """For a sound: espeak's are never of quite the same length, which must not change what comes next."""
    return chances.spawn(1)[0]
