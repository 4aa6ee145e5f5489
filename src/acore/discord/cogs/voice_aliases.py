"""The commands of voice channels under the names that other bots have for them."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord.admission import Admission
from acore.discord.cogs.voice import Text
from acore.discord.voice_desk import VoiceDesk
from acore.domain.triggers import ANYWHERE, Places
from acore.interfaces import Clock

_HERE = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
_OURS = app_commands.allowed_installs(guilds=True, users=False)


class VoiceAliasesCog(commands.Cog):
    """Does as /voice does."""

    def __init__(self, *, desk: VoiceDesk, clock: Clock, places: Places = ANYWHERE) -> None:
        self._desk = desk
        self._admission = Admission(clock, places, window_s=3)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """As for /voice."""
        self._admission.check(interaction)
        return True

    @app_commands.command(name="join", description="Come into a voice channel, to talk with us there.")
    @app_commands.describe(channel="Which one; without it the one that you are in")
    @_HERE
    @_OURS
    async def join(self, interaction: discord.Interaction[Any], channel: discord.VoiceChannel | None = None) -> None:
        """As /voice join."""
        await self._desk.join(interaction, channel)

    @app_commands.command(name="leave", description="Leave the voice channel.")
    @_HERE
    @_OURS
    async def leave(self, interaction: discord.Interaction[Any]) -> None:
        """As /voice leave."""
        await self._desk.leave(interaction)

    @app_commands.command(name="speak", description="Let me say something in the voice channel.")
    @app_commands.describe(text="What I should say", voice="The voice to say it in")
    @_HERE
    @_OURS
    async def speak(self, interaction: discord.Interaction[Any], text: Text, voice: str | None = None) -> None:
        """As /voice say."""
        await self._desk.say(interaction, text, voice)

    @app_commands.command(name="listen", description="Let me hear you in the voice channel; I ask you first.")
    @_HERE
    @_OURS
    async def listen(self, interaction: discord.Interaction[Any]) -> None:
        """As /voice listen."""
        await self._desk.listen(interaction)

    @app_commands.command(name="stop_listening", description="Do not hear me any more, and forget that I agreed.")
    @_HERE
    @_OURS
    async def stop_listening(self, interaction: discord.Interaction[Any]) -> None:
        """As /voice stop."""
        await self._desk.stop(interaction)

    @app_commands.command(name="voices", description="The voices that I can speak in.")
    @_HERE
    @_OURS
    async def voices(self, interaction: discord.Interaction[Any]) -> None:
        """List them."""
        await self._desk.voices(interaction)

    @app_commands.command(name="set_voice", description="Choose my voice on this server.")
    @app_commands.describe(voice="The voice to speak in")
    @_HERE
    @_OURS
    async def set_voice(self, interaction: discord.Interaction[Any], voice: str) -> None:
        """As /voice set."""
        await self._desk.choose(interaction, voice, None)

    @speak.autocomplete("voice")
    @set_voice.autocomplete("voice")
    async def known_voices(self, _interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        """The voices that fit."""
        return await self._desk.completed(typed)
