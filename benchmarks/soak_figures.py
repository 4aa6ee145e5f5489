"""What the samples of a long call say: whether the bot holds more and more, and what was lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.figures import Figure

_PARTS = 12
"""Of two hours, ten minutes each; in the first one everything is loaded. What is kept of so many turns, such as the
records of the last 200, fills for longer: so the slope is that of the second half."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the bot's process holds at a time, and what has become of the sound so far."""

    at_s: float
    rss_mb: float
    workers_mb: float
    """Of the processes that it started; what they share is counted for each."""
    cpu_s: float
    threads: int
    files: int
    tasks: Mapping[str, int]
    """Of asyncio, by what they do."""
    packets: Mapping[str, int]
    """As the bot counts them, by what became of them."""
    turns: Mapping[str, int]
    """As the bot counts them."""
    sent: int
    """Packets of sound that those who agreed have sent."""
    arrived: int
    """Frames of the bot that came to a listener."""
    unreadable: int
    """Frames of the bot that somebody could not decrypt."""

    @property
    def all_mb(self) -> float:
        """Of all its processes."""
        return self.rss_mb + self.workers_mb

    def told(self) -> dict[str, Any]:
        """For a log."""
        return {name: round(value, 2) if isinstance(value, float) else value for name, value in asdict(self).items()}


def figures_of(samples: Sequence[Sample], *, rounds: int, answered: int) -> list[Figure]:
    """The figures of a whole call; raises ValueError for one that is too short."""
    second, last = _part(samples, 1), _part(samples, _PARTS - 1)
    if not second or not last:
        raise ValueError(f"{len(samples)} samples are too few: let the call last for two minutes at least")
    end = samples[-1]
    half = [sample for sample in samples if sample.at_s >= end.at_s / 2]
    slope = np.polyfit([sample.at_s / 3600 for sample in half], [sample.all_mb for sample in half], 1)[0]
    grown = np.mean([sample.all_mb for sample in last]) - np.mean([sample.all_mb for sample in second])
    used_s, span_s = end.cpu_s - second[0].cpu_s, end.at_s - second[0].at_s
    return [
        Figure("soak.hours", end.at_s / 3600, "h", None, ">=1.99"),
        Figure("soak.rss_slope", float(slope), "MB/h", None, "<=2"),
        Figure("soak.rss_growth", float(grown), "MB", None, "<=5"),
        Figure("soak.threads", _more(second, last, lambda sample: sample.threads), "more", None, "<=0"),
        Figure("soak.files", _more(second, last, lambda sample: sample.files), "more", None, "<=0"),
        Figure("soak.tasks", _more(second, last, lambda sample: sum(sample.tasks.values())), "more", None, "<=0"),
        Figure("soak.answered", 100 * answered / rounds, "%", None, ">=99"),
        Figure("soak.not_heard", end.sent - end.packets["heard"], "frames", None, "<=0"),
        Figure("soak.not_played", end.packets["played"] - end.arrived, "frames", None, "<=0"),
        Figure("soak.cpu", 100 * used_s / span_s, "%", None, "<=15"),
    ]


def _part(samples: Sequence[Sample], number: int) -> list[Sample]:
    length = samples[-1].at_s / _PARTS
    return [sample for sample in samples if number * length <= sample.at_s <= (number + 1) * length]


def _more(before: Sequence[Sample], after: Sequence[Sample], count: Callable[[Sample], int]) -> int:
    """How many more there are when it is quiet; while somebody speaks there are more for a moment."""
    return min(map(count, after)) - min(map(count, before))
