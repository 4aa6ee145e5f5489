"""What the model of the day says to each question: known beforehand, and told apart by the question's label."""

import re
from typing import Literal

Size = Literal["short", "slow", "long", "code", "book"]

_LABEL = re.compile(r"\bzq\d{4}[a-z]?\b")
_LINES = {"short": 0, "slow": 12, "long": 70, "code": 70, "book": 170}
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
    label = label_in(prompt) or "nobody"
    size = next((size for size in _LINES if f" a {size} one" in prompt.rpartition(label)[2]), "short")
    lines = [f"{label} line {n}: {_WORDS} {n}." for n in range(1, _LINES[size] + 1)]
    if size == "code":
        lines = ["```python", *(f"value_{n} = '{label} {n}'  # {_WORDS}" for n in range(1, _LINES[size] + 1)), "```"]
    return "\n".join([f"The answer to {label}.", *lines, f"That was {label}."])


def pace_of(prompt: str) -> float:
    """Seconds between two words of the answer."""
    return 0.04 if " a slow one" in prompt else 0.0


def essence(text: str) -> str:
    """The text without white space and marks of code fences, which a cut between two messages adds and takes away."""
    return "".join(re.sub(r"^\s*```\w*\s*$", "", text, flags=re.MULTILINE).split())
