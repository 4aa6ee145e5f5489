"""A budget that lives as long as the process."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acore.domain.budgets import NEARLY_SPENT, Cap, Spender, Spending, Standing
from acore.domain.scope import Scope
from acore.errors import BudgetSpent, Shortage
from acore.interfaces import Budget, Clock, Reservation

_MOST = 10_000
"""Servers and members whose day is in memory; of others it is read again, where it is kept."""

_NOTHING = Spending()

Who = tuple[Spender, str]
"""And the id."""

_Key = tuple[str, Who]
"""The day, and whose."""


@dataclass(slots=True)
class _Day:
    """What one server or member has spent and reserved on one day."""

    spent: Spending
    reserved: Spending = _NOTHING
    open: int = 0
    """Reservations that are not settled, or are being written down: as long as there are any it stays in memory."""


class MemoryBudget(Budget):
    """Counts in memory; what keeps it over a restart overrides `_read` and `_write`."""

    def __init__(self, caps: Mapping[Spender, Cap], clock: Clock) -> None:
        self.caps = caps
        self._clock = clock
        self._days: OrderedDict[_Key, _Day] = OrderedDict()

    async def reserve(self, scope: Scope, spending: Spending, until: float = 1.0) -> Reservation:
        """Look at every cap, then set aside; nothing else runs between the two."""
        today = self._today()
        days = await self._loaded(self._keys(today, scope))
        used, after = 0.0, list[Spending]()
        for (_, (kind, _)), day in days:
            cap, reserved = self.caps[kind], day.reserved + spending
            share = cap.used(day.spent)
            if share >= until or not cap.holds(day.spent + reserved):
                raise _refusal(kind, cap, day, spending)
            used = max(used, share)
            after.append(reserved)
        for (_, day), reserved in zip(days, after, strict=True):
            day.reserved = reserved
            day.open += 1
        return Reservation(scope, spending, today, used)

    async def settle(self, reservation: Reservation, spent: Spending) -> None:
        """Take the reservation back, and count; what can not be written down counts all the same."""
        keys = self._keys(reservation.day, reservation.scope)
        days = [self._days[key] for key in keys]
        for day in days:
            day.reserved -= reservation.spending
            day.spent += spent
        try:
            if keys and spent != _NOTHING:
                await self._write(reservation.day, [who for _, who in keys], spent)
        finally:
            for day in days:
                day.open -= 1
                if not day.open:  # sums of fractions leave a rest
                    day.reserved = _NOTHING

    async def standing(self, scope: Scope) -> tuple[Standing, ...]:
        """The days of those with a cap."""
        days = await self._loaded(self._keys(self._today(), scope))
        return tuple(Standing(kind, day.spent, self.caps[kind], day.reserved) for (_, (kind, _)), day in days)

    async def _read(self, day: str, who: Who) -> Spending:
        """What was spent on that day before this process; here, nothing is known."""
        del day, who
        return Spending()

    async def _write(self, day: str, whom: Sequence[Who], spent: Spending) -> None:
        """Keep what was spent by each of them; here, nothing is kept."""

    def _today(self) -> str:
        return self._clock.now().date().isoformat()

    def _keys(self, day: str, scope: Scope) -> list[_Key]:
        whom: list[Who] = [("member", scope.user)]
        if scope.guild:
            whom.append(("server", scope.guild))
        return [(day, who) for who in whom if self.caps[who[0]]]

    async def _loaded(self, keys: Sequence[_Key]) -> list[tuple[_Key, _Day]]:
        """The days; until something is awaited all of them are in memory."""
        while missing := [key for key in keys if key not in self._days]:
            for key in missing:
                read = await self._read(*key)
                self._days.setdefault(key, _Day(read))
        for key in keys:
            self._days.move_to_end(key)
        self._make_room(keys)
        return [(key, self._days[key]) for key in keys]

    def _make_room(self, needed: Sequence[_Key]) -> None:
        while len(self._days) > _MOST:
            idle = next((key for key, day in self._days.items() if not day.open and key not in needed), None)
            if idle is None:
                return
            del self._days[idle]


_REFUSALS: Mapping[Shortage, str] = {
    "spent": "the budget of the {kind} for today is spent: ask again tomorrow, or raise it in [llm.budget]",
    "large": "this takes more than is left of the {kind}'s budget for today: ask something shorter, or raise it in "
    "[llm.budget]",
    "busy": "what is left of the {kind}'s budget for today is set aside for answers that are being written: ask again "
    "when they are there",
}


def _refusal(kind: Spender, cap: Cap, day: _Day, spending: Spending) -> BudgetSpent:
    why: Shortage = "large"
    if cap.used(day.spent) >= NEARLY_SPENT:
        why = "spent"
    elif cap.holds(day.spent + spending):
        why = "busy"
    return BudgetSpent(_REFUSALS[why].format(kind=kind), kind=kind, why=why)
