"""Who may have the bot do what in a voice channel, over the loopback Discord."""

import asyncio
from pathlib import Path

import pytest

from acore.domain.calls import Deaf, HearsAgain
from acore.errors import EngineRefused, EngineUnavailable
from acore.simulator.permissions import Permission
from acore.testing import LoopbackDiscord
from tests.integration.discord.voice_house import hall, until


async def test_a_member_in_no_voice_channel_is_told_to_name_one_and_may(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada = room.loopback.member
        assert "You are in no voice channel" in await room.run("voice join", ada)
        assert "I am in <#" in await room.run("join", ada, channel=room.channel)
        assert room.registry.is_in(room.loopback.guild.id, room.channel.id)


@pytest.mark.parametrize(
    ("right", "whose", "words"),
    [
        (Permission.CONNECT, "bot", "I need: connect"),
        (Permission.SPEAK, "bot", "I need: speak"),
        (Permission.CONNECT, "member", "It needs: connect"),
    ],
)
async def test_who_lacks_a_right_is_told_which(
    loopback_discord: LoopbackDiscord, tmp_path: Path, right: Permission, whose: str, words: str
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        bob = room.world.add_member(room.loopback.guild, "Bob")
        room.world.permit(room.channel, room.world.bot if whose == "bot" else bob, deny=right)
        assert words in await room.run("join", bob, channel=room.channel)
        assert room.registry.of(room.loopback.guild.id) is None


async def test_a_channel_that_is_full_is_told_to_be(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        booth = room.world.add_voice_channel(room.loopback.guild, "Booth", user_limit=1)
        room.world.enter_call(room.loopback.member, booth)
        assert "is full: 1" in await room.run("join", room.loopback.member)


async def test_where_the_bot_does_not_talk_it_does_not_join(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    chat = {"channels": [int(loopback_discord.channel.id)]}
    async with hall(loopback_discord, tmp_path, chat=chat) as room:
        assert "You may not use this here" in await room.run("join", room.loopback.member, channel=room.channel)


async def test_where_no_calls_are_allowed_the_setting_is_named(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path, voice={"calls": 0}) as room:
        assert "voice.calls" in await room.run("join", room.loopback.member, channel=room.channel)


async def test_what_keeps_it_from_joining_is_told(
    loopback_discord: LoopbackDiscord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(loopback_discord, tmp_path) as room:

        async def never(_place: object, **_how: object) -> None:
            raise EngineUnavailable("The voice server did not answer. Try again.", engine="discord")

        monkeypatch.setattr(room.registry, "join", never)
        told = await room.run("join", room.loopback.member, channel=room.channel)
        assert told == "That does not work in this voice channel: The voice server did not answer. Try again."


@pytest.mark.parametrize("command", ["voice leave", "voice status", "speak"])
async def test_without_a_call_the_way_to_one_is_told(
    loopback_discord: LoopbackDiscord, tmp_path: Path, command: str
) -> None:
    options = {"text": "Hello"} if command == "speak" else {}
    async with hall(loopback_discord, tmp_path) as room:
        assert "`/voice join`" in await room.run(command, room.loopback.member, **options)


async def test_only_those_in_the_call_and_moderators_have_a_say(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        guild, ada = room.loopback.guild, room.loopback.member
        bob, cem = (room.world.add_member(guild, name) for name in ("Bob", "Cem"))
        room.world.enter_call(bob, room.channel)
        await room.run("join", bob)
        den = room.world.add_voice_channel(guild, "Den")
        for command, options in (
            ("leave", {}),
            ("speak", {"text": "Boo"}),
            ("voice set", {"volume": 200}),
            ("join", {"channel": den}),
        ):
            assert "Go there to say that" in await room.run(command, cem, **options), command
        assert "I say it" in await room.run("speak", bob, text="Hello")
        assert "I have left" in await room.run("voice leave", ada), "the owner may move members"


async def test_that_it_is_muted_is_told_in_the_text_chat(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        await room.run("join", room.loopback.member, channel=room.channel)
        room.world.silence_in_call(room.world.bot, room.loopback.guild, mute=True)
        await until(lambda: [m for m in room.chat() if m.content.startswith("Somebody has muted me on this server")])


async def test_of_two_who_call_it_at_once_nobody_takes_it_from_the_other(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        guild = room.loopback.guild
        den = room.world.add_voice_channel(guild, "Den")
        bob, cem = (room.world.add_member(guild, name) for name in ("Bob", "Cem"))
        room.world.enter_call(bob, room.channel)
        room.world.enter_call(cem, den)
        told = await asyncio.gather(room.run("voice join", bob), room.run("voice join", cem))
        (there,) = (one for one in (room.channel, den) if room.registry.is_in(guild.id, one.id))
        assert sorted("I hear who agreed" in one for one in told) == [False, True]
        assert all(f"<#{there.id}>" in one for one in told), "the other is told where it is"


async def test_it_is_taken_along_to_another_channel(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada, guild = room.loopback.member, room.loopback.guild
        await room.run("join", ada, channel=room.channel)
        den = room.world.add_voice_channel(guild, "Den")
        assert f"<#{den.id}>" in await room.run("voice join", ada, channel=den)
        await until(lambda: room.registry.is_in(guild.id, den.id))
        await until(lambda: [m for m in room.world.messages(den.id) if "hear nobody" in m.content])


async def test_voice_and_volume_are_chosen_among_those_there_are(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada = room.loopback.member
        await room.run("join", ada, channel=room.channel)
        assert await room.run("voice set", ada, volume=150) == "My voice is the usual one at 150 % now."
        assert room.registry.of(room.loopback.guild.id).call.player.volume == 1.5
        assert "There is no voice banana" in await room.run("voice say", ada, text="Hi", voice="banana")
        assert await room.run("set_voice", ada, voice="de") == "My voice is de at 150 % now."
        assert "voice de at 150 %" in await room.run("voice status", ada)
        listed = await room.run("voices", ada)
        assert "- en-us (en-us, English" in listed
        assert "more: begin to write" in listed
        offered = await room.completions("voice say", "voice", "de")
        assert "de" in offered
        assert len(offered) <= 25


async def test_without_the_libraries_of_the_voice_it_is_told_what_is_missing(
    loopback_discord: LoopbackDiscord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(loopback_discord, tmp_path) as room:

        async def never() -> None:
            raise EngineRefused("It is not installed.", engine="silero")

        monkeypatch.setattr(room.app.container.voice.engines(), "ready", never)
        assert await room.run("voices", room.loopback.member) == "I have no voice here: It is not installed."
        assert await room.completions("voice say", "voice", "de") == []


async def test_nothing_to_say_is_told(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada = room.loopback.member
        await room.run("join", ada, channel=room.channel)
        assert "nothing in that to say" in await room.run("speak", ada, text="  \u200b ")


async def test_what_there_is_no_room_for_is_told_not_to_be_said(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada = room.loopback.member
        await room.run("join", ada, channel=room.channel)
        conversation = room.registry.of(room.loopback.guild.id).conversation
        await until(lambda: not conversation.say("It is a long, long story that I tell you now, my dear."))
        assert "So much waits to be said" in await room.run("speak", ada, text="And this.")


async def test_when_it_is_deaf_it_says_so_and_takes_recordings(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada = room.loopback.member
        await room.run("join", ada, channel=room.channel)
        await until(room.chat)
        session = room.registry.of(room.loopback.guild.id)
        session._take(Deaf("No key fits. Have me leave and join again."))
        await until(lambda: "No key fits" in room.chat()[-1].content)
        assert "send me a voice message" in room.chat()[-1].content
        assert "🙉 No key fits" in await room.run("voice status", ada)
        session._take(HearsAgain())
        await until(lambda: "I understand you again" in room.chat()[-1].content)


async def test_a_conversation_that_breaks_is_told_in_the_text_chat(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada = room.loopback.member
        await room.run("join", ada, channel=room.channel)
        session = room.registry.of(room.loopback.guild.id)
        await session._notices.failed(session.call.place, EngineUnavailable("gone", engine="ear"))
        await until(lambda: "I can not go on in this voice channel" in room.chat()[-1].content)


async def test_that_it_was_moved_out_of_sight_is_told_once_where_it_was(
    loopback_discord: LoopbackDiscord, tmp_path: Path
) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada, guild = room.loopback.member, room.loopback.guild
        await room.run("join", ada, channel=room.channel)
        await until(room.chat)
        vault = room.world.add_voice_channel(guild, "Vault")
        room.world.permit(vault, room.world.bot, deny=Permission.VIEW_CHANNEL)
        room.world.move_in_call(room.world.bot, vault)
        await until(lambda: room.registry.of(guild.id) is None)
        await until(lambda: "a channel that I can not see" in room.chat()[-1].content)
        assert len([message for message in room.chat() if "I was moved" in message.content]) == 1
        assert [m for m in room.world.messages(vault.id) if m.author == room.world.bot] == []
        assert room.app.container.metrics().get_summary()["calls"]["open"] == 0


async def test_a_server_that_is_left_leaves_nothing_behind(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    async with hall(loopback_discord, tmp_path) as room:
        ada, guild = room.loopback.member, room.loopback.guild
        await room.run("join", ada, channel=room.channel)
        await room.registry.consent.grant(guild.id, ada.id, room.registry.consent.terms.version)
        store = room.app.container.voice.agreements()
        assert len(await store.of(guild.id)) == 1
        await room.world.remove(guild)
        await until(lambda: room.registry.of(guild.id) is None)
        async with room.patience():
            while await store.of(guild.id):
                pass


async def test_a_german_member_is_told_in_german(loopback_discord: LoopbackDiscord, tmp_path: Path) -> None:
    from acore.discord.consent_words import asked
    from acore.discord.translations import in_locale

    async with hall(loopback_discord, tmp_path) as room:
        import discord

        text = asked(room.registry.consent.terms, discord.Locale.german)
        assert "auf dem Rechner, auf dem ich laufe" in text
        assert in_locale(discord.Locale.french, "Not any more") == "Not any more"
