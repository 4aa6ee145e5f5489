"""What `acore doctor` finds: one thing looked at, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "info", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `fix` says what to do where something is to be done."""

    name: str
    status: Status
    detail: str
    fix: str | None = None


def parted(words: str) -> tuple[str, str | None]:
    """What is wrong, and what to do: our words name the way out after the cause."""
    cause, _, way_out = words.partition(". ")
    return (f"{cause}.", way_out) if way_out else (cause, None)
