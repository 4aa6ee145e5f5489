"""Nobody is heard who did not agree, over the loopback Discord with real encryption."""

import asyncio
from pathlib import Path

from acore.adapters.llm.scripted import ScriptedLLM
from acore.adapters.llm.terms import Terms
from acore.domain.consent import Station
from acore.testing import LoopbackDiscord
from tests.integration.discord.voice_house import hall, until


async def test_of_two_who_speak_only_the_one_who_agreed_is_decoded(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann, bob = await room.speaker("Ann"), await room.speaker("Bob")
        await room.run("join", ann.user)
        (asked,) = await until(room.chat)
        await room.press(asked, "Listen to me", ann.user)
        call = room.registry.of(room.loopback.guild.id).call
        await ann.say("hello there")
        await bob.say("this is a secret")
        await until(lambda: call.counters().without_consent > 20)
        counters = call.counters()
        assert 0 < counters.heard <= counters.received - counters.without_consent
        told = await room.run("voice status", bob.user)
        assert "**I hear**: Ann\n**I do not hear**: Bob" in told
        assert "dropped unheard" in told


async def test_not_any_more_ends_it_at_once_and_leaves_no_trace(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann = await room.speaker("Ann")
        await room.run("join", ann.user)
        (asked,) = await until(room.chat)
        await room.press(asked, "Listen to me", ann.user)
        assert room.registry.consent.hears(room.loopback.guild.id) == {ann.user.id}
        told = await room.press(asked, "Not any more", ann.user)
        assert "have forgotten that you agreed" in told
        assert room.registry.consent.hears(room.loopback.guild.id) == frozenset()
        assert await room.app.container.voice.agreements().of(room.loopback.guild.id) == ()
        assert await room.press(asked, "Not any more", ann.user) == "I did not listen to you."


async def test_the_buttons_and_the_agreement_outlive_the_process(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann = room.world.add_member(room.loopback.guild, "Ann")
        await room.run("join", ann, channel=room.channel)
        (asked,) = await until(room.chat)
        guild, channel = room.loopback.guild, room.channel
    async with hall(loopback_discord, tmp_path, channel=channel) as room:
        assert "as soon as you are in my voice channel" in await room.press(asked, "Listen to me", ann)
    async with hall(loopback_discord, tmp_path, channel=channel) as room:
        room.world.enter_call(ann, channel)
        await room.run("join", ann)
        await until(lambda: room.registry.consent.hears(guild.id) == {ann.id})


async def test_a_server_that_was_left_while_it_was_away_is_forgotten_and_no_other(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        guild, consent, version = room.loopback.guild.id, room.registry.consent, room.registry.consent.terms.version
        await consent.grant(guild, "1", version)
        await consent.grant("77", "1", version)
    async with hall(loopback_discord, tmp_path) as room:
        store = room.app.container.discord.agreements()
        async with room.patience():
            while await store.guilds() != (guild,):
                await asyncio.sleep(0.01)


async def test_who_comes_later_is_asked_by_name_and_once(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada, bob = room.loopback.member, room.world.add_member(room.loopback.guild, "Bob")
        await room.run("join", ada, channel=room.channel)
        await until(room.chat)
        room.registry.of(room.loopback.guild.id)._announced_at -= 10
        for _ in range(2):
            room.world.enter_call(bob, room.channel)
            await until(lambda: bob.id in {p.user for p in room.registry.of(room.loopback.guild.id).call.participants})
            room.world.leave_call(bob, room.loopback.guild)
            await until(lambda: not room.registry.of(room.loopback.guild.id).call.participants)
        greeting = await until(lambda: [m for m in room.chat() if m.content.startswith(f"👋 <@{bob.id}>")])
        assert len(greeting) == 1
        assert greeting[0].mentions == (bob,)


async def test_a_button_of_other_terms_asks_anew(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann = await room.speaker("Ann")
        await room.run("join", ann.user)
        (asked,) = await until(room.chat)
        await room.press(asked, "Listen to me", ann.user)
        guild = room.loopback.guild.id
        assert room.registry.consent.hears(guild) == {ann.user.id}
        far = Terms(stations=(Station("mind", "far.example"),))
        await room.app.container.llm_in_use().switch("far", ScriptedLLM.saying("Yes."), far)
        assert room.registry.consent.hears(guild) == frozenset(), "at once"
        again = await until(lambda: [m for m in room.chat() if "**mind** at far.example" in m.content])
        told = await room.press(asked, "Listen to me", ann.user)
        assert told.startswith("What I ask has changed since.")
        assert room.registry.consent.hears(guild) == frozenset()
        await room.press(again[0], "Listen to me", ann.user)
        assert room.registry.consent.hears(guild) == {ann.user.id}


async def test_who_is_ignored_is_told_no_by_the_button_as_by_the_commands(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    bob = loopback_discord.world.add_member(loopback_discord.guild, "Bob")
    async with hall(loopback_discord, tmp_path, chat={"ignored_users": [int(bob.id)]}) as room:
        await room.run("join", room.loopback.member, channel=room.channel)
        (asked,) = await until(room.chat)
        assert "You may not use this here" in await room.press(asked, "Listen to me", bob)
        assert await room.app.container.discord.agreements().of(room.loopback.guild.id) == ()
        assert await room.press(asked, "Not any more", bob) == "I did not listen to you."


async def test_listen_asks_first_and_then_knows(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ann = await room.speaker("Ann")
        ahead = await room.run("voice listen", room.loopback.member)
        assert ahead.startswith("I am in no voice channel of this server just now.")
        assert "hear nobody who has not agreed" in ahead
        await room.run("join", ann.user)
        assert (await room.run("listen", ann.user)).startswith("🎙️ **I am in this voice channel")
        (asked,) = await until(room.chat)
        await room.press(asked, "Listen to me", ann.user)
        assert "I listen to you." in await room.run("voice listen", ann.user)
