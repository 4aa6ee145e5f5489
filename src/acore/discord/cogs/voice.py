"""/voice: the bot in a voice channel."""

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from acore.discord import errors
from acore.discord.admission import Admission
from acore.discord.consent_words import answer_of
from acore.discord.voice_desk import VoiceDesk
from acore.domain.triggers import ANYWHERE, Places
from acore.interfaces import Clock

if TYPE_CHECKING:
    from acore.discord.bot import Bot

Text = app_commands.Range[str, 1, 1000]
Percent = app_commands.Range[int, 0, 200]


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class VoiceCog(commands.GroupCog, group_name="voice", group_description="Talk with me in a voice channel."):
    """Takes the words and the presses of members about voice channels."""

    def __init__(self, *, desk: VoiceDesk, clock: Clock, places: Places = ANYWHERE) -> None:
        self._desk = desk
        self._bot: Bot | None = None
        self._admission = Admission(clock, places, window_s=3)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Only where the bot talks, and every command once in a few seconds a member."""
        self._admission.check(interaction)
        return True

    @app_commands.command(name="join", description="Come into a voice channel, to talk with us there.")
    @app_commands.describe(channel="Which one; without it the one that you are in")
    async def join(self, interaction: discord.Interaction[Any], channel: discord.VoiceChannel | None = None) -> None:
        """Come into the voice channel."""
        await self._desk.join(interaction, channel)

    @app_commands.command(name="leave", description="Leave the voice channel.")
    async def leave(self, interaction: discord.Interaction[Any]) -> None:
        """Leave it."""
        await self._desk.leave(interaction)

    @app_commands.command(name="listen", description="Let me hear you in the voice channel; I ask you first.")
    async def listen(self, interaction: discord.Interaction[Any]) -> None:
        """Ask the member."""
        await self._desk.listen(interaction)

    @app_commands.command(name="stop", description="Do not hear me any more, and forget that I agreed.")
    async def stop(self, interaction: discord.Interaction[Any]) -> None:
        """Hear the member no more."""
        await self._desk.stop(interaction)

    @app_commands.command(name="status", description="Whom I hear in the voice channel, how well, and with what.")
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        """Tell how the call stands."""
        await self._desk.status(interaction)

    @app_commands.command(name="say", description="Let me say something in the voice channel.")
    @app_commands.describe(text="What I should say", voice="The voice to say it in")
    async def say(self, interaction: discord.Interaction[Any], text: Text, voice: str | None = None) -> None:
        """Say it."""
        await self._desk.say(interaction, text, voice)

    @app_commands.command(name="set", description="Choose my voice, and how loud it is on this server.")
    @app_commands.describe(voice="The voice to speak in", volume="How loud, in percent: 100 is usual")
    async def choose(
        self, interaction: discord.Interaction[Any], voice: str | None = None, volume: Percent | None = None
    ) -> None:
        """Speak like that from now on."""
        await self._desk.choose(interaction, voice, volume)

    @say.autocomplete("voice")
    @choose.autocomplete("voice")
    async def known_voices(self, _interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        """The voices that fit."""
        return await self._desk.completed(typed)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take the answer to what members are asked, also below a message of an earlier process."""
        if interaction.type is not discord.InteractionType.component or interaction.data is None:
            return
        answer = answer_of(str(interaction.data.get("custom_id", "")))
        if answer is None:
            return
        try:
            await self._desk.answer(interaction, answer)
        except Exception as error:  # noqa: BLE001  whatever went wrong is told to the member
            await errors.answer_interaction(interaction, error)

    @commands.Cog.listener()
    async def on_identified(self, bot: "Bot") -> None:
        """Learn who the bot is."""
        self._bot = bot
        self._desk.serve(bot)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Forget who agreed on the servers that the bot was taken from while it was away."""
        if self._bot is not None:
            await self._desk.forget_gone(self._bot)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Leave nothing behind."""
        await self._desk.registry.forget(str(guild.id))

    async def cog_unload(self) -> None:
        """Leave every voice channel."""
        await self._desk.registry.aclose()
