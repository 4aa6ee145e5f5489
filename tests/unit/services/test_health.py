import asyncio

from acore.errors import EngineUnavailable
from acore.interfaces import Engine
from acore.services.health import HealthService, PartHealth


class Down(Engine):
    async def ping(self) -> None:
        raise EngineUnavailable("no route", engine="down")


class Silent(Engine):
    async def ping(self) -> None:
        await asyncio.Event().wait()


class Fine(Engine):
    pass


async def test_every_part_is_reported_in_order_whatever_the_others_do() -> None:
    health = HealthService({"a": Fine(), "b": Down(), "c": Silent(), "d": Fine()}, deadline_s=0.01)
    assert await health.check() == (
        PartHealth("a", ok=True),
        PartHealth("b", ok=False, detail="no route"),
        PartHealth("c", ok=False, detail="no answer within 0.01 s"),
        PartHealth("d", ok=True),
    )
