"""Who agreed on servers that are gone is forgotten."""

import warnings
from types import SimpleNamespace
from typing import Any

import pytest

from tests.unit.services.calls_double import at_the_desk

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    from acore.discord.voice_desk import VoiceDesk


@pytest.mark.parametrize(("address", "kept"), [(None, ("9",)), ("http://127.0.0.1:1/api", ("9", "8"))])
async def test_a_discord_of_ones_own_forgets_nobody_of_the_real_one(address: str | None, kept: tuple[str, ...]) -> None:
    async with at_the_desk() as world:
        for guild in ("9", "8"):
            await world.consent.grant(guild, "ada", world.terms.version)
        engines: Any = None
        bot: Any = SimpleNamespace(
            options=SimpleNamespace(api_base_url=address), get_guild=lambda number: number == 9 or None
        )
        await VoiceDesk(registry=world.registry, engines=engines).forget_gone(bot)
        assert await world.store.guilds() == kept
