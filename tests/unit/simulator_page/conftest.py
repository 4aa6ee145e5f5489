"""The playground over an in-process client; there is no network."""

from collections.abc import AsyncIterator

import httpx
import pytest

from acore.simulator.page.app import Playground, playground
from tests.models_double import FewModels
from tests.unit.simulator_page import house as hand_made
from tests.unit.simulator_page.house import ORIGIN, TOKEN, House


@pytest.fixture
def house() -> House:
    return hand_made.house()


@pytest.fixture
def app(house: House) -> Playground:
    return playground(
        house.world,
        house.ada,
        house.guild,
        drop=house.keep,
        models=FewModels(),
        turns=house.turns,
        token=TOKEN,
        hints=("What can you do?",),
    )


@pytest.fixture
async def page(app: Playground) -> AsyncIterator[httpx.AsyncClient]:
    """The page's own browser: the right host, origin and token."""
    headers = {"Origin": ORIGIN, "X-Acore-Token": TOKEN}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client:
        yield client
