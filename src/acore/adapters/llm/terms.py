"""What an answer may cost at most, whichever engine of a house gives it."""

from dataclasses import dataclass

from acore.adapters.llm.policies.telling import cost_of
from acore.domain.budgets import Spending
from acore.domain.chat import Usage
from acore.domain.consent import Station
from acore.interfaces import PriceSettings

OFFLINE = "extractive"
"""The engine of this machine that costs nothing, and answers where the budget does not allow another."""
LONGEST_ANSWER = 1024
"""Tokens that an answer may have where nobody says."""
_FREE = PriceSettings()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms engines answer."""

    price: PriceSettings = _FREE
    """The highest of their prices."""
    longest: int = LONGEST_ANSWER
    """Tokens of the longest answer to a request that does not say."""
    told: bool = True
    """Whether the request has to say it, since an engine has no such setting of its own."""
    free: frozenset[str] = frozenset()
    """The tables of engines that cost nothing, not even tokens."""
    costs: bool = True
    """Whether there is any other."""
    stations: tuple[Station, ...] = ()
    """Where what is said to them goes."""

    def spending(self, usage: Usage) -> Spending:
        """The most that so many tokens cost."""
        return Spending(usage.input + usage.output, cost_of(usage, self.price))
