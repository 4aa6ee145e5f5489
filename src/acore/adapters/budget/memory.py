"""A budget that lives as long as the process."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from acore.domain.budgets import Cap, Spender, Spending, Standing
from acore.domain.scope import Scope
from acore.errors import BudgetSpent
from acore.interfaces import Budget, Clock, Reservation

_MOST = 10_000
"""Servers and members whose day is in memory; of others it is read again, where it is kept."""

_NOTHING = Spending()

Who = tuple[Spender, str]
"""And the id."""


@dataclass(slots=True)
class _Day:
    """What one server or member has spent and reserved on one day."""

    spent: Spending
    reserved: Spending = _NOTHING

    @property
    def gone(self) -> Spending:
        return self.spent + self.reserved


class MemoryBudget(Budget):
    """Counts in memory; what keeps it over a restart overrides `_read` and `_write`."""

    def __init__(self, caps: Mapping[Spender, Cap], clock: Clock) -> None:
        self._caps = caps
        self._clock = clock
        self._days: OrderedDict[tuple[str, Who], _Day] = OrderedDict()

    async def used(self, scope: Scope) -> float:
        """The larger share."""
        today = self._today()
        return max(
            [self._caps[who[0]].used((await self._day(today, who)).gone) for who in self._capped(scope)] or [0.0]
        )

    async def reserve(self, scope: Scope, spending: Spending) -> Reservation:
        """Look at every cap, then set aside; nothing else runs between the two."""
        today = self._today()
        days = [(who, await self._day(today, who)) for who in self._capped(scope)]
        for (kind, _), day in days:
            if not self._caps[kind].holds(day.gone + spending):
                raise BudgetSpent(f"the budget of the {kind} for {today} is spent", kind=kind)
        for _, day in days:
            day.reserved += spending
        return Reservation(scope, spending, today)

    async def settle(self, reservation: Reservation, spent: Spending) -> None:
        """Take the reservation back, and count."""
        for who in self._capped(reservation.scope):
            day = await self._day(reservation.day, who)
            day.reserved -= reservation.spending
            day.spent += spent
            if spent != _NOTHING:
                await self._write(reservation.day, who, spent)

    async def standing(self, scope: Scope) -> tuple[Standing, ...]:
        """The days of those with a cap."""
        today = self._today()
        capped = self._capped(scope)
        days = [(who[0], await self._day(today, who)) for who in capped]
        return tuple(Standing(kind, day.spent, self._caps[kind]) for kind, day in days)

    async def _read(self, day: str, who: Who) -> Spending:
        """What was spent on that day before this process; here, nothing is known."""
        del day, who
        return Spending()

    async def _write(self, day: str, who: Who, spent: Spending) -> None:
        """Keep what was spent; here, nothing is kept."""

    def _today(self) -> str:
        return self._clock.now().date().isoformat()

    def _capped(self, scope: Scope) -> list[Who]:
        whom: list[Who] = [("member", scope.user)]
        if scope.guild:
            whom.append(("server", scope.guild))
        return [who for who in whom if self._caps[who[0]]]

    async def _day(self, day: str, who: Who) -> _Day:
        key = (day, who)
        if key not in self._days:
            read = await self._read(day, who)
            self._days.setdefault(key, _Day(read))
        self._days.move_to_end(key)
        self._make_room()
        return self._days[key]

    def _make_room(self) -> None:
        while len(self._days) > _MOST:
            idle = next((key for key, day in self._days.items() if day.reserved == _NOTHING), None)
            if idle is None:
                return
            del self._days[idle]
