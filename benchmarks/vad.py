"""Turns that noises begin, and speech that turns hold, by each detector through the same segmenter.

The floor is what voice bots do without a detector: a frame whose root mean square is above 500 is speech. It goes
through the same segmenter, which is kind to it: *at once* is the same where one frame is enough. The figures are those
of the test half of the corpus (`benchmarks/vad_corpus.py`), which nothing was tuned on.
"""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from acore.adapters import engines
from acore.domain.turns import Segmenter, Started, TurnRules, Utterance
from acore.interfaces import VAD, SpeechDetector
from acore.testing import engine_context
from benchmarks.figures import Figure
from benchmarks.vad_corpus import SNRS, Clip, corpus
from benchmarks.vad_noises import KINDS, VOICELESS

NAMES = ("silero", "webrtc", "energy")
_HELD = 0.9
"""An utterance is caught if the turns hold that much of its speech."""
_FRAMES = 2000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one detector made of one clip."""

    clip: Clip
    turns: int
    """That began."""
    held: float
    """Of the speech, what the turns hold; 1 where there is none."""
    noise: float
    """Of all else, what they hold."""


def measure() -> list[Figure]:
    clips = list(corpus("test"))
    found, seconds = asyncio.run(measured(clips))
    at_once, _ = asyncio.run(measured(clips, TurnRules(least_speech_s=0), ["energy"]))
    print(report({**found, "energy at once": at_once["energy"]}))
    silero, energy = found["silero"], found["energy"]
    sound = sum(clip.sound.seconds for clip in clips)
    return [
        Figure("vad.false_triggers", false_triggers(silero), "%", false_triggers(energy), "<=0.2"),
        Figure(
            "vad.false_triggers_voiceless",
            false_triggers(silero, VOICELESS),
            "%",
            false_triggers(energy, VOICELESS),
            "<=0.2",
        ),
        Figure("vad.recall", recall(silero), "%", None, ">=95"),
        *(Figure(f"vad.recall_{snr}db", recall(silero, [snr]), "%", None, ">=95") for snr in SNRS),
        *(Figure(f"vad.recall_{snr}db_energy", recall(energy, [snr]), "%", None, ">=0") for snr in SNRS),
        Figure("vad.held", held(silero), "%", None, ">=95"),
        Figure("vad.cpu", seconds["silero"] / sound * 1e3, "ms", None, "<=10"),
        Figure("vad.frame", asyncio.run(_slowest_frame()) * 1e6, "us", None, "<=1000"),
    ]


async def measured(
    clips: Sequence[Clip], rules: TurnRules | None = None, names: Iterable[str] = NAMES
) -> tuple[dict[str, list[Outcome]], dict[str, float]]:
    """What each detector makes of the clips, and the processor time that it takes, segmenter included."""
    found, seconds = {}, {}
    for name in names:
        async with _vad(name) as vad:
            began = time.process_time()
            found[name] = [outcome(clip, vad.detector(), rules) for clip in clips]
            seconds[name] = time.process_time() - began
    return found, seconds


def outcome(clip: Clip, detector: SpeechDetector, rules: TurnRules | None = None) -> Outcome:
    """Hear the clip as a new speaker."""
    segmenter = Segmenter(detector, rules)
    events = [*segmenter.feed(clip.sound), *segmenter.finish()]
    inside = np.zeros(len(clip.speech), np.bool_)
    for event in events:
        if isinstance(event, Utterance):
            inside[int(event.start * 100) : round(event.end * 100)] = True
    speech, noise = inside[clip.speech], inside[~clip.speech]
    turns = sum(isinstance(event, Started) for event in events)
    return Outcome(clip, turns, float(speech.mean()) if len(speech) else 1.0, float(noise.mean()))


def false_triggers(outcomes: Iterable[Outcome], among: Iterable[str] = KINDS) -> float:
    """Of the bursts of these kinds, those that began a turn, in percent."""
    kinds = set(among)
    return 100 * statistics.mean(o.turns > 0 for o in outcomes if o.clip.snr is None and o.clip.kind in kinds)


def recall(outcomes: Iterable[Outcome], snrs: Iterable[int] = SNRS) -> float:
    """Of the utterances that are so much louder than the noise, those that were caught, in percent."""
    wanted = set(snrs)
    return 100 * statistics.mean(o.held >= _HELD for o in outcomes if o.clip.snr in wanted)


def held(outcomes: Iterable[Outcome]) -> float:
    """Of all speech, what the turns hold, in percent."""
    spoken = [(o.held * count, count) for o in outcomes if (count := int(o.clip.speech.sum()))]
    return 100 * sum(part for part, _ in spoken) / sum(count for _, count in spoken)


def noise_held(outcomes: Iterable[Outcome]) -> float:
    """Around speech, what the turns hold of the noise, pre-roll and pauses included, in percent."""
    return 100 * statistics.mean(o.noise for o in outcomes if o.clip.snr is not None)


def report(found: Mapping[str, Sequence[Outcome]]) -> str:
    """For people: false triggers by kind of noise, recall by dB."""
    rows: list[tuple[str, Callable[[Sequence[Outcome]], float]]] = [
        *((f"false: {kind}", lambda outcomes, kind=kind: false_triggers(outcomes, [kind])) for kind in KINDS),
        ("false: no voices", lambda outcomes: false_triggers(outcomes, VOICELESS)),
        ("false: all", false_triggers),
        *((f"recall: {snr} dB", lambda outcomes, snr=snr: recall(outcomes, [snr])) for snr in SNRS),
        ("recall: all", recall),
        ("speech held", held),
        ("noise held", noise_held),
    ]
    lines = ["".join(f"{head:>16}" for head in ("percent", *found))]
    lines += [f"{label:>16}" + "".join(f"{figure(each):16.1f}" for each in found.values()) for label, figure in rows]
    return "\n".join(lines)


async def _slowest_frame() -> float:
    """Processor time of a frame of speech, which opens the gate, in seconds: the 99th percentile."""
    clip = next(clip for clip in corpus("test") if clip.snr is not None)
    async with _vad("silero") as vad:
        detector, samples = vad.detector(), np.resize(clip.sound.mono(), _FRAMES * 512)
        taken = []
        for frame in samples.reshape(-1, detector.frame):
            began = time.thread_time()
            detector.probability(frame)
            taken.append(time.thread_time() - began)
    return statistics.quantiles(taken, n=100)[-1]


def _vad(name: str) -> VAD:
    built: VAD = engines.build("vad", engines.settings_for("vad", {"engine": name}), engine_context(data_dir=Path()))
    return built
