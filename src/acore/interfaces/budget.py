"""The contract of budgets."""

from abc import abstractmethod
from dataclasses import dataclass

from acore.domain.budgets import Spending, Standing
from acore.domain.scope import Scope
from acore.interfaces.engine import Engine


@dataclass(frozen=True, slots=True, eq=False)
class Reservation:
    """A part of today's budgets that is set aside for one answer."""

    scope: Scope
    spending: Spending
    day: str


class Budget(Engine):
    """What every server and every member may spend in a day, by the clock of the machine.

    What was reserved and what was spent together are never over a cap, however many answers are being
    written at the same time, as long as no answer costs more than was reserved for it.
    """

    @abstractmethod
    async def used(self, scope: Scope) -> float:
        """The share of today's budget that is spent or reserved, of the server's and the member's the larger one.

        Raises EngineUnavailable where the budget can not be read.
        """

    @abstractmethod
    async def reserve(self, scope: Scope, spending: Spending) -> Reservation:
        """Set so much aside; whoever does has to `settle`. Raises BudgetSpent where it is not there any more."""

    @abstractmethod
    async def settle(self, reservation: Reservation, spent: Spending) -> None:
        """Give the reservation back, and note what was really spent; nothing where the answer cost nothing."""

    @abstractmethod
    async def standing(self, scope: Scope) -> tuple[Standing, ...]:
        """How far the server and the member are today, those with a cap."""
