from acore.adapters.turn_log import memory
from acore.adapters.turn_log.memory import MemoryTurnLog
from acore.testing import ManualClock, TurnLogContract
from acore.testing.contracts.turn_log import asked


class TestMemoryTurnLog(TurnLogContract):
    def log(self, clock: ManualClock) -> MemoryTurnLog:
        return MemoryTurnLog(clock)


async def test_it_never_grows_beyond_its_bound() -> None:
    async with MemoryTurnLog(ManualClock()) as log:
        for number in range(memory.MOST + 3):
            await log.begin(asked(str(number)), "t")
        assert len(await log.left()) == memory.MOST
