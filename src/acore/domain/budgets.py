"""What a day may cost, as values."""

from dataclasses import dataclass
from typing import Literal

Spender = Literal["server", "member"]
NEARLY_SPENT = 0.9
"""From this share on a day counts as spent."""


@dataclass(frozen=True, slots=True)
class Spending:
    """Tokens, and money in the currency of the prices."""

    tokens: int = 0
    money: float = 0.0

    def __add__(self, other: "Spending") -> "Spending":
        """Both together."""
        return Spending(self.tokens + other.tokens, self.money + other.money)

    def __sub__(self, other: "Spending") -> "Spending":
        """This without the other; never below nothing."""
        return Spending(max(0, self.tokens - other.tokens), max(0.0, self.money - other.money))


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that a day may cost; 0 is no limit."""

    tokens: int = 0
    money: float = 0.0

    def __bool__(self) -> bool:
        """Whether there is any limit."""
        return bool(self.tokens or self.money)

    def holds(self, spending: Spending) -> bool:
        """Whether so much is still within it."""
        return (not self.tokens or spending.tokens <= self.tokens) and (not self.money or spending.money <= self.money)

    def used(self, spending: Spending) -> float:
        """The share of it that was spent, 0 to 1 and beyond; of two limits the one that is nearer."""
        tokens = spending.tokens / self.tokens if self.tokens else 0.0
        money = spending.money / self.money if self.money else 0.0
        return max(tokens, money)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is today."""

    who: Spender
    spent: Spending
    cap: Cap
    reserved: Spending = Spending()
    """Set aside for answers that are being written."""
