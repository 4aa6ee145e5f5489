"""What the model of the day says to each question: known beforehand, and told apart by the question's label."""

import re
from typing import Literal, cast

Size = Literal["short", "slow", "steady", "long", "code", "book"]

_LABEL = re.compile(r"\bzq\d{4}[a-z]?\b")
_SIZE = re.compile(r"\ba (\w+) one\b")
_LINES: dict[Size, int] = {"short": 0, "slow": 8, "steady": 50, "long": 50, "code": 70, "book": 170}
_PACES: dict[Size, float] = {"slow": 0.04, "steady": 0.006}
"""Seconds between two words, of the sizes whose answers take some seconds."""
_WORDS = "of all that was measured here, and of nothing else at all, this is the line that bears the number"


def label_in(prompt: str) -> str:
    """The label of the question itself, which stands behind whatever passages go with it; empty where it has none."""
    found = _LABEL.search(prompt.rpartition("</passages>")[2])
    return found[0] if found else ""


def wording(label: str, size: Size) -> str:
    """A question that gets an answer of this size."""
    return f"{label} give me a {size} one about marmalade"


def answer_to(prompt: str) -> str:
    """The whole answer to a question, as the model writes it."""
    label, size = label_in(prompt) or "nobody", _size_of(prompt)
    lines = [f"{label} line {n}: {_WORDS} {n}." for n in range(1, _LINES[size] + 1)]
    if size == "code":
        lines = ["```python", *(f"value_{n} = '{label} {n}'  # {_WORDS}" for n in range(1, _LINES[size] + 1)), "```"]
    return "\n".join([f"The answer to {label}.", *lines, f"That was {label}."])


def pace_of(prompt: str) -> float:
    """Seconds between two words of the answer."""
    return _PACES.get(_size_of(prompt), 0.0)


def _size_of(prompt: str) -> Size:
    found = _SIZE.search(prompt.rpartition("</passages>")[2])
    size = found[1] if found else "short"
    assert size in _LINES
    return cast("Size", size)


def essence(text: str) -> str:
    """The text without white space and marks of code fences, which a cut between two messages adds and takes away."""
    return "".join(re.sub(r"^\s*```\w*\s*$", "", text, flags=re.MULTILINE).split())
