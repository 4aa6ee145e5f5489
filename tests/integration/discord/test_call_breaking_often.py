"""A connection that breaks now and then all day is renewed as soon each time."""

import pytest
from discord.backoff import ExponentialBackoff

from acore.testing import LoopbackDiscord
from tests.integration.discord.calling import hall_of, until

BREAKS = 4


class Patience(ExponentialBackoff[bool]):
    """Notes the longest that the library would wait, and waits no time at all."""

    def __init__(self, waits: list[int]) -> None:
        super().__init__()
        self._waits = waits

    def delay(self) -> float:
        super().delay()
        self._waits.append(2**self._exp)
        return 0.0


@pytest.mark.parametrize("code", [None, 4006], ids=["by the network", "by the server"])
async def test_the_wait_for_a_connection_that_broke_does_not_grow(
    loopback_discord: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch, code: int | None
) -> None:
    """Discord gives a bot fifteen seconds to come back before it is out of the channel."""
    waits: list[int] = []
    monkeypatch.setattr("discord.voice_state.ExponentialBackoff", lambda: Patience(waits))
    async with hall_of(loopback_discord) as hall:
        ann = await hall.speaker("Ann")
        call = await hall.call()
        for _ in range(BREAKS):
            before = call.line.ws  # type: ignore[attr-defined]
            if code is None:
                hall.voice.drop()
            else:
                await hall.voice.close(code)
            await until(lambda before=before: call.line.ws is not before and call.line.is_connected())  # type: ignore[attr-defined, misc]
            await ann.meet_bot()
        assert waits == [2] * BREAKS
        await call.leave()
