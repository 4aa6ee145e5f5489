"""What a cosine means to an embedder: each has a scale of its own.

With one model everything lies between 0.7 and 0.9, with another between 0 and 0.6, so no number says "near" for all.
A few questions are compared with the sentences that answer them and with those that answer the others; between the
two lies what near is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from operator import mul
from statistics import fmean
from typing import Final

from acore.domain.knowledge import Vector

PAIRS: Final = (
    ("How long does the train to the coast take?", "The railway journey to the seaside lasts two hours and a half."),
    ("Who painted the ceiling of the chapel?", "The frescoes above the altar are the work of a young local artist."),
    ("When should tomatoes be watered?", "Give the plants a drink early in the morning, before the sun is high."),
    ("Can I bring my dog into the museum?", "Pets are not allowed in the exhibition rooms, guide dogs excepted."),
    ("What does a monthly pass cost?", "A subscription for thirty days is forty euros, half of it for students."),
    ("Why did the server stop last night?", "The machine shut down because its disk had run full of log files."),
    ("Which drink goes well with cheese?", "A dry white wine is the classic companion of hard varieties."),
    ("How do I reset my password?", "If you forgot your login secret, follow the link that is mailed to you."),
)
"""Questions, and sentences that answer them with few of their words."""

_LEAST = 0.03
"""The distance between the two below which an embedder tells nothing."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """The scale of an embedder: the cosine of what has nothing to do with a question, and that of what answers it."""

    unrelated: float
    related: float

    @property
    def tells(self) -> bool:
        """Whether what answers a question is nearer to it than what does not."""
        return self.related - self.unrelated >= _LEAST

    def score(self, cosine: float) -> float:
        """Where a cosine lies: 0 is unrelated, 1 is an answer; 0 to 1."""
        if not self.tells:
            return 0.0
        return min(max((cosine - self.unrelated) / (self.related - self.unrelated), 0.0), 1.0)


def measured(questions: Sequence[Vector], answers: Sequence[Vector]) -> Nearness:
    """The scale of the embedder that made these vectors of `PAIRS`."""
    cosines = {
        (i, j): sum(map(mul, questions[i], answers[j])) for i, j in product(range(len(questions)), range(len(answers)))
    }
    return Nearness(
        unrelated=fmean(cosine for (i, j), cosine in cosines.items() if i != j),
        related=fmean(cosine for (i, j), cosine in cosines.items() if i == j),
    )
