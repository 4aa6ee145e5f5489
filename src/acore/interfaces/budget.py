"""The contract of budgets."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from acore.domain.budgets import Cap, Spender, Spending, Standing
from acore.domain.scope import Scope
from acore.interfaces.engine import Engine


@dataclass(frozen=True, slots=True, eq=False)
class Reservation:
    """A part of today's budgets that is set aside for one answer."""

    scope: Scope
    spending: Spending
    day: str
    used: float = 0.0
    """The share of the day that was spent before, of the server's and the member's the larger one."""


class Budget(Engine):
    """What every server and every member may spend in a day, by the clock of the machine.

    What was reserved and what was spent together are never over a cap, however many answers are being written at the
    same time, as long as no answer costs more than was reserved for it. Whatever one costs beyond that counts from
    the moment it is settled, so that a day is over its cap by no more than what the answers that were being written
    when it was reached cost beyond their reservations.
    """

    caps: Mapping[Spender, Cap]
    """What one server and one member may spend in a day; a cap that is none is no limit."""

    @abstractmethod
    async def reserve(self, scope: Scope, spending: Spending, until: float = 1.0) -> Reservation:
        """Set so much aside; whoever does has to `settle`.

        Raises BudgetSpent, which says why, where it is not there, or where `until`, a share of the day, is spent;
        and EngineUnavailable where the budget can not be read.
        """

    @abstractmethod
    async def settle(self, reservation: Reservation, spent: Spending) -> None:
        """Give the reservation back, and note what was really spent, be it more; nothing where it cost nothing."""

    @abstractmethod
    async def standing(self, scope: Scope) -> tuple[Standing, ...]:
        """How far the server and the member are today, those with a cap."""
