import asyncio

from acore.adapters.clock.manual import ManualClock
from acore.adapters.limiter import Limiter, Limits, LineTooLong


class Line:
    """A limiter, and what those who asked it got: the time of their turn, or the error."""

    def __init__(self, **limits: float | None) -> None:
        self.clock = ManualClock()
        self.limiter = Limiter("small", Limits(**limits), self.clock)  # type: ignore[arg-type]  # plain numbers
        self.begun: list[tuple[float, int, int]] = []
        self.refused: list[tuple[float, int, LineTooLong]] = []
        self.at_work = self.most_at_work = 0
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, lasting: float = 0, tokens: int = 0, deadline: float | None = None) -> asyncio.Task[None]:
        task = asyncio.create_task(self._ask(len(self.tasks), lasting, tokens, deadline))
        self.tasks.append(task)
        return task

    async def _ask(self, number: int, lasting: float, tokens: int, deadline: float | None) -> None:
        try:
            turn = await self.limiter.acquire(tokens, deadline)
        except LineTooLong as error:
            self.refused.append((self.clock.monotonic(), number, error))
            return
        with turn:
            self.begun.append((self.clock.monotonic(), number, tokens))
            self.at_work += 1
            self.most_at_work = max(self.most_at_work, self.at_work)
            try:
                await self.clock.sleep(lasting)
            finally:
                self.at_work -= 1

    @property
    def times(self) -> list[float]:
        return [at for at, _, _ in self.begun]

    async def over(self, seconds: float = 0) -> None:
        await self.clock.advance(seconds)
        await asyncio.gather(*self.tasks, return_exceptions=True)
        assert self.limiter.waiting == 0
        assert asyncio.all_tasks() == {asyncio.current_task()}
